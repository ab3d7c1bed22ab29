"""Writing many rows at once, by the fastest way that each database has."""

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from mainstay.watch.feeds.items import Item
from mainstay.watch.models import RawItem, Reading

_COLUMNS = ("series_id", "country_id", "on", "value", "confidence", "method", "item_id", "state", "note")

ReadingRow = tuple[int, str, str, float | None, int, str, int]


def packed(item: Item) -> bytes:
    """Return the content of an item as it is stored."""
    return zlib.compress(item.text().encode(), 6)


def unpacked(stored: RawItem) -> Item:
    """Return a stored item as its feed read it, so that it can be parsed again without the source."""
    import json

    content = json.loads(zlib.decompress(bytes(stored.content)))
    return Item(stored.external_id, stored.vintage.code, content)


def insert_readings(rows: Sequence[ReadingRow]) -> None:
    """Insert readings of feeds in one statement; the caller holds the transaction and has checked the keys."""
    names = ", ".join(f'"{name}"' for name in _COLUMNS)
    table = Reading._meta.db_table
    full = ((*row, "COUNTED", "") for row in rows)
    if connection.vendor == "postgresql":
        _copy(f'COPY "{table}" ({names}) FROM STDIN', full)
        return
    marks = ", ".join(["%s"] * len(_COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(full))  # noqa: S608


def _copy(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
