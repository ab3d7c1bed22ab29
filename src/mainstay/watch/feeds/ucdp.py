"""Deaths in state-based, non-state and one-sided violence by country and month (UCDP GED and Candidate).

One item is one country in one vintage. Vintages differ by orders of magnitude where events were reviewed later, so
each is kept apart. A blank means that the state did not exist or the vintage does not count that kind: no reading.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .items import Item, Parsed, Value

CODE = "ucdp"
_COLUMNS = ("vintage", "iso3", "year", "month", "ged_sb", "ged_ns", "ged_os")
_KINDS = ("ged_sb", "ged_ns", "ged_os")


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each vintage and country of a Parquet or CSV file of country-months."""
    import pyarrow as pa
    from pyarrow import csv, parquet

    try:
        table = parquet.read_table(path) if path.suffix == ".parquet" else csv.read_csv(path)
        columns = {name: table[name].to_pylist() for name in _COLUMNS}
    except (pa.ArrowInvalid, KeyError) as fault:
        raise BadInput(
            "ucdp_file",
            _("{file} is no table of country-months: {fault}"),
            file=path.name,
            fault=str(fault)[:120],
        ) from None
    rows: dict[tuple[str, str], list[list[int | None]]] = {}
    for vintage, iso3, *cells in zip(*columns.values(), strict=True):
        rows.setdefault((str(vintage), str(iso3)), []).append(cells)
    for (vintage, iso3), held in rows.items():
        yield Item(iso3, vintage, {"iso3": iso3, "columns": list(_COLUMNS[2:]), "rows": held})


def parse(item: Item) -> Parsed:
    """Return the monthly deaths of one country in one vintage."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    for row, (year, month, *deaths) in enumerate(item.content["rows"], start=1):
        try:
            on = date(year, month, 1)
        except (TypeError, ValueError):
            found.fault(
                "no_month", _("{year}-{month} is no month."), row=row, field="month", year=year, month=month
            )
            continue
        for kind, raw in zip(_KINDS, deaths, strict=True):
            if raw is None:
                continue
            usable, value = found.cell(raw, row=row, field=kind, least=0)
            if usable and value is not None:
                found.values.append(Value(f"ucdp.{kind}", iso3, on, value))
    return found
