"""INFORM Risk as a table to compute from: its indicators, denominators, dates and goalposts, and never a score.

Columns are named by their letters in the sheet “Indicator Data”, as the workbook's own formulas name them. The CSV
exports carry the letters in their headings, as ``C|Physical exposure to earthquake MMI VI``.
"""

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.watch.methods.composite_index import Table
from mainstay.watch.methods.composite_index.table import number_of

SHIPPED = Path(__file__).parents[1] / "reference" / "inform"
INDICATORS, POPULATION, DATES = "Indicator Data", "Population Data", "Indicator Date"
COMPONENTS = ("Hazard & Exposure", "Vulnerability", "Lack of Coping Capacity")
_RELEASE = re.compile(r"INFORM Risk (\d{4})")
_EXPORT = re.compile(r"inform_risk_(\d{4})_")
_ISO3 = re.compile(r"[A-Z]{3}")
#: the row of goalposts and of survey years in each sheet, counted from 0
SURVEY_ROW, POST_ROWS = 2, (2, 3)

Rows = Sequence[Sequence[Any]]


def letter_of(place: int) -> str:
    """Return the letter of a column, counted from 0.

    >>> letter_of(0), letter_of(25), letter_of(26), letter_of(77)
    ('A', 'Z', 'AA', 'BZ')
    """
    found, left = "", place + 1
    while left:
        left, rest = divmod(left - 1, 26)
        found = chr(65 + rest) + found
    return found


def read_table(path: Path, release: int, needed: Collection[str]) -> Table:
    """Return the table of one release from a workbook, an export of indicators, or a folder of exports.

    `needed` are the letters of the columns that are used. Another release than `release` is refused: its columns
    stand under other letters. A blank cell of a workbook is 0, as its own formulas take it (a gap is “No data”);
    a blank cell of an export is a gap.
    """
    if path.is_file() and path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".xlsb"}:
        return _from_workbook(path, release, needed)
    return _from_exports(path, release, needed)


def _from_workbook(path: Path, release: int, needed: Collection[str]) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
    except (CalamineError, OSError):
        raise BadInput(
            "not_a_workbook", _("{file} cannot be opened as a workbook. Download it again."), file=path.name
        ) from None
    names = {name.strip(): name for name in book.sheet_names}
    found = next((match[1] for name in names if (match := _RELEASE.match(name))), None)
    if INDICATORS not in names:
        raise BadInput(
            "inform_sheets",
            _("{file} lacks sheets of an INFORM Risk workbook: {lacking}. Take the workbook named “INFORM Risk <year>”."),
            file=path.name, lacking=INDICATORS,
        )  # fmt: skip
    _same_release(path, found, release)

    def sheet(name: str, rows: int | None = None) -> Rows:
        if name not in names:
            return []
        held: Rows = book.get_sheet_by_name(names[name]).to_python(skip_empty_area=False, nrows=rows)
        return held

    posts = {name: sheet(name, max(POST_ROWS) + 1) for name in COMPONENTS}
    data = [[0.0 if cell == "" else cell for cell in row] for row in sheet(INDICATORS)]
    return _table(path, data, sheet(POPULATION), sheet(DATES), _posts(posts), needed)


def _same_release(path: Path, found: str | None, release: int) -> None:
    if found is not None and int(found) != release:
        raise BadInput(
            "inform_release",
            _("{file} is INFORM Risk {found}, and the model is of {release}. Use --model inform-risk-{found}."),
            file=path.name, found=found, release=release,
        )  # fmt: skip


def _posts(sheets: Mapping[str, Rows]) -> dict[str, tuple[float, float]]:
    found = {}
    for name, rows in sheets.items():
        if len(rows) <= max(POST_ROWS):
            continue
        for place, cells in enumerate(zip(rows[POST_ROWS[0]], rows[POST_ROWS[1]], strict=False)):
            numbers = [
                float(cell) for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)
            ]
            if len(numbers) == 2:
                found[f"{name}!{letter_of(place)}"] = (min(numbers), max(numbers))
    return found


def _table(
    path: Path,
    data: Rows,
    people: Rows,
    dates: Rows,
    posts: Mapping[str, tuple[float, float]],
    needed: Collection[str],
) -> Table:
    rows = [row for row in data if len(row) > 1 and _ISO3.fullmatch(str(row[1]).strip())]
    if not rows:
        raise BadInput(
            "inform_countries",
            _("{file} has no country: column B of “Indicator Data” holds no ISO codes."),
            file=path.name,
        )
    units = tuple(str(row[1]).strip() for row in rows)
    letters = [letter_of(place) for place in range(max(map(len, rows)))]
    held = {str(row[1]).strip(): row for row in dates if len(row) > 1}
    first = data.index(rows[0]) + 1
    head = data[SURVEY_ROW] if first > SURVEY_ROW + 1 else []
    return Table(
        units=units,
        columns=_columns(rows, [(at, name) for at, name in enumerate(letters) if name in needed], first),
        survey_years={letters[at]: int(year) for at, year in enumerate(head) if _is_year(year)},
        measured={
            letters[at]: _column([held.get(unit, [])[at : at + 1] for unit in units])
            for at in range(2, min(len(letters), max(map(len, held.values()), default=0)))
        },
        series={"population": _population(people, units)} if people else {},
        goalposts=posts,
        source=path.name,
    )


