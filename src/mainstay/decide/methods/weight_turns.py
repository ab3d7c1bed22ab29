"""The smallest change of one weight that changes the order, and the smallest that changes who is first."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .score_table import DECIMALS, ScoreTable


@dataclass(frozen=True, slots=True)
class WeightTurn:
    """For one criterion: its weight in percent, and the changes in points of 100 at which two options draw level.

    `order`: the smallest change at which any two draw level, and which two (the one ahead first). `first`: the same for
    the option that leads and a rival. None where no weight from 0 to below 100 does it (at
    100 nothing else counts, and any two that are alike there are level).
    """

    criterion: str
    weight: float
    order: float | None
    pair: tuple[str, str] | None
    first: float | None
    rival: str | None


def weight_turns(table: ScoreTable) -> list[WeightTurn]:
    """Return for each criterion the smallest changes of its weight that turn the order and the first place.

    One weight w_k moves by δ, the others share what is left in their proportion. With s on the scale of 0 to 1 and
    R_i the mean of the other scores of i by their weights, total_i(δ) = total_i + δ · (s_ik − R_i); each is a line, so
    that two options draw level at δ = −(total_a − total_b) ÷ ((s_ak − s_bk) − (R_a − R_b)), exactly. Missing scores
    stand at their worst end. Options that are level from the start are no turn: the ranking tells them as a tie.
    """
    scores, weights = table.on_scale(table.worst), table.weights
    totals = np.round(scores @ weights, DECIMALS + 3)
    ahead = np.argsort(-totals, kind="stable")
    level = np.isclose(totals, totals[ahead[0]], rtol=0, atol=10.0**-DECIMALS) if len(totals) else []
    found = []
    for k, measure in enumerate(table.measures):
        change = _crossings(scores, weights, totals, k)
        order = _nearest(change, table.names)
        # several that lead together have no first place to lose
        leading = change[[ahead[0]]] if len(totals) and np.sum(level) == 1 else change[:0]
        first = _nearest(leading, table.names)
        found.append(
            WeightTurn(
                measure.code,
                round(100 * float(weights[k]), 6),
                order[0] if order else None,
                _in_order(order[1:], table.names, totals) if order else None,
                first[0] if first else None,
                first[2] if first else None,
            )
        )
    return found


def _crossings(scores: Any, weights: Any, totals: Any, k: int) -> Any:
    """Return the change of weight k at which each two options draw level, NaN where none does."""
    weight, options = weights[k], len(totals)
    if weight >= 1 - 1e-12:
        return np.full((options, options), np.nan)
    rest = (totals - weight * scores[:, k]) / (1 - weight)
    slope = scores[:, k] - rest
    gap, slopes = totals[:, None] - totals[None, :], slope[:, None] - slope[None, :]
    moving = (np.abs(slopes) > 1e-12) & (np.abs(gap) > 10.0**-DECIMALS)
    change = np.divide(-gap, slopes, out=np.full_like(gap, np.nan), where=moving)
    return np.where((change >= -weight - 1e-12) & (change < 1 - weight - 1e-12), change, np.nan)


def _nearest(change: Any, names: tuple[str, ...]) -> tuple[float, str, str] | None:
    """Return the smallest change in points, and the two options; of equal ones the first by row and column."""
    if change.size == 0 or np.isnan(change).all():
        return None
    row, column = np.unravel_index(np.nanargmin(np.round(np.abs(change), 12)), change.shape)
    return round(100 * float(change[row, column]), 6), names[row], names[column]


def _in_order(pair: tuple[str, ...], names: tuple[str, ...], totals: Any) -> tuple[str, str]:
    one, other = sorted(pair, key=lambda name: -totals[names.index(name)])
    return one, other
