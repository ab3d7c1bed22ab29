"""Events of organised violence as UCDP publishes them, one by one: what GED and Candidate have in common.

One item is one country in one version. Deaths are the best estimate, counted in the month in which an event ended. A
month without an event is a zero, but only from the month on in which the state existed; before that it is nothing.
"""

import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mainstay.cases.selectors import country_codes
from mainstay.common.texts import noop as _

from .download import JSON, Answer, Ask, with_params
from .faults import fault
from .forms import csv_columns, files, json_of, listed, names_in, require_whole
from .items import Item, Parsed, Value
from .register import REFERENCE

COLUMNS = ("id", "date_end", "type_of_violence", "best", "low", "high")
KINDS = {"1": "state_based", "2": "non_state", "3": "one_sided"}
#: Numbers of UCDP that the list of states does not have: Serbia is numbered as Yugoslavia was.
_ALSO = {"345": "SRB"}
_NEEDED = ("id", "country", "country_id", "type_of_violence", "date_end", "best", "low", "high")
_VERSION = re.compile(r"(?<!\d)(\d{2})[._](\d{1,2})(?:[._](\d{1,2}))?")
_PAGE = 1000


def asks(kind: str, version: str, key: str, home: str) -> Generator[Ask, Answer, None]:
    """Ask for all pages of a version; `kind` is ``gedevents`` for both GED and Candidate, as UCDP documents it."""
    address = with_params(f"{home}/api/{kind}/{version}", pagesize=_PAGE)
    number, headers = 0, {"x-ucdp-access-token": key}
    while address:
        answer = yield Ask(f"{version}-{number:05}.json", address, JSON, headers=headers)
        following = str(answer.json().get("NextPageUrl") or "")
        parts = urlsplit(following)
        address = f"{home}{parts.path}?{parts.query}" if following else ""
        number += 1


def read(path: Path, *, source: str) -> Iterator[Item]:
    """Yield one item for each country and version of a CSV file (packed or not) or of the pages of the interface."""
    by_version: dict[str, dict[str, list[list[Any]]]] = defaultdict(lambda: defaultdict(list))
    for version, event in _events(path, source):
        cells = [str(event[name]).strip() for name in COLUMNS]
        cells[1] = cells[1][:10]
        by_version[version][_country(event)].append(cells)
    for version, countries in by_version.items():
        ended = sorted(cells[1][:7] for rows in countries.values() for cells in rows)
        covered = _covered(version, ended)
        for iso3 in sorted({*countries, *_first_months()}):
            rows = sorted(countries.get(iso3, []), key=lambda cells: (cells[1], cells[0]))
            yield Item(
                iso3, version, {"iso3": iso3, "covered": covered, "columns": list(COLUMNS), "rows": rows}
            )


def _country(event: Mapping[str, Any]) -> str:
    number = str(event["country_id"]).strip().removesuffix(".0")
    return country_codes("gwcode").get(number) or _ALSO.get(number) or f"GW-{number}"


def _covered(version: str, ended: list[str]) -> list[str]:
    """Return the first and last month that a version covers: whole years for a yearly one, else what it holds."""
    first, last = (ended[0], ended[-1]) if ended else ("", "")
    return [first, last] if version.count(".") > 1 else [f"{first[:4]}-01", f"{last[:4]}-12"]


def _events(path: Path, source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    pages = [file for file in files(path, ".json") if file.suffix.lower() == ".json"]
    if pages:
        yield from _from_pages(pages, source)
    for file in files(path, ".csv", ".zip", ".gz"):
        if file not in pages:
            version = next(filter(None, map(_version, (file.name, *names_in(file)))), "")
            if not version:
                raise fault("not_the_form", file=file.name, source=source, fault="no version in its name, such as GEDEvent_v25_1")  # fmt: skip
            for row in csv_columns(file, _NEEDED, source=source):
                yield version, dict(zip(_NEEDED, row, strict=True))


def _from_pages(pages: Iterable[Path], source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    seen: dict[str, set[str]] = defaultdict(set)
    expected: dict[str, int] = {}
    for file in pages:
        page = json_of(file, source=source)
        version = _version(file.name)
        if not isinstance(page, dict) or not version:
            raise fault(
                "not_the_form", file=file.name, source=source, fault="no page named after its version"
            )
        expected[version] = int(page.get("TotalCount") or 0)
        for event in listed(page.get("Result"), file=file.name, source=source, what="Result"):
            lacking = [name for name in _NEEDED if name not in event]
            if lacking:
                raise fault(
                    "not_the_form",
                    file=file.name,
                    source=source,
                    fault=f"an event lacks {', '.join(lacking)}",
                )
            if str(event["id"]) not in seen[version]:
                seen[version].add(str(event["id"]))
                yield version, event
    require_whole({version: len(numbers) for version, numbers in seen.items()}, expected, source=source)


def _version(name: str) -> str:
    """Return the version that a file is named after.

    >>> _version("GEDEvent_v25_1.csv"), _version("GEDEvent_v25_0_9.csv"), _version("25.1-00003.json"), _version("a.csv")
    ('25.1', '25.0.9', '25.1', '')
    """
    found = _VERSION.search(name)
    return ".".join(part for part in found.groups() if part) if found else ""


@cache
def _first_months() -> dict[str, str]:
    """Return the first month in which each state existed, as the shipped country-months have it."""
    from pyarrow import parquet

    columns = ["iso3", "year", "month", "ged_sb"]
    table = parquet.read_table(REFERENCE / "conflict" / "ucdp_country_month.parquet", columns=columns)
    first: dict[str, str] = {}
    for iso3, year, month, deaths in zip(*(table[name].to_pylist() for name in columns), strict=True):
        if deaths is not None:
            here = f"{year}-{month:02}"
            first[iso3] = min(first.get(iso3, here), here)
    earliest = min(first.values(), default="")
    return {iso3: "" if month == earliest else month for iso3, month in first.items()}


def parse(item: Item, *, prefix: str) -> Parsed:
    """Return the monthly deaths of one country in one version, by kind of violence."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    if iso3.startswith("GW-"):
        found.fault(
            "unknown_state", _("{code} is no state of the list; {count} events were left out."),
            field="country_id", code=iso3, count=len(item.content["rows"]),
        )  # fmt: skip
        return found
    deaths: dict[tuple[str, str], float] = defaultdict(float)
    for row, (_id, ended, kind, best, _low, _high) in enumerate(item.content["rows"], start=1):
        usable, value = found.cell(best, row=row, field="best", least=0)
        if kind not in KINDS:
            found.fault("no_kind", _("“{found}” is no type of violence (1, 2 or 3)."), row=row, field="type_of_violence", found=kind)  # fmt: skip
        elif not _is_day(ended):
            found.fault("no_date", _("“{found}” is no date."), row=row, field="date_end", found=ended)
        elif usable and value is not None:
            deaths[ended[:7], KINDS[kind]] += value
    born = _first_months().get(iso3, "9999")
    for month in _months(*item.content["covered"]):
        for kind in KINDS.values():
            count = deaths.get((month, kind))
            if count is not None or month >= born:
                on = date(int(month[:4]), int(month[5:]), 1)
                found.values.append(Value(f"{prefix}.{kind}", iso3, on, count or 0.0, method="counted"))
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _months(first: str, last: str) -> Iterator[str]:
    """Yield each month from the first to the last.

    >>> list(_months("2024-11", "2025-01"))
    ['2024-11', '2024-12', '2025-01']
    """
    year, month = int(first[:4]), int(first[5:])
    while f"{year}-{month:02}" <= last:
        yield f"{year}-{month:02}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
