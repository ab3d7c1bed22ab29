"""A workbook that people fill in and send back.

Headers in their language, lists to choose from, dates as dates, hidden columns that let the same file come
back in.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop
from mainstay.common.texts import noop as _

from .csv_writing import Target, protected, shown_value
from .sheets import Column, Sheet

RIGHT_TO_LEFT = frozenset({"ar", "fa", "ur", "he", "ps", "ckb", "dv", "sd", "yi", "ug"})
MOST_ROWS = 1_048_576
_LIST_LENGTH = 255
_FORMATS = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm:ss",
    "phone": "@",
    "text": "@",
    "uuid": "@",
    "choice": "@",
    "int": "#,##0",
}
_INK, _LINE, _GROUND = "#1d2329", "#dfe4e8", "#f6f8f9"


def write_xlsx(
    sheet: Sheet,
    rows: Iterable[Mapping[str, Any]],
    *,
    to: Target,
    title: str = "",
    notes: Sequence[str] = (),
    locale: str = "en",
    translate: Callable[[str], str] = noop,
    made_at: dt.datetime | None = None,
) -> int:
    """Write the rows (values by column name) to `to` and return how many there were.

    Rows are streamed: memory does not grow with them. `translate` turns labels into the reader's language;
    `title` and `notes` stand above the header. Without `made_at` the file's date is a fixed one, so that
    equal rows give an equal file. BadInput when there are more rows than a worksheet can hold.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    try:
        book.set_properties({"title": title, "created": made_at or dt.datetime(2000, 1, 1)})  # noqa: DTZ001
        page = book.add_worksheet(_page_name(translate(sheet.label or sheet.name)))
        if is_right_to_left(locale):
            page.right_to_left()
        head = _write_head(book, page, sheet, title, notes, translate)
        count = _write_rows(book, page, sheet, rows, head, translate)
        _add_validation(book, page, sheet, head, translate)
    finally:
        book.close()
    return count


def is_right_to_left(locale: str) -> bool:
    """Return whether a language is written from right to left.

    >>> is_right_to_left("ar-JO"), is_right_to_left("fr")
    (True, False)
    """
    return locale[:3].rstrip("-_").lower() in RIGHT_TO_LEFT


def _page_name(text: str) -> str:
    name = "".join(" " if letter in "[]:*?/\\'" else letter for letter in text).strip()
    return name[:31] or "Sheet1"


def _write_head(
    book: Any,
    page: Any,
    sheet: Sheet,
    title: str,
    notes: Sequence[str],
    translate: Callable[[str], str],
) -> int:
    """Write title, notes and header; return the number of rows above the first row."""
    line = 0
    if title:
        page.write_string(
            line, 0, title, book.add_format({"bold": True, "font_size": 14, "font_color": _INK})
        )
        line += 1
    for note in notes:
        page.write_string(line, 0, note, book.add_format({"italic": True, "font_color": "#5b6670"}))
        line += 1
    plain = {"bold": True, "bg_color": _GROUND, "bottom": 1, "bottom_color": _LINE, "text_wrap": True}
    usual = book.add_format(plain)
    needed = book.add_format({**plain, "font_color": "#0b5c6b"})
    for at, column in enumerate(sheet.columns):
        label = translate(column.label)
        width = max(10, min(40, len(label) + 2, (column.max_length or 40) + 2))
        cells = book.add_format({"num_format": _number_format(column)})
        page.set_column(at, at, width, cells, {"hidden": column.hidden})
        page.write_string(
            line, at, label + (" *" if column.required else ""), needed if column.required else usual
        )
        if column.help:
            page.write_comment(line, at, translate(column.help), {"x_scale": 2})
    page.freeze_panes(line + 1, 0)
    return line + 1


def _number_format(column: Column) -> str:
    if column.kind == "decimal":
        return "#,##0." + "0" * column.places if column.places else "#,##0.00####"
    return _FORMATS.get(column.kind, "General")


