"""Who stands behind each cell: persons, what they add up to, and how much the largest of them hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Columns, compact, summed

from .lattice import MOST_DIMENSIONS, Axis, Bools, Floats, Ints, Lattice, axis_of


@dataclass(frozen=True)
class Contributions:
    """For each cell of a lattice: `values` as published, `persons` behind it.

    `largest(n)` gives what the n largest contribute. `alone` lists for each respondent who is the only one of
    some cell all cells of which that is so. `are_counts` says that the values count the persons. `one` is what a
    person adds to the cell on average where persons are counted, 1 without weights; None where amounts are added.
    """

    lattice: Lattice
    values: Floats
    persons: Floats
    alone: tuple[Ints, ...]
    are_counts: bool
    ranked: "Ranked | None"
    one: Floats | None

    def largest(self, n: int) -> Floats:
        """Return the sum of the `n` largest contributions of each cell."""
        if self.ranked is None:
            raise BadInput(
                "disclosure.no_contributions",
                _(
                    "Dominance needs the contribution of each respondent, but finished cells were given. Give one "
                    "row for each respondent, or leave dominance and percent out of the rules."
                ),
            )
        return self.ranked.largest(n, self.lattice.size)


@dataclass(frozen=True)
class Ranked:
    """Contributions sorted by cell, the largest first; `stands_for` is how many units each one represents."""

    cell: Ints
    amount: Floats
    stands_for: Floats

    def largest(self, n: int, cells: int) -> Floats:
        """Return what the `n` largest units of each cell hold; a weighted row counts as so many equal units."""
        start = np.searchsorted(self.cell, self.cell, side="left")
        before = np.concatenate([[0.0], np.cumsum(self.stands_for)])
        taken = np.clip(n - (before[:-1] - before[start]), 0.0, self.stands_for)
        return summed(self.cell, taken * self.amount, cells)


def contributions_of(
    table: Any,
    *,
    by: Sequence[str],
    value: str | None,
    count: str | None,
    weight: str | None,
    respondent: str | None,
    hierarchies: Any,
) -> Contributions:
    """Return who stands behind the cells of `by`; the arguments are those of `protect_table`."""
    columns = Columns(table)
    _check_shape(columns, by, count, respondent, weight)
    axes, leaves = _axes(columns, by, hierarchies or {})
    lattice = Lattice(axes)
    amount = _amounts(columns, value, len(columns))
    if count is not None:
        persons = _amounts(columns, count, len(columns))
        return _of_cells(lattice, leaves, persons if value is None else amount, persons, value is None)
    weights = _amounts(columns, weight, len(columns))
    who = np.arange(len(columns)) if respondent is None else _required(columns, respondent)
    found = _of_rows(lattice, leaves, amount, weights, who, value is None and weight is None)
    return found if value is not None else replace(found, one=_one(found))


def _of_cells(
    lattice: Lattice, leaves: Sequence[Ints], values: Floats, persons: Floats, are_counts: bool
) -> Contributions:
    cell, row = lattice.expand(leaves)
    behind = summed(cell, persons[row], lattice.size)
    single = np.flatnonzero(behind == 1)
    inside = np.isin(cell, single) & (persons[row] > 0)
    alone = _grouped(row[inside], cell[inside])
    one = np.ones(lattice.size) if are_counts else None
    return Contributions(
        lattice, summed(cell, values[row], lattice.size), behind, alone, are_counts, None, one
    )


def _of_rows(
    lattice: Lattice, leaves: Sequence[Ints], amount: Floats, weights: Floats, who: Ints, are_counts: bool
) -> Contributions:
    cell, row = lattice.expand(leaves)
    people = int(who.max()) + 1 if len(who) else 1
    key, inverse = compact(cell * people + who[row])
    owner, of = key % people, key // people
    held = summed(inverse, amount[row], len(key))
    published = held.copy() if are_counts else summed(inverse, (amount * weights)[row], len(key))
    rows_in = summed(inverse, np.ones(len(row)), len(key))
    stands_for = np.maximum(summed(inverse, weights[row], len(key)) / rows_in, 1.0)
    if are_counts:
        published = np.ones(len(key))
    values = summed(of, published, lattice.size)
    persons = summed(of, np.ones(len(key)), lattice.size)
    single = persons[of] == 1
    order = np.lexsort((-held, of))
    ranked = Ranked(of[order], held[order], stands_for[order])
    alone = _grouped(owner[single], of[single])
    return Contributions(lattice, values, persons, alone, are_counts, ranked, None)


def _one(counted: Contributions) -> Floats:
    """Return the mean weight of the persons of each cell; where there is none, that of the whole table."""
    values, persons = counted.values, counted.persons
    inner = counted.lattice.inner
    mean = float(values[inner].sum() / max(persons[inner].sum(), 1.0)) or 1.0
    return np.where(values > 0, values / np.maximum(persons, 1.0), mean)


def _grouped(owner: Ints, cell: Ints) -> tuple[Ints, ...]:
    """Return the cells of each owner."""
    if not len(owner):
        return ()
    order = np.argsort(owner, kind="stable")
    cuts = np.flatnonzero(np.diff(owner[order])) + 1
    return tuple(np.unique(part) for part in np.split(cell[order], cuts))


def _axes(columns: Columns, by: Sequence[str], hierarchies: Any) -> tuple[tuple[Axis, ...], list[Ints]]:
    strange = sorted(set(hierarchies) - set(by))
    if strange:
        raise BadInput(
            "disclosure.strange_hierarchy",
            _("There are groups for {names}, which is no dimension of the table. Dimensions are: {by}."),
            names=", ".join(strange),
            by=", ".join(by),
        )
    axes, leaves = [], []
    for name in by:
        levels = columns.levels(name)
        _refuse(name, levels.codes < 0, _("The category is missing. Give it, or a category “not known”."))
        axes.append(axis_of(name, [_text(level) for level in levels.values], hierarchies.get(name)))
        leaves.append(levels.codes)
    return tuple(axes), leaves


def _text(level: Any) -> str:
    return str(int(level)) if isinstance(level, float) and level.is_integer() else str(level)


def _amounts(columns: Columns, name: str | None, rows: int) -> Floats:
    if name is None:
        return np.ones(rows)
    amount = columns.numbers(name)
    _refuse(
        name,
        ~np.isfinite(amount) | (amount < 0),
        _("The number is missing or negative; only amounts from 0 up can be protected."),
    )
    return amount


def _required(columns: Columns, name: str) -> Ints:
    codes = columns.levels(name).codes
    _refuse(name, codes < 0, _("The respondent is missing. Give each row its respondent."))
    return codes


def _refuse(name: str, wrong: Bools, text: str) -> None:
    if wrong.any():
        reason = Reason("disclosure.value", text)
        raise BadInput(
            "disclosure.rows",
            _("Some rows cannot be used for the table."),
            problems=[Problem(reason, row=int(row) + 1, field=name) for row in np.flatnonzero(wrong)],
        )


def _check_shape(
    columns: Columns, by: Sequence[str], count: str | None, respondent: str | None, weight: str | None
) -> None:
    if not 1 <= len(by) <= MOST_DIMENSIONS or len(set(by)) < len(by):
        raise BadInput(
            "disclosure.dimensions",
            _("A table has one to three different dimensions; {number} were given."),
            number=len(by),
        )
    if not len(columns):
        raise BadInput("disclosure.empty", _("The table has no rows."))
    if count is not None and (respondent is not None or weight is not None):
        raise BadInput(
            "disclosure.cells_or_rows",
            _("Give finished cells with a count, or rows with respondents and weights, not both."),
        )
