"""Composite index: a thousand draws over a panel, beside the same arithmetic as one numpy expression.

Run with ``mainstay bench composite_index [--units N] [--periods N] [--draws N]``. Indicators and weights from a seed:
36 indicators in 9 components, 3 dimensions and one index. The limit is the arithmetic alone, and once more with the
ranks and quantiles that ours gives too; both get the same weights, and their indices agree. INFORM Risk beside it.
"""

import argparse
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.measuring import alone, ratios, report, timed

INDICATORS, COMPONENTS, DIMENSIONS = 36, 9, 3
EDGES = (0.05, 0.5, 0.95)


def content() -> dict[str, Any]:
    """Return the tree: arithmetic means, and a geometric one at the top."""
    nodes: dict[str, Any] = {"index": {"of": [f"d{d}" for d in range(DIMENSIONS)], "by": "geometric"}}
    nodes |= {f"d{d}": {"of": [f"c{c}" for c in range(d * 3, d * 3 + 3)]} for d in range(DIMENSIONS)}
    nodes |= {f"c{c}": {"of": [f"i{i}" for i in range(c * 4, c * 4 + 4)]} for c in range(COMPONENTS)}
    nodes |= {f"i{i}": {"column": f"x{i}", "goalposts": [0, 1]} for i in range(INDICATORS)}
    return {"period": "year", "scale": [0, 10], "nodes": nodes}


def expression(columns: Any, weights: Sequence[Any]) -> Any:
    """Return the index (draws, rows) by products of matrices."""
    low, middle, top = weights
    parts = (low @ (columns * 10)) / low.sum(axis=-1, keepdims=True)
    parts = np.einsum("dkc,dckr->dkr", middle, parts.reshape(DIMENSIONS, 3, *parts.shape[1:]))
    parts /= middle.sum(axis=-1)[..., None]
    return np.exp(np.einsum("kd,dkr->kr", top, np.log(parts)) / top.sum(axis=-1)[:, None])


def with_ranks(columns: Any, weights: Sequence[Any], periods: int) -> Any:
    """Return quantiles of the index and of its ranks within each period."""
    index = expression(columns, weights)
    ranks = (-index.reshape(len(index), periods, -1)).argsort(axis=-1).argsort(axis=-1).reshape(
        index.shape
    ) + 1
    return np.quantile(index, EDGES, axis=0), np.quantile(ranks, EDGES, axis=0, method="inverted_cdf")


def measure(units: int, periods: int, draws: int) -> tuple[list[Any], dict[str, Any]]:
    """Draw both ways, and hold the indices against each other."""
    from mainstay.watch.feeds.inform_sheets import SHIPPED, read_table
    from mainstay.watch.methods.composite_index import Choices, Table, composite_index, tree_of
    from mainstay.watch.methods.composite_index.models import model
    from mainstay.watch.methods.composite_index.tree import Perturbed
    from mainstay.watch.methods.composite_index.uncertainty import index_of_draws, uncertainty

    rng = np.random.default_rng(1)
    columns = {f"x{i}": rng.uniform(0.05, 1, units * periods) for i in range(INDICATORS)}
    table = Table(
        units=tuple(f"U{n:04}" for n in range(units)) * periods,
        periods=tuple(year for year in range(periods) for _unit in range(units)),
        columns=columns,
    )
    shapes = (COMPONENTS, draws, 4), (DIMENSIONS, draws, 3), (draws, DIMENSIONS)
    weights = [rng.uniform(0.75, 1.25, shape) for shape in shapes]
    stacked = np.stack(list(columns.values())).reshape(COMPONENTS, 4, -1)
    tree = tree_of(content())
    scores = composite_index(tree, table)
    plan = Perturbed(weights=0.25)
    bare, theirs = timed("one numpy expression", lambda: expression(stacked, weights), runs=5)
    ranked, _found = timed(
        "the same with ranks and quantiles", lambda: with_ranks(stacked, weights, periods), runs=5
    )
    ours, _found = timed("ours", lambda: uncertainty(scores, draws=draws, seed=1, perturbed=plan), runs=5)
    named = (
        {"index": weights[2]}
        | {f"d{d}": weights[1][d] for d in range(3)}
        | {f"c{c}": weights[0][c] for c in range(9)}
    )
    for part, found in index_of_draws(tree, table, Choices(weights=named), draws):
        np.testing.assert_allclose(found, theirs[part])
    inform = model("inform-risk-2025")
    reading, held = timed(
        "INFORM Risk 2025: read the exports", lambda: read_table(SHIPPED, 2025, inform.columns), runs=5
    )
    once, _found = timed(
        "INFORM Risk 2025: 159 nodes, 191 countries", lambda: composite_index(inform, held), runs=5
    )
    return [bare, ranked, ours, reading, once], {"rows": units * periods, "draws": draws}


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=191)
    parser.add_argument("--periods", type=int, default=12)
    parser.add_argument("--draws", type=int, default=1000)
    asked = parser.parse_args(given)
    timings, facts = alone(measure, asked.units, asked.periods, asked.draws)
    bare, ranked, ours, *_others = timings
    report(
        "composite_index", timings, facts,
        ratios={**ratios(ours, bare, "one expression"), **ratios(ours, ranked, "expression with ranks")},
    )  # fmt: skip


if __name__ == "__main__":
    main()
