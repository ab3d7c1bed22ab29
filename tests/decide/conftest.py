"""What every test of decide starts from: a morning in May, and a coordinator."""

import pytest

from mainstay.common import clock
from tests.builders import person
from tests.decide.builders import NOW


@pytest.fixture(autouse=True)
def _may(db):
    with clock.at(NOW):
        yield


@pytest.fixture
def coordinator():
    """Return who triages and decides."""
    return person("TT_COORD")
