"""The header row: found among the first rows, matched by name, label or alias in any language and order."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .cells import as_text, folded
from .sheets import Column, Sheet
from .workbooks import column_letter

_SEARCHED = 30
Numbered = tuple[int, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Header:
    """Which row heads the table, which column of the file is which, and what stands above."""

    number: int
    texts: tuple[str, ...]
    places: dict[int, Column]
    unknown: tuple[str, ...]
    above: tuple[Numbered, ...]
    rest: Iterator[Numbered]

    def missing(self, sheet: Sheet) -> list[Column]:
        """Return the required columns that the file lacks."""
        found = {column.name for column in self.places.values()}
        return [column for column in sheet.columns if column.required and column.name not in found]


def find_header(rows: Iterator[Numbered], sheet: Sheet) -> Header | None:
    """Return the header among the first 30 rows: the one that names most columns; None if none does."""
    head = list(islice(rows, _SEARCHED))
    exact, by_text = _names(sheet)
    best, best_count = -1, 0
    for at, (_number, cells) in enumerate(head):
        count = len({by_text[key].name for cell in cells if (key := folded(as_text(cell))) in by_text})
        if count > best_count:
            best, best_count = at, count
    if best < 0:
        return None
    number, cells = head[best]
    texts = tuple(as_text(cell).strip() for cell in cells)
    places = _places(texts, exact, by_text)
    unknown = tuple(text for at, text in enumerate(texts) if text and at not in places)
    return Header(number, texts, places, unknown, tuple(head[:best]), chain(head[best + 1 :], rows))


def _names(sheet: Sheet) -> tuple[dict[str, Column], dict[str, Column]]:
    """Return the columns by the texts that may head them, as written and folded; names before labels."""
    texts = [(column.name, column) for column in sheet.columns]
    texts += [(text, column) for column in sheet.columns for text in (column.label, *column.aliases)]
    exact: dict[str, Column] = {}
    names: dict[str, Column] = {}
    for text, column in texts:
        exact.setdefault(text.strip().casefold(), column)
        names.setdefault(folded(text), column)
    names.pop("", None)
    return exact, names


def _places(
    texts: Sequence[str], exact: Mapping[str, Column], by_text: Mapping[str, Column]
) -> dict[int, Column]:
    """Return which column stands where: what is written exactly goes before what only resembles it.

    So «work_other» (a text) and «work/other» (an answer) can stand in one file.
    """
    places = {
        at: exact[text.casefold()] for at, text in enumerate(texts) if text and text.casefold() in exact
    }
    taken = {column.name for column in places.values()}
    for at, text in enumerate(texts):
        column = by_text.get(folded(text)) if at not in places else None
        if column is not None and column.name not in taken:
            places[at] = column
    return dict(sorted(places.items()))


def check_header(header: Header | None, sheet: Sheet, filename: str, first_column: int = 0) -> Header:
    """Return `header` if the table can be read by it; BadInput says what is missing or there twice."""
    if header is None:
        raise BadInput(
            "no_header",
            _(
                "{filename}: no row names the columns. The first row of the table must hold headers such as "
                "{expected}. Download the template and copy the rows into it."
            ),
            filename=filename,
            expected=", ".join(column.label for column in sheet.columns if not column.hidden)[:200],
        )
    _refuse_twice(header, filename, first_column)
    if missing := header.missing(sheet):
        raise BadInput(
            "missing_columns",
            _(
                "{filename}: the columns {missing} are missing; the header stands in row {row}. Add them, or "
                "download the template."
            ),
            filename=filename,
            missing=", ".join(column.label for column in missing),
            row=header.number,
            problems=[_missing(column, header) for column in missing],
        )
    return header


def _missing(column: Column, header: Header) -> Problem:
    near = difflib.get_close_matches(column.label, header.unknown, n=1, cutoff=0.7)
    if near:
        reason = Reason(
            "missing_column",
            _("There is no column «{column}». If «{nearest}» is meant, rename it."),
            {"column": column.label, "nearest": near[0]},
        )
    else:
        reason = Reason("missing_column", _("There is no column «{column}»."), {"column": column.label})
    return Problem(reason, row=header.number, field=column.name)


def _refuse_twice(header: Header, filename: str, first_column: int) -> None:
    seen: dict[str, int] = {}
    for at, column in header.places.items():
        if column.name in seen:
            first, second = column_letter(first_column + seen[column.name]), column_letter(first_column + at)
            raise BadInput(
                "column_twice",
                _(
                    "{filename}: columns {first} and {second} are both headed «{column}». Delete or rename "
                    "one of them."
                ),
                filename=filename,
                first=first,
                second=second,
                column=column.label,
                row=header.number,
            )
        seen[column.name] = at
