"""A number rounded as a spreadsheet rounds it."""

from typing import Any

import numpy as np

#: Digits that a spreadsheet keeps of a number.
SIGNIFICANT = 15
#: How near to a half a number must be to be looked at digit by digit.
NEAR = 1e-6


def rounded(values: Any, digits: int | None) -> Any:
    """Return `values` rounded to `digits` decimals, half away from zero on the decimal of 15 digits; None: as they are.

    Excel's ROUND works on the decimal that it shows, so 2.5499999999999994 (which is 2.55 in fifteen digits) becomes
    2.6, where a rounding of the binary number gives 2.5.

    >>> rounded(np.array([2.55, 2.5499999999999994, 1.45, -0.05, -0.04, np.nan]), 1).tolist()
    [2.6, 2.6, 1.5, -0.1, 0.0, nan]
    """
    if digits is None:
        return values
    scale = 10.0**digits
    scaled = np.asarray(values, dtype=float) * scale
    found = np.rint(scaled)
    halves = np.abs(np.abs(scaled - found) - 0.5) < NEAR
    if halves.any():
        found = np.array(found)
        found[halves] = _half_away(np.asarray(values, dtype=float)[halves], digits)
    return found / scale + 0.0  # no negative zero


def _half_away(values: Any, digits: int) -> Any:
    """Return `values` × 10^`digits` rounded, where half of the last of fifteen digits below a half is that half."""
    size = np.abs(values)
    place = np.floor(np.log10(size))
    slack = 0.5 * 10.0 ** (place - SIGNIFICANT + 1 + digits)
    return np.copysign(np.floor(size * 10.0**digits + 0.5 + slack), values)
