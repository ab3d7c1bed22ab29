"""The database itself refuses to change or delete what the audit wrote.

Triggers on both engines; `set_up` is part of the first migration. They also stop whoever comes with a database
client. `lifted` takes them away for one block: what tests need to empty tables, and to play the forger.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .models import AuditAnchor, AuditEntry

SENTENCE = "The audit is append-only: entries are never changed or deleted."
VERBS = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}


def _tables() -> list[str]:
    return [model._meta.db_table for model in (AuditEntry, AuditAnchor)]


def _statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION mainstay_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in _tables():
        for verb in VERBS[vendor]:
            name = f"{table}_no_{verb.lower()}"
            if vendor == "sqlite":
                yield (
                    f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {verb} ON "{table}" '
                    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
                )
            else:
                yield (
                    f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {verb} ON "{table}" '
                    "FOR EACH STATEMENT EXECUTE FUNCTION mainstay_refuse()"
                )


def set_up(connection: Any) -> None:
    """Put the triggers in place; those that stand already stay."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def take_down(connection: Any) -> None:
    """Take the triggers away: when the tables go, and for one block of `lifted`."""
    on_table = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in _tables():
            for verb in VERBS[connection.vendor]:
                where = f' ON "{table}"' if on_table else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_{verb.lower()}"{where}')


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Let the block change and delete audit entries; the triggers stand again after it."""
    take_down(connection)
    try:
        yield
    finally:
        set_up(connection)


def forwards(apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place: a step of the first migration, after the tables are made."""
    if schema_editor.connection.alias == "default":
        set_up(schema_editor.connection)


def backwards(apps: Any, schema_editor: Any) -> None:
    """Take the triggers away again."""
    if schema_editor.connection.alias == "default":
        take_down(schema_editor.connection)
