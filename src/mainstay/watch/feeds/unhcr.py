"""UNHCR's Refugee Data Finder: pages of its interface, or the CSV of its download, by pairs of countries.

One item is one country. Persons are summed over the other country of the pair: hosted by it, and coming from it.
"""

from collections import defaultdict
from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from .download import JSON, Answer, Ask, with_params
from .faults import fault
from .forms import csv_rows, files, json_of, lines_of, listed
from .items import RUNNING, Item, Parsed, plain

CODE = "unhcr"
HOME = "https://api.unhcr.org"
_NAME = "UNHCR"
_PAGE = 1000
#: What is counted, by the name in the interface, with the head of its column in the download.
KINDS = {
    "refugees": "Refugees under UNHCR's mandate",
    "asylum_seekers": "Asylum-seekers",
    "idps": "IDPs of concern to UNHCR",
    "oip": "Other people in need of international protection",
    "stateless": "Stateless persons",
    "hst": "Host Community",
    "ooc": "Others of concern",
}
#: What belongs to the country of asylum alone: it has no country of origin.
_HOSTED_ONLY = frozenset({"idps", "stateless", "hst", "ooc"})


def asks(today: date, key: str) -> Generator[Ask, Answer, None]:
    """Ask for all pairs of countries since 2000, page by page."""
    page, pages = 1, 1
    while page <= pages:
        address = with_params(
            f"{HOME}/population/v1/population/", limit=_PAGE, page=page, yearFrom=2000, yearTo=today.year,
            coo_all="true", coa_all="true",
        )  # fmt: skip
        answer = yield Ask(f"population-{page:05}.json", address, JSON)
        page, pages = page + 1, int(answer.json().get("maxPages") or 0)


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country, with the rows in which it is the one or the other of the pair."""
    hosted: dict[str, list[list[Any]]] = defaultdict(list)
    left: dict[str, list[list[Any]]] = defaultdict(list)
    seen: set[tuple[str, str, str]] = set()
    for year, origin, asylum, counts in _rows(path):
        if (year, origin, asylum) in seen:
            raise fault(
                "not_the_form",
                file=path.name,
                source=_NAME,
                fault=f"{year} {origin} {asylum} is stated twice",
            )
        seen.add((year, origin, asylum))
        if len(asylum) == 3:
            hosted[asylum].append([year, origin, *counts])
        if len(origin) == 3 and origin != asylum:
            left[origin].append([year, asylum, *counts])
    for iso3 in sorted({*hosted, *left}):
        columns = ["year", "other", *KINDS]
        content = {"iso3": iso3, "columns": columns, "hosted": sorted(hosted[iso3], key=str), "left": sorted(left[iso3], key=str)}  # fmt: skip
        yield Item(iso3, RUNNING, content)


def _rows(path: Path) -> Iterator[tuple[str, str, str, list[Any]]]:
    for file in files(path, ".json", ".csv", ".zip"):
        if file.suffix.lower() == ".json":
            for row in _page(json_of(file, source=_NAME), file.name):
                yield str(row["year"]), _code(row["coo_iso"]), _code(row["coa_iso"]), [plain(row.get(kind)) for kind in KINDS]  # fmt: skip
            continue
        heads = ("Year", "Country of origin (ISO)", "Country of asylum (ISO)", *list(KINDS.values())[:3])
        for cells in csv_rows(_below_notes(file), heads, file=file.name, source=_NAME):
            counts = [plain(cells.get(head)) for head in KINDS.values()]
            yield cells["Year"], _code(cells[heads[1]]), _code(cells[heads[2]]), counts


def _below_notes(file: Path) -> list[str]:
    """Return the table of a download, below the lines of notes that UNHCR writes over it."""
    lines = lines_of(file, holding="population")
    start = next((n for n, line in enumerate(lines[:30]) if line.lstrip('"').startswith("Year")), 0)
    return lines[start:]


def _page(answer: Any, name: str) -> list[dict[str, Any]]:
    items = listed((answer or {}).get("items") if isinstance(answer, dict) else None, file=name, source=_NAME, what="items")  # fmt: skip
    for row in items:
        lacking = [field for field in ("year", "coo_iso", "coa_iso") if field not in row]
        if lacking:
            raise fault("not_the_form", file=name, source=_NAME, fault=f"an entry lacks {', '.join(lacking)}")
    return items


def _code(raw: Any) -> str:
    code = str(raw or "").strip()
    return "" if code == "-" else code


def parse(item: Item) -> Parsed:
    """Return the yearly sums of one country; one cell that cannot be used leaves its whole sum out."""
    found = Parsed()
    iso3 = str(item.content["iso3"])
    for side, suffix in (("hosted", "hosted"), ("left", "origin")):
        sums: dict[tuple[str, str], float] = defaultdict(float)
        broken: set[tuple[str, str]] = set()
        for row, (year, _other, *counts) in enumerate(item.content[side], start=1):
            for kind, raw in zip(KINDS, counts, strict=True):
                usable, value = found.cell(raw, row=row, field=kind, least=0)
                if not usable:
                    broken.add((year, kind))
                elif value is not None:
                    sums[year, kind] += value
        for (year, kind), total in sums.items():
            if (year, kind) in broken or (side == "left" and kind in _HOSTED_ONLY):
                continue
            name = f"unhcr.{kind}" if kind in _HOSTED_ONLY else f"unhcr.{kind}_{suffix}"
            found.reading(name, iso3, year, total, row=None, field="year", method="summed")
    return found
