"""The same file back with its faults marked: red cells, a comment on each, and a sheet that lists them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from mainstay.common.errors import Problem
from mainstay.common.texts import fill, noop
from mainstay.common.texts import noop as _

from .cells import folded
from .csv_writing import Target
from .reading import Staged
from .xlsx_writing import is_right_to_left

_MOST_COMMENTS = 2_000
_COMMENT_LENGTH = 1_000


def write_error_workbook(
    staged: Staged,
    *,
    to: Target,
    locale: str = "en",
    translate: Callable[[str], str] = noop,
) -> int:
    """Write the table that was read, as it was given, with each problem marked; return how many were marked.

    Every cell keeps its place, so that "row 14" is row 14 here too. When the cells are corrected the file
    can be given again: the reader takes the first sheet and passes over the list of errors.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed date: equal in, equal out
        page = book.add_worksheet("data")
        errors = book.add_worksheet(translate(_("errors"))[:31])
        if is_right_to_left(locale):
            page.right_to_left()
            errors.right_to_left()
        page.freeze_panes(staged.header_row, 0)
        marked = _write_rows(book, page, staged, translate)
        _write_list(book, errors, staged, translate)
    finally:
        book.close()
    return marked


def _places(staged: Staged) -> dict[str, int]:
    """Return where each column of the sheet stands in the file."""
    names = {folded(text): at for at, text in enumerate(staged.header) if text}
    places: dict[str, int] = {}
    for column in staged.sheet.columns:
        for text in (column.name, column.label, *column.aliases):
            if folded(text) in names:
                places[column.name] = names[folded(text)]
                break
    return places


def _write_rows(book: Any, page: Any, staged: Staged, translate: Callable[[str], str]) -> int:
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in staged.problems:
        by_row[problem.row or staged.header_row].append(problem)
    places = _places(staged)
    styles = _styles(book)
    marked = 0
    for number, cells, strong in _all_rows(staged):
        texts = _texts_by_place(by_row.get(number, ()), places, translate)
        width = max([len(cells), *(at + 1 for at in texts)])
        for at in range(width):
            value = cells[at] if at < len(cells) else ""
            _write_cell(page, (number - 1, staged.first_column + at), value, styles, (at in texts, strong))
            if at in texts:
                marked += 1
                if marked <= _MOST_COMMENTS:
                    comment = "\n".join(texts[at])[:_COMMENT_LENGTH]
                    page.write_comment(number - 1, staged.first_column + at, comment, {"x_scale": 2})
    return marked


def _all_rows(staged: Staged) -> Iterator[tuple[int, Sequence[Any], bool]]:
    for number, cells in staged.above:
        yield number, cells, False
    yield staged.header_row, staged.header, True
    for row in staged.rows:
        yield row.number, row.given, False


def _texts_by_place(
    problems: Sequence[Problem], places: Mapping[str, int], translate: Callable[[str], str]
) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        texts[places.get(problem.field or "", 0)].append(text_of(problem, translate))
    return texts


def text_of(problem: Problem, translate: Callable[[str], str] = noop) -> str:
    """Return what is wrong, in the reader's language."""
    return fill(translate(problem.reason.msgid), problem.reason.facts)


def _styles(book: Any) -> dict[str, Any]:
    red = {"bg_color": "#f8d7c9", "border": 1, "border_color": "#d55e00"}
    day, moment = {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy-mm-dd hh:mm"}
    return {
        "plain": None,
        "head": book.add_format({"bold": True}),
        "date": book.add_format(day),
        "moment": book.add_format(moment),
        "bad": book.add_format(red),
        "bad date": book.add_format({**red, **day}),
        "bad moment": book.add_format({**red, **moment}),
    }


def _write_cell(
    page: Any, place: tuple[int, int], value: Any, styles: Mapping[str, Any], kind: tuple[bool, bool]
) -> None:
    bad, strong = kind
    prefix = "bad " if bad else ""
    style = styles["bad"] if bad else styles["head"] if strong else styles["plain"]
    if isinstance(value, bool):
        page.write_boolean(*place, value, style)
    elif isinstance(value, int | float):
        page.write_number(*place, value, style)
    elif isinstance(value, dt.datetime):
        page.write_datetime(*place, value, styles[prefix + "moment"])
    elif isinstance(value, dt.date):
        page.write_datetime(*place, value, styles[prefix + "date"])
    elif value is None or value == "":
        if bad:
            page.write_blank(*place, None, style)
    else:
        page.write_string(*place, str(value)[:32_767], style)


def _write_list(book: Any, page: Any, staged: Staged, translate: Callable[[str], str]) -> None:
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 1, 10)
    page.set_column(2, 2, 24)
    page.set_column(3, 3, 90)
    page.set_column(4, 4, 20)
    heads = (_("Row"), _("Cell"), _("Field"), _("What is wrong and what to do"), _("Code"))
    for at, head in enumerate(heads):
        page.write_string(0, at, translate(head), bold)
    page.freeze_panes(1, 0)
    line = 0
    for line, problem in enumerate(staged.problems, 1):
        facts = problem.reason.facts
        if problem.row is not None:
            page.write_number(line, 0, problem.row)
        page.write_string(line, 1, str(facts.get("cell", "")))
        page.write_string(line, 2, translate(str(facts.get("column", problem.field or ""))))
        page.write_string(line, 3, text_of(problem, translate), wrapped)
        page.write_string(line, 4, problem.reason.code)
    left = staged.problem_count - len(staged.problems)
    if left > 0:
        text = fill(translate(_("… and {count} more; correct these first")), {"count": left})
        page.write_string(line + 1, 3, text)
