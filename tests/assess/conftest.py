"""What every test of assess starts from: the tenth of March."""

import pytest

from mainstay.common import clock

from .field import TODAY


@pytest.fixture(autouse=True)
def _on_the_tenth_of_march():
    with clock.at(TODAY):
        yield
