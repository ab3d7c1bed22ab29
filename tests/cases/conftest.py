"""What the tests of cases share."""

import pytest

from mainstay.cases.services.closing import _preconditions


@pytest.fixture
def only_the_spine():
    """Leave out what upper stages have against closing: here the spine is tried alone."""
    kept = dict(_preconditions)
    for name in kept:
        if not name.startswith("cases."):
            _preconditions.pop(name)
    yield
    _preconditions.update(kept)
