"""Several scores made one: the ways in which a parent follows from its children.

Every weighted mean is a mean of transformed scores, transformed back: arithmetic of the scores themselves, geometric
of their logarithms, harmonic of their inverses, and *inverted geometric* of the logarithms of what is left to the top
of the scale. So one loop serves them all, for one set of weights or for thousands.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Curve = Callable[[Any, tuple[float, float]], Any]


def _inverted(score: Any, scale: tuple[float, float]) -> Any:
    low, high = scale
    return np.log((high - score) / (high - low) * 9 + 1)


def _inverted_back(mean: Any, scale: tuple[float, float]) -> Any:
    low, high = scale
    return high - (np.exp(mean) - 1) / 9 * (high - low)


#: What is averaged, and the way back, by name.
MEANS: dict[str, tuple[Curve, Curve]] = {
    "arithmetic": (lambda x, _: x, lambda m, _: m),
    "geometric": (lambda x, _: np.log(x), lambda m, _: np.exp(m)),
    "harmonic": (lambda x, _: 1 / x, lambda m, _: 1 / m),
    "inverted_geometric": (_inverted, _inverted_back),
}
#: Those that need no mean.
OTHERS = ("sum", "product", "minimum", "maximum", "median", "first")
WAYS = (*MEANS, *OTHERS)


def aggregate(
    way: str,
    children: Sequence[Any],
    weights: Any,
    *,
    scale: tuple[float, float] = (0.0, 10.0),
    available: float = 0.0,
) -> Any:
    """Return the parent of `children`, leaving out gaps and sharing their weight among the others.

    `children` are arrays (rows,) or (draws, rows), `weights` (children,) or (draws, children). Where less than the
    share `available` of the children is known, or none, the parent is NaN. *Geometric* and *harmonic* of a score that
    is 0 are 0, of one below 0 NaN. *Inverted geometric* is INFORM's mean: on a scale from 0 to 10,
    ``(10 − exp(mean of ln((10 − score)/10·9 + 1)))/9·10``, so that one high score is not averaged away.

    >>> aggregate("inverted_geometric", [np.array([9.4]), np.array([8.0])], np.ones(2)).round(4).tolist()
    [8.8038]
    """
    if way not in MEANS:
        return _other(way, children, weights, available)
    there, back = MEANS[way]
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(children) > 1 and np.ndim(weights) == 2 and all(np.ndim(child) == 1 for child in children):
            mean = _by_product(there, children, weights, scale, available)
        else:
            mean = _by_loop(there, children, np.asarray(weights, dtype=float), scale, available)
        return back(mean, scale)


def _by_product(
    there: Curve, children: Sequence[Any], weights: Any, scale: tuple[float, float], available: float
) -> Any:
    """Return the means of fixed children under many sets of weights, as one product of matrices."""
    held = np.stack(children)
    stacked, known = there(held, scale), ~np.isnan(held)
    if known.all():
        return _finite_product(weights, stacked) / weights.sum(axis=1, keepdims=True)
    mean = _finite_product(weights, np.where(known, stacked, 0.0)) / (weights @ known.astype(float))
    short = known.sum(axis=0) < max(1e-9, available * len(children) - 1e-9)
    mean[:, short] = np.nan
    return mean


def _finite_product(weights: Any, stacked: Any) -> Any:
    """Return `weights` @ `stacked`, where 0 × ∞ counts as 0: a child without weight says nothing."""
    if np.isfinite(stacked).all():
        return weights @ stacked
    return np.stack([np.where(row[:, None] == 0, 0.0, row[:, None] * stacked).sum(axis=0) for row in weights])


def _by_loop(
    there: Curve, children: Sequence[Any], weights: Any, scale: tuple[float, float], available: float
) -> Any:
    total: Any = 0.0
    weighed: Any = 0.0
    count: Any = 0
    gaps = False
    for place, child in enumerate(children):
        weight = weights[..., place, None] if weights.ndim == 2 else weights[place]
        value, known = there(child, scale), ~np.isnan(child)
        if known.all():
            total = total + (
                weight * value if np.all(weight != 0) else np.where(weight == 0, 0.0, weight * value)
            )
            weighed = weighed + weight
            count = count + 1
        else:
            gaps = True
            total = total + np.where(known & (weight != 0), weight * value, 0.0)
            weighed = weighed + weight * known
            count = count + known
    mean = total / weighed
    if not gaps and available <= 1:
        return mean
    return np.where(count < max(1e-9, available * len(children) - 1e-9), np.nan, mean)


def _other(way: str, children: Sequence[Any], weights: Any, available: float) -> Any:
    stacked = np.stack(np.broadcast_arrays(*children))
    known = ~np.isnan(stacked)
    if way == "first":
        found = stacked[0]
        for child in stacked[1:]:
            found = np.where(np.isnan(found), child, found)
        return found
    spread = np.moveaxis(np.atleast_1d(np.asarray(weights, dtype=float)), -1, 0)
    spread = spread.reshape(spread.shape + (1,) * (stacked.ndim - spread.ndim))
    if way == "sum":
        found = np.where(known, stacked * spread, 0.0).sum(axis=0)
    elif way == "product":
        found = np.where(known, stacked, 1.0).prod(axis=0)
    elif way == "median":
        found = _median(stacked)
    else:
        edge = np.inf if way == "minimum" else -np.inf
        filled = np.where(known, stacked, edge)
        found = filled.min(axis=0) if way == "minimum" else filled.max(axis=0)
    return np.where(known.sum(axis=0) < max(1e-9, available * len(children) - 1e-9), np.nan, found)


def _median(stacked: Any) -> Any:
    ordered = np.sort(stacked, axis=0)  # gaps come last
    count = (~np.isnan(stacked)).sum(axis=0)
    middle = np.stack([np.maximum(count - 1, 0) // 2, np.maximum(count, 1) // 2])
    return np.take_along_axis(ordered, middle, axis=0).mean(axis=0)
