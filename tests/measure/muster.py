"""Small sets of facts with values worked out by hand, held by DuckDB without any file."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import ibis
import pyarrow as pa

from mainstay.measure.methods.measure import AgeBand, CodeRule, Terms

TYPES = {
    "project": pa.int64(), "roll": pa.int64(), "contract": pa.int64(), "worker": pa.int64(),
    "line": pa.int64(), "payroll": pa.int64(), "trainee": pa.int64(), "certificate": pa.int64(),
    "day": pa.date32(), "first_on": pa.date32(), "last_on": pa.date32(), "closed_on": pa.date32(), "paid_on": pa.date32(),
    "starts_on": pa.date32(), "signed_on": pa.date32(), "insured_from": pa.date32(), "inducted_on": pa.date32(),
    "enrolled_on": pa.date32(), "completed_on": pa.date32(), "issued_on": pa.date32(), "withdrawn_on": pa.date32(), "registered_on": pa.date32(),
    "exited_on": pa.date32(), "ended_on": pa.date32(),
    "birth_year": pa.int16(), "household_size": pa.int16(), "paid_centi": pa.int32(), "quantity_milli": pa.int64(),
    "day_minor": pa.int64(), "floor_minor": pa.int64(), "amount_minor": pa.int64(), "gross_minor": pa.int64(),
    "net_minor": pa.int64(), "usd_cents": pa.int64(), "amount_usd_cents": pa.int64(), "score": pa.float64(),
    "women": pa.int64(), "known": pa.int64(), "local": pa.bool_(), "skilled": pa.bool_(), "employed": pa.bool_(),
}  # fmt: skip

CODES = {
    "P": CodeRule(100, 100, True, "JB-01"),
    "H": CodeRule(50, 50, True, "JB-01"),
    "T": CodeRule(100, 100, True, "JB-01"),
    "X": CodeRule(50, 50, True, "JB-01"),
    "A": CodeRule(0, 0, False, "JB-01"),
    "PS": CodeRule(0, 100, False, "JB-15"),
    "S": CodeRule(0, 0, False, "JB-01"),
}
BANDS = (
    AgeBand("15-17", 15, 17),
    AgeBand("18-24", 18, 24),
    AgeBand("25-35", 25, 35),
    AgeBand("36+", 36, None),
)
FIRST = date(2026, 3, 1)


def terms(**more: Any) -> Terms:
    given: dict[str, Any] = {"codes": CODES, "as_of": date(2026, 12, 31), "age_bands": BANDS}
    return Terms(**(given | more))


class Muster:
    """Fact tables made of rows."""

    def __init__(self, **tables: list[dict[str, Any]]) -> None:
        self.rows = tables
        self._engine = ibis.duckdb.connect()
        self._kept = count()
        self._seen: list[Any] = []

    def table(self, name: str, *, restricted: bool = False) -> Any:
        rows = self.rows[name]
        fields = {key: TYPES.get(key, pa.string()) for row in rows for key in row}
        schema = pa.schema(list(fields.items()))
        held = pa.Table.from_pylist(
            [{key: _typed(row.get(key), fields[key]) for key in fields} for row in rows], schema
        )
        made = f"{name}_{next(self._kept)}"
        self._engine.con.register(made, held)
        return self._engine.table(made)

    def keep(self, expression: Any) -> Any:
        return self._engine.create_table(f"kept_{next(self._kept)}", expression, temp=True)

    def name(self, expression: Any) -> Any:
        self._seen.append(expression)
        return self._engine.create_view(f"seen_{next(self._kept)}", expression)


def _typed(value: Any, kind: Any) -> Any:
    return str(value) if kind == pa.string() and value is not None else value


def marks(worker: int, codes: str | list[str], **more: Any) -> list[dict[str, Any]]:
    """One mark a day from 1 March 2026 (or `begin`) on, by the codes given."""
    begin = more.pop("begin", FIRST)
    given = {
        "project": 1, "site": "1", "roll": 1, "contract": worker, "state": "CERTIFIED", "sex": "F", "birth_year": 1990,
        "local": True, "area": "A1", "skilled": False, "task": "T1", "disability": "no", "population_status": "host_community",
    } | more  # fmt: skip
    return [
        given | {"worker": worker, "code": code, "day": begin + timedelta(days=step)}
        for step, code in enumerate(codes)
    ]
