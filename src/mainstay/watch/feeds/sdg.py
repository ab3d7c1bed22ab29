"""Labour indicators of the Sustainable Development Goals by country and year, with sex, age and kind of work.

The nature column says how each value came about; what a country did not measure itself gets a lower confidence.
"""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .items import Item, Parsed, Value, plain, year_start

CODE = "sdg"
EDITION = "2020"
#: C country's own, CA adjusted, E estimated, M modelled (codes of the United Nations Statistics Division).
NATURE = {"c": (3, "country data"), "ca": (3, "adjusted"), "e": (2, "estimated"), "m": (2, "modelled")}
_BREAKDOWN = ("sex", "age", "activity", "disability_status")


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of a (gzipped) CSV file."""
    held: dict[str, list[list[object]]] = {}
    needed = ("iso3", "indicator", "year", *_BREAKDOWN, "nature", "value")
    with _open(path) as stream:
        reader = csv.DictReader(stream)
        lacking = [name for name in needed if name not in (reader.fieldnames or ())]
        if lacking:
            raise BadInput(
                "columns",
                _("{file} lacks the columns {lacking}."),
                file=path.name,
                lacking=", ".join(lacking),
            )
        for row in reader:
            held.setdefault(row["iso3"], []).append([plain(row[name]) for name in needed[1:]])
    for iso3, rows in held.items():
        yield Item(iso3, EDITION, {"iso3": iso3, "columns": list(needed[1:]), "rows": rows})


def _open(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return path.open(newline="", encoding="utf-8-sig")


def series_of(indicator: str, breakdown: list[object]) -> str:
    """Return the code of a series: the indicator and each breakdown that is given.

    >>> series_of("sl_tlf_neet", ["bothsex", "15_24", "", ""])
    'sdg.sl_tlf_neet.bothsex.15_24'
    """
    return ".".join(["sdg", indicator, *(str(part) for part in breakdown if part != "")])


def parse(item: Item) -> Parsed:
    """Return the yearly readings of one country by sex, age and kind of work."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    for row, (indicator, year, *breakdown, nature, raw) in enumerate(item.content["rows"], start=1):
        usable, value = found.cell(raw, row=row, field=indicator, least=0, most=100)
        if not usable:
            continue
        confidence, method = NATURE.get(nature, (1, "unknown"))
        try:
            on = year_start(year)
        except ValueError:
            found.fault("no_year", _("“{found}” is no year."), row=row, field=indicator, found=str(year)[:20])
            continue
        found.values.append(Value(series_of(indicator, breakdown), iso3, on, value, confidence, method))
    return found
