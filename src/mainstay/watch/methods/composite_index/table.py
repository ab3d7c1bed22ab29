"""What an index is computed from: a row for each unit, or for each unit and period, and a column for each indicator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, NotFound, Problem, Reason
from mainstay.common.texts import noop as _

#: What stands for a gap in tables that people publish.
GAPS = frozenset({"", "x", "no data", "na", "n/a", "nan", "..", "-", "–", "null", "none"})


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of units (with periods in a panel), columns of numbers with NaN for gaps, and what the numbers are held against."""

    units: tuple[str, ...]
    #: (rows,) numbers of each column
    columns: Mapping[str, Any]
    #: (rows,) the period of each row; empty for one period
    periods: tuple[Any, ...] = ()
    #: (rows,) words such as regions, by column
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: the year that a whole column is about
    survey_years: Mapping[str, int] = field(default_factory=dict)
    #: (rows,) the year in which each unit was measured, by column
    measured: Mapping[str, Any] = field(default_factory=dict)
    #: (rows,) of each year, by name: population
    series: Mapping[str, Mapping[int, Any]] = field(default_factory=dict)
    #: low and high by place, where the file carries them
    goalposts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    #: where each row stands in the file, for messages
    source: str = ""

    def __len__(self) -> int:
        return len(self.units)

    def column(self, name: str, *, asked_by: str, optional: bool = False) -> Any:
        """Return a column, or refuse with the node that asks for it and the columns that there are."""
        if name not in self.columns and optional:
            return np.full(len(self), np.nan)
        if name not in self.columns:
            raise BadInput(
                "index.no_column",
                _("The table has no column {column}, which {node} needs. It has: {columns}."),
                column=name,
                node=asked_by,
                columns=", ".join(list(self.columns)[:40]) or "–",
            )
        return self.columns[name]

    def row_of(self, unit: str, period: Any = None) -> int:
        """Return the row of a unit: in a panel of the period, or of its last period where none is named."""
        rows = [row for row, code in enumerate(self.units) if code == unit]
        if period is not None:
            rows = [row for row in rows if str(self.periods[row]) == str(period)] if self.periods else []
        if not rows:
            raise NotFound(
                "index.no_unit",
                _("The table has no row for {unit}. It has {count} units, such as {some}."),
                unit=unit if period is None else f"{unit} {period}",
                count=len(set(self.units)),
                some=", ".join(sorted(set(self.units))[:5]) or "–",
            )
        return max(rows, key=lambda row: self.periods[row]) if self.periods else rows[0]

    def blocks(self) -> list[Any]:
        """Return the rows of each period, in the order of the periods; all rows where there are none."""
        if not self.periods:
            return [np.arange(len(self))]
        names = sorted(set(self.periods))
        place = {name: number for number, name in enumerate(names)}
        held = np.array([place[name] for name in self.periods])
        return [np.flatnonzero(held == number) for number in range(len(names))]

    def with_columns(self, changed: Mapping[str, Any]) -> "Table":
        """Return the table with some columns in place of its own."""
        return replace(self, columns={**self.columns, **changed})


def table_of(
    rows: Sequence[Mapping[str, Any]],
    *,
    unit: str,
    period: str = "",
    words: Sequence[str] = (),
    source: str = "",
) -> Table:
    """Return the table of `rows`; a cell that is neither number nor gap is refused with its row and column.

    `unit` names the column of codes, `period` that of years (none: one period), `words` columns of groups. A unit
    that stands twice in one period is refused.
    """
    names = list(rows[0]) if rows else []
    for name in (unit, *([period] if period else []), *words):
        if name not in names:
            raise BadInput(
                "index.no_column",
                _("The table has no column {column}, which {node} needs. It has: {columns}."),
                column=name, node=_("the tree"), columns=", ".join(names[:40]) or "–",
            )  # fmt: skip
    units = tuple(str(row[unit]).strip() for row in rows)
    periods = tuple(_period(row[period]) for row in rows) if period else ()
    problems = _faulty_codes(units, periods, unit)
    kept = [name for name in names if name not in {unit, period, *words}]
    columns = {name: _numbers([row[name] for row in rows], name, problems) for name in kept}
    if problems:
        raise BadInput("index.cells", _("Some rows cannot be used: correct them."), problems=problems)
    return Table(
        units=units,
        columns={name: numbers for name, numbers in columns.items() if numbers is not None},
        periods=periods,
        groups={name: tuple(str(row[name] or "").strip() for row in rows) for name in words},
        source=source,
    )


def _faulty_codes(units: Sequence[str], periods: Sequence[Any], column: str) -> list[Problem]:
    """Return the rows that have no code, or one that stands already in the same period."""
    problems: list[Problem] = []
    seen: dict[Any, int] = {}
    for number, key in enumerate(zip(units, periods or units, strict=True), 1):
        told = None
        if key[0] in {"", "None"}:
            told = Reason("index.no_code", _("the row has no code: fill it, or leave the row out"))
        elif key in seen:
            facts = {"unit": key[0], "first": seen[key]}
            told = Reason("index.twice", _("{unit} stands twice, first in row {first}: keep one"), facts)
        if told is not None:
            problems.append(Problem(told, row=number, field=column))
        seen.setdefault(key, number)
    return problems


def _period(cell: Any) -> Any:
    text = str(cell).strip()
    return int(float(text)) if text.replace(".0", "").lstrip("-").isdigit() else text


def number_of(cell: Any) -> float | None:
    """Return the number in a cell, NaN for a gap, None for anything else.

    >>> number_of("1 234.5"), number_of("No data"), number_of("about 3")
    (1234.5, nan, None)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if cell is None or str(cell).strip().lower() in GAPS:
        return float("nan")
    try:
        found = float(str(cell).strip().replace("\u00a0", "").replace(" ", ""))
    except ValueError:
        return None
    return found if np.isfinite(found) else None


def _numbers(cells: Sequence[Any], name: str, problems: list[Any]) -> Any:
    """Return a column of numbers; None for a column of words; a stray word among numbers is a problem."""
    found = [number_of(cell) for cell in cells]
    stray = [row for row, value in enumerate(found) if value is None]
    if stray and len(stray) > len(found) / 2:
        return None
    problems += [
        Problem(
            Reason(
                "index.not_a_number",
                _("“{found}” is no number and no gap such as “No data”"),
                {"found": str(cells[row])[:30]},
            ),
            row=row + 1,
            field=name,
        )
        for row in stray
    ]
    return np.array([np.nan if value is None else value for value in found], dtype=float)
