"""Labour and economy series by country and year, collected by Gapminder (ILOSTAT and World Bank underneath)."""

from collections.abc import Iterator
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .items import Item, Parsed, Value, year_start

CODE = "socioeconomic"
#: Which edition of the collection the shipped copy is.
EDITION = "2025"


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of a Parquet or CSV file with iso3, indicator, year and value."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    try:
        table = parquet.read_table(path) if path.suffix == ".parquet" else csv.read_csv(path)
        columns = [table[name].to_pylist() for name in ("iso3", "indicator", "year", "value")]
    except (pa.ArrowInvalid, KeyError) as fault:
        raise BadInput(
            "series_file",
            _("{file} needs the columns iso3, indicator, year, value: {fault}"),
            file=path.name,
            fault=str(fault)[:120],
        ) from None
    held: dict[str, dict[str, list[list[float]]]] = {}
    for iso3, indicator, year, value in zip(*columns, strict=True):
        held.setdefault(iso3, {}).setdefault(indicator, []).append([year, value])
    for iso3, series in held.items():
        yield Item(iso3, EDITION, {"iso3": iso3, "series": series})


def parse(item: Item) -> Parsed:
    """Return the yearly readings of one country; a value marked as missing by the source stays missing."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    for indicator, rows in item.content["series"].items():
        share = "percent" in indicator and not indicator.startswith(("inflation", "gdp", "aid"))
        most = 100.0 if share else float("inf")
        series = f"socioeconomic.{indicator}"
        for row, (year, raw) in enumerate(rows, start=1):
            usable, value = found.cell(raw, row=row, field=indicator, most=most)
            if not usable:
                continue
            try:
                found.values.append(Value(series, iso3, year_start(year), value, 2, "collected"))
            except (TypeError, ValueError):
                found.fault(
                    "no_year", _("“{found}” is no year."), row=row, field=indicator, found=str(year)[:20]
                )
    return found
