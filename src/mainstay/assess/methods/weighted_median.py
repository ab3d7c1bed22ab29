"""The weighted median, and how one row moves it."""

import numpy as np

from mainstay.statistics.survey.columns import Floats
from mainstay.statistics.survey.quantile_rules import RULES, Ladder, Ladders

#: The left-continuous inverse of the weighted distribution.
MATH = RULES["math"]


def weighted_median(values: Floats, weights: Floats) -> float:
    """Return the least value at which half of the weight is reached; NaN of nothing.

    q = min{y : Σ w · (value ≤ y) ≥ Σ w / 2}: the left-continuous inverse of the weighted distribution, rule ``math``
    of R `survey` (rule 1 of Hyndman and Fan, *The American Statistician* 50 (1996) 361-365). A value is always one
    that occurs. Rows without weight do not count.

    >>> weighted_median(np.array([3.0, 1, 2, 9]), np.array([1.0, 1, 1, 1]))
    2.0
    >>> weighted_median(np.array([3.0, 1, 2, 9]), np.array([1.0, 1, 1, 4]))
    9.0
    """
    ladder = _ladder(values, weights)
    return MATH(ladder, 0.5) if len(ladder.values) else float("nan")


def median_influence(values: Floats, weights: Floats) -> tuple[float, Floats]:
    """Return the weighted median q and the influence z of each row on it: V(q) is the variance of Σ w z.

    z = −(1(y ≤ q) − F(q)) / (f · Σ w), where F(q) ≥ ½ is what the distribution reaches at q and f its density there, taken as the slope of the weighted distribution
    between the two ends of Woodruff's interval, at ½ ± 1/√n (n rows; about two standard errors of a simple random
    sample): Francisco and Fuller, *The Annals of Statistics* 19 (1991) 454-469. Where both ends fall on one value,
    as with rounded pay, they move apart until they do not; z is 0 only if nearly all rows have one value.

    >>> value, z = median_influence(np.arange(1.0, 101.0), np.ones(100))
    >>> value, bool(z[0] < 0 < z[-1])
    (50.0, True)
    """
    ladder, whole = _ladder(values, weights), weights.sum()
    middle, per_density = MATH(ladder, 0.5), _spacing(ladder, len(values))
    below = (values <= middle).astype(np.float64)
    return middle, -(below - float(weights @ below) / whole) * per_density / whole


def _spacing(ladder: Ladder, rows: int) -> float:
    """Return 1 / f at the median: how far apart values lie per part of the distribution."""
    reach = 1 / np.sqrt(max(rows, 5))
    while reach < 0.5:
        low, high = MATH(ladder, 0.5 - reach), MATH(ladder, 0.5 + reach)
        if high > low:
            return float((high - low) / (2 * reach))
        reach *= 1.5
    return 0.0


def _ladder(values: Floats, weights: Floats) -> Ladder:
    return Ladders(values, np.zeros(len(values), dtype=np.int64), 1).weighted(weights)[0]
