"""Rules that turn weighted observations into a quantile, group by group.

The rules carry the names of R `survey`: ``math`` is the inverse of the weighted distribution function, ``school``
takes the middle at a tie, ``hf1`` to ``hf9`` are the nine definitions of Hyndman and Fan, *The American
Statistician* 50 (1996), 361-365, with weights in the place of counts.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .columns import Floats, Ints

#: A share this near to a step of the distribution stands on it, whatever the rounding of the weights' sum.
TIE = 1e-12


@dataclass(frozen=True, slots=True)
class Ladder:
    """The observations of one group in ascending order; `share[k]` is the share of weight up to `values[k]`."""

    values: Floats
    weights: Floats
    share: Floats


Rule = Callable[[Ladder, float], float]


def ladder_of(values: Floats, weights: Floats) -> Ladder:
    """Return the ladder of `values` in ascending order with positive `weights`."""
    summed = np.cumsum(weights, dtype=np.longdouble)
    share = (summed / summed[-1]).astype(np.float64) if len(summed) else np.zeros(0)
    return Ladder(values, weights, share)


class Ladders:
    """The ladder of every group of a variable, made with one sort."""

    def __init__(self, values: Floats, group: Ints, groups: int) -> None:
        by_value = np.argsort(values, kind="stable")
        own = group[by_value].astype(np.min_scalar_type(max(groups, 1)))
        self.order = by_value[np.argsort(own, kind="stable")]
        self.values = values[self.order]
        self.bounds = np.concatenate([[0], np.cumsum(np.bincount(group, minlength=groups))])
        self.groups = groups

    def weighted(self, weights: Floats) -> list[Ladder]:
        """Return the ladder of each group under `weights` (as long as the values); weight 0 does not count."""
        sorted_weights = weights[self.order]
        heavy = sorted_weights > 0
        values, bounds = self.values, self.bounds
        if not heavy.all():
            kept = np.concatenate([[0], np.cumsum(heavy)])
            values, sorted_weights, bounds = values[heavy], sorted_weights[heavy], kept[bounds]
        return [
            ladder_of(values[first:last], sorted_weights[first:last])
            for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
        ]


def quantiles(ladders: list[Ladder], shares: Floats, rule: Rule) -> Floats:
    """Return the quantile of each group at its own share; NaN for an empty group or a share outside 0 to 1."""
    found = np.full(len(ladders), np.nan)
    for place, (ladder, share) in enumerate(zip(ladders, shares.tolist(), strict=True)):
        if len(ladder.values) and 0 <= share <= 1:
            found[place] = rule(ladder, share)
    return found


def _step(ladder: Ladder, share: float) -> tuple[int, bool]:
    """Return the place of the first step that reaches `share`, and whether it meets it exactly."""
    place = int(np.searchsorted(ladder.share, share - TIE))
    place = min(place, len(ladder.values) - 1)
    return place, abs(ladder.share[place] - share) <= TIE


def _lower(ladder: Ladder, share: float) -> float:
    return float(ladder.values[_step(ladder, share)[0]])


def _middle(ladder: Ladder, share: float) -> float:
    place, meets = _step(ladder, share)
    above = min(place + 1, len(ladder.values) - 1) if meets else place
    return float((ladder.values[place] + ladder.values[above]) / 2)


def _even(ladder: Ladder, share: float) -> float:
    last = np.flatnonzero(np.append(np.diff(ladder.values) > 0, True))
    steps = Ladder(ladder.values[last], ladder.weights[last], ladder.share[last])
    place, meets = _step(steps, share)
    odd = meets and place % 2 == 0
    return float(steps.values[min(place + 1, len(last) - 1) if odd else place])


def _linear_steps(ladder: Ladder, share: float) -> float:
    return float(np.interp(share, ladder.share, ladder.values))


def _between(points: Callable[[Floats, Floats], Floats]) -> Rule:
    """Return the rule that joins the observations by lines at `points(share, share of each weight)`."""

    def rule(ladder: Ladder, share: float) -> float:
        if len(ladder.values) == 1:
            return float(ladder.values[0])
        own = ladder.weights / ladder.weights.sum()
        return float(np.interp(share, points(ladder.share, own), ladder.values))

    return rule


def _before(share: Floats) -> Floats:
    return np.concatenate([[0.0], share[:-1]])


RULES: dict[str, Rule] = {
    "math": _lower,
    "school": _middle,
    "hf1": _lower,
    "hf2": _middle,
    "hf3": _even,
    "hf4": _linear_steps,
    "hf5": _between(lambda share, own: share - own / 2),
    "hf6": _between(lambda share, own: share / (1 + own[-1])),
    "hf7": _between(lambda share, _own: _before(share) / share[-2]),
    "hf8": _between(lambda share, own: (_before(share) + 2 * share) / (3 + own[-1])),
    "hf9": _between(lambda share, own: (3 * _before(share) + 5 * share) / (8 + 2 * own[-1])),
}
