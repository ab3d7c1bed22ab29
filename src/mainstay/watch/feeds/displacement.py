"""Refugees, asylum-seekers, displaced and returned persons and hosts by country and year (UNHCR, IDMC, UNRWA)."""

import csv
from collections.abc import Iterator
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .items import Item, Parsed, Value, plain, year_start

CODE = "displacement"
EDITION = "2025-06"


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of a CSV file with iso3, year and a column for each count."""
    held: dict[str, list[list[object]]] = {}
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.reader(stream)
        head = next(reader, [])
        if head[:2] != ["iso3", "year"]:
            raise BadInput("columns", _("{file} must begin with the columns iso3 and year."), file=path.name)
        for row in reader:
            held.setdefault(row[0], []).append([plain(cell) for cell in row[1:]])
    for iso3, rows in held.items():
        yield Item(iso3, EDITION, {"iso3": iso3, "columns": head[1:], "rows": rows})


def parse(item: Item) -> Parsed:
    """Return the yearly counts of one country; an empty cell is no statement, a written zero is a zero."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    kinds = item.content["columns"][1:]
    for row, (year, *counts) in enumerate(item.content["rows"], start=1):
        try:
            on = year_start(year)
        except ValueError:
            found.fault("no_year", _("“{found}” is no year."), row=row, field="year", found=str(year)[:20])
            continue
        for kind, raw in zip(kinds, counts, strict=False):
            usable, value = found.cell(raw, row=row, field=kind, least=0)
            if usable and value is not None:
                found.values.append(Value(f"displacement.{kind}", iso3, on, value))
    return found
