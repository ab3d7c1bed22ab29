"""Which choice moves an index most: shares of the variance by first and total order (Sobol)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .computing import Choices, Scores, ranks_of
from .tree import Perturbed
from .uncertainty import index_of_draws, perturbed_nodes


@dataclass(frozen=True, slots=True)
class Factor:
    """One input: its shares of the variance, with the middle 90 % of resampled estimates."""

    name: str
    #: what it does alone
    first: float
    first_low: float
    first_high: float
    #: what it does alone and together with others
    total: float
    total_low: float
    total_high: float


def sobol(
    function: Callable[[Any], Any],
    groups: Sequence[tuple[str, int]],
    *,
    points: int = 1024,
    seed: int = 0,
    resamples: int = 200,
) -> list[Factor]:
    """Return first and total order shares of the variance of `function` for each group of inputs.

    `function` takes (m, inputs) numbers from 0 to 1 and returns (m,). `groups` name the inputs in order and say how
    many each has; inputs of one group are moved together. `points` (a power of two) rows are drawn twice from a
    scrambled Sobol sequence, A and B; with AB a copy of A that has one group from B,
    ``first = mean(f(B)·(f(AB) − f(A)))/Var`` (Saltelli et al. 2010) and ``total = mean((f(A) − f(AB))²)/(2·Var)``
    (Jansen 1999). A function that does not vary has shares of 0.
    """
    from scipy.stats import qmc

    if points < 2 or points & (points - 1):
        raise BadInput(
            "index.points",
            _("The number of points must be a power of two, as 256 or 1024: {points}."),
            points=points,
        )
    inputs = sum(width for _name, width in groups)
    drawn = qmc.Sobol(2 * inputs, scramble=True, seed=np.random.default_rng(seed)).random(points)
    first, second = drawn[:, :inputs], drawn[:, inputs:]
    at_first, at_second = function(first), function(second)
    mixed, start = [], 0
    for _name, width in groups:
        moved = first.copy()
        moved[:, start : start + width] = second[:, start : start + width]
        mixed.append(function(moved))
        start += width
    picks = np.random.default_rng([seed, 1]).integers(points, size=(resamples, points))
    return [
        _factor(name, at_first, at_second, held, picks)
        for (name, _w), held in zip(groups, mixed, strict=True)
    ]


def _factor(name: str, a: Any, b: Any, ab: Any, picks: Any) -> Factor:
    first, total = _shares(a, b, ab)
    firsts, totals = _shares(a[picks], b[picks], ab[picks])
    low, high = np.quantile(firsts, [0.05, 0.95]), np.quantile(totals, [0.05, 0.95])
    return Factor(
        name, float(first), float(low[0]), float(low[1]), float(total), float(high[0]), float(high[1])
    )


def _shares(a: Any, b: Any, ab: Any) -> tuple[Any, Any]:
    centre = (a.mean(axis=-1, keepdims=True) + b.mean(axis=-1, keepdims=True)) / 2
    a, b, ab = a - centre, b - centre, ab - centre
    variance = ((a**2).mean(axis=-1) + (b**2).mean(axis=-1)) / 2
    safe = np.where(variance > 1e-18, variance, np.inf)
    return (b * (ab - a)).mean(axis=-1) / safe, ((a - ab) ** 2).mean(axis=-1) / 2 / safe


def sensitivity(
    scores: Scores,
    *,
    row: int | None = None,
    points: int = 128,
    seed: int = 0,
    perturbed: Perturbed | None = None,
) -> list[Factor]:
    """Return which choices move the ranks most, or one row's index where `row` is given; the strongest first.

    Inputs are the weights below each node (together), the way of scoring, of averaging and of filling gaps, as in
    `uncertainty`. For all rows the result is the mean number of places by which a row moves from its own rank.
    Rounding is left out: its jumps would be taken for effects.
    """
    plan = perturbed or scores.tree.perturbed
    nodes = perturbed_nodes(scores.tree) if plan.weights else []
    groups = [(f"weights of {node.code}", len(node.children)) for node in nodes]
    lists = {"normalise": plan.normalise, "aggregate": plan.aggregate, "impute": plan.impute}
    chosen = {name: held for name, held in lists.items() if len(held) > 1}
    groups += [(name, 1) for name in chosen]
    if not groups:
        raise BadInput(
            "index.nothing_varies",
            _("Nothing is drawn: the tree has no weights and no other ways to choose from."),
        )
    blocks = scores.table.blocks()
    own = ranks_of(scores.top, blocks)

    def measured(points_drawn: Any) -> Any:
        found = np.empty((len(points_drawn), len(scores.table)))
        for rows, choices in _choices(points_drawn, nodes, chosen, plan):
            for part, values in index_of_draws(scores.tree, scores.table, choices, len(rows)):
                found[rows[part]] = values
        if row is not None:
            return found[:, row]
        return np.nanmean(np.abs(ranks_of(found, blocks) - own), axis=1)

    return sorted(sobol(measured, groups, points=points, seed=seed), key=lambda factor: -factor.total)


def _choices(drawn: Any, nodes: Sequence[Any], chosen: dict[str, tuple[str, ...]], plan: Perturbed) -> Any:
    """Yield groups of rows that take the same ways, with the choices that the drawn numbers mean."""
    weights, start = {}, 0
    for node in nodes:
        width = len(node.children)
        weights[node.code] = np.asarray(node.weights) * (
            1 + plan.weights * (2 * drawn[:, start : start + width] - 1)
        )
        start += width
    ways = np.stack(
        [
            np.minimum((drawn[:, start + at] * len(held)).astype(int), len(held) - 1)
            for at, held in enumerate(chosen.values())
        ]
        or [np.zeros(len(drawn), dtype=int)],
        axis=1,
    )
    fixed = {
        name: held[0]
        for name in ("normalise", "aggregate", "impute")
        if len(held := getattr(plan, name)) == 1
    }
    for way in np.unique(ways, axis=0):
        rows = np.flatnonzero((ways == way).all(axis=1))
        named = {name: held[way[at]] for at, (name, held) in enumerate(chosen.items())}
        yield (
            rows,
            replace(
                Choices(exact=True, **fixed, **named),
                weights={code: held[rows] for code, held in weights.items()},
            ),
        )


def correlations(scores: Scores, codes: Sequence[str], *, ranks: bool = False) -> Any:
    """Return the correlations (codes, codes) of nodes, of their ranks where asked (Spearman), over rows with both.

    Fewer than three common rows, or a node without differences, give NaN.
    """
    from scipy.stats import rankdata

    found = np.full((len(codes), len(codes)), np.nan)
    for i, first in enumerate(codes):
        for j, second in enumerate(codes[: i + 1]):
            x, y = scores.values[first], scores.values[second]
            both = ~(np.isnan(x) | np.isnan(y))
            x, y = x[both], y[both]
            if len(x) < 3:
                continue
            if ranks:
                x, y = rankdata(x), rankdata(y)
            if np.ptp(x) > 0 and np.ptp(y) > 0:
                found[i, j] = found[j, i] = np.corrcoef(x, y)[0, 1]
    return found
