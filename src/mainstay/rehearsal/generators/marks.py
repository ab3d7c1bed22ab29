"""The days of a roll: one row for each contract and working day, as a timekeeper's file has them."""

from dataclasses import dataclass

import numpy as np

from .contracts import Contracts, GeneratedSite

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
#: Codes of the roll that are used, in the order of the small numbers in `Marks.code`.
CODES = ("P", "H", "A", "PS")
HOURS = (8, 4, 0, 0)


@dataclass(frozen=True)
class Marks:
    """The marks of one site as columns: contract, position of the day among the site's days, code."""

    contract: Ints
    day: Ints
    code: Ints


def marks(made: Contracts, place: GeneratedSite, *, seed: int, suspension: tuple[int, int] | None) -> Marks:
    """Return the marks of one site, ordered by day and contract.

    `suspension` gives the positions of the first suspended day and the first day after; days between are paid
    suspension. Absences and half days fall at random on the contract's other days.
    """
    chosen = np.flatnonzero(made.site == place.number - 1)
    span = made.span[chosen]
    row = np.repeat(np.arange(len(chosen)), span)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(span) - span, span)
    day = made.start[chosen][row] + offset
    code = np.zeros(len(row), np.int64)
    if suspension is not None:
        stopped = made.suspended[chosen] > 0
        code[stopped[row] & (day >= suspension[0]) & (day < suspension[1])] = CODES.index("PS")
    lots = np.random.default_rng([seed, place.number])
    # A random rank of each day inside its contract: the first ones are absences, the next ones half days.
    order = np.lexsort((lots.random(len(row)) + (code > 0) * 2, row))
    rank = np.empty(len(row), np.int64)
    rank[order] = offset
    absent, halves = made.absent[chosen][row], made.halves[chosen][row]
    code[(rank < absent + halves) & (code == 0)] = CODES.index("H")
    code[(rank < absent) & (code == 1)] = CODES.index("A")
    by_day = np.lexsort((row, day))
    return Marks(chosen[row][by_day], day[by_day], code[by_day])