def _write_rows(
    book: Any,
    page: Any,
    sheet: Sheet,
    rows: Iterable[Mapping[str, Any]],
    head: int,
    translate: Callable[[str], str],
) -> int:
    writers = [
        (at, column.name, _cell_writer(page, column, book, translate))
        for at, column in enumerate(sheet.columns)
    ]
    count = 0
    for count, row in enumerate(rows, 1):
        line = head + count - 1
        if line >= MOST_ROWS:
            raise BadInput(
                "too_many_rows_for_workbook",
                _(
                    "A worksheet holds {most} rows and there are more. Take the CSV or Parquet export "
                    "instead."
                ),
                most=MOST_ROWS,
            )
        for at, name, write in writers:
            value = row.get(name)
            if value is not None:
                write(line, at, value)
    return count


def _cell_writer(
    page: Any, column: Column, book: Any, translate: Callable[[str], str]
) -> Callable[[int, int, Any], Any]:
    style = book.add_format({"num_format": _number_format(column)})

    def text(line: int, at: int, value: Any) -> None:
        page.write_string(line, at, protected(translate(shown_value(value, column)), ("=",)), style)

    def plain(line: int, at: int, value: Any) -> None:
        page.write_string(line, at, protected(str(value), ("=",)), style)

    def number(line: int, at: int, value: Any) -> None:
        if len(Decimal(value).as_tuple().digits) > 15:
            page.write_string(line, at, format(Decimal(value), "f"), style)
        else:
            page.write_number(line, at, value, style)

    def date(line: int, at: int, value: Any) -> None:
        page.write_datetime(line, at, value, style)

    def moment(line: int, at: int, value: Any) -> None:
        page.write_datetime(line, at, value.astimezone(dt.UTC).replace(tzinfo=None), style)

    def yes_no(line: int, at: int, value: Any) -> None:
        page.write_string(line, at, translate("yes") if value else translate("no"), style)

    writers = {
        "choice": text,
        "int": number,
        "decimal": number,
        "date": date,
        "moment": moment,
        "bool": yes_no,
    }
    return writers.get(column.kind, plain)


def _add_validation(book: Any, page: Any, sheet: Sheet, head: int, translate: Callable[[str], str]) -> None:
    """Offer lists for choices and yes/no, and refuse in the spreadsheet what would be refused on return."""
    lists: Any = None
    for at, column in enumerate(sheet.columns):
        rule: dict[str, Any] | None = None
        if column.kind in {"choice", "bool"}:
            options = _options(column, translate)
            if sum(len(option) + 1 for option in options) <= _LIST_LENGTH and not any(
                "," in o for o in options
            ):
                rule = {"validate": "list", "source": options}
            else:
                if lists is None:
                    lists = book.add_worksheet("lists")
                    lists.very_hidden()
                rule = {"validate": "list", "source": _long_list(lists, options)}
        elif column.kind == "date":
            rule = {"validate": "date", "criteria": ">=", "value": column.minimum or dt.date(1900, 1, 1)}
        elif column.kind in {"int", "decimal"} and (column.minimum, column.maximum) != (None, None):
            rule = _number_rule(column)
        if rule is not None:
            page.data_validation(head, at, MOST_ROWS - 1, at, {**rule, "error_title": column.label[:32]})


def _number_rule(column: Column) -> dict[str, Any]:
    validate = "integer" if column.kind == "int" else "decimal"
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return {"validate": validate, "criteria": "between", "minimum": float(low), "maximum": float(high)}
    if low is not None:
        return {"validate": validate, "criteria": ">=", "value": float(low)}
    return {"validate": validate, "criteria": "<=", "value": float(high)}


def _options(column: Column, translate: Callable[[str], str]) -> list[str]:
    if column.kind == "bool":
        return [translate("yes"), translate("no")]
    return [translate(labels[0]) for labels in column.choice_labels().values()]


def _long_list(lists: Any, options: Sequence[str]) -> str:
    """Write the options along one row of the hidden sheet and return its range."""
    from xlsxwriter.utility import xl_range_abs

    row = lists.dim_rowmax + 1 if lists.dim_rowmax is not None else 0
    for offset, option in enumerate(options):
        lists.write_string(row, offset, option)
    return f"=lists!{xl_range_abs(row, 0, row, len(options) - 1)}"
