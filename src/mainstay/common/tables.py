"""Bringing a database up to date: a new one is made from the models at once, one that exists is migrated.

Migrating an empty database step by step takes the better part of a minute, because Django renders every related
model anew at every step; making the tables from the models takes two seconds and gives the same ones (tested).
What migrations do beyond tables is done here too: `STEPS`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from . import audit_guard

Step = Callable[[Any], None]

#: What a new database of records needs beside its tables; each can be done again without harm.
STEPS: list[Step] = [audit_guard.set_up]


def add_step(step: Step) -> None:
    """Let a stage do more for a new database (in its ``apps.py``); its first migration does the same."""
    if step not in STEPS:
        STEPS.append(step)


class _NoMigrations:
    """Says of every app that it has no migrations, so that its tables are made from its models."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


@contextmanager
def _without_migrations() -> Iterator[None]:
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = _NoMigrations()
    try:
        yield
    finally:
        settings.MIGRATION_MODULES = before


def bring_up_to_date(alias: str = "default") -> bool:
    """Make or migrate the database `alias`; return whether it is new.

    Killed in between, the next start goes on where it stopped: only what is missing is made.
    """
    connection = connections[alias]
    new = not MigrationRecorder(connection).applied_migrations()
    if new:
        with _without_migrations():
            call_command("migrate", database=alias, run_syncdb=True, verbosity=0, interactive=False)
        finish_new(alias)
        call_command("migrate", database=alias, fake=True, verbosity=0, interactive=False)
    else:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    return new


def finish_new(alias: str = "default") -> None:
    """Do what a database needs whose tables were made from the models."""
    if alias == "default":
        for step in STEPS:
            step(connections[alias])
