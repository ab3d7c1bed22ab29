"""How far an index and its ranks move when what could as well have been chosen otherwise is drawn anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .aggregation import MEANS
from .computing import Choices, Scores, composite_index, ranks_of
from .table import Table
from .tree import Node, Perturbed, Tree

#: Cells of one array that a step works on at a time: they stay in the processor's cache.
CELLS = 1 << 16


@dataclass(frozen=True, slots=True)
class Interval:
    """Where an index and its rank lie in the middle `confidence` of the draws; arrays (rows,)."""

    draws: int
    seed: int
    confidence: float
    low: Any
    median: Any
    high: Any
    rank_low: Any
    rank_median: Any
    rank_high: Any
    #: share of the draws in which the row keeps its class; NaN where the tree has no classes
    same_class: Any

    @property
    def usual_width(self) -> float:
        """How many places wide the median interval of ranks is."""
        return float(np.nanmedian(self.rank_high - self.rank_low))

    @property
    def firm(self) -> int:
        """How many rows keep their class in at least `confidence` of the draws."""
        return int((self.same_class >= self.confidence).sum())


def uncertainty(
    scores: Scores,
    *,
    draws: int = 1000,
    seed: int = 0,
    confidence: float = 0.9,
    perturbed: Perturbed | None = None,
) -> Interval:
    """Return where the index of each row lies when weights, scoring, imputation and aggregation are drawn anew.

    In each draw every weight of a weighted mean is multiplied by a factor, uniform within ± the tree's share, and one
    of the tree's other ways of scoring, filling and averaging is taken, each as likely as the others. Everything else
    is computed as before, rounding included; so nothing moves where nothing is perturbed. Deterministic by `seed`.
    """
    if draws < 1 or not 0 < confidence < 1:
        raise BadInput("index.draws", _("Give at least one draw, and a confidence between 0 and 1."))
    tree, table = scores.tree, scores.table
    found = np.empty((draws, len(table)))
    plan = perturbed or tree.perturbed
    for rows, values in _drawn(tree, table, draws, np.random.default_rng(seed), plan):
        found[rows] = values
    ranks = ranks_of(found, table.blocks())
    edges = (1 - confidence) / 2, 0.5, (1 + confidence) / 2
    low, median, high = _quantiles(found, edges, "linear")
    # a rank that was drawn, not a mean of two
    rank_low, rank_median, rank_high = _quantiles(ranks, edges, "inverted_cdf")
    return Interval(
        draws,
        seed,
        confidence,
        low,
        median,
        high,
        rank_low,
        rank_median,
        rank_high,
        _same_class(scores, found),
    )


def perturbed_nodes(tree: Tree) -> list[Node]:
    """Return the nodes whose weights are drawn: weighted means of several, on the way to the index."""
    return [
        node
        for node in (tree.nodes[code] for code in tree.within(tree.top))
        if len(node.children) > 1 and node.by in MEANS
    ]


def _drawn(
    tree: Tree, table: Table, draws: int, rng: np.random.Generator, plan: Perturbed
) -> Iterator[tuple[Any, Any]]:
    """Yield the numbers of some draws and the index in them (draws, rows), until all are done."""
    options = list(product(plan.normalise or ("",), plan.aggregate or ("",), plan.impute or ("",)))
    taken = rng.integers(len(options), size=draws)
    factors = {
        node.code: np.asarray(node.weights)
        * rng.uniform(1 - plan.weights, 1 + plan.weights, (draws, len(node.weights)))
        for node in perturbed_nodes(tree)
        if plan.weights
    }
    for number, (way, mean, fill) in enumerate(options):
        rows = np.flatnonzero(taken == number)
        if rows.size:
            choices = Choices(
                normalise=way, aggregate=mean, impute=fill, weights={k: v[rows] for k, v in factors.items()}
            )
            for part, values in index_of_draws(tree, table, choices, rows.size):
                yield rows[part], values


def index_of_draws(tree: Tree, table: Table, choices: Choices, draws: int) -> Iterator[tuple[Any, Any]]:
    """Yield slices of draws and the index (draws, rows) under their weights (draws, children).

    What no weight touches is computed once; the rest in parts that fit into the processor's cache.
    """
    small = _only(tree, tree.within(tree.top))
    fixed = _untouched(small, set(choices.weights))
    given = composite_index(_only(small, fixed), table, choices).values
    step = max(1, CELLS // max(1, len(table)))
    for start in range(0, draws, step):
        part = slice(start, min(start + step, draws))
        chosen = replace(choices, weights={code: held[part] for code, held in choices.weights.items()})
        values = composite_index(small, table, chosen, given=given).top
        yield part, values


def _only(tree: Tree, codes: list[str]) -> Tree:
    kept = set(codes)
    return replace(tree, nodes={code: node for code, node in tree.nodes.items() if code in kept})


def _untouched(tree: Tree, weighed: set[str]) -> list[str]:
    """Return the nodes that no drawn weight reaches."""
    reached = set(weighed)
    for node in tree.nodes.values():
        if reached & set(node.needs):
            reached.add(node.code)
    return [code for code in tree.nodes if code not in reached]


def _quantiles(values: Any, edges: tuple[float, ...], method: Any) -> Any:
    gaps = np.isnan(values)
    if not gaps.any():
        return np.quantile(values, edges, axis=0, method=method)
    found = np.full((len(edges), values.shape[1]), np.nan)
    some = ~gaps.all(axis=0)
    found[:, some] = np.nanquantile(values[:, some], edges, axis=0, method=method)
    return found


def _same_class(scores: Scores, drawn: Any) -> Any:
    lows = np.array([low for low, _name in scores.tree.classes])
    if not lows.size:
        return np.full(len(scores.table), np.nan)
    limits = np.sort(lows)
    return np.where(
        np.isnan(scores.top),
        np.nan,
        (np.digitize(drawn, limits) == np.digitize(np.nan_to_num(scores.top), limits)).mean(axis=0),
    )


def reweighted(tree: Tree, weights: Mapping[str, float]) -> Tree:
    """Return the tree with other weights, named ``parent.child``; an unknown name or a negative weight is refused."""
    nodes = dict(tree.nodes)
    for name, weight in weights.items():
        parent, _dot, child = name.partition(".")
        node = tree.node(parent)
        node = nodes[node.code]
        if child not in node.children:
            raise BadInput(
                "index.no_child",
                _("{parent} is not made of {child}. It is made of: {children}."),
                parent=parent, child=child or "–", children=", ".join(node.children) or "–",
            )  # fmt: skip
        held = tuple(
            weight if code == child else old for code, old in zip(node.children, node.weights, strict=True)
        )
        if not np.isfinite(weight) or weight < 0 or sum(held) == 0:
            raise BadInput(
                "index.weight", _("The weight {name} must be 0 or more, and not all of them 0."), name=name
            )
        nodes[parent] = replace(node, weights=held)
    return replace(tree, nodes=nodes)
