"""Values of any unit brought to one scale, where a higher score always means more of what the index counts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

METHODS = ("none", "goalposts", "minmax", "z", "rank", "target")
Scale = tuple[float, float]


def by_goalposts(x: Any, posts: tuple[float, float], *, down: bool, scale: Scale) -> Any:
    """Return the place of `x` between two fixed posts, on `scale`; beyond a post it is the end of the scale.

    >>> by_goalposts(np.array([-1.0, 15.0, 80.0]), (0.0, 60.0), down=True, scale=(0.0, 10.0)).tolist()
    [10.0, 7.5, 0.0]
    """
    low, high = posts
    bottom, top = scale
    width = top - bottom
    with np.errstate(invalid="ignore"):
        share = (high - x) / (high - low) * width
        score = bottom + share if down else top - share
    under, over = (top, bottom) if down else (bottom, top)
    return np.where(x > high, over, np.where(x < low, under, score))


def normalised(
    x: Any,
    method: str,
    *,
    blocks: Sequence[Any],
    down: bool = False,
    scale: Scale = (0.0, 10.0),
    given: Mapping[str, float] | None = None,
) -> Any:
    """Return `x` (rows,) on a common scale, within each block of rows: the whole panel, or each period.

    *minmax*: (x − least) / (most − least) on `scale`; *rank*: the share of the others that are lower, ties in the
    middle, on `scale`; *target*: how much of the way from the worst to the target ``target`` is gone, at most all of
    it; *z*: ``mean`` (0) + ``sd`` (1) × (x − mean of x)/(standard deviation, n − 1). `down`: a low value scores high.
    A column without differences scores the middle of the scale (z: the mean). Gaps stay gaps.
    """
    options = given or {}
    found = np.full(np.shape(x), np.nan)
    for rows in blocks:
        found[rows] = _one_block(np.asarray(x, dtype=float)[rows], method, down, scale, options)
    return found


def _one_block(x: Any, method: str, down: bool, scale: Scale, given: Mapping[str, float]) -> Any:
    known = np.isfinite(x)
    if not known.any():
        return np.full_like(x, np.nan)
    # a logarithm of 0 is the lowest of all
    x = np.where(np.isneginf(x), x[known].min(), np.where(np.isposinf(x), x[known].max(), x))
    bottom, top = scale
    if method == "z":
        return _standard(-x if down else x, given)
    if method == "rank":
        share = _rank_share(-x if down else x)
    elif method == "target":
        share = _way_gone(x, down, given)
    else:
        share = _between(-x if down else x)
    return bottom + share * (top - bottom)


def _between(x: Any) -> Any:
    low, high = np.nanmin(x), np.nanmax(x)
    return np.where(np.isnan(x), np.nan, 0.5) if high == low else (x - low) / (high - low)


def _standard(x: Any, given: Mapping[str, float]) -> Any:
    mean, sd = given.get("mean", 0.0), given.get("sd", 1.0)
    known = x[~np.isnan(x)]
    spread = known.std(ddof=1) if len(known) > 1 else 0.0
    if spread == 0:
        return np.where(np.isnan(x), np.nan, mean)
    return mean + sd * (x - known.mean()) / spread


def _rank_share(x: Any) -> Any:
    from scipy.stats import rankdata

    found = np.full_like(x, np.nan)
    known = ~np.isnan(x)
    count = int(known.sum())
    found[known] = 0.5 if count == 1 else (rankdata(x[known]) - 1) / (count - 1)
    return found


def _way_gone(x: Any, down: bool, given: Mapping[str, float]) -> Any:
    target = given["target"]
    worst = given.get("worst", float(np.nanmax(x) if down else np.nanmin(x)))
    if worst == target:
        return np.where(np.isnan(x), np.nan, 1.0)
    return np.clip((x - worst) / (target - worst), 0.0, 1.0)