def _is_year(cell: Any) -> bool:
    return isinstance(cell, int | float) and 1900 < cell < 2200


def _column(cells: Sequence[Sequence[Any]]) -> Any:
    import numpy as np

    found = [number_of(cell[0]) if cell else None for cell in cells]
    return np.array([np.nan if value is None else value for value in found])


def _columns(rows: Rows, places: Sequence[tuple[int, str]], first: int) -> dict[str, Any]:
    """Return the columns of numbers; what is neither number nor gap is refused with its row and column."""
    import numpy as np

    found, problems = {}, []
    for at, letter in places:
        cells = [row[at] if at < len(row) else "" for row in rows]
        numbers = [number_of(cell) for cell in cells]
        problems += [
            Problem(
                Reason(
                    "index.not_a_number",
                    _("“{found}” is no number and no gap such as “No data”"),
                    {"found": str(cells[row])[:30]},
                ),
                row=first + row,
                field=letter,
            )
            for row, value in enumerate(numbers)
            if value is None
        ]
        found[letter] = np.array([np.nan if value is None else value for value in numbers], dtype=float)
    if problems:
        raise BadInput("index.cells", _("Some rows cannot be used: correct them."), problems=problems)
    return found


def _population(rows: Rows, units: Sequence[str]) -> dict[int, Any]:
    head = next((row for row in rows if sum(map(_is_year_text, row)) > 2), [])
    people = {str(row[1]).strip(): row for row in rows if len(row) > 1}
    return {
        int(float(year)): _column([people.get(unit, [])[at : at + 1] for unit in units])
        for at, year in enumerate(head)
        if _is_year_text(year)
    }


def _is_year_text(cell: Any) -> bool:
    value = number_of(cell)
    return value is not None and 1900 < value < 2200


def _from_exports(path: Path, release: int, needed: Collection[str]) -> Table:
    folder = path if path.is_dir() else path.parent
    if path.is_file():
        named = _EXPORT.match(path.name)
        _same_release(path, named[1] if named else None, release)
    place = path if path.is_file() else folder / f"inform_risk_{release}_indicators.csv"
    if not place.exists():
        raise BadInput(
            "inform_file",
            _("{file} holds no export named inform_risk_{release}_indicators.csv, and is no INFORM Risk workbook."),
            file=path.name, release=release,
        )  # fmt: skip
    data = _rows(place)
    letters = [str(name).split("|")[0].strip() for name in (data[0] if data else [])]
    if len(letters) < 3 or letters[2] != "C":
        raise BadInput(
            "inform_letters",
            _(
                "The headings of {file} carry no letters of the sheet “Indicator Data”, as in “C|Physical exposure …”."
            ),
            file=place.name,
        )
    ranges = _companion(folder, release, "ranges")
    posts = {f"{row[0]}!{row[1]}": (float(row[3]), float(row[4])) for row in ranges[1:]}
    dates = _dates(folder, release)
    return _table(place, data, _companion(folder, release, "population"), dates, posts, needed)


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            return list(csv.reader(stream))
    except UnicodeDecodeError:
        raise BadInput(
            "inform_encoding", _("{file} is no text in UTF-8. Export it again as CSV UTF-8."), file=path.name
        ) from None


def _companion(folder: Path, release: int, part: str) -> list[list[str]]:
    """Return an export that lies beside the indicators, else the one that is shipped, else nothing."""
    name = f"inform_risk_{release}_{part}.csv"
    place = next((held / name for held in (folder, SHIPPED) if (held / name).exists()), None)
    return _rows(place) if place else []


def _dates(folder: Path, release: int) -> list[list[str]]:
    """Return the dates as the sheet “Indicator Date” has them: codes in the second column, years under the letters."""
    columns = {row[1]: row[0] for row in _companion(folder, release, "columns")[1:]}
    held = _companion(folder, release, "dates")
    if not held or not columns:
        return []
    places = {columns[code]: at for at, code in enumerate(held[0]) if code in columns}
    last = max((_place_of(letter) for letter in places), default=1)
    spread = [places.get(letter_of(at)) for at in range(2, last + 1)]
    return [["", row[0], *("" if at is None else row[at] for at in spread)] for row in held[1:]]


def _place_of(letter: str) -> int:
    found = 0
    for sign in letter:
        found = found * 26 + ord(sign) - 64
    return found - 1
