"""What every test may ask for."""

from pathlib import Path

import pytest
from django.conf import settings

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Make passwords cheap: their strength is tested where it is decided, not on each sign-in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The clone."""
    return REPOSITORY
