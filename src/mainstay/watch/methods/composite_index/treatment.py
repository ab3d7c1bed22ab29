"""Outliers that would stretch a scale: drawn in point by point, or the whole column taken as a logarithm."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Limits:
    """How far outliers are treated: at most `points` drawn in, until |skew| or kurtosis is under its limit."""

    points: int = 5
    skew: float = 2.0
    kurtosis: float = 3.5
    #: what follows when drawing in is not enough: "log", or "" for nothing
    then: str = "log"


@dataclass(frozen=True, slots=True)
class Treated:
    """A treated column and what was done to it, in one word and a number."""

    values: Any
    #: "none", "winsorised" or "log"
    done: str
    points: int
    skew: float
    kurtosis: float


def shape_of(x: Any) -> tuple[float, float]:
    """Return skewness and excess kurtosis of the known values, corrected for the size of the sample.

    Fewer than four values, or equal ones, have neither: (0, 0).
    """
    from scipy.stats import kurtosis, skew

    known = x[np.isfinite(x)]
    if len(known) < 4 or np.ptp(known) == 0:
        return 0.0, 0.0
    return float(skew(known, bias=False)), float(kurtosis(known, bias=False))


def treated(x: Any, limits: Limits) -> Treated:
    """Return a column whose outliers do not decide it alone.

    Nothing is done while |skew| < limit or kurtosis < limit. Else the most extreme value (with those equal to it), on
    the side to which the column is skewed, takes the value next to it; again, until `points` values are moved; where
    that is not enough and `then` is "log", the untouched column is taken as ``ln(x − least + 1 % of the range)``.
    """
    first = shape = shape_of(x)
    if _fits(first, limits):
        return Treated(x, "none", 0, *first)
    drawn, points = x, 0
    while points < limits.points:
        moved = _drawn_in(drawn, up=shape[0] >= 0)
        if moved is drawn:
            break
        drawn, shape = moved, shape_of(moved)
        # equals move together, so there may be more than are asked for
        points = int((drawn != x)[np.isfinite(x)].sum())
        if _fits(shape, limits):
            return Treated(drawn, "winsorised", points, *shape)
    if limits.then != "log":
        return Treated(x, "none", 0, *first)
    low, high = np.nanmin(x), np.nanmax(x)
    logged = np.log(x - low + 0.01 * (high - low))
    return Treated(logged, "log", 0, *shape_of(logged))


def _drawn_in(x: Any, *, up: bool) -> Any:
    """Return `x` with its highest (or lowest) value, and those equal to it, moved to the value next to it."""
    distinct = np.unique(x[np.isfinite(x)])
    if len(distinct) < 2:
        return x
    return np.minimum(x, distinct[-2]) if up else np.maximum(x, distinct[1])


def _fits(shape: tuple[float, float], limits: Limits) -> bool:
    return abs(shape[0]) < limits.skew or shape[1] < limits.kurtosis
