"""CSV and its kin by column: types found over the whole file, other columns passed over."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .columns import SHOWN_ROWS
from .countries import COUNTRIES
from .parquet import damaged, no_rows
from .sniffing import NULLS, TextForm, find_form, guess_again, open_bytes
from .survey import SurveyFile

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN_MARKS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "|"}
SHOWN_ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (Western European)",
    "cp1256": "Windows-1256 (Arabic)",
}
_BLOCK = 8 << 20
FEWEST_CODES = 3
"""So many different codes of countries, and nothing else, make NA one of them: Namibia."""
NA_CODE = _(
    "{filename}: in {column} NA is read as a code like the others (Namibia) in {count} rows; leave a cell empty where none is known"
)
NA_MISSING = _(
    "{filename}: in {column} NA is read as missing in {count} rows, though the others are codes of countries; write NAM or the "
    "name where Namibia is meant"
)
_GAP = re.compile(rb"(?:\r?\n){2,}")


def open_text(place: Path, *, encoding: str = "", delimiter: str = "", decimal: str = "") -> SurveyFile:
    """Return the survey in a CSV file, also packed with gzip; what is not given is found out and said."""
    form = find_form(place, encoding=encoding, delimiter=delimiter, decimal=decimal)
    if not form.has_rows:
        raise no_rows(place.name)

    def read(columns: Sequence[str]) -> tuple["pa.Table", tuple[Reason, ...]]:
        import pyarrow as pa

        used = form
        table = _read(place, used, columns)
        high = [name for name in columns if pa.types.is_binary(table.column(name).type)]
        if high:
            if encoding:
                raise _not_in(place.name, encoding, high[0])
            some = table.column(high[0]).unique()[:100_000].to_pylist()
            used = guess_again(form, b"\n".join(value for value in some if value and not value.isascii()))
            table = _read(place, used, columns)
        table, coded = _with_codes(place, used, table)
        return table, (_found(place.name, used), *coded, *_empty_lines(place, used))

    return SurveyFile(place.name, "csv", form.names, read, ambiguous=form.twice, first_row=form.first_row)


def _with_codes(place: Path, form: TextForm, table: "pa.Table") -> tuple["pa.Table", list[Reason]]:
    """Return the table with NA as Namibia in columns of nothing but codes of countries, and notes that say so.

    Beside one or two other countries NA may be either; there it stays missing, and this is said.
    """
    import pyarrow as pa

    notes: list[Reason] = []
    for at, name in enumerate(table.column_names):
        column = table.column(at)
        if not (column.null_count and pa.types.is_string(column.type)):
            continue
        codes = column.unique().drop_null()
        if not 0 < len(codes) <= len(COUNTRIES) or not COUNTRIES.issuperset(codes.to_pylist()):
            continue
        again = _read(place, form, [name], nulls=[word for word in NULLS if word != "NA"])
        rows = column.null_count - again.column(0).null_count
        if not rows:
            continue
        code, text = "survey_file.na_missing", NA_MISSING
        if len(codes) >= FEWEST_CODES:
            table = table.set_column(at, name, again.column(0))
            code, text = "survey_file.na_code", NA_CODE
        notes.append(Reason(code, text, {"filename": place.name, "column": name, "count": rows}))
    return table, notes


def _empty_lines(place: Path, form: TextForm) -> list[Reason]:
    """Return the note that empty lines between the rows were passed over, where there are any."""
    if form.multiline or form.encoding.startswith("utf-16"):
        return []
    lines, found, rest = 0, list[int](), b""
    with open_bytes(place) as file:
        while block := file.read(_BLOCK):
            text = rest + block
            body = text.rstrip(b"\r\n")
            for gap in _GAP.finditer(body):
                start = lines + body.count(b"\n", 0, gap.start()) + 2
                found += range(start, start + gap[0].count(b"\n") - 1)
            lines += body.count(b"\n")
            rest = text[len(body) :]
    inside = [line for line in found if line > form.first_row]
    if not inside:
        return []
    told = _(
        "{filename}: {count} empty lines between the rows were passed over, the first is line {line}; rows that are named "
        "below it are counted without them"
    )
    return [
        Reason(
            "survey_file.empty_lines", told, {"filename": place.name, "count": len(inside), "line": inside[0]}
        )
    ]


def _read(place: Path, form: TextForm, columns: Sequence[str], *, nulls: Sequence[str] = NULLS) -> "pa.Table":
    """Return the columns: quickly first; where rows do not fit, again with line breaks inside quoted cells."""
    import pyarrow as pa

    wrong: list[tuple[int | None, int]] = []
    table = None
    for tried in dict.fromkeys((form, replace(form, multiline=True))):
        wrong.clear()
        try:
            table = _parse(place, tried, columns, wrong, nulls)
        except (pa.ArrowInvalid, UnicodeError, OSError, EOFError) as error:
            if tried.multiline:
                raise damaged(place.name, str(error)) from None
            continue
        if not wrong:
            break
    if wrong:
        raise _uneven(place.name, form, wrong)
    if table is None or not table.num_rows:
        raise no_rows(place.name)
    return table


def _parse(
    place: Path,
    form: TextForm,
    columns: Sequence[str],
    wrong: list[tuple[int | None, int]],
    nulls: Sequence[str],
) -> "pa.Table":
    import pyarrow as pa
    from pyarrow import csv

    def set_aside(row: Any) -> str:
        wrong.append((row.number, row.actual_columns))
        return "skip"

    with open_bytes(place) as file:
        return csv.read_csv(
            file,
            read_options=csv.ReadOptions(
                column_names=list(form.names),
                skip_rows=form.skip,
                encoding=form.encoding,
                block_size=_BLOCK,
                use_threads=not form.multiline,
            ),
            parse_options=csv.ParseOptions(
                delimiter=form.delimiter,
                newlines_in_values=form.multiline,
                invalid_row_handler=set_aside,
            ),
            convert_options=csv.ConvertOptions(
                include_columns=list(columns),
                column_types={name: pa.string() for name in form.texts if name in columns},
                null_values=list(nulls),
                strings_can_be_null=True,
                decimal_point=form.decimal,
            ),
        )


def _uneven(filename: str, form: TextForm, wrong: Sequence[tuple[int | None, int]]) -> BadInput:
    problems = [
        Problem(
            Reason("survey_file.cells", _("{cells} cells"), {"cells": cells}),
            row=None if number is None else number,
        )
        for number, cells in wrong[:SHOWN_ROWS]
    ]
    return BadInput(
        "survey_file.uneven",
        _(
            "{filename}: {count} rows do not have {columns} cells as the header has (cells were separated by "
            "{mark}). Look for that mark inside a text, or for a quotation mark that is not closed; another "
            "mark is named with --delimiter."
        ),
        problems=problems,
        filename=filename,
        count=len(wrong),
        columns=len(form.names),
        mark=SHOWN_MARKS.get(form.delimiter, form.delimiter),
    )


def _found(filename: str, form: TextForm) -> Reason:
    return Reason(
        "survey_file.found",
        _("{filename}: cells separated by {mark}, text in {encoding}, decimal mark {decimal}"),
        {
            "filename": filename,
            "mark": SHOWN_MARKS.get(form.delimiter, form.delimiter),
            "encoding": SHOWN_ENCODINGS.get(form.encoding, form.encoding),
            "decimal": _("comma") if form.decimal == "," else _("point"),
        },
    )


def _not_in(filename: str, encoding: str, column: str) -> BadInput:
    return BadInput(
        "survey_file.wrong_encoding_in",
        _(
            "{filename}: the column {column} is not written in {encoding}. Leave the encoding out: it is found out."
        ),
        filename=filename,
        encoding=encoding,
        column=column,
    )
