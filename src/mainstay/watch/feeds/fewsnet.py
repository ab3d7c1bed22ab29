"""FEWS NET: phase of food insecurity by area, and how many people are in a crisis or worse, by country.

Two tables, both by the interface (CSV or JSON) or from a file: ``ipcphase``, whose highest phase of any area is the
reading of a country and day, and ``ipcpopulationsize``. What is assessed and what is projected are series of their own.
"""

import re
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mainstay.cases.selectors import country_codes

from .download import CSV, Answer, Ask, with_params
from .faults import fault
from .forms import csv_file, files, json_of, listed
from .items import RUNNING, Item, Parsed, plain

CODE = "fewsnet"
PERIOD = "M"
HOME = "https://fdw.fews.net"
_NAME = "FEWS NET"
_PHASE = ("country_code", "collection_date", "scenario", "value", "fnid")
_PEOPLE = ("country_code", "reporting_date", "projection_start", "scenario_name", "phase", "value")
#: Both tables name the scenario: what is assessed now, and what is most likely in the near and medium term.
SCENARIOS = {
    "cs": "current", "current situation": "current", "ml1": "near_term", "near term projection": "near_term",
    "ml2": "medium_term", "medium term projection": "medium_term", "most likely": "near_term", "ml": "near_term",
}  # fmt: skip
METHODS = {"current": (3, "assessed"), "near_term": (2, "projected"), "medium_term": (1, "projected")}


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for both tables of the last five years, one scenario at a time."""
    since = f"{today.year - 5}-01-01"
    for scenario in ("CS", "ML1", "ML2"):
        address = with_params(
            f"{HOME}/api/ipcphase.csv", start_date=since, scenario=scenario, fields=",".join(_PHASE)
        )
        yield Ask(f"ipcphase-{scenario}.csv", address, CSV)
    yield Ask(
        "ipcpopulationsize.csv", with_params(f"{HOME}/api/ipcpopulationsize.csv", start_date=since), CSV
    )


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country of one or several tables."""
    held: dict[str, dict[str, list[list[Any]]]] = defaultdict(lambda: {"phases": [], "people": []})
    for file in files(path, ".csv", ".json"):
        for row in _rows(file):
            code = str(row["country_code"]).strip().upper()
            phases = "fnid" in row and "phase" not in row
            columns = _PHASE if phases else _PEOPLE
            held[country_codes("iso2").get(code, code)]["phases" if phases else "people"].append(
                [
                    plain(row.get(name)) if name == "value" else str(row.get(name) or "")
                    for name in columns[1:]
                ]
            )
    for iso3, tables in sorted(held.items()):
        content = {name: sorted(rows, key=str) for name, rows in tables.items()}
        yield Item(iso3, RUNNING, {"iso3": iso3, **content})


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    if file.suffix.lower() == ".json":
        said = json_of(file, source=_NAME)
        rows = said.get("results") if isinstance(said, dict) else said
        for row in listed(rows, file=file.name, source=_NAME, what="results"):
            lacking = [name for name in ("country_code", "value") if name not in row]
            if lacking:
                raise fault(
                    "not_the_form", file=file.name, source=_NAME, fault=f"an entry lacks {', '.join(lacking)}"
                )
            yield row
        return
    yield from csv_file(file, ("country_code", "value"), source=_NAME)


def parse(item: Item) -> Parsed:
    """Return the highest phase of any area, and the people by phase, of one country by day and scenario."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    highest: dict[tuple[str, str], float] = {}
    for row, (collected, scenario, raw, _fnid) in enumerate(item.content["phases"], start=1):
        # 66 and above mark water, parks and areas without data: no phase
        skipped = isinstance(raw, int | float) and raw > 5
        usable, value = (False, None) if skipped else found.cell(raw, row=row, field="value", least=1, most=5)
        if usable and value is not None:
            place = collected, _scenario(scenario)
            highest[place] = max(highest.get(place, value), value)
    for (collected, scenario), value in highest.items():
        confidence, method = METHODS.get(scenario, (1, scenario))
        found.reading(
            f"fewsnet.highest_phase.{scenario}", iso3, collected, value, row=None, field="collection_date",
            confidence=confidence, method=method,
        )  # fmt: skip
    _people(item, iso3, found)
    return found


def _people(item: Item, iso3: str, found: Parsed) -> None:
    """Take the people by phase; where a period was reported twice the later report counts."""
    latest: dict[tuple[str, str, str], tuple[str, int, Any]] = {}
    for row, (reported, start, scenario, phase, raw) in enumerate(item.content["people"], start=1):
        place = _scenario(scenario), _phase(phase), start or reported
        if place not in latest or reported >= latest[place][0]:
            latest[place] = reported, row, raw
    for (scenario, phase, on), (_reported, row, raw) in latest.items():
        confidence, method = METHODS.get(scenario, (1, scenario))
        found.reading(
            f"fewsnet.people_phase_{phase}.{scenario}", iso3, on, raw, row=row, field="value", least=0,
            confidence=confidence, method=method,
        )  # fmt: skip


def _scenario(text: str) -> str:
    return SCENARIOS.get(text.strip().lower(), re.sub(r"\W+", "_", text.strip().lower()) or "unknown")


def _phase(text: str) -> str:
    """Return the phase as part of a series' code.

    >>> _phase("3+"), _phase("IPC 4"), _phase("")
    ('3plus', '4', 'unknown')
    """
    number = re.search(r"[1-5]", text)
    return (number[0] + ("plus" if "+" in text else "")) if number else "unknown"
