"""The small crisis without playing it again: its rows, its facts and a copy of its objects, laid back in place.

`build` plays it through some hundreds of services, which takes four seconds, and a hundred tests begin with it. The first
test of a process that asks for it plays it; what it left in the tables is read out as the database holds it, and laid into
the empty tables of the next. Nothing is kept across processes: each run plays it on its database.
"""

import shutil
import tempfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from mainstay.common import clock
from tests.web.crisis import Crisis, build

#: What Django writes by itself when it empties a database.
NOT_OURS = ("auth_", "django_content_type", "django_migrations")


@dataclass(frozen=True)
class Played:
    """What a crisis left: rows by database and table (as PostgreSQL's text, as SQLite's cells), facts, objects."""

    rows: Mapping[str, Mapping[str, Any]]
    facts: "tempfile.TemporaryDirectory[str]"
    made: Crisis


_played: dict[tuple[tuple[int, int], date, bool], Played] = {}


def crisis(*, crews: tuple[int, int] = (9, 4)) -> Crisis:
    """Return the crisis of `build`: played the first time, laid back later.

    It is played anew on another day, and for tests that commit, whose crisis holds what follows a commit; where a test
    has put anything into a table before, it is played on top of that and not kept.
    """
    if not all(_is_empty(name) for name in connections):
        return build(crews=crews)
    key = (crews, clock.today(), connections["default"].in_atomic_block)
    if key not in _played:
        _played[key] = _keep(build(crews=crews))
    else:
        _lay_back(_played[key])
    return deepcopy(_played[key].made)


def _tables(name: str) -> list[str]:
    there = connections[name].introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(table for table in there if not table.startswith(NOT_OURS))


def _is_empty(name: str) -> bool:
    asked = " UNION ALL ".join(f'SELECT 1 FROM "{table}"' for table in _tables(name))
    with connections[name].cursor() as cursor:
        cursor.execute(f"SELECT 1 WHERE EXISTS ({asked})")
        return cursor.fetchone() is None


def _keep(made: Crisis) -> Played:
    rows = {
        name: {table: held for table in _tables(name) if (held := _read(name, table))} for name in connections
    }
    facts = tempfile.TemporaryDirectory(prefix="crisis-")
    shutil.copytree(settings.FACTS_FOLDER, facts.name, dirs_exist_ok=True)
    return Played(rows, facts, deepcopy(made))


def _lay_back(played: Played) -> None:
    for name, tables in played.rows.items():
        with transaction.atomic(using=name):
            for table, held in tables.items():
                _write(name, table, held)
    shutil.copytree(played.facts.name, settings.FACTS_FOLDER, dirs_exist_ok=True)


def _read(name: str, table: str) -> Any:
    with connections[name].cursor() as cursor:
        if connections[name].vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" TO STDOUT') as stream:
                return b"".join(stream)
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        # The sign makes an expression of a column: Django converts columns, not expressions.
        cells = ", ".join(f'+"{column[0]}"' for column in cursor.description)
        return cursor.execute(f'SELECT {cells} FROM "{table}"').fetchall()


def _write(name: str, table: str, held: Any) -> None:
    with connections[name].cursor() as cursor:
        if connections[name].vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" FROM STDIN') as stream:
                stream.write(held)
            return
        places = ", ".join(["%s"] * len(held[0]))
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', held)
