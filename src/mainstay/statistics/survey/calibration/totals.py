"""Known totals of a population, matched with the columns that they are for."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Bools, Columns, Floats, Ints, compact

from .auxiliary import INTERCEPT, Auxiliary, Column, level_text

Totals: TypeAlias = Mapping[str, Any]
"""By column of the matrix (as in R: ``{"(Intercept)": 6194, "stypeH": 755, "stypeM": 1018}``), or by term with
the number of each level: ``{"stype": {"E": 4421, "H": 755, "M": 1018}, "api99": 3914069}``."""

AGREE = 1e-6
"""How far (relative) two margins may differ in the population that they add up to."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The known numbers of one crossing of columns, by the text of their levels."""

    names: tuple[str, ...]
    numbers: Mapping[tuple[str, ...], float]

    @property
    def name(self) -> str:
        """The columns as one writes them in a formula."""
        return ":".join(self.names)


def as_margin(by: str | Sequence[str], totals: Mapping[Any, Any]) -> Margin:
    """Return the margin of the columns `by` (``"region"`` or ``"region:sex"`` or a list).

    A key of `totals` is a level, a tuple of levels, or levels joined by ``:``.
    """
    names = tuple(by.split(":")) if isinstance(by, str) else tuple(by)
    found: dict[tuple[str, ...], float] = {}
    problems: list[Problem] = []
    for key, value in totals.items():
        levels = key if isinstance(key, tuple) else (key,)
        if len(levels) != len(names) and isinstance(key, str):
            levels = tuple(key.split(":"))
        number = as_number(value)
        if len(levels) != len(names):
            facts = {"columns": ", ".join(names)}
            problems.append(
                _fault("calibration.level", _("needs one level for each of {columns}"), key, facts)
            )
        elif not number >= 0:
            facts = {"value": value}
            problems.append(
                _fault("calibration.total", _("{value} is not a number of 0 or more"), key, facts)
            )
        else:
            found[tuple(level_text(level) for level in levels)] = number
    if problems or not found:
        raise BadInput(
            "calibration.margin",
            _("The totals of {columns} cannot be used. Give the population's number for each level."),
            problems=problems,
            columns=":".join(names),
        )
    return Margin(names, found)


