"""Names of columns as people ask for them, and columns of text that must hold numbers."""

import fnmatch
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    import pyarrow as pa

    from .survey import Survey, SurveyFile

SHOWN_NAMES = 30
SHOWN_ROWS = 20
LARGEST_WHOLE = 2.0**53
GROUPED = r"^[+-]?\d{1,3}([ \x{a0}\x{202f}\x{2009}'’.,]\d{3})+([.,]\d*)?$|^[+-]?\d+,\d+$"
"""How a number looks with marks between its thousands, or with a comma where the file has points."""
CODES = r"^[1-9]\d\d( [1-9]\d\d)*$"
"""How answers look that are codes of three digits, one or several in a cell."""


def require_columns(file: "SurveyFile", wanted: Iterable[str]) -> None:
    """Raise `BadInput` for each wanted column that the file lacks or has more than once, with likely names."""
    missing = [name for name in wanted if name not in file.columns]
    if missing:
        problems = [*title_above(file.columns), *(_missing(name, file.columns) for name in missing)]
        shown = ", ".join(file.columns[:SHOWN_NAMES])
        more = len(file.columns) - SHOWN_NAMES
        raise BadInput(
            "survey_file.no_column",
            _(
                "{filename} lacks {count} of the columns that were asked for. It has {columns}. Names are "
                "written as in the file, with capitals and small letters."
            ),
            problems=problems,
            filename=file.filename,
            count=len(missing),
            columns=f"{shown}, … ({len(file.columns)})" if more > 0 else shown,
        )
    twice = [name for name in wanted if name in file.ambiguous]
    if twice:
        raise BadInput(
            "survey_file.column_twice",
            _(
                "{filename} has several columns headed {column}, so it is not clear which is meant. Give each "
                "its own name in the header."
            ),
            filename=file.filename,
            column=twice[0],
        )


def title_above(columns: Sequence[str]) -> list[Problem]:
    """Return what is to be said where the names of the columns look like a title and not like a header."""
    bare = sum(name == f"({place})" for place, name in enumerate(columns, 1))
    if len(columns) > 1 and 2 * bare < len(columns):
        return []
    text = _(
        "the first row that holds anything is taken for the header, and most of its cells are empty; take out the lines "
        "above the names of the columns"
    )
    if len(columns) == 1:
        text = _(
            "only one column was found; name what separates the cells with --delimiter, and take out lines above the "
            "names of the columns"
        )
    return [Problem(Reason("survey_file.title", text))]


def _missing(name: str, there: Sequence[str]) -> Problem:
    near = nearest(name, there)
    if near:
        reason = Reason(
            "survey_file.no_column",
            _("there is no such column; did you mean {near}?"),
            {"near": " / ".join(near)},
        )
    else:
        reason = Reason("survey_file.no_column", _("there is no such column"))
    return Problem(reason, field=name)


def nearest(name: str, there: Sequence[str]) -> list[str]:
    """Return up to three names of columns that are written much like `name`.

    >>> nearest("Wieght", ["weight", "region", "height"])
    ['weight', 'height']
    """
    import difflib

    small = {each.casefold(): each for each in reversed(there)}
    return [small[each] for each in difflib.get_close_matches(name.casefold(), list(small), n=3, cutoff=0.6)]


def match_names(pattern: str, there: Sequence[str]) -> list[str]:
    """Return the columns that `pattern` means: names by comma, and ``*`` for any letters, in natural order.

    >>> match_names("rep_*,base", ["base", "rep_10", "rep_2", "rep_1"])
    ['rep_1', 'rep_2', 'rep_10', 'base']
    """
    found: list[str] = []
    for part in (each.strip() for each in pattern.split(",")):
        if part in there or not any(mark in part for mark in "*?["):
            found.append(part)
            continue
        matching = [name for name in there if fnmatch.fnmatchcase(name, part)]
        if not matching:
            raise BadInput(
                "survey_file.no_match",
                _("No column is called like {pattern}. An asterisk stands for any letters, as in rep_*."),
                pattern=part,
            )
        found += sorted(matching, key=_natural)
    return list(dict.fromkeys(found))


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", name)
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts]


