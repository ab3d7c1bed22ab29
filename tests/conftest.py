"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from tests.flushing import let_flush

hypothesis_settings.register_profile("house", deadline=None)  # a busy machine is no fault of the code
hypothesis_settings.load_profile("house")

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what a run may ask for."""
    parser.addoption(
        "--full",
        action="store_true",
        help="Try the access matrix in full: every action, role, scope and route.",
    )


def pytest_configure() -> None:
    """Make passwords cheap: their strength is tested where it is decided. Let tests that commit empty the audit."""
    let_flush()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A test that empties the cache, where tries are counted, must not empty that of a test beside it.
    beside = settings.VAR / f"cache-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    settings.CACHES["default"]["LOCATION"] = str(beside)


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Make test databases from the models: that takes two seconds; `test_tables` shows that migrations make the same."""
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Give test databases what migrations make beside tables."""
    from tests.databases import finish

    with django_db_blocker.unblock():
        finish()


@pytest.fixture(scope="session")
def repository() -> Path:
    """The clone."""
    return REPOSITORY


@pytest.fixture(autouse=True)
def in_the_language_of_the_source() -> Iterator[None]:
    """Leave no language behind: a page that a test reads in Arabic stays in force for what follows it."""
    translation.deactivate()
    yield
    translation.deactivate()
