"""Point estimates by domain, with the linearised score of each cell of a Taylor design.

Mean and ratio: R = Σwy / Σwx, score w(y - Rx) / Σwx (for a mean x = 1). Total: score wy. Särndal,
Swensson, Wretman (1992), ch. 5; Lumley (2010), ch. 2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import Columns, Floats

if TYPE_CHECKING:
    from .cells import TaylorCells


@dataclass(frozen=True, slots=True)
class Measure:
    """One variable (or level) in all domains: estimates, variances, and variances under SRS.

    `held` is what the cells that made it need for covariances: the scores of each cell, or the estimates under
    each replicate.
    """

    variable: str
    level: Any
    estimate: Floats
    variance: Floats
    srs: Floats
    held: Floats


def shares(cells: "TaylorCells", columns: Columns, name: str, *, total: bool) -> Iterator[Measure]:
    """Yield for each level of `name` its share, or the number of units that have it."""
    levels = columns.levels(name)
    summed = cells.level_sums(levels.codes, len(levels.values))
    for place, value in enumerate(levels.values):
        own = np.ascontiguousarray(summed[:, place])
        yield _measure(cells, name, value, own, squares=cells.totals(own), total=total, shift=0.0)


def numeric(cells: "TaylorCells", name: str, values: Floats, *, total: bool) -> Measure:
    """Return the mean or total of `values` in each domain.

    Values are centred at their overall mean first, so that a large mean costs no digits of the error.
    """
    weight = cells.size.sum()
    shift = 0.0 if total or not weight else float(cells.sums(values).sum() / weight)
    moved = values - shift
    squares = cells.square_sums(moved)
    return _measure(cells, name, None, cells.sums(moved), squares=squares, total=total, shift=shift)


def ratio(cells: "TaylorCells", name: str, above: Floats, below: Floats) -> Measure:
    """Return Σw·above / Σw·below in each domain."""
    over, under = cells.sums(above), cells.sums(below)
    with np.errstate(divide="ignore", invalid="ignore"):
        bottom = cells.totals(under)
        value = cells.totals(over) / bottom
        scores = _finite((over - value[cells.domain] * under) / bottom[cells.domain])
        spread = _finite(above[cells.rows] - value[cells.domain_of_row] * below[cells.rows])
        row_scores = np.zeros(len(above))
        row_scores[cells.rows] = spread / bottom[cells.domain_of_row]
        squares = cells.square_sums(row_scores)
        middle = cells.totals(scores) / cells.totals(cells.size)
        srs = _srs(cells, squares, middle) * cells.totals(cells.size) ** 2
    return Measure(name, None, value, _known(cells.variance(scores), value), srs, scores)


def _measure(
    cells: "TaylorCells", name: str, level: Any, own: Floats, *, squares: Floats, total: bool, shift: float
) -> Measure:
    with np.errstate(divide="ignore", invalid="ignore"):
        size, whole = cells.totals(cells.size), cells.totals(own)
        mean = whole / size
        srs = _srs(cells, squares, mean)
        if total:
            return Measure(name, level, whole, cells.variance(own), srs * size**2, own)
        scores = _finite((own - mean[cells.domain] * cells.size) / size[cells.domain])
    return Measure(name, level, mean + shift, _known(cells.variance(scores), mean), srs, scores)


def _srs(cells: "TaylorCells", squares: Floats, mean: Floats) -> Floats:
    """Return the variance of the mean of a simple random sample of n out of N = Σw, without replacement."""
    size = cells.totals(cells.size)
    spread = np.maximum(squares / size - mean**2, 0.0) * cells.n / (cells.n - 1)
    return np.where(size >= cells.n, spread / cells.n * (1 - cells.n / size), np.nan)


def _finite(scores: Floats) -> Floats:
    return np.where(np.isfinite(scores), scores, 0.0)


def _known(variance: Floats, estimate: Floats) -> Floats:
    return np.where(np.isfinite(estimate), variance, np.nan)
