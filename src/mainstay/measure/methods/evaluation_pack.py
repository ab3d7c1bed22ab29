"""The rows of an evaluation: persons under numbers of this pack alone, as few columns as were agreed."""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from mainstay.common.errors import NotFound

from .fact_views import Reading

#: The columns that may be shared, by table; `person` always goes along. No name, number, day of birth, wage or status.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "work": ("month", "site", "task", "sex", "age_band", "area", "days"),
    "training": ("course", "isco", "sex", "age_band", "area", "hours", "attended_hours", "passed", "traced"),
}


def pack_person(key: bytes, pseudonym: int) -> str:
    """Return the number of a person in one pack: HMAC-SHA-256 of her pseudonym under the key of the pack, 80 bits.

    Two packs cannot be joined by it, and nobody without the key leads it back.

    >>> pack_person(b"one", 7) == pack_person(b"one", 7), pack_person(b"one", 7) == pack_person(b"two", 7)
    (True, False)
    """
    digest = hmac.digest(key, str(pseudonym).encode(), hashlib.sha256)
    return b32encode(digest[:10]).decode()


def evaluation_rows(
    reading: Reading, *, key: bytes, shared: Collection[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table with the columns in `shared`: work by person and month, courses by person.

    Days are added up by month, so that no row tells where a person was on one day. The rows are in the order of their
    values, not of registration.
    """
    found = {"work": _work(reading), "training": _training(reading)}
    return {
        name: sorted(
            (_row(row, key, [column for column in COLUMNS[name] if column in shared]) for row in rows),
            key=lambda row: [str(value) for value in row.values()],
        )
        for name, rows in found.items()
        if rows and any(column in shared for column in COLUMNS[name])
    }


def _row(row: Mapping[str, Any], key: bytes, columns: Sequence[str]) -> dict[str, Any]:
    return {"person": pack_person(key, row["worker"]), **{column: row.get(column) for column in columns}}


def _work(reading: Reading) -> list[dict[str, Any]]:
    table = reading.view("worked_day")
    keys = [column for column in ("worker", "month", "site", "task", "sex", "age_band", "area") if column in table.columns]  # fmt: skip
    made: list[dict[str, Any]] = (
        table.group_by(keys).agg(days=table.employed_centi.sum() / 100).to_pyarrow().to_pylist()
    )
    return made


def _training(reading: Reading) -> list[dict[str, Any]]:
    try:
        table = reading.view("began_course")
    except NotFound:
        return []
    table = table.mutate(attended_hours=table.attended_minutes / 60)
    kept = [column for column in ("worker", *COLUMNS["training"]) if column in table.columns]
    made: list[dict[str, Any]] = table.select(kept).to_pyarrow().to_pylist()
    return made
