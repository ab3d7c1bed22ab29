"""A sheet of a workbook: read through the same gate as people's tables, each column given one type."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import Limits
from mainstay.exchange.tables.source import open_source
from mainstay.exchange.tables.workbooks import Grid, open_grids

from .columns import whole
from .parquet import no_rows
from .sniffing import column_names, twice
from .survey import SurveyFile

if TYPE_CHECKING:
    import pyarrow as pa

LARGE = Limits(
    size=500 * 2**20, unpacked=8 * 2**30, ratio=2_000, rows=1_048_576, columns=16_384, cells=200_000_000
)


def open_workbook(place: Path, *, sheet: str = "") -> SurveyFile:
    """Return the survey in a workbook: the sheet of that name, else the first one that holds anything."""
    grid, number, header, rows = _sheet(place, sheet)
    name, shown = grid.name, _shown(header)
    names = column_names(shown)
    if not rows:
        raise no_rows(place.name)
    note = Reason(
        "survey_file.sheet", _("{filename}: sheet «{sheet}»"), {"filename": place.name, "sheet": name}
    )

    def read(columns: Sequence[str]) -> tuple["pa.Table", tuple[Reason, ...]]:
        import pyarrow as pa

        at = {column: names.index(column) for column in columns}
        table = pa.table({column: _column([row[k] for row in rows]) for column, k in at.items()})
        return table, (note, *_faulty(place.name, grid, number, at))

    return SurveyFile(place.name, "xlsx", names, read, ambiguous=twice(shown), first_row=number + 1)


def _faulty(filename: str, grid: Grid, header: int, at: Mapping[str, int]) -> list[Reason]:
    """Return the note that cells hold the errors of formulas (#DIV/0!, #N/A), which count as missing."""
    counts = {
        name: sum(row > header and column == grid.first_column + place for row, column in grid.errors)
        for name, place in at.items()
    }
    found = {name: count for name, count in counts.items() if count}
    if not found:
        return []
    text = _(
        "{filename}: {count} cells hold the error of a formula, as #DIV/0! or #N/A, and count as missing: {columns}"
    )
    facts = {"count": sum(found.values()), "columns": ", ".join(f"{name} ({n})" for name, n in found.items())}
    return [Reason("survey_file.faulty_cells", text, {"filename": filename} | facts)]


def _sheet(place: Path, wanted: str) -> tuple[Grid, int, list[Any], list[list[Any]]]:
    source = open_source(place, place.name, LARGE)
    seen: list[str] = []
    for grid in open_grids(source, LARGE):
        seen.append(grid.name)
        found = _filled(grid) if wanted in {"", grid.name} else []
        if found:
            number, header = found[0]
            return grid, number, header, [row for _number, row in found[1:]]
        if wanted == grid.name:
            break
    if wanted and wanted not in seen:
        raise BadInput(
            "survey_file.no_sheet",
            _("{filename} has no sheet «{sheet}». It has: {sheets}."),
            filename=place.name,
            sheet=wanted,
            sheets=", ".join(seen),
        )
    raise BadInput(
        "empty_file", _("{filename} is empty. Choose the file that holds the table."), filename=place.name
    )


def _filled(grid: Grid) -> list[tuple[int, list[Any]]]:
    """Return the rows from the header to the last one that holds anything; gaps between them stay."""
    rows = list(grid.rows)
    full = [place for place, (_number, row) in enumerate(rows) if any(cell not in {"", None} for cell in row)]
    return rows[full[0] : full[-1] + 1] if full else []


def _shown(header: Sequence[Any]) -> list[str]:
    return [str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in header]


def _column(cells: Sequence[Any]) -> "pa.ChunkedArray":
    """Return cells as one column: numbers, yes/no, dates, or else text; what stands empty is null.

    A cell of midnight is a date. Cells of several kinds become text, numbers as they are shown.
    """
    import pyarrow as pa

    known = [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]
    kinds = {type(cell) for cell in known if cell is not None}
    if kinds <= {int, float}:
        return whole(pa.chunked_array([pa.array(known, pa.float64())]))
    if kinds == {bool}:
        return pa.chunked_array([pa.array(known, pa.bool_())])
    if kinds <= {dt.date, dt.datetime}:
        return pa.chunked_array([_dates(known)])
    return pa.chunked_array(
        [pa.array([None if cell is None else _text(cell) for cell in known], pa.string())]
    )


def _dates(known: Sequence[dt.date | None]) -> "pa.Array":
    import pyarrow as pa

    moments = [cell for cell in known if isinstance(cell, dt.datetime)]
    if any(cell.time() != dt.time() for cell in moments):
        return pa.array(known, pa.timestamp("us"))
    days = [cell.date() if isinstance(cell, dt.datetime) else cell for cell in known]
    return pa.array(days, pa.date32())


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
