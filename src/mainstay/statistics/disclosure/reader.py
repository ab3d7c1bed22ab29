"""Somebody who knows the open cells and how cells add up: how far a hidden cell can be from its value.

A *change* is what can be added to the table so that every open cell and every sum stays as it is and nothing
falls below 0. A cell is protected when changes exist that carry it far enough up and down (Fischetti and
Salazar, *Management Science* 47 (2001), 1008–1027). A lone respondent also knows the own cells: they don't change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .attacker import NO_LIMIT, SOLVED
from .lattice import Bools, Floats, Ints

TINY = 1e-6
"""By this share of what is asked an interval may fall short: the accuracy of the programmes."""
STEP_PRICE = 1e-5
"""What a change pays for each cell that it moves, so that it moves few."""
LONE_PRICE = 2e-4
"""The same where a lone respondent stands, so that it goes round those who know their own value."""
NOBODY: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Sheet:
    """A table as the programmes see it: equations matrix · x = 0, values, what hiding costs, what is asked.

    `may_hide`: cells that can be hidden; `sensitive`: cells that must be. `upper`, `lower`, `sliding` as in
    `Demands`. `alone`: for each lone respondent the cells whose value it knows. `whole`: a reader knows that the
    numbers are whole, and the corners of what the sums allow need not be.
    """

    matrix: Any
    values: Floats
    cost: Floats
    may_hide: Bools
    sensitive: Ints
    upper: Floats
    lower: Floats
    sliding: Floats
    alone: Sequence[Ints]
    whole: bool

    @cached_property
    def sums(self) -> Any:
        """The equations by row, 1 where a cell takes part."""
        return abs(self.matrix).tocsr()

    @cached_property
    def is_lone(self) -> Bools:
        """Which cells some lone respondent knows."""
        lone = np.zeros(len(self.values), dtype=bool)
        for known in self.alone:
            lone[known] = True
        return lone

    def limits(self, cell: int) -> tuple[float, float]:
        """Return how far up and how far down `cell` need be followed."""
        up = max(self.upper[cell], self.sliding[cell])
        down = min(max(self.lower[cell], self.sliding[cell]), self.values[cell])
        return float(up), float(down)

    def is_met(self, cell: int, up: float, down: float) -> bool:
        """Say whether it is enough that `cell` can rise by `up` and fall by `down`."""
        asked = (self.upper[cell], self.lower[cell], self.sliding[cell])
        return all(
            reached >= need - TINY * max(need, 1.0)
            for need, reached in zip(asked, (up, down, up + down), strict=True)
        )


@dataclass(frozen=True)
class Swing:
    """How far a cell can rise and fall, and the changes (of all cells) that take it there."""

    up: float
    down: float
    rise: Floats
    fall: Floats

    @property
    def moved(self) -> Bools:
        """The cells that take part."""
        return np.asarray((np.abs(self.rise) > TINY) | (np.abs(self.fall) > TINY))


class Reader:
    """A reader of the table in which `hidden` cells are not shown."""

    def __init__(self, sheet: Sheet, hidden: Bools) -> None:
        self.sheet = sheet
        self.places = np.flatnonzero(hidden)
        part = sheet.matrix[:, self.places].tocsr()
        self._part = part[np.diff(part.indptr) > 0].tocsc()
        self._at = {int(cell): position for position, cell in enumerate(self.places)}

    def swing(self, cell: int, known: Ints = NOBODY) -> Swing:
        """Return how far `cell` can go for a reader who knows the cells `known` too, no further than asked."""
        swing = self._swing(cell, known, whole=False)
        is_met = self.sheet.is_met(cell, swing.up, swing.down)
        if self.sheet.whole and is_met and not (_is_whole(swing.rise) and _is_whole(swing.fall)):
            return self._swing(cell, known, whole=True)
        return swing

    def _swing(self, cell: int, known: Ints, *, whole: bool) -> Swing:
        up, down = self.sheet.limits(cell)
        rise = self._furthest(cell, 1.0, up, known, whole=whole)
        fall = self._furthest(cell, -1.0, down, known, whole=whole)
        return Swing(float(rise[cell]), float(-fall[cell]), rise, fall)

    def _furthest(self, cell: int, sign: float, limit: float, known: Ints, *, whole: bool) -> Floats:
        """Return the change of all cells that takes `cell` furthest, at most to `limit`."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import hstack

        change = np.zeros(len(self.sheet.values))
        at = self._at.get(cell)
        if at is None or limit <= 0:
            return change
        m = len(self.places)
        top = np.concatenate([np.full(m, np.inf), self.sheet.values[self.places]])
        for fixed in (self._at[int(place)] for place in known if int(place) in self._at):
            top[[fixed, m + fixed]] = 0.0
        top[at], top[m + at] = (limit, 0.0) if sign > 0 else (0.0, limit)
        price = np.tile(np.where(self.sheet.is_lone[self.places], LONE_PRICE, STEP_PRICE), 2)
        price[at if sign > 0 else m + at] = -1.0
        balanced = LinearConstraint(hstack([self._part, -self._part], format="csc"), 0.0, 0.0)
        found = milp(
            price,
            constraints=balanced,
            bounds=Bounds(0.0, top),
            integrality=np.full(2 * m, int(whole)),
            options={"presolve": whole},
        )
        if found.x is None:
            return change
        change[self.places] = found.x[:m] - found.x[m:]
        return change

    def interval(self, cell: int, known: Ints = NOBODY) -> tuple[float, float, Floats, Floats]:
        """Return (least, greatest) value of `cell` that fits what is open, and the two tables that show it."""
        ends, tables = [], []
        for sign in (1.0, -1.0):
            end, table = self._extreme(cell, sign, known)
            ends.append(end)
            tables.append(table)
        return ends[0], ends[1], tables[0], tables[1]

    def _extreme(self, cell: int, sign: float, known: Ints) -> tuple[float, Floats]:
        from scipy.optimize import Bounds, LinearConstraint, milp

        values = self.sheet.values[self.places]
        low, high = np.zeros(len(values)), np.full(len(values), np.inf)
        for fixed in (self._at[int(place)] for place in known if int(place) in self._at):
            low[fixed] = high[fixed] = values[fixed]
        price = np.zeros(len(values))
        price[self._at[cell]] = sign
        sums = self._part @ values
        given = {"constraints": LinearConstraint(self._part, sums, sums), "bounds": Bounds(low, high)}
        found = milp(price, **given)
        if found.status not in {SOLVED, NO_LIMIT}:
            found = milp(price, **given, options={"presolve": False})
        if self.sheet.whole and found.status == SOLVED and not _is_whole(found.x):
            found = milp(price, **given, integrality=np.ones(len(values)))
        table = self.sheet.values.copy()
        if found.status == NO_LIMIT and sign < 0:
            table[self.places] = np.nan
            return np.inf, table
        if found.status != SOLVED:
            raise BadInput(
                "disclosure.unsolved",
                _(
                    "Whether the table is safe could not be worked out. Join categories, or leave a dimension out."
                ),
            )
        table[self.places] = found.x
        return max(0.0, float(found.x[self._at[cell]])), table


def _is_whole(numbers: Floats) -> bool:
    return bool(np.all(np.abs(numbers - np.round(numbers)) < TINY))
