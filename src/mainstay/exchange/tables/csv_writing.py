"""CSV as Excel opens it in any language: UTF-8 with its mark, and no cell that becomes a formula."""

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from mainstay.common.texts import noop

from .cells import FORMULA_STARTS
from .sheets import Column, Sheet

Target = str | os.PathLike[str] | BinaryIO
_COULD_BE_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_csv(
    sheet: Sheet,
    rows: Iterable[Mapping[str, Any]],
    *,
    to: Target,
    translate: Callable[[str], str] = noop,
) -> int:
    """Write the rows (values by column name) to `to` and return how many there were.

    A text that a spreadsheet would take for a formula gets an apostrophe in front, which `read_table`
    takes away again. Numbers stay numbers, also negative ones.
    """
    if isinstance(to, str | os.PathLike):
        with Path(to).open("wb") as file:
            return write_csv(sheet, rows, to=file, translate=translate)
    text = io.TextIOWrapper(to, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([translate(column.label) for column in sheet.columns])
    count = 0
    for row in rows:
        writer.writerow([csv_cell(row.get(column.name), column, translate) for column in sheet.columns])
        count += 1
    text.detach()
    return count


def csv_cell(value: Any, column: Column, translate: Callable[[str], str] = noop) -> str:
    """Return a value as it stands in a CSV cell.

    >>> csv_cell("=1+1", Column("note", "Note")), csv_cell(-5, Column("n", "N", "int"))
    ("'=1+1", '-5')
    """
    if value is None:
        return ""
    if column.kind in {"text", "choice"}:
        return protected(translate(shown_value(value, column)))
    if isinstance(value, bool):
        return translate("yes") if value else translate("no")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return str(value)


def shown_value(value: Any, column: Column) -> str:
    """Return the text of a value; for a choice its first label."""
    if column.kind == "choice":
        labels = column.choice_labels().get(value)
        return labels[0] if labels else str(value)
    return str(value)


def protected(text: str, starts: tuple[str, ...] = FORMULA_STARTS) -> str:
    """Return `text` with an apostrophe in front if a spreadsheet would take it for a formula.

    >>> protected("@SUM(A1)"), protected("'=x"), protected("-"), protected("fine")
    ("'@SUM(A1)", "''=x", '-', 'fine')
    """
    bare = text.lstrip("'")
    if len(text) > 1 and bare.startswith(starts) and _COULD_BE_FORMULA.match(text):
        return "'" + text
    return text
