"""V-Dem: what experts say of democracy, law and association by country and year, from the CSV file (packed or not)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .faults import fault
from .forms import csv_file
from .items import Item, Parsed, plain

CODE = "vdem"
MOST_BYTES = 1024 * 2**20
_NAME = "V-Dem"
_EDITION = re.compile(r"v(\d{2}(?:\.\d)?)", re.IGNORECASE)
FIRST_YEAR = 1990
#: The measures and their range: democracy (electoral, liberal), rule of law, corruption, association, forced labour.
MEASURES = {
    "v2x_polyarchy": (0.0, 1.0), "v2x_libdem": (0.0, 1.0), "v2x_rule": (0.0, 1.0), "v2x_corr": (0.0, 1.0),
    "v2x_frassoc_thick": (0.0, 1.0), "v2xcl_slave": (0.0, 1.0), "v2x_regime": (0.0, 3.0),
}  # fmt: skip


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of a file that is named after its edition (V-Dem-CY-Core-v15.csv)."""
    named = _EDITION.search(path.stem)
    if named is None:
        raise fault("not_the_form", file=path.name, source=_NAME, fault="no edition in its name, such as V-Dem-CY-Core-v15.csv")  # fmt: skip
    held: dict[str, list[list[Any]]] = defaultdict(list)
    needed = ("country_text_id", "year", "v2x_polyarchy")
    for row in csv_file(path, needed, source=_NAME, holding="V-Dem-CY"):
        if row["year"].isdigit() and int(row["year"]) < FIRST_YEAR:
            continue
        held[row["country_text_id"]].append(
            [plain(row["year"]), *(plain(row.get(name)) for name in MEASURES)]
        )
    for iso3, rows in sorted(held.items()):
        yield Item(iso3, f"v{named[1]}", {"iso3": iso3, "columns": ["year", *MEASURES], "rows": rows})


def parse(item: Item) -> Parsed:
    """Return the yearly measures of one country; they are judgements of experts, so never of the highest confidence."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    for row, (year, *cells) in enumerate(item.content["rows"], start=1):
        for (name, (least, most)), raw in zip(MEASURES.items(), cells, strict=True):
            found.reading(
                f"vdem.{name}", iso3, year, raw, row=row, field=name, least=least, most=most, confidence=2,
                method="expert judgement",
            )  # fmt: skip
    return found
