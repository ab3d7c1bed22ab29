"""The pattern of hidden cells that loses least, proved by an integer programme with cuts.

Hide x_i ∈ {0, 1} at the least cost Σ c_i x_i. Whether a pattern protects a cell is a linear programme in which x
bounds the changes; where it does not, the programme's prices give an inequality that every safe pattern keeps
and this one breaks (Benders; Fischetti and Salazar 2001, capacity constraints, strengthened to the amount that
is asked). Cuts are first collected for the relaxed programme, then for whole patterns, until the cheapest
pattern is safe. Where a pattern protects in fractions but not in whole numbers, the cut says that one more cell
must be hidden. Each whole pattern is also made safe, which gives a best pattern so far.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .companions import Guard, start, thinned, with_companions
from .lattice import Bools, Floats, Ints
from .published import Step
from .reader import TINY, Sheet

RELAXED_ROUNDS = 12
MOST_ROUNDS = 400
FIRST_SHARE = 0.7
"""Of the time, what the first pattern may take to be thinned."""
WORTH_THINNING = 1.25
"""A pattern that costs more than this times the best is not thinned."""
FAINT = 1e-4
"""What a cell that is open may carry in the search for a cut, so that the cut names few cells."""


@dataclass(frozen=True)
class Pattern:
    """Which cells to hide, what the companions cost, the proved least cost, and how it was found."""

    hidden: Bools
    cost: float
    bound: float
    method: str


@dataclass
class Patience:
    """When to stop: after `seconds` by `clock`, at the relative `gap`, or when `progress` returns False."""

    seconds: float = 60.0
    gap: float = 0.0
    clock: Callable[[], float] | None = None
    progress: Callable[[Step], bool | None] | None = None
    _began: float = field(default=0.0, init=False)
    _stopped: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._began = self.clock() if self.clock else 0.0

    @property
    def left(self) -> float:
        """The seconds that are left, at least a tenth; without a clock, all of them for each programme."""
        return self.seconds if self.clock is None else max(0.1, self.seconds - (self.clock() - self._began))

    @property
    def is_late(self) -> bool:
        """Say whether the time is up."""
        return self.clock is not None and self.clock() - self._began >= self.seconds

    def is_used(self, share: float) -> bool:
        """Say whether this share of the time is up."""
        return self.clock is not None and self.clock() - self._began >= share * self.seconds

    def is_over(self, step: Step) -> bool:
        """Say whether to stop now."""
        if self.progress is not None and self.progress(step) is False:
            self._stopped = True
        return self._stopped or self.is_late


def quick_pattern(sheet: Sheet, patience: Patience) -> Pattern:
    """Return a safe pattern found one sensitive cell after the other."""
    guard = Guard(sheet)
    hidden = thinned(
        sheet, guard, with_companions(sheet, guard, start(sheet)), is_late=lambda: patience.is_late
    )
    return Pattern(hidden, _cost(sheet, hidden), 0.0, "quick")


def least_pattern(sheet: Sheet, patience: Patience) -> Pattern:
    """Return the pattern that costs least, or the best one found when patience ends."""
    return Search(sheet, patience).run()


class Search:
    """The integer programme, its cuts, and the best safe pattern so far."""

    def __init__(self, sheet: Sheet, patience: Patience) -> None:
        self.sheet, self.patience = sheet, patience
        self.guard = Guard(sheet)
        self.free = np.setdiff1d(np.flatnonzero(sheet.may_hide), sheet.sensitive)
        self.cuts = Cuts(sheet, self.free)
        self.best = with_companions(sheet, self.guard, start(sheet))
        self.best = thinned(sheet, self.guard, self.best, is_late=lambda: patience.is_used(FIRST_SHARE))
        whole = np.round(sheet.cost)
        self.are_whole = bool(np.all(np.abs(sheet.cost - whole) < 1e-9))
        self.bound = 0.0
        self.rounds = 0

    def run(self) -> Pattern:
        """Return the best pattern with its proof."""
        if self._relaxed() and self._is_open():
            self._whole()
        cost = _cost(self.sheet, self.best)
        bound = min(max(self.bound, 0.0), cost)
        proved = cost - bound <= TINY * max(1.0, cost)
        return Pattern(self.best, cost, cost if proved else bound, "optimal" if proved else "best found")

    def _is_open(self) -> bool:
        cost = _cost(self.sheet, self.best)
        return cost - self.bound > max(TINY * max(1.0, cost), self.patience.gap * cost)

    def _step(self) -> Step:
        self.rounds += 1
        return Step(self.rounds, len(self.cuts), self.bound, _cost(self.sheet, self.best))

    def _relaxed(self) -> bool:
        """Collect cuts for shares of cells; return False when patience ended."""
        share = np.zeros(len(self.free))
        for _round in range(RELAXED_ROUNDS):
            new = self.cuts.separate(share, self.patience)
            if self.patience.is_over(self._step()):
                return False
            if not new:
                break
            share, bound = self.cuts.relaxed_minimum()
            if bound - self.bound < TINY and _round > RELAXED_ROUNDS // 2:
                break
            self._raise(bound)
        return True

    def _whole(self) -> None:
        for _round in range(MOST_ROUNDS):
            share, bound = self.cuts.whole_minimum(self.patience.left / 2, self.patience.gap)
            self._raise(bound)
            if share is None or self.patience.is_late or not self._is_open():
                return
            hidden = start(self.sheet)
            hidden[self.free[share > 0.5]] = True
            weak = self.guard.weaknesses(hidden)
            self._keep(with_companions(self.sheet, self.guard, hidden) if weak else hidden)
            if self.patience.is_over(self._step()) or not self._is_open():
                return
            if weak and not self.cuts.refuse(hidden, weak):
                self.cuts.ask_one_more(hidden)

    def _raise(self, bound: float) -> None:
        """Take the better bound; where all costs are whole numbers the least cost is one too."""
        if np.isfinite(bound):
            self.bound = max(self.bound, float(np.ceil(bound - 1e-5)) if self.are_whole else bound)

    def _keep(self, hidden: Bools) -> None:
        """Take the safe pattern `hidden` where it is the best so far, thinned where that may make it so."""
        best = _cost(self.sheet, self.best)
        if best - TINY < _cost(self.sheet, hidden) < WORTH_THINNING * best:
            hidden = thinned(self.sheet, self.guard, hidden, is_late=lambda: self.patience.is_late)
        if _cost(self.sheet, hidden) < best - TINY:
            self.best = hidden


class Cuts:
    """Inequalities Σ a_i x_i ≥ 1 over the free cells that every safe pattern keeps."""

    def __init__(self, sheet: Sheet, free: Ints) -> None:
        self.sheet, self.free = sheet, free
        self.places = np.flatnonzero(sheet.may_hide)
        self.at_free = np.searchsorted(self.places, free)
        self.matrix = sheet.matrix[:, self.places]
        self.rows: list[Floats] = []

    def __len__(self) -> int:
        return len(self.rows)

    def separate(self, share: Floats, patience: Patience) -> bool:
        """Add the cuts that the relaxed pattern `share` breaks, while there is time; say whether there were any."""
        carries = np.ones(len(self.places))
        carries[self.at_free] = share
        before = len(self.rows)
        for cell in self.sheet.sensitive:
            if patience.is_late:
                break
            self._cut(int(cell), carries, np.zeros(0, dtype=np.int64), broken_by=share)
        return len(self.rows) > before

    def refuse(self, hidden: Bools, weak: list[tuple[int, Ints]]) -> bool:
        """Add the cuts that `hidden` breaks because of its weaknesses; say whether there were any."""
        share = hidden[self.free].astype(float)
        carries = hidden[self.places].astype(float)
        before = len(self.rows)
        for cell, known in weak:
            self._cut(cell, carries, known, broken_by=share)
        return len(self.rows) > before

    def ask_one_more(self, hidden: Bools) -> None:
        """Add the cut that one cell more than `hidden` must be hidden: what is not safe is not safe with less."""
        self.rows.append((~hidden[self.free]).astype(float))

    def _cut(self, cell: int, carries: Floats, known: Ints, *, broken_by: Floats) -> None:
        """Add what the prices of the furthest rise and fall of `cell` say, where `broken_by` breaks it."""
        sheet = self.sheet
        limits = sheet.limits(cell)
        parts = [
            self._prices(cell, sign, limit, carries, known)
            for sign, limit in zip((1.0, -1.0), limits, strict=True)
        ]
        for asked, ways in ((sheet.upper, (0,)), (sheet.lower, (1,)), (sheet.sliding, (0, 1))):
            need = float(asked[cell])
            reached = sum(parts[way][0] for way in ways)
            if need <= 0 or reached >= need - TINY * max(need, 1.0):
                continue
            weight = sum(parts[way][1] for way in ways)
            row = self._row(np.asarray(weight), need)
            if row is not None and row @ broken_by < 1 - 1e-4:
                self.rows.append(row)

    def _row(self, weight: Floats, need: float) -> Floats | None:
        """Return the cut of these weights for each cell, shares of what is asked, strengthened to 1 at most."""
        must = np.ones(len(self.places), dtype=bool)
        must[self.at_free] = False
        rest = need - float(weight[must].sum())
        if not rest > TINY * max(need, 1.0):
            return None
        row = np.minimum(weight[self.at_free] / rest, 1.0)
        return np.where(row < 1e-7, 0.0, row)

    def _prices(
        self, cell: int, sign: float, limit: float, carries: Floats, known: Ints
    ) -> tuple[float, Floats]:
        """Return how far `cell` goes when cells carry shares of what they can, and each cell's weight in that."""
        from scipy.optimize import linprog

        sheet, at = self.sheet, int(np.searchsorted(self.places, cell))
        if limit <= 0:
            return 0.0, np.zeros(len(self.places))
        wide = max(limit, 1.0)
        frees = np.where(np.isin(self.places, known), 0.0, np.maximum(carries, FAINT))
        # A hidden cell may rise without limit; a share of a cell may rise by that share of what is asked.
        rise = np.where(frees >= 1.0, np.inf, wide * frees)
        values = sheet.values[self.places]
        fall = np.where(frees >= 1.0, values, np.minimum(values, wide) * frees)
        rise[at], fall[at] = (limit, 0.0) if sign > 0 else (0.0, limit)
        price = np.zeros(len(self.places))
        price[at] = -sign
        zero = np.zeros(self.matrix.shape[0])
        found = linprog(
            price,
            A_eq=self.matrix,
            b_eq=zero,
            bounds=np.column_stack([-fall, rise]),
            options={"presolve": False},
        )
        if found.status != 0:
            return limit, np.zeros(len(self.places))
        prices = -price + self.matrix.T @ np.asarray(found.eqlin.marginals)
        # Hidden, a cell adds to the bound: without limit where its rise has a price, its value where its fall has.
        prices = np.where(np.abs(prices) < 1e-9, 0.0, prices)
        weight = np.where(prices > 0, np.inf, -np.minimum(prices, 0.0) * values)
        weight[np.isin(self.places, known)] = 0.0
        weight[at] = 0.0 if sign > 0 else max(-float(prices[at]), 0.0) * limit
        return float(-found.fun), np.asarray(weight)

    def relaxed_minimum(self) -> tuple[Floats, float]:
        """Return the cheapest shares that keep all cuts, and their cost."""
        from scipy.optimize import Bounds, milp

        found = milp(self._cost(), constraints=self._constraint(), bounds=Bounds(0.0, 1.0))
        return np.clip(found.x, 0.0, 1.0), float(found.fun)

    def whole_minimum(self, seconds: float, gap: float) -> tuple[Floats | None, float]:
        """Return the cheapest whole pattern that keeps all cuts (None: none in time), and the proved bound."""
        from scipy.optimize import Bounds, milp

        if not self.rows:
            return np.zeros(len(self.free)), 0.0
        found = milp(
            self._cost(),
            constraints=self._constraint(),
            bounds=Bounds(0.0, 1.0),
            integrality=np.ones(len(self.free)),
            options={"time_limit": seconds, "mip_rel_gap": gap / 2},
        )
        bound = float(found.mip_dual_bound) if found.mip_dual_bound is not None else 0.0
        return found.x, bound

    def _cost(self) -> Floats:
        return self.sheet.cost[self.free]

    def _constraint(self) -> Any:
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        return LinearConstraint(csr_array(np.array(self.rows)), 1.0, np.inf)


def _cost(sheet: Sheet, hidden: Bools) -> float:
    extra = hidden.copy()
    extra[sheet.sensitive] = False
    return float(sheet.cost[extra].sum())
