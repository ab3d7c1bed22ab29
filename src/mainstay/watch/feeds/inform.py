"""INFORM Risk: the whole workbook, or its CSV exports, by country and release.

One item is one country in one release: the published scores, the raw indicators with the year each was measured in,
and the population. Workbook and CSV give the same items. Cells that say ``x`` or ``No data`` are gaps, not zeros.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .items import Item, Parsed, Value, plain, year_start

CODE = "inform"
#: Columns of the scores that hold words.
_WORDS = frozenset({"country", "iso3", "year", "risk_class", "countries_in_hvc", ""})
_SCORE_SHEET = re.compile(r"INFORM Risk (\d{4})")
_FILE = re.compile(r"inform_risk_(\d{4})_(scores|indicators|population)\.csv$")

Table = list[list[Any]]


def slug(name: str) -> str:
    """Return a column's name as part of a series' code.

    >>> slug("HAZARD & EXPOSURE"), slug("Lack of Reliability (*)")
    ('hazard_exposure', 'lack_of_reliability')
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def read(path: Path) -> Iterator[Item]:
    """Yield one item for each country and release in a workbook, a CSV export, or a folder of CSV exports."""
    if path.suffix.lower() == ".xlsx":
        yield from _workbook(path)
        return
    folder = path if path.is_dir() else path.parent
    names = sorted(folder.iterdir()) if path.is_dir() else [path]
    years = sorted({found[1] for name in names if (found := _FILE.search(name.name))})
    if not years:
        raise BadInput(
            "inform_file",
            _("{file} is no INFORM Risk workbook and no export named inform_risk_<year>_scores.csv."),
            file=path.name,
        )
    for year in years:
        yield from _exports(folder, year)


def _rows(path: Path) -> Table:
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.reader(stream))


def _exports(folder: Path, year: str) -> Iterator[Item]:
    def table(part: str) -> Table:
        return _rows(folder / f"inform_risk_{year}_{part}.csv")

    scores, data, people, dates = table("scores"), table("indicators"), table("population"), table("dates")
    codes = {row[0]: row[1] for row in table("columns")[1:]}
    letters = [name.split("|")[0] for name in data[0]] if data else []
    named = [codes.get(letter, "") for letter in letters]
    if data and not codes:
        named = [slug(name.split("|", 1)[-1]) for name in data[0]]
        named[:2] = ["", ""]
    yield from _items(
        year,
        scores=[row[1:] for row in scores],
        named=named,
        data={str(row[1]): row for row in data[1:]},
        dates={str(row[0]): dict(zip(dates[0][1:], row[1:], strict=False)) for row in dates[1:]},
        population=people,
    )


def _workbook(path: Path) -> Iterator[Item]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError:
        raise BadInput(
            "not_a_workbook", _("{file} cannot be opened as a workbook. Download it again."), file=path.name
        ) from None
    found = next((name for name in book.sheet_names if _SCORE_SHEET.match(name)), None)
    lacking = [
        name
        for name in ("Indicator Data", "Indicator Date", "Population Data")
        if name not in book.sheet_names
    ]
    if found is None or lacking:
        raise BadInput(
            "inform_sheets",
            _(
                "{file} lacks sheets of an INFORM Risk workbook: {lacking}. Take the workbook named “INFORM Risk <year>”."
            ),
            file=path.name,
            lacking=", ".join(lacking) or "INFORM Risk <year>",
        )

    def sheet(name: str) -> Table:
        return book.get_sheet_by_name(name).to_python()

    data, dates = sheet("Indicator Data"), sheet("Indicator Date")
    named = [str(code).strip() for code in data[2]]
    named[:2] = ["", ""]
    yield from _items(
        _SCORE_SHEET.match(found)[1],  # type: ignore[index]
        scores=sheet(found),
        named=named,
        data={str(row[1]): row for row in data[4:]},
        dates={str(row[1]): dict(zip(named[2:], row[2:], strict=False)) for row in dates[2:]},
        population=sheet("Population Data")[1:],
    )


def _items(
    year: str,
    *,
    scores: Table,
    named: Sequence[str],
    data: Mapping[str, list[Any]],
    dates: Mapping[str, Mapping[str, Any]],
    population: Table,
) -> Iterator[Item]:
    head = [slug(str(name)) for name in scores[0]] if scores else []
    rated = {str(row[1]): row for row in scores[1:] if re.fullmatch(r"[A-Z]{3}", str(row[1]))}
    years = [plain(cell) for cell in population[0][2:]] if population else []
    people = {str(row[1]): row[2:] for row in population[1:]}
    for iso3 in dict.fromkeys([*rated, *(key for key in data if re.fullmatch(r"[A-Z]{3}", key))]):
        measured = dates.get(iso3, {})
        yield Item(
            iso3,
            year,
            {
                "iso3": iso3,
                "scores": {
                    name: plain(cell)
                    for name, cell in zip(head, rated.get(iso3, []), strict=False)
                    if name not in _WORDS
                },
                "indicators": {
                    code: [plain(cell), plain(measured.get(code, ""))]
                    for code, cell in zip(named, data.get(iso3, []), strict=False)
                    if code
                },
                "population": dict(zip(map(str, years), map(plain, people.get(iso3, [])), strict=False)),
            },
        )


def parse(item: Item) -> Parsed:
    """Return the readings of one country and release; a cell that cannot be used is a fault and the rest stays."""
    found = Parsed()
    iso3, release = str(item.content["iso3"]), date(int(item.version[:4]), 1, 1)
    for name, raw in item.content["scores"].items():
        most = 10.0 if _is_score(name) else float("inf")
        usable, value = found.cell(raw, row=None, field=name, least=0, most=most)
        if usable:
            found.values.append(Value(f"inform.{name}", iso3, release, value))
    for code, (raw, measured) in item.content["indicators"].items():
        usable, value = found.cell(raw, row=None, field=code)
        if usable:
            on, method = _measured_in(measured, release, found, code)
            found.values.append(Value(f"inform.{code}", iso3, on, value, method=method))
    for year, raw in item.content["population"].items():
        usable, value = found.cell(raw, row=None, field=f"population {year}", least=0)
        if usable and value is not None:
            found.values.append(Value("inform.population", iso3, year_start(year), value))
    return found


def _is_score(name: str) -> bool:
    return not name.startswith(("rank", "number_of", "of_missing", "recentness", "lack_of_reliability"))


def _measured_in(raw: Any, release: date, found: Parsed, code: str) -> tuple[date, str]:
    if raw == "":
        return release, "year of release"
    try:
        return year_start(raw), "published"
    except ValueError:
        found.fault(
            "no_year",
            _("“{found}” is no year; the year of release was taken."),
            field=code,
            found=str(raw)[:20],
        )
        return release, "year of release"
