"""Confidence intervals from an estimate, its standard error and degrees of freedom."""

from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .columns import Bools, Floats, Ints

EDGE = 1e-12
"""How near to 0 or 1 a share is that value."""

PROPORTION_METHODS = ("logit", "xlogit", "likelihood", "beta", "asin", "mean")


@dataclass(frozen=True, slots=True)
class Band:
    """Lower and upper ends, and the name of the method for each (a boundary estimate takes another)."""

    low: Floats
    high: Floats
    names: list[str]


def mean_band(estimate: Floats, se: Floats, df: Ints | Floats, level: float) -> Band:
    """Return estimate ± t(df) · SE."""
    reach = student_t(df, level) * se
    return Band(estimate - reach, estimate + reach, ["mean"] * len(estimate))


def proportion_band(
    method: str,
    *,
    estimate: Floats,
    se: Floats,
    df: Ints | Floats,
    level: float,
    n: Ints,
    kish: Floats,
    counted: Ints,
) -> Band:
    """Return the interval of proportions by `method`, as R's `svyciprop` does.

    logit and xlogit: logit(p) ± t · SE / (p(1-p)), transformed back. asin: the same on asin(√p), held inside
    its range. likelihood: where the binomial likelihood, scaled by the design effect, falls by t² (Rao and
    Scott). beta: Korn and Graubard (1998), the Clopper-Pearson interval of
    n_eff = p(1-p)/SE² · (t(n-1)/t(df))² observations; n counts also the rows of weight 0, `counted` does not.
    mean: p ± t · SE, which may end outside 0 and 1. A proportion of 0 or 1, and by the other methods one with no
    error, would print as ±0: it gets Clopper-Pearson on Kish's effective size (Σw)²/Σw², and its name says so.
    """
    if method not in PROPORTION_METHODS:
        raise BadInput(
            "survey.interval",
            _("There is no interval {method} for proportions. Choose one of {methods}."),
            method=method,
            methods=", ".join(PROPORTION_METHODS),
        )
    inner = ~at_edge(estimate) & ((se > 0) | (method == "mean"))
    p, error, reach = np.where(inner, estimate, 0.5), np.where(inner, se, 0.1), student_t(df, level)
    if method == "mean":
        low, high = estimate - reach * se, estimate + reach * se
    elif method in {"logit", "xlogit"}:
        centre, width = np.log(p / (1 - p)), reach * error / (p * (1 - p))
        low, high = 1 / (1 + np.exp(width - centre)), 1 / (1 + np.exp(-width - centre))
    elif method == "asin":
        centre, width = np.arcsin(np.sqrt(p)), reach * error / (2 * np.sqrt(p * (1 - p)))
        low, high = (np.sin(np.clip(centre + side, 0, np.pi / 2)) ** 2 for side in (-width, width))
    elif method == "likelihood":
        low, high = _likelihood(p, error, reach, counted)
    else:
        shrink = (student_t(n - 1, level) / reach) ** 2
        low, high = _clopper_pearson(p, p * (1 - p) / error**2 * shrink, level)
    edge_low, edge_high = _clopper_pearson(np.clip(estimate, 0, 1), kish, level)
    names = [method if usual else "beta (Kish)" for usual in inner]
    return Band(np.where(inner, low, edge_low), np.where(inner, high, edge_high), names)


def at_edge(share: Floats) -> Bools:
    """Return where a share is 0 or 1, to the last digits."""
    return np.asarray((share <= EDGE) | (share >= 1 - EDGE))


def student_t(df: Ints | Floats, level: float) -> Floats:
    """Return the two-sided quantile of Student's t (normal for df = ∞); NaN where no degree of freedom is left."""
    from scipy.special import ndtri, stdtrit

    distinct, place = np.unique(np.asarray(df), return_inverse=True)
    usable = np.clip(distinct, 1e-3, 1e12).astype(np.float64)
    reach = np.where(np.isinf(distinct), ndtri((1 + level) / 2), stdtrit(usable, (1 + level) / 2))
    return np.where(distinct > 0, reach, np.nan)[place]


def _likelihood(p: Floats, se: Floats, reach: Floats, n: Ints) -> tuple[Floats, Floats]:
    """Return where 2[p·log(p/q) + (1-p)·log((1-p)/(1-q))] = t² · SE²/(p(1-p)) · n/(n-1), below and above p.

    The left side is convex in logit(q), so Newton steps from the ends of the logit interval cannot miss. n/(n-1)
    is the dispersion of a binomial fit without covariates, by which R's profile is scaled.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        fall = (reach * se) ** 2 / (p * (1 - p)) * n / (n - 1) / 2
        least = -p * np.log(p) - (1 - p) * np.log1p(-p)
    ends: list[Floats] = []
    for side in (-1.0, 1.0):
        place = np.log(p / (1 - p)) + side * np.maximum(reach * se / (p * (1 - p)), 1e-6)
        for _step in range(100):
            with np.errstate(over="ignore", invalid="ignore"):
                excess = np.logaddexp(0, place) - p * place - least - fall
                place = place - excess / (1 / (1 + np.exp(-place)) - p)
        ends.append(1 / (1 + np.exp(-place)))
    return ends[0], ends[1]


def _clopper_pearson(p: Floats, n: Floats, level: float) -> tuple[Floats, Floats]:
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    hits, misses = n * p, n * (1 - p)
    low = np.where(hits > 0, betaincinv(np.where(hits > 0, hits, 1), misses + 1, tail), 0.0)
    high = np.where(misses > 0, betaincinv(hits + 1, np.where(misses > 0, misses, 1), 1 - tail), 1.0)
    return low, high
