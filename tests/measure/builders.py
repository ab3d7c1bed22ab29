"""A project of the Comoros with facts of its works in Parquet, built by the facts engine from a file of records."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.types as kinds

from mainstay import facts
from mainstay.accounts.models import Person
from mainstay.design.models import Project
from mainstay.design.services import start_design
from mainstay.facts import FactTable, Pseudonyms, Source
from tests import builders

from .muster import TYPES, marks

KEYS = {
    "worker_day": (("contract", "day"), "day"),
    "worker": (("worker",), "registered_on"),
    "contract": (("contract",), "starts_on"),
    "payment": (("line",), "period_end"),
    "certificate": (("enrolment",), "started_on"),
}
RESTRICTED = ("disability", "population_status", "nationality", "phone")
COLUMNS = {
    "worker_day": [
        "project", "site", "roll", "contract", "worker", "day", "code", "state", "sex", "birth_year", "local", "area",
        "skilled", "task", "disability", "population_status",
    ],
}  # fmt: skip


def project(**details: Any) -> Project:
    """A project in the Comoros."""
    case = details.pop("case", None) or builders.case()
    by = builders.person("CPO")
    return start_design(by=by, case=case, title="Roads", **details)


def officer() -> Person:
    """An M&E officer of the Comoros."""
    return builders.person("ME", "country", "COM")


def store(root: Path, **tables: list[dict[str, Any]]) -> None:
    """Build facts under `root` from rows, through SQLite and the facts engine."""
    for name, rows in tables.items():
        keys, month = KEYS[name]
        columns = list(dict.fromkeys(column for row in rows for column in row))
        schema = pa.schema([(column, TYPES.get(column, pa.string())) for column in columns])
        place = root.parent / f"{name}.sqlite3"
        place.unlink(missing_ok=True)
        opened = sqlite3.connect(place)
        opened.execute(f"CREATE TABLE records (id integer primary key, {', '.join(columns)})")
        opened.executemany(
            f"INSERT INTO records ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [[_plain(row.get(column)) for column in columns] for row in rows],
        )
        opened.commit()
        opened.close()
        select = f"SELECT id, {', '.join(columns)} FROM records"
        table = FactTable(
            name=name,
            schema=lambda schema=schema: schema,
            keys=keys,
            month=month,
            select={"sqlite": select, "postgresql": select},
            marks=("id",),
            restricted=tuple(column for column in RESTRICTED if column in columns),
            persons={"worker": "worker"} if kinds.is_int64(schema.field("worker").type) else {},
        )
        facts.build(
            [table],
            source=Source("sqlite", str(place)),
            root=root,
            pseudonyms=Pseudonyms(bytes(range(32))),
            built_at=datetime(2026, 11, 1, tzinfo=UTC),
            playbook_version="test",
            everything=True,
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def crew(key: int, *, women: int, men: int, unknown: int = 0, days: int = 10) -> list[dict[str, Any]]:
    """`women` and `men` who worked `days` full days each in project `key`, one contract each."""
    sexes = ["F"] * women + ["M"] * men + ["X"] * unknown
    return [
        row
        for number, sex in enumerate(sexes, start=1)
        for row in marks(number, "P" * days, sex=sex, project=key, birth_year=1970 + number % 35)
    ]
