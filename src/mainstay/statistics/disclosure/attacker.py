"""What a reader can work out who knows the published cells, the margins, and that nothing is negative."""

from typing import Any

import numpy as np
import numpy.typing as npt

Grid = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
ONE_LINE = 2
"""Rows of a table of one line and the margin below it."""
SOLVED, NO_LIMIT = 0, 3
"""What the solver (HiGHS by scipy) answers: the best is found; there is no best, it goes on for ever."""


def with_margins(inner: Grid) -> Grid:
    """Return the table with a last column and row of sums."""
    wide = np.column_stack([inner, inner.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def equations(rows: int, columns: int) -> Any:
    """Return the sparse matrix A with A·x = 0 for each table of this shape with its margins, row by row."""
    from scipy.sparse import csr_array

    place = np.arange((rows + 1) * (columns + 1)).reshape(rows + 1, columns + 1)
    sign_across = np.where(np.arange(columns + 1) < columns, 1.0, -1.0)
    sign_down = np.where(np.arange(rows + 1) < rows, 1.0, -1.0)
    across = [(line, cell, sign_across[k]) for line in range(rows + 1) for k, cell in enumerate(place[line])]
    down = [
        (rows + 1 + line, cell, sign_down[k])
        for line in range(columns + 1)
        for k, cell in enumerate(place[:, line])
    ]
    line, cell, sign = (np.array(part) for part in zip(*across, *down, strict=True))
    return csr_array((sign, (line, cell)), shape=(rows + columns + 2, place.size))


def reachable(table: Grid, hidden: Mask, cell: tuple[int, int]) -> tuple[float, float]:
    """Return the least and greatest value that `cell` can have, given all cells that are not hidden.

    `table` has its margins. Two linear programmes; because the matrix of a two-way table is totally
    unimodular, the bounds for counts are whole numbers and hold for an attacker who knows that too.
    """
    if table.shape[0] == ONE_LINE:
        return _reachable_in_line(table, hidden, cell)
    from scipy.optimize import linprog

    flat, open_to_all = table.reshape(-1), ~hidden.reshape(-1)
    matrix = equations(table.shape[0] - 1, table.shape[1] - 1)
    unknown = np.flatnonzero(~open_to_all)
    target = np.zeros(len(unknown))
    target[np.searchsorted(unknown, cell[0] * table.shape[1] + cell[1])] = 1.0
    known = -(matrix[:, np.flatnonzero(open_to_all)] @ flat[open_to_all])
    ends = []
    for sign in (1.0, -1.0):
        found = linprog(sign * target, A_eq=matrix[:, unknown], b_eq=known, bounds=(0, None))
        if found.status == SOLVED:
            ends.append(sign * float(found.fun))
        elif found.status == NO_LIMIT and sign < 0:
            ends.append(float("inf"))
        else:  # nobody knows how near a reader gets: the cell counts as told
            return (float(table[cell]),) * 2
    return max(0.0, ends[0]), ends[1]


def _reachable_in_line(table: Grid, hidden: Mask, cell: tuple[int, int]) -> tuple[float, float]:
    """Return the same for a table of one line without solving anything.

    A cell and the margin below it are the same number, so one that is shown tells the other. What is then still
    unknown adds up to a known rest, or to anything where the total is unknown too.
    """
    unknown: Mask = np.asarray(hidden.all(axis=0))
    value = float(table[0, cell[1]])
    if not unknown[cell[1]]:
        return value, value
    parts, total_unknown = unknown[:-1], bool(unknown[-1])
    rest = float(table[0, :-1][parts].sum())
    if cell[1] == table.shape[1] - 1:
        return float(table[0, :-1].sum()) - rest, float("inf") if parts.any() else value
    if total_unknown:
        return 0.0, float("inf")
    return (0.0, rest) if parts.sum() > 1 else (value, value)
