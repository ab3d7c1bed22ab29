"""Complementary suppression: hide what would give the sensitive cells away, and no more than needed.

A sensitive cell is protected when somebody who knows every published cell and margin, and that nothing is
negative, can narrow it to no interval shorter than `width`. For each sensitive cell two linear programmes
find the cheapest change of the table through that cell, up and down, that leaves all published numbers as
they are (Hundepool et al. 2012, 4.4.3); the cells it needs are hidden too. Then each is tried in turn
whether it can be shown after all. Last, the attacker's own programmes are solved for every sensitive cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .attacker import Grid, Mask, equations, reachable, with_margins
from .rules import THRESHOLD, is_small

TINY = 1e-7
TWO_WAY = 2
MARGIN_COST = 1000.0
"""A margin is hidden only where nothing else helps."""

Bounds = dict[tuple[int, int], tuple[float, float]]


@dataclass(frozen=True)
class Suppression:
    """A table that may be published. Places count from 0; the last row and column are the margins.

    `bounds` gives for each sensitive cell the interval that a reader can work out.
    """

    table: Grid
    primary: list[tuple[int, int]]
    complementary: list[tuple[int, int]]
    bounds: Bounds

    def published(self) -> list[list[float | None]]:
        """Return the table with its margins, None where a cell is hidden."""
        hidden = {*self.primary, *self.complementary}
        return [
            [None if (row, column) in hidden else float(value) for column, value in enumerate(line)]
            for row, line in enumerate(self.table)
        ]

    def __str__(self) -> str:
        lines = [["×" if cell is None else f"{cell:,g}" for cell in line] for line in self.published()]
        width = max(len(cell) for line in lines for cell in line)
        return "\n".join("  ".join(cell.rjust(width) for cell in line) for line in lines)


def suppress(
    values: Sequence[Sequence[float]] | npt.ArrayLike,
    *,
    counts: Sequence[Sequence[float]] | npt.ArrayLike | None = None,
    sensitive: npt.ArrayLike | None = None,
    threshold: int = THRESHOLD,
    width: float | None = None,
) -> Suppression:
    """Return which cells of a two-way table (without margins) to hide, and what a reader can still work out.

    `counts` are the persons behind each cell where `values` are not themselves counts; `sensitive` marks
    further cells (dominance, a telling zero). `width` is the shortest interval that a reader may reach:
    for counts the threshold, so that small and not small can't be told apart; for values it is in their
    unit, by default 20 % of the cell. Zeros that are not sensitive stay published.
    """
    inner = _checked(values)
    table = with_margins(inner)
    persons = table if counts is None else with_margins(_checked(counts, like=inner))
    marked = np.zeros(table.shape, dtype=bool)
    if sensitive is not None:
        marked[:-1, :-1] = np.asarray(sensitive, dtype=bool).reshape(inner.shape)
    marked |= np.vectorize(lambda count: is_small(count, threshold=threshold))(persons)
    needed = _needed(table, width, float(threshold) if counts is None else None)
    hidden = _hide(table, marked, needed)
    primary = [(int(row), int(column)) for row, column in np.argwhere(marked)]
    extra = [(int(row), int(column)) for row, column in np.argwhere(hidden & ~marked)]
    return Suppression(table, primary, extra, {cell: reachable(table, hidden, cell) for cell in primary})


def _needed(table: Grid, width: float | None, default: float | None) -> Grid:
    if width is not None or default is not None:
        return np.full(table.shape, width if width is not None else default, dtype=np.float64)
    return np.maximum(0.2 * table, TINY * 10)


def _hide(table: Grid, marked: Mask, needed: Grid) -> Mask:
    hidden = marked.copy()
    order = sorted(map(tuple, np.argwhere(marked).tolist()), key=lambda cell: -table[cell])
    for cell in order:
        if _is_safe(table, hidden, cell, needed):
            continue
        down = min(float(table[cell]), float(needed[cell]) / 2)
        for amount in (float(needed[cell]) - down, -down):
            hidden |= _change(table, hidden, marked, cell, amount)
    for place in sorted(map(tuple, np.argwhere(hidden & ~marked).tolist()), key=lambda cell: -table[cell]):
        trial = hidden.copy()
        trial[place] = False
        if all(_is_safe(table, trial, cell, needed) for cell in order):
            hidden = trial
    return hidden


def _is_safe(table: Grid, hidden: Mask, cell: Any, needed: Grid) -> bool:
    low, high = reachable(table, hidden, cell)
    return high - low >= float(needed[cell]) - TINY


def _change(table: Grid, hidden: Mask, marked: Mask, cell: Any, amount: float) -> Mask:
    """Return the cells of the cheapest change that moves `cell` by `amount` and keeps every sum true."""
    from scipy.optimize import linprog
    from scipy.sparse import hstack

    if not amount:
        return np.zeros(table.shape, dtype=bool)
    flat, matrix = table.reshape(-1), equations(table.shape[0] - 1, table.shape[1] - 1)
    frozen = (flat == 0) & ~marked.reshape(-1)
    rise = np.where(frozen, 0.0, np.inf)
    limits = np.column_stack([np.zeros(2 * flat.size), np.concatenate([rise, flat])])
    place = cell[0] * table.shape[1] + cell[1]
    up, down = (amount, 0.0) if amount > 0 else (0.0, -amount)
    limits[place], limits[flat.size + place] = (up, up), (down, down)
    cost = _cost(table, hidden).reshape(-1)
    found = linprog(
        np.concatenate([cost, cost]),
        A_eq=hstack([matrix, -matrix]),
        b_eq=np.zeros(matrix.shape[0]),
        bounds=limits,
    )
    if found.status != 0:
        raise BadInput(
            "disclosure.unprotectable",
            _("The cell in row {row}, column {column} cannot be protected in this table. Join categories."),
            row=cell[0] + 1,
            column=cell[1] + 1,
        )
    moved = found.x[: flat.size] + found.x[flat.size :]
    return np.asarray(moved > TINY).reshape(table.shape)


def _cost(table: Grid, hidden: Mask) -> Grid:
    """Return what hiding costs per unit of change: a share of the table's content, margins far dearer."""
    cost = 1.0 + table / max(float(table[-1, -1]), 1.0)
    cost[-1, :] *= MARGIN_COST
    cost[:, -1] *= MARGIN_COST
    return np.where(hidden, 0.0, cost)


def _checked(values: npt.ArrayLike, *, like: Grid | None = None) -> Grid:
    grid = np.asarray(values, dtype=np.float64)
    if grid.ndim != TWO_WAY or not grid.size or (like is not None and grid.shape != like.shape):
        raise BadInput(
            "disclosure.shape",
            _("A table with rows and columns is needed, the counts of the same shape as the values."),
        )
    if not np.isfinite(grid).all() or (grid < 0).any():
        row, column = np.argwhere(~np.isfinite(grid) | (grid < 0))[0].tolist()
        raise BadInput(
            "disclosure.negative",
            _("The cell in row {row}, column {column} is missing or negative; only amounts from 0 up."),
            row=row + 1,
            column=column + 1,
        )
    return grid