def as_numbers(survey: "Survey", name: str, *, leave_text: bool = False) -> "pa.ChunkedArray":
    """Return a column as numbers: as it is, or read from its text; BadInput names the rows that hold none.

    A column of codes such as 01, 02 is kept as text when it is read; where a number is needed the text is
    turned into one here. With `leave_text` a column that is mostly words is returned as it is; one that is
    mostly numbers is refused, for a single stray text must not turn a mean into shares of a thousand levels. Numbers
    with marks between their thousands are no words, several answers in a cell (``101 102``) are.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    column = survey.table.column(name)
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    kind = column.type
    if pa.types.is_temporal(kind):
        raise _refusal(
            survey, name, [(0, column.drop_null()[0] if column.drop_null() else None)], len(column)
        )
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return column
    trimmed = pc.utf8_trim_whitespace(column)
    plain = pc.match_substring_regex(trimmed, r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
    wrong = np.flatnonzero(pc.fill_null(pc.invert(plain), False).to_numpy())
    if not len(wrong):
        return pc.cast(trimmed, pa.float64())
    held = trimmed.take(pa.array(wrong))
    answers = _are_answers(trimmed, held)
    marked = 0 if answers else pc.sum(pc.match_substring_regex(held, GROUPED)).as_py()
    words = len(wrong) - marked
    if leave_text and (answers or 2 * words > len(column) - column.null_count):
        return column
    shown = [(int(row), column[int(row)]) for row in wrong[:SHOWN_ROWS]]
    raise _refusal(survey, name, shown, len(wrong), grouped=not words)


def _are_answers(texts: "pa.ChunkedArray", several: "pa.ChunkedArray") -> bool:
    """Return whether `texts` are codes of three digits, and `several`, those with more than one, no large numbers.

    Three digits may be a code or a thousand's. Among thousands some begin with 0, as in 250 000, and few come again.
    """
    import pyarrow.compute as pc

    if not pc.all(pc.match_substring_regex(texts, CODES)).as_py():
        return False
    codes = pc.list_flatten(pc.split_pattern(several, " "))
    return bool(2 * pc.count_distinct(codes).as_py() <= len(codes))


def _refusal(
    survey: "Survey", name: str, wrong: Sequence[tuple[int, Any]], count: int, *, grouped: bool = False
) -> BadInput:
    problems = [
        Problem(
            Reason(
                "survey_file.not_a_number",
                _("«{value}» is not a number"),
                {"value": str(value)[:40]},
            ),
            row=row + survey.first_row,
            field=name,
        )
        for row, value in wrong
    ]
    text = _(
        "The column {column} must hold numbers, but {count} of {rows} rows hold something else. Leave the "
        "cell empty where nothing is known; for shares of answers ask for proportions."
    )
    if grouped:
        text = _(
            "The column {column} must hold numbers, but {count} of {rows} rows write them with marks between thousands "
            "or another decimal mark. Take out what stands between thousands; another decimal mark is named with "
            "--decimal."
        )
    return BadInput(
        "survey_file.not_a_number",
        text,
        problems=problems,
        column=name,
        count=count,
        rows=len(survey),
    )


def whole(column: "pa.ChunkedArray") -> "pa.ChunkedArray":
    """Return a column of numbers as integers where every one of them is whole, else as it is.

    >>> import pyarrow as pa
    >>> whole(pa.chunked_array([[1.0, None, 3.0]])).to_pylist()
    [1, None, 3]
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_floating(column.type):
        return column
    known = column.drop_null().to_numpy()
    if len(known) and (np.abs(known) < LARGEST_WHOLE).all() and (known == np.floor(known)).all():
        return pc.cast(column, pa.int64())
    return column
