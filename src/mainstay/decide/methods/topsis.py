"""TOPSIS: how near an option is to the best that is there and how far from the worst."""

from typing import Any

import numpy as np


def topsis(values: Any, weights: Any, best_high: Any) -> Any:
    """Return the closeness to the ideal of each option, 0 to 1, for `values` (…, options, criteria).

    v_ij = w_j · x_ij / √Σ_i x_ij² (vector normalisation; a column of zeros stays zero). The ideal takes the best v of
    each criterion that some option reaches, the anti-ideal the worst; with the Euclidean distances d⁺ and d⁻ to them,
    closeness = d⁻ / (d⁺ + d⁻). Where all options are alike it is ½ for each. `best_high` is +1 where more is better,
    −1 where less is. The unit of a criterion does not matter; an option that comes or goes may change the order of
    the others, since the norms and the ideals change with it.

    Hwang and Yoon 1981, Multiple Attribute Decision Making, Springer, chapter III.3.

    >>> topsis([[1, 1], [3, 2]], [0.5, 0.5], [1, 1]).tolist()
    [0.0, 1.0]
    """
    x = np.asarray(values, float)
    w = np.asarray(weights, float) / np.sum(weights)
    scale = np.abs(x).max(axis=-2, keepdims=True)
    safe = np.divide(x, scale, out=np.zeros_like(x), where=scale > 0)
    norm = np.sqrt((safe**2).sum(axis=-2, keepdims=True))
    v = w * np.divide(safe, norm, out=np.zeros_like(x), where=norm > 0) * np.asarray(best_high, float)
    to_best = np.sqrt(((v.max(axis=-2, keepdims=True) - v) ** 2).sum(axis=-1))
    to_worst = np.sqrt(((v - v.min(axis=-2, keepdims=True)) ** 2).sum(axis=-1))
    whole = to_best + to_worst
    return np.divide(to_worst, whole, out=np.full_like(whole, 0.5), where=whole > 0)
