"""An index computed: every node of its tree, for every row of a table at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .aggregation import MEANS, aggregate
from .imputation import imputed
from .normalisation import by_goalposts, normalised
from .rounding import rounded
from .steps import taken
from .table import Table
from .treatment import treated
from .tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Choices:
    """Another way of doing what the tree says, for a study of how much hangs on it; empty: as the tree says."""

    normalise: str = ""
    aggregate: str = ""
    impute: str = ""
    #: weights by node: (children,) or (draws, children)
    weights: Mapping[str, Any] = field(default_factory=dict)
    #: leave the rounding out
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """Every node of an index for every row of a table."""

    tree: Tree
    table: Table
    #: (rows,) of each node, NaN where it cannot be known
    values: Mapping[str, Any]

    @property
    def top(self) -> Any:
        """The index itself."""
        return self.values[self.tree.top]

    def ranks(self, code: str = "") -> Any:
        """Return the rank of each row within its period, 1 for the highest; equals share the better rank."""
        return ranks_of(self.values[code or self.tree.top], self.table.blocks())

    def class_of(self, row: int) -> str:
        """Return the class of a row's index, or nothing where the tree has none."""
        score = self.top[row]
        return next((name for low, name in self.tree.classes if score >= low), "")


def composite_index(
    tree: Tree, table: Table, choices: Choices | None = None, *, given: Mapping[str, Any] | None = None
) -> Scores:
    """Return every node of `tree` for every row of `table`.

    A node is a column or several nodes made one; then come, in this order, its steps, imputation, treatment of
    outliers, the score, the value of a zero or a gap, and the rounding. Nodes of `given` (rows,) are taken as they
    are there. A column that is missing is refused.
    """
    chosen, known = choices or Choices(), given or {}
    if not len(table):
        raise BadInput("index.no_rows", _("The table has no rows, so there is no index to compute."))
    table = replace(table, survey_years={**tree.survey_years, **table.survey_years})
    values: dict[str, Any] = {}
    for node in tree.nodes.values():
        if node.code in known:
            values[node.code] = known[node.code]
            continue
        for stage in stages(node, tree, table, values, chosen):
            values[node.code] = stage.values
    return Scores(tree, table, values)


@dataclass(frozen=True, slots=True)
class Stage:
    """What happened to a node's values, by name, with what it was given, and the values after it."""

    name: str
    given: Any
    values: Any


def stages(
    node: Node, tree: Tree, table: Table, values: Mapping[str, Any], chosen: Choices
) -> Iterator[Stage]:
    """Yield each stage of a node, after those that it is made of; the last carries its values."""
    x = _source(node, tree, table, values, chosen)
    yield Stage("column" if node.column else node.by, node.column, x)
    zeros = x == 0 if node.zero is not None else None
    for step in node.steps:
        x = taken(step, x, table, values, node.code)
        yield Stage(step.name, step.given, x)
    if node.column:
        method = chosen.impute if chosen.impute and node.is_indicator else node.impute
        if method != "none":
            x = imputed(x, method, table, group=tree.group)
            yield Stage("imputed", method, x)
        if node.treat:
            found = treated(x, node.treat)
            x = found.values
            yield Stage("treated", found, x)
    method = _method(node, chosen)
    if method != "none":
        x = _scored(node, tree, table, x, method)
        yield Stage("scored", method, x)
    if zeros is not None and zeros.any():
        x = np.where(zeros, node.zero, x)
        yield Stage("zero", node.zero, x)
    if node.missing is not None and np.isnan(x).any():
        x = np.where(np.isnan(x), node.missing, x)
        yield Stage("missing", node.missing, x)
    if node.digits is not None and not chosen.exact:
        yield Stage("rounded", node.digits, rounded(x, node.digits))


def _source(node: Node, tree: Tree, table: Table, values: Mapping[str, Any], chosen: Choices) -> Any:
    if node.column:
        return table.column(node.column, asked_by=node.code, optional=node.optional)
    return aggregate(
        chosen.aggregate if chosen.aggregate and node.by in MEANS else node.by,
        [values[child] for child in node.children],
        chosen.weights.get(node.code, np.asarray(node.weights)),
        scale=tree.scale,
        available=node.available,
    )


def _method(node: Node, chosen: Choices) -> str:
    """Return how a node is scored: as it says, or as is chosen where that can be done."""
    if not chosen.normalise or not node.is_indicator:
        return node.normalise
    lacks = {"goalposts": not node.goalposts, "target": "target" not in node.options}
    return node.normalise if lacks.get(chosen.normalise) else chosen.normalise


def _scored(node: Node, tree: Tree, table: Table, x: Any, method: str) -> Any:
    """Return the score of a node's values, on the scale of the tree."""
    if method != "goalposts" or node.goalposts is None:
        if np.ndim(x) == 2:
            return np.stack([_scored(node, tree, table, row, method) for row in x])
        blocks = table.blocks() if tree.over == "period" else [np.arange(len(table))]
        return normalised(x, method, blocks=blocks, down=node.down, scale=tree.scale, given=node.options)
    low, high = table.goalposts.get(node.place, node.goalposts)
    held, posts = x, (low, high)
    if node.log_scale:
        with np.errstate(divide="ignore", invalid="ignore"):
            held, posts = np.log10(x), (float(np.log10(low)), float(np.log10(high)))
    score = by_goalposts(held, posts, down=node.down, scale=tree.scale)
    if not node.curve:
        return score
    bent = x
    for step in node.curve:
        bent = taken(step, bent, table, {}, node.code)
    return np.where((x >= low) & (x <= high), bent, score)


def ranks_of(scores: Any, blocks: list[Any]) -> Any:
    """Return ranks (…, rows) of `scores` (…, rows) within each block of rows: 1 is the highest, equals share it.

    A gap has no rank: NaN.
    """
    found = np.full(np.shape(scores), np.nan)
    for rows in blocks:
        found[..., rows] = _ranks(np.asarray(scores)[..., rows])
    return found


def _ranks(scores: Any) -> Any:
    order = np.argsort(-scores, axis=-1, kind="stable")  # gaps come last
    ordered = np.take_along_axis(scores, order, axis=-1)
    place = np.broadcast_to(np.arange(1.0, scores.shape[-1] + 1), ordered.shape)
    fresh = np.ones(ordered.shape, dtype=bool)
    fresh[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    first = np.maximum.accumulate(np.where(fresh, place, 0.0), axis=-1)
    found = np.empty(scores.shape)
    np.put_along_axis(found, order, np.where(np.isnan(ordered), np.nan, first), axis=-1)
    return found
