"""Controlled rounding: every published number is a multiple of the base, and all sums still add up.

Each cell goes to one of the two multiples beside it (a multiple stays as it is: zero-restricted), so that the sum
of the distances is least (Cox, *JASA* 82 (1987), 520–524; Salazar, *Computers & OR* 33 (2006)). For two
dimensions this always exists; in three, or with two trees, it may not: then cells may go some multiples further,
as few as possible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .attacker import SOLVED
from .contributions import contributions_of
from .lattice import Floats, Lattice

MOST_STEPS = 4
"""How many multiples beyond its neighbours a cell may go where nothing nearer adds up."""
SECONDS = 60.0


@dataclass(frozen=True)
class Rounded:
    """A rounded table. `rows` of dimensions and value add up; `furthest` is the greatest distance from the truth.

    `low` and `high` bound, in the order of the rows, what a reader can work out who knows that each number lies
    less than `reach` multiples from what is published, that nothing is negative and that true numbers add up.
    `least` says that no nearer rounding adds up; False where the time was up before that was proved.
    """

    dimensions: tuple[str, ...]
    keys: Sequence[tuple[str, ...]]
    values: Floats
    base: int
    furthest: float
    reach: int
    low: Floats
    high: Floats
    least: bool

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return what may be published."""
        return [
            dict(zip(self.dimensions, key, strict=True)) | {"value": float(value)}
            for key, value in zip(self.keys, self.values, strict=True)
        ]

    def report(self) -> list[dict[str, Any]]:
        """Return the rows with what a reader can work out of each: `low` and `high`."""
        ends = zip(self.to_dicts(), self.low.tolist(), self.high.tolist(), strict=True)
        return [row | {"low": low, "high": high} for row, low, high in ends]


def controlled_rounded(
    table: Any,
    *,
    by: Sequence[str],
    value: str | None = None,
    count: str | None = None,
    weight: str | None = None,
    hierarchies: Mapping[str, Mapping[str, str]] | None = None,
    base: int = 5,
) -> Rounded:
    """Return the table of `by` with its margins, rounded to `base` so that it adds up.

    The arguments are those of `protect_table`. Raises BadInput where no such table is found
    ("disclosure.unroundable").

    >>> rows = {"region": ["A", "B", "C"], "persons": [7, 12, 8]}
    >>> [row["value"] for row in controlled_rounded(rows, by=["region"], count="persons").to_dicts()]
    [5.0, 10.0, 10.0, 25.0]
    """
    behind = contributions_of(
        table, by=by, value=value, count=count, weight=weight, respondent=None, hierarchies=hierarchies
    )
    if base < 2:
        raise BadInput(
            "disclosure.round_to", _("The number to round to is 2 or more; {number} is not."), number=base
        )
    lattice, scaled = behind.lattice, behind.values / base
    for further in range(MOST_STEPS + 1):
        found, least = _nearest(lattice, scaled, further)
        if found is not None:
            break
    else:
        raise BadInput(
            "disclosure.unroundable",
            _(
                "No table of multiples of {number} that adds up was found. Leave a dimension out, or suppress."
            ),
            number=base,
        )
    low, high = _intervals(lattice, found, further + 1, whole=behind.are_counts, base=base)
    names = tuple(axis.name for axis in lattice.axes)
    furthest = float(np.abs(base * found - behind.values).max())
    return Rounded(names, lattice.keys(), base * found, base, furthest, further + 1, low, high, least)


def _nearest(lattice: Lattice, scaled: Floats, further: int) -> tuple[Floats | None, bool]:
    """Return whole numbers that add up, each at most `further` beyond the two beside it, and whether none are nearer.

    None stands where none were found.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_array, eye_array

    n, matrix = lattice.size, lattice.matrix()
    edge = 1e-9 * np.maximum(np.abs(scaled), 1.0)
    floor, ceiling = np.floor(scaled + edge), np.ceil(scaled - edge)
    fixed = (floor == ceiling) & (further == 0)
    low = np.where(fixed, floor, np.maximum(floor - further, 0.0))
    high = np.where(fixed, ceiling, ceiling + further)
    same = eye_array(n, format="csc")
    # variables: the number of each cell, and its distance from the truth (at least both ways)
    rules = block_array([[matrix, None], [same, -same], [-same, -same]], format="csc")
    start = np.concatenate([np.zeros(matrix.shape[0]), np.full(2 * n, -np.inf)])
    end = np.concatenate([np.zeros(matrix.shape[0]), scaled, -scaled])
    found = milp(
        np.concatenate([np.zeros(n), np.ones(n)]),
        constraints=LinearConstraint(rules, start, end),
        bounds=Bounds(np.concatenate([low, np.zeros(n)]), np.concatenate([high, np.full(n, np.inf)])),
        integrality=np.repeat([1, 0], n),
        options={"time_limit": SECONDS},
    )
    return None if found.x is None else np.round(found.x[:n]), found.status == SOLVED


def _intervals(
    lattice: Lattice, found: Floats, reach: int, *, whole: bool, base: int
) -> tuple[Floats, Floats]:
    """Return what a reader can work out of each cell: two programmes over all tables near the published one."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    # Counts less than `reach` multiples away are at most reach · base − 1 away.
    away = reach * base - (1 if whole else 0)
    sums = LinearConstraint(lattice.matrix(), 0.0, 0.0)
    limits = Bounds(np.maximum(base * found - away, 0.0), base * found + away)
    low, high = np.empty(lattice.size), np.empty(lattice.size)
    for cell in range(lattice.size):
        for sign, ends in ((1.0, low), (-1.0, high)):
            goal = np.zeros(lattice.size)
            goal[cell] = sign
            answer = milp(goal, constraints=sums, bounds=limits)
            if answer.status != SOLVED:
                raise BadInput(
                    "disclosure.unsolved",
                    _(
                        "Whether the table is safe could not be worked out. Join categories, or leave a dimension out."
                    ),
                )
            ends[cell] = sign * answer.fun
    return low, high