def as_number(value: Any) -> float:
    """Return a finite float, or NaN for anything else."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def cells_of(
    columns: Columns, margin: Margin, counted: Bools, *, partial: bool = False
) -> tuple[Ints, Floats]:
    """Return for each row the place of its cell among the margin's numbers (-1: none), and the numbers.

    Refused: a counted row (one with a weight) in no cell or in a cell of 0, and a cell without any counted
    row, unless `partial` says that such cells are to be left out.
    """
    parts = [columns.levels(name) for name in margin.names]
    key = np.zeros(len(columns), dtype=np.int64)
    for part in parts:
        key = key * (len(part.values) + 1) + part.codes + 1
    distinct, position = compact(key)
    place = {levels: number for number, levels in enumerate(margin.numbers)}
    table = np.full(len(distinct), -1, dtype=np.int64)
    for number, whole in enumerate(distinct.tolist()):
        levels, rest = [], whole
        for part in reversed(parts):
            at = rest % (len(part.values) + 1)
            levels.append(None if at == 0 else level_text(part.values[at - 1]))
            rest //= len(part.values) + 1
        table[number] = place.get(tuple(reversed(levels)), -1)  # type: ignore[arg-type]
    code = table[position]
    numbers = np.array(list(margin.numbers.values()))
    _refuse_uncounted(columns, margin, (np.append(numbers, 0.0)[code] == 0) & counted)
    empty = np.bincount(code[counted], minlength=len(numbers)) == 0
    lacking = [" / ".join(levels) for levels, number in place.items() if empty[number] and numbers[number]]
    if lacking and not partial:
        raise _nobody(margin.name, lacking)
    return code, numbers


def totals_of(auxiliary: Auxiliary, totals: Totals, *, columns: Columns, weights: Floats) -> Floats:
    """Return the known total of each column of the matrix.

    Refused: a level with a total and no row, a row in a level without total, a column without a total, a
    total without a column, and margins that do not add up to the same population.
    """
    margins = [as_margin(name, value) for name, value in totals.items() if isinstance(value, Mapping)]
    single = {name: as_number(value) for name, value in totals.items() if not isinstance(value, Mapping)}
    _refuse_not_numbers(single, totals)
    problems = _unused(auxiliary, single, margins)
    for margin in () if problems else margins:
        cells_of(columns, margin, weights != 0)
    found, sampled = np.empty(auxiliary.width), auxiliary.sums(weights)
    for place, column in enumerate(auxiliary.columns):
        known = _known(column, single, margins)
        problems += _lacking(column, known)
        found[place] = known[0][1] if known else np.nan
        if known and found[place] != 0 and sampled[place] == 0 and not column.numbers:
            problems.append(
                _fault("calibration.nobody", _("has a total, but nobody in the sample"), column.name)
            )
    if problems:
        raise BadInput(
            "calibration.totals",
            _("The totals do not fit the formula. Give one number for each of its columns: {columns}."),
            problems=problems,
            columns=", ".join(column.name for column in auxiliary.columns[:60]),
        )
    return found


def _known(column: Column, single: Mapping[str, float], margins: Sequence[Margin]) -> list[tuple[str, float]]:
    """Return what is known of a column, with where from: its own total, or sums over a wider margin."""
    found = [(column.name, single[column.name])] if column.name in single else []
    if column.numbers:
        return found
    wanted = {name: level_text(value) for name, value in column.levels}
    for margin in margins:
        if wanted.keys() <= set(margin.names):
            own = [
                number
                for levels, number in margin.numbers.items()
                if wanted.items() <= dict(zip(margin.names, levels, strict=True)).items()
            ]
            found += [(margin.name, math.fsum(own))] if own else []
    return found


def _lacking(column: Column, known: Sequence[tuple[str, float]]) -> list[Problem]:
    if not known:
        return [_fault("calibration.no_total", _("has no total"), column.name)]
    first, number = known[0]
    for other, second in known[1:]:
        if abs(second - number) > AGREE * max(abs(number), abs(second)):
            facts = {"first": first, "number": number, "second": second, "other": other}
            told = _("is {number} by the totals of {first} and {second} by those of {other}")
            name = _("the population") if column.name == INTERCEPT else column.name
            return [_fault("calibration.disagree", told, name, facts)]
    return []


def _unused(auxiliary: Auxiliary, single: Mapping[str, float], margins: Sequence[Margin]) -> list[Problem]:
    own = {column.name for column in auxiliary.columns}
    crossed = {frozenset(name for name, _level in column.levels) for column in auxiliary.columns}
    problems = [
        _fault("calibration.no_column", _("is no column of the formula"), name)
        for name in single.keys() - own
    ]
    problems += [
        _fault("calibration.no_term", _("is no term of the formula"), margin.name)
        for margin in margins
        if not any(wanted and wanted <= set(margin.names) for wanted in crossed)
    ]
    return problems


def _refuse_not_numbers(single: Mapping[str, float], totals: Totals) -> None:
    wrong = [name for name, number in single.items() if math.isnan(number)]
    if wrong:
        raise BadInput(
            "calibration.total",
            _("The total of {name} is {value}, which is not a number."),
            name=wrong[0],
            value=totals[wrong[0]],
        )


def _refuse_uncounted(columns: Columns, margin: Margin, wrong: Bools) -> None:
    rows = np.flatnonzero(wrong)
    if len(rows):
        parts = [columns.levels(name) for name in margin.names]
        problems = []
        for row in rows[:20].tolist():
            shown = [
                "(empty)" if part.codes[row] < 0 else level_text(part.values[part.codes[row]])
                for part in parts
            ]
            fault = Reason("calibration.no_total", _("{level} has no total"), {"level": " / ".join(shown)})
            problems.append(Problem(fault, row=row + 1, field=margin.name))
        raise BadInput(
            "calibration.outside",
            _(
                "{count} rows with a weight are in no level of {columns} that has a total. Give the total of "
                "each level that occurs, or set the weight of rows outside the population to 0."
            ),
            problems=problems,
            count=len(rows),
            columns=margin.name,
        )


def _nobody(name: str, lacking: Sequence[str]) -> BadInput:
    return BadInput(
        "calibration.nobody",
        _(
            "Nobody in the sample is in {levels} of {columns}, so no weight can stand for it. Join it with a "
            "neighbour, or leave it out and say so (partial=True)."
        ),
        levels=", ".join(lacking[:10]),
        columns=name,
    )


def _fault(code: str, text: str, field: Any, facts: Mapping[str, Any] | None = None) -> Problem:
    return Problem(Reason(code, text, facts or {}), field=str(field))
