"""Records in a real database of each engine, without Django: facts know only SQL."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from mainstay.facts import Source
from tests.postgres import throwaway_cluster

TABLES = """
CREATE TABLE worker (id integer PRIMARY KEY, sex varchar(6), disability integer, changed {moment} NOT NULL);
CREATE TABLE mark (
    id integer PRIMARY KEY, worker_id integer, site varchar(8), day date, paid boolean, wage {amount},
    noted {moment}, changed {moment} NOT NULL
);
"""


class Records:
    """A small muster roll that a test can fill and change."""

    def __init__(self, source: Source, connection: Any, sign: str) -> None:
        self.source = source
        self._connection = connection
        self._sign = sign

    def run(self, statement: str, *rows: Sequence[Any]) -> None:
        """Run a statement (``?`` for values) once for each row, and commit."""
        for row in rows or [()]:
            self._connection.execute(statement.replace("?", self._sign), tuple(row))
        self._connection.commit()

    def mark(self, key: int, worker: int, day: str, *, wage: Any = 1250, site: str = "S1") -> None:
        """Write one worked day."""
        moment = f"{day} 07:30:00.250000"
        statement = "INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        self.run(statement, [key, worker, site, day, True, wage, moment, moment])


def _fill(records: Records) -> Records:
    for worker, sex in enumerate(("female", "male", "female"), start=1):
        row = [worker, sex, 1 if worker == 3 else None, "2026-01-01 00:00:00"]
        records.run("INSERT INTO worker VALUES (?, ?, ?, ?)", row)
    for key, (worker, day) in enumerate(
        [(1, "2026-01-30"), (2, "2026-01-31"), (1, "2026-02-01"), (3, "2026-02-28"), (3, "2026-04-02")],
        start=1,
    ):
        records.mark(key, worker, day)
    return records


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the address of a PostgreSQL server that lives as long as the tests."""
    with throwaway_cluster() as address:
        yield address.replace("/mainstay?", "/postgres?")


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Records]:
    """Give the filled muster roll on each engine in turn."""
    if request.param == "sqlite":
        place = tmp_path / "records #1.sqlite3"
        opened: Any = sqlite3.connect(place)
        opened.execute("PRAGMA journal_mode=WAL")
        opened.executescript(TABLES.format(moment="datetime", amount="bigint"))
        yield _fill(Records(Source("sqlite", str(place)), opened, "?"))
    else:
        import psycopg

        address = request.getfixturevalue("server")
        opened = psycopg.connect(address)
        opened.execute("SET TIME ZONE 'UTC'")
        opened.execute("DROP TABLE IF EXISTS mark, worker")
        opened.execute(TABLES.format(moment="timestamptz", amount="bigint"))
        opened.commit()
        yield _fill(Records(Source("postgresql", address), opened, "%s"))
    opened.close()
