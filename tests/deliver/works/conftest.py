"""One world for a module, made once; each test gets a copy and leaves nothing behind."""

from copy import deepcopy

import pytest
from django.db import connections, transaction

from tests.deliver.works import world


@pytest.fixture(scope="module")
def first_world(django_db_setup, django_db_blocker):
    """Make the world inside a transaction that is taken back when the module is done."""
    with django_db_blocker.unblock():
        atoms = [transaction.atomic(using=name) for name in connections]
        for atom in atoms:
            atom.__enter__()
        try:
            yield world.make_world(site_count=2)
        finally:
            for name, atom in zip(connections, atoms, strict=True):
                transaction.set_rollback(True, using=name)
                atom.__exit__(None, None, None)


@pytest.fixture
def made(first_world, db):
    """Return the world as it was before any test."""
    return deepcopy(first_world)
