"""Whether a ranking hangs on the weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .priority_score import TOP, Criterion


@dataclass(frozen=True, slots=True)
class Turn:
    """The smallest change of one weight at which `rival` draws level with the request that leads (None: no change does)."""

    criterion: str
    change: float | None
    rival: str | None


Scores = Mapping[str, float | None]


def _filled(scores: Scores, criteria: Sequence[Criterion]) -> list[float]:
    """Return scores as numbers, what was not assessed at the middle; for comparing orders, never for a total."""
    return [
        TOP / 2 if scores.get(rule.code) is None else float(scores[rule.code] or 0.0) for rule in criteria
    ]


def turning_points(leader: str, scored: Mapping[str, Scores], criteria: Sequence[Criterion]) -> list[Turn]:
    """Return for each weight the smallest change, in points of 100, that puts `leader` level with another request.

    One weight w_k moves by δ and the others share what is left in their proportion, so that they still sum to 100:
    lead(δ) = lead(0) + δ · (d_k − R), with d the differences of scores through 5 and R the mean of the other
    differences by their weights. Each is linear, so that the crossing −lead(0) / (d_k − R) is exact; a change that
    would take the weight below 0 or above 100 is none.

    >>> rules = [Criterion("N", 50, "need"), Criterion("F", 50, "feasibility")]
    >>> turning_points("A", {"A": {"N": 5, "F": 2}, "B": {"N": 2, "F": 4}}, rules)[1]
    Turn(criterion='F', change=10.0, rival='B')
    """
    lead = _filled(scored[leader], criteria)
    found = []
    for index, rule in enumerate(criteria):
        best: tuple[float, str] | None = None
        for name, scores in scored.items():
            if name == leader:
                continue
            gaps = [(a - b) / TOP for a, b in zip(lead, _filled(scores, criteria), strict=True)]
            change = _crossing(gaps, criteria, index)
            if change is not None and (best is None or abs(change) < abs(best[0])):
                best = (change, name)
        found.append(Turn(rule.code, round(best[0], 6) if best else None, best[1] if best else None))
    return found


def _crossing(gaps: Sequence[float], criteria: Sequence[Criterion], index: int) -> float | None:
    total = sum(rule.weight for rule in criteria)
    weight = criteria[index].weight
    if weight >= total:
        return None
    lead = sum(gap * rule.weight for gap, rule in zip(gaps, criteria, strict=True))
    rest = (lead - gaps[index] * weight) / (total - weight)
    slope = gaps[index] - rest
    if abs(slope) < 1e-12:
        return None
    change = -lead / slope
    return change if -weight - 1e-9 <= change <= total - weight + 1e-9 else None


def share_first(
    scored: Mapping[str, Scores], criteria: Sequence[Criterion], *, draws: int = 10_000, seed: int
) -> dict[str, float]:
    """Return in which share of random weightings each request stands first; ties share their place.

    The weights are drawn uniformly from all that sum to 100 (Dirichlet with ones), the seed makes them repeatable.
    Lahdelma, Hokkanen and Salminen 1998 (European Journal of Operational Research 106): first-rank acceptability.

    >>> rules = [Criterion("N", 50, "need"), Criterion("F", 50, "feasibility")]
    >>> share_first({"A": {"N": 5, "F": 3}, "B": {"N": 4, "F": 2}}, rules, seed=1)
    {'A': 1.0, 'B': 0.0}
    """
    names = list(scored)
    if not names:
        return {}
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(criteria)), size=draws)
    values = np.array([_filled(scored[name], criteria) for name in names])
    totals = weights @ values.T
    first = totals >= totals.max(axis=1, keepdims=True) - 1e-12
    shares = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return {name: float(share) for name, share in zip(names, shares, strict=True)}
