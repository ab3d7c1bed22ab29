"""IPC: people in each phase of acute food insecurity, by country and period of validity.

The long national table that IPC publishes for download, or its interface with the user's own key. The current period
and the projections are series of their own: a projection is never shown as what was found.
"""

import re
from collections import defaultdict
from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mainstay.cases.selectors import country_codes

from .download import JSON, Answer, Ask, with_params
from .faults import fault
from .forms import csv_file, files, json_of, listed
from .items import RUNNING, Item, Parsed, day_in_words, plain

CODE = "ipc"
PERIOD = "M"
HOME = "https://api.ipcinfo.org"
_NAME = "IPC"
_NEEDED = ("Date of analysis", "Country", "Validity period", "From", "Phase", "Number", "Percentage")
PHASES = ("1", "2", "3", "4", "5", "3+", "all")


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for the populations by phase of the last five years."""
    address = with_params(f"{HOME}/population", format="json", start=today.year - 5, end=today.year)
    yield Ask("population.json", address, JSON, secret={"key": key})


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of the national table or of the answer of the interface."""
    held: dict[str, list[list[Any]]] = defaultdict(list)
    for file in files(path, ".csv", ".json"):
        for iso3, row in _from_json(file) if file.suffix.lower() == ".json" else _from_csv(file):
            held[iso3].append(row)
    columns = ["analysis", "period", "from", "phase", "number", "share"]
    for iso3, rows in sorted(held.items()):
        yield Item(iso3, RUNNING, {"iso3": iso3, "columns": columns, "rows": sorted(rows, key=str)})


def _from_csv(file: Path) -> Iterator[tuple[str, list[Any]]]:
    for row in csv_file(file, _NEEDED, source=_NAME):
        if row["Country"].startswith("#") or row.get("Area") or row.get("Level 1"):
            continue  # a line of HXL tags, or a part of the country
        yield row["Country"], [
            row["Date of analysis"], row["Validity period"], row["From"], row["Phase"], plain(row["Number"]),
            plain(row["Percentage"]),
        ]  # fmt: skip


def _from_json(file: Path) -> Iterator[tuple[str, list[Any]]]:
    for row in listed(json_of(file, source=_NAME), file=file.name, source=_NAME, what="the answer"):
        code = str(row.get("country") or "").upper()
        if not code or not row.get("analysis_date"):
            raise fault(
                "not_the_form",
                file=file.name,
                source=_NAME,
                fault="an entry without country or analysis_date",
            )
        start = str(row.get("from") or row["analysis_date"])
        for phase in PHASES[:5]:
            count = row.get(f"phase{phase}_population")
            if count is not None:
                yield country_codes("iso2").get(code, code), [str(row["analysis_date"]), "current", start, phase, plain(count), ""]  # fmt: skip


def parse(item: Item) -> Parsed:
    """Return people and shares (%) by phase; of two analyses of one period the later counts."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    latest: dict[tuple[str, str, str], tuple[str, int, Any, Any]] = {}
    for row, (analysis, period, start, phase, number, share) in enumerate(item.content["rows"], start=1):
        place = re.sub(r"\W+", "_", str(period).lower()), str(start), str(phase)
        made = day_in_words(analysis)
        if place not in latest or made >= latest[place][0]:
            latest[place] = made, row, number, share
    for (period, start, phase), (_made, row, number, share) in latest.items():
        name = "all" if phase == "all" else f"phase_{phase.replace('+', 'plus')}"
        confidence, method = (3, "assessed") if period == "current" else (1, "projected")
        how: dict[str, Any] = {"row": row, "least": 0, "confidence": confidence, "method": method}
        found.reading(f"ipc.people_{name}.{period}", iso3, day_in_words(start), number, field="Number", **how)
        part = found.cell(share, row=row, field="Percentage", least=0, most=1)[1]
        if part is not None and phase != "all":
            found.reading(
                f"ipc.share_{name}.{period}",
                iso3,
                day_in_words(start),
                round(part * 100, 6),
                field="Percentage",
                **how,
            )
    return found
