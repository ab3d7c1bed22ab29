"""The attack on a finished pattern: for each hidden cell the least and greatest value that fits what is open.

These programmes run over tables, not over changes, and know nothing of how the pattern was found.
"""

from dataclasses import dataclass

import numpy as np

from .lattice import Bools, Floats, Ints
from .reader import TINY, Reader, Sheet


@dataclass(frozen=True)
class Attack:
    """What a reader can work out: bounds for each cell (its value where it is open), from outside and inside.

    `broken` lists the sensitive cells to which somebody comes nearer than is allowed.
    """

    low: Floats
    high: Floats
    inside_low: Floats
    inside_high: Floats
    broken: tuple[int, ...]


def attack(sheet: Sheet, hidden: Bools) -> Attack:
    """Return what outsiders and lone respondents can work out about each cell of the pattern `hidden`."""
    reader = Reader(sheet, hidden)
    low, high = sheet.values.copy(), sheet.values.copy()
    inside_low, inside_high = low.copy(), high.copy()
    broken = []
    guarded = set(sheet.sensitive.tolist())
    for cell in np.flatnonzero(hidden).tolist():
        low[cell], high[cell], least, most = reader.interval(cell)
        inside_low[cell], inside_high[cell] = low[cell], high[cell]
        if cell not in guarded:
            continue
        safe = _is_safe(sheet, cell, low[cell], high[cell])
        for known in sheet.alone:
            if cell in known or not _differs(sheet, known, least, most):
                continue
            start, end, *_ = reader.interval(cell, known)
            inside_low[cell], inside_high[cell] = max(inside_low[cell], start), min(inside_high[cell], end)
            safe = safe and _is_safe(sheet, cell, start, end)
        if not safe:
            broken.append(cell)
    if not hidden[sheet.sensitive].all():
        broken += [int(cell) for cell in sheet.sensitive if not hidden[cell]]
    return Attack(low, high, inside_low, inside_high, tuple(broken))


def _differs(sheet: Sheet, known: Ints, least: Floats, most: Floats) -> bool:
    """Say whether knowing these cells rules out one of the two tables that show how far an outsider is off."""
    own = sheet.values[known]
    return not bool(np.allclose(least[known], own, atol=TINY) and np.allclose(most[known], own, atol=TINY))


def _is_safe(sheet: Sheet, cell: int, low: float, high: float) -> bool:
    value = float(sheet.values[cell])
    return sheet.is_met(cell, high - value, value - low) and bool(high - low > TINY)
