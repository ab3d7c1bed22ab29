"""Small tables that a person filled in: every cell read as text or number, and the first empty one named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .asking import counted_from
from .output import taken

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table by column, and the number that a person gives to the first of them."""

    filename: str
    rows: Sequence[Mapping[str, Any]]
    first_row: int

    def counted(self, error: BadInput) -> BadInput:
        """Return the error with its rows counted as the file shows them."""
        return counted_from(error, self.first_row)


def read_sheet(
    place: Path,
    *,
    texts: Sequence[str] = (),
    numbers: Sequence[str] = (),
    may: Mapping[str, Any] | None = None,
    gaps: Sequence[str] = (),
) -> Sheet:
    """Return the rows of a table that has the columns `texts` and `numbers`.

    Columns of `may` may be left out: all rows have then its value, a text or a number. Cells of `gaps` may be empty:
    numbers are then NaN, texts empty. BadInput names the columns that are missing, or row and column of an empty cell.
    """
    from mainstay.exchange.surveys import open_survey

    spare = may or {}
    file = open_survey(place)
    survey = taken(file, [*texts, *numbers, *(name for name in spare if name in file.columns)])
    words = {*texts, *(name for name, value in spare.items() if isinstance(value, str))}
    columns = {
        name: _column(survey, name, text=name in words, gap=name in gaps)
        for name in survey.table.column_names
    }
    filled = {name: columns.get(name) or [value] * len(survey) for name, value in spare.items()}
    whole = {**columns, **filled}
    rows = [{name: values[row] for name, values in whole.items()} for row in range(len(survey))]
    return Sheet(place.name, rows, survey.first_row)


def _column(survey: "Survey", name: str, *, text: bool, gap: bool) -> list[Any]:
    from mainstay.exchange.surveys import as_numbers

    column = survey.table.column(name) if text else as_numbers(survey, name)
    values = column.to_pylist()
    empty = [row for row, value in enumerate(values) if value is None]
    if empty and not gap:
        raise BadInput(
            "work_losses.empty_cell",
            _("Row {row} has no {column}. Fill it, or leave the row out."),
            row=empty[0] + survey.first_row,
            column=name,
        )
    if text:
        return ["" if value is None else str(value).strip() for value in values]
    return [nan if value is None else float(value) for value in values]
