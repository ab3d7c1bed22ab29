"""Calibration: the weights nearest to the design weights that reach known totals.

Minimise the distance between w and d subject to X'w = t (Deville and Särndal 1992). The solution is
w = d · F(Xλ), and λ solves X'(d F(Xλ)) = t, by Newton's method.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.statistics.survey.columns import Columns, Floats

from .auxiliary import Auxiliary, auxiliary_matrix
from .distance import Distance, distance_named
from .report import Known, Miss, WeightReport, checked_weights, not_reached, weight_report
from .residuals import Adjustment, pseudo_inverse, regression
from .totals import Totals, totals_of

TOLERANCE = 1e-10
"""How near each total must be reached, relative to 1 + its size."""

STEPS = 50
SHORTEST = 1e-10


@dataclass(frozen=True, slots=True)
class Calibrated:
    """New weights, what they changed, which totals were missed, and what variances need to know."""

    weights: Floats
    report: WeightReport
    adjustment: Adjustment
    steps: int
    missed: tuple[Miss, ...] = ()
    known: Known | None = None

    @property
    def converged(self) -> bool:
        """Say whether every total was reached."""
        return not self.missed


def calibrate(
    table: Any,
    weights: Floats,
    formula: str | Sequence[str],
    totals: Totals,
    *,
    distance: str = "linear",
    bounds: tuple[float, float] | None = None,
    tolerance: float = TOLERANCE,
    steps: int = STEPS,
    force: bool = False,
) -> Calibrated:
    """Return `weights` calibrated to the known `totals` of the terms of `formula`.

    Where a total cannot be reached `BadInput` names it and by how much it is missed; `force=True` returns
    the nearest weights instead, with the list in `missed`.

    >>> table = {"sex": ["f", "f", "m", "m"], "land": [1.0, 2.0, 3.0, 4.0]}
    >>> calibrate(table, [5, 5, 5, 5], "~ sex", {"sex": {"f": 12, "m": 8}}).weights.round(6).tolist()
    [6.0, 6.0, 4.0, 4.0]
    """
    columns = table if isinstance(table, Columns) else Columns(table)
    task = Calibration(
        columns,
        formula,
        totals,
        distance=distance,
        bounds=bounds,
        tolerance=tolerance,
        steps=steps,
        force=force,
    )
    return task.of(weights)


class Calibration:
    """A calibration that is asked for once and done for many weights, as for replicates: one matrix serves all."""

    def __init__(
        self,
        columns: Columns,
        formula: str | Sequence[str],
        totals: Totals,
        *,
        distance: str = "linear",
        bounds: tuple[float, float] | None = None,
        tolerance: float = TOLERANCE,
        steps: int = STEPS,
        force: bool = False,
    ) -> None:
        self.columns, self.formula, self.totals = columns, formula, totals
        self.distance = distance_named(distance, bounds)
        self.tolerance, self.steps, self.force = tolerance, steps, force
        self._made: tuple[Auxiliary, Floats] | None = None

    def of(self, weights: Floats) -> Calibrated:
        """Return the calibrated weights. Totals are held against the table by the first weights that are given."""
        before = checked_weights(weights, len(self.columns))
        auxiliary, wanted = self._matrix(before)
        centred, centres = auxiliary.centred(before)
        aim = wanted - centres * wanted[0] if centres.any() else wanted
        metric = centred.product(before)
        task = Task(centred, before, aim, 1 + np.abs(wanted), self.distance, metric)
        g, taken = task.solved(self.tolerance / 4, self.steps)
        after = before * g
        names = tuple(column.name for column in auxiliary.columns)
        known = Known(names, wanted, auxiliary.sums, self.tolerance, self.force)
        missed = known.missed(after)
        if missed and not self.force:
            raise not_reached(missed, taken, self.distance.name)
        report = weight_report(before, after, lower=self.distance.lower, upper=self.distance.upper)
        adjustment = regression(centred, before, after, metric=metric)
        return Calibrated(after, report, adjustment, taken, missed, known)

    def _matrix(self, weights: Floats) -> tuple[Auxiliary, Floats]:
        if self._made is None:
            auxiliary = auxiliary_matrix(self.columns, self.formula, weights != 0)
            wanted = totals_of(auxiliary, self.totals, columns=self.columns, weights=weights)
            self._made = auxiliary, wanted
        return self._made


@dataclass(frozen=True, slots=True)
class Task:
    """Totals to be reached: X'(d F(Xλ)) = t, each to be judged relative to its `scale`; `metric` is X'dX."""

    auxiliary: Auxiliary
    weights: Floats
    totals: Floats
    scale: Floats
    distance: Distance
    metric: Floats

    def solved(self, tolerance: float, steps: int) -> tuple[Floats, int]:
        """Return the ratios g of the weights that come nearest, and the number of Newton steps taken."""
        u = np.zeros(len(self.weights))
        gap = self.totals - self.auxiliary.sums(self.weights)
        best, nearest = np.ones(len(u)), self._worst(gap)
        for taken in range(steps):
            if nearest < tolerance:
                return best, taken
            curve = self.auxiliary.product(self.weights * self.distance.slope(u)) if taken else self.metric
            step = self._step(u, gap, _direction(curve, self.metric, gap))
            if step is None:
                return best, taken
            u, gap = step
            if self._worst(gap) < nearest:
                best, nearest = self.distance.ratio(u), self._worst(gap)
        return best, steps

    def _step(self, u: Floats, gap: Floats, move: Floats) -> tuple[Floats, Floats] | None:
        """Return u and the gap after the step, halved while it goes past the maximum of the concave dual."""
        along, slope = self.auxiliary.times(move), float(move @ gap)
        stride = 1.0
        while stride > SHORTEST:
            moved = u + stride * along
            reached = self.auxiliary.sums(self.weights * self.distance.ratio(moved))
            left = self.totals - reached
            if np.isfinite(reached).all() and float(move @ left) >= -0.9 * abs(slope):
                return moved, left
            stride /= 2
        return None

    def _worst(self, gap: Floats) -> float:
        return float(np.max(np.abs(gap) / self.scale, initial=0.0))


def _direction(curve: Floats, metric: Floats, gap: Floats) -> Floats:
    """Return the Newton step; where bounded weights leave no slope, that of the unbounded problem is mixed in."""
    move = pseudo_inverse(curve) @ gap
    unmet = np.abs(curve @ move - gap)
    if curve is metric or (unmet <= 1e-6 * np.abs(gap).max()).all():
        return np.asarray(move, dtype=np.float64)
    return np.asarray(pseudo_inverse(curve + 0.01 * metric) @ gap, dtype=np.float64)
