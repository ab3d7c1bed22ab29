"""The cells of a design whose weights were adjusted: their scores lose what the adjustments explain.

Residuals touch every row, also those outside a domain. They are nevertheless never made row by row: a score z
loses Σ_j a_j X_j β_j, so the sums by sampled unit lose Σ_j (sums of a_j X_j) β_j, and β_j follows from the sums of
b_j X_j z by domain. These are small matrices, whatever the number of rows.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .calibration.residuals import Adjustment
from .cells import TaylorCells
from .columns import Bools, Floats, Ints, summed
from .covariance import covariance_of
from .measures import Measure
from .stages import Stage

#: Numbers that are held at one time: sampled units × domains, or × auxiliary variables.
HELD = 16_000_000


class Residuals:
    """The adjustments of a design in their order, made ready for its sampled units."""

    def __init__(self, stages: Sequence[Stage], adjustments: Sequence[Adjustment]) -> None:
        self.stages = stages
        self.by_row, self.row_of_unit = _with_rows(stages)
        self.parts = [part for adjustment in adjustments for part in adjustment.projections]
        self.turns = _turns(adjustments)
        unit, units = stages[-1].unit, stages[-1].units
        self.taken = [
            part.auxiliary.sums_by(unit, units, part.spread) if units * part.auxiliary.width <= HELD else None
            for part in self.parts
        ]
        self.meets: dict[tuple[int, int], Floats] = {}

    def slopes(self, rows: Ints, domain: Ints, domains: int, scores: Floats) -> list[Floats]:
        """Return for each projection its β by domain (columns × domains), from scores of `rows` in `domain`."""
        pulls = [
            part.auxiliary.sums_by(domain, domains, part.pull[rows] * scores, rows=rows).T
            for part in self.parts
        ]
        found = [np.zeros_like(pull) for pull in pulls]
        done: set[int] = set()
        for turn in self.turns:
            left = pulls[turn].copy()
            for other in sorted(done):
                left -= self._meet(turn, other) @ found[other]
            found[turn] += self.parts[turn].inverse @ left
            done.add(turn)
        return found

    def taken_from(self, slopes: Sequence[Floats]) -> Floats:
        """Return what the sums of each sampled unit lose: units × domains."""
        whole = np.zeros((self.stages[-1].units, slopes[0].shape[1]))
        for part, taken, own in zip(self.parts, self.taken, slopes, strict=True):
            if taken is not None:
                whole += taken @ own
                continue
            for place in range(own.shape[1]):
                lost = part.spread * part.auxiliary.times(own[:, place])
                whole[:, place] += summed(self.stages[-1].unit, lost, len(whole))
        return whole

    def _meet(self, first: int, second: int) -> Floats:
        if (first, second) not in self.meets:
            one, two = self.parts[first], self.parts[second]
            self.meets[first, second] = one.auxiliary.cross(two.auxiliary, one.pull * two.spread)
        return self.meets[first, second]


class CalibratedCells(TaylorCells):
    """The rows of a call, each in a cell of its own in every domain that it is in."""

    def __init__(self, residuals: Residuals, *given: Any, **named: Any) -> None:
        self.residuals = residuals
        super().__init__(residuals.by_row, *given, **named)

    def variance(self, scores: Floats) -> Floats:
        """Return the design variance in each domain of the sum of the residuals of `scores`."""
        held = max(1, min(self.domains, 64, HELD // self.residuals.stages[-1].units))
        whole = np.zeros(self.domains)
        for first in range(0, self.domains, held):
            last = min(first + held, self.domains)
            sums = self._unit_sums(scores, first, last)
            whole[first:last] = np.diag(covariance_of(self.residuals.stages, sums, lonely=self.lonely))
        return whole

    def mean_variance(self, own: Floats, mean: Floats) -> Floats:
        """Return the variance of the sum of the residuals of `own` less the domain's `mean` times the size."""
        return self.variance(own - self.across(mean) * self.size)

    def influence(self, measures: Sequence[Measure], domains: Ints) -> tuple[Floats, Bools | None]:
        """Return the residuals of each sampled unit (units × statistics); they touch every unit of every domain."""
        sums = [self._unit_sums(measure.behind(), 0, self.domains)[:, domains] for measure in measures]
        return np.hstack(sums), None

    def _unit_sums(self, scores: Floats, first: int, last: int) -> Floats:
        """Return the sums of residuals by sampled unit for the domains from `first` to before `last`."""
        own = slice(None) if last - first == self.domains else (self.domain >= first) & (self.domain < last)
        rows, domain, part = self.residuals.row_of_unit[self.unit[own]], self.domain[own] - first, scores[own]
        deepest, wide = self.residuals.stages[-1], last - first
        key = deepest.unit[rows] * wide + domain
        sums = summed(key, part, deepest.units * wide).reshape(deepest.units, wide)
        return sums - self.residuals.taken_from(self.residuals.slopes(rows, domain, wide, part))


def _turns(adjustments: Sequence[Adjustment]) -> list[int]:
    turns: list[int] = []
    first = 0
    for adjustment in adjustments:
        own = range(first, first + len(adjustment.projections))
        turns += list(own) * adjustment.sweeps
        first = own.stop
    return turns


def _with_rows(stages: Sequence[Stage]) -> tuple[list[Stage], Ints]:
    """Return the stages down to single rows, and the row of each unit of the last. A stage of rows adds no variance."""
    deepest, rows = stages[-1], len(stages[-1].unit)
    if deepest.units == rows:
        return list(stages), np.argsort(deepest.unit)
    order = np.argsort(deepest.unit, kind="stable")
    number = np.empty(rows, dtype=np.int64)
    number[order] = np.arange(rows)
    drawn = np.bincount(deepest.unit, minlength=deepest.units).astype(np.float64)
    everything, nothing = np.ones(deepest.units), np.zeros(deepest.units)
    parent = np.arange(deepest.units, dtype=np.int64)
    last = Stage(number, deepest.unit[order], parent, drawn, everything, nothing, [""] * deepest.units)
    return [*stages, last], order
