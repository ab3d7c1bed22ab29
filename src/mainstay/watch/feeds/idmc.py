"""Internal displacement by country and year: the workbook or CSV that IDMC offers for download.

Displacements are movements in a year; displaced persons are how many lived so at its end. Conflict and disasters are
kept apart. The raw columns are taken where there are any, since the others are rounded for display.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .forms import csv_file, sheet_rows
from .items import RUNNING, Item, Parsed, plain

CODE = "idmc"
_NAME = "IDMC"
_NEEDED = ("ISO3", "Year")
#: Our name for each count and the heads under which the editions have published it.
COUNTS = {
    "conflict_displacements": ("Conflict Internal Displacements", "Conflict New Displacements"),
    "conflict_displaced": ("Conflict Stock Displacement",),
    "disaster_displacements": ("Disaster Internal Displacements", "Disaster New Displacements"),
    "disaster_displaced": ("Disaster Stock Displacement",),
}


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of a workbook or CSV file."""
    table: Iterator[Mapping[str, Any]] = (
        sheet_rows(path, _NEEDED, source=_NAME)
        if path.suffix.lower() == ".xlsx"
        else csv_file(path, _NEEDED, source=_NAME)
    )
    held: dict[str, list[list[Any]]] = defaultdict(list)
    for row in table:
        if not str(row["ISO3"]).startswith("#"):  # a line of HXL tags below the head
            held[str(row["ISO3"]).strip()].append(
                [plain(row["Year"]), *(_count(row, heads) for heads in COUNTS.values())]
            )
    for iso3, rows in sorted(held.items()):
        yield Item(iso3, RUNNING, {"iso3": iso3, "columns": ["year", *COUNTS], "rows": sorted(rows, key=str)})


def _count(row: Mapping[str, Any], heads: tuple[str, ...]) -> Any:
    for head in (*(f"{head} (Raw)" for head in heads), *heads):
        if row.get(head) not in {None, ""}:
            return plain(row[head])
    return ""


def parse(item: Item) -> Parsed:
    """Return the yearly counts of one country; an empty cell is no statement, a written zero is a zero."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    for row, (year, *counts) in enumerate(item.content["rows"], start=1):
        for name, raw in zip(COUNTS, counts, strict=True):
            found.reading(f"idmc.{name}", iso3, year, raw, row=row, field=name, least=0)
    return found
