"""Who acts in most tests of partners: the country office."""

import pytest

from tests import builders


@pytest.fixture
def office():
    return builders.person("CPO")
