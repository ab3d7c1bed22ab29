"""An index beside another: other weights, another value, another edition, and what moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .computing import Scores, composite_index


@dataclass(frozen=True, slots=True)
class Change:
    """One unit in two versions: index and rank in each, and the node of the first level that moved most."""

    unit: str
    period: Any
    before: float
    after: float
    rank_before: float
    rank_after: float
    #: the node below the top that changed most, and by how much; empty where nothing can be compared
    most: str
    most_by: float

    @property
    def change(self) -> float:
        """By how much the index moved."""
        return self.after - self.before


def compared(before: Scores, after: Scores) -> list[Change]:
    """Return how each unit stands in two versions, the largest change first; a unit of one version alone comes last.

    Rows are matched by unit and, where both have periods, by period. The versions may have different trees: the node
    that moved most is taken among those below the top that both have.
    """
    with_periods = bool(before.table.periods) and bool(after.table.periods)
    old, new = _rows(before, with_periods=with_periods), _rows(after, with_periods=with_periods)
    ranks = before.ranks(), after.ranks()
    common = [code for code in after.tree.nodes[after.tree.top].children if code in before.tree.nodes]
    found = [
        _change(key, old.get(key), new.get(key), before, after, ranks, common)
        for key in dict.fromkeys([*old, *new])
    ]
    return sorted(
        found, key=lambda c: (np.isnan(c.change), -abs(c.change) if not np.isnan(c.change) else 0.0, c.unit)
    )


def _rows(scores: Scores, *, with_periods: bool) -> dict[tuple[str, Any], int]:
    table = scores.table
    if with_periods:
        return {(unit, table.periods[row]): row for row, unit in enumerate(table.units)}
    return {(unit, None): table.row_of(unit) for unit in dict.fromkeys(table.units)}


def _change(
    key: tuple[str, Any],
    old: int | None,
    new: int | None,
    before: Scores,
    after: Scores,
    ranks: tuple[Any, Any],
    common: Sequence[str],
) -> Change:
    nan = float("nan")
    most, most_by = "", nan
    if old is not None and new is not None:
        moves = {code: float(after.values[code][new] - before.values[code][old]) for code in common}
        moves = {code: by for code, by in moves.items() if by}  # NaN stays, 0 goes
        moves = {code: by for code, by in moves.items() if not np.isnan(by)}
        if moves:
            most = max(moves, key=lambda code: abs(moves[code]))
            most_by = moves[most]
    return Change(
        unit=key[0],
        period=key[1],
        before=nan if old is None else float(before.top[old]),
        after=nan if new is None else float(after.top[new]),
        rank_before=nan if old is None else float(ranks[0][old]),
        rank_after=nan if new is None else float(ranks[1][new]),
        most=most,
        most_by=most_by,
    )


def what_if(scores: Scores, unit: str, changes: Mapping[str, float], *, period: Any = None) -> Scores:
    """Return the index as it would be if some columns or nodes of one unit had other values; NaN takes one away.

    A name is taken for a node first, then for a column of the table; ``column:wage`` means the column in any case.
    """
    row = scores.table.row_of(unit, period)
    columns: dict[str, Any] = {}
    nodes: dict[str, Any] = {}
    for name, value in changes.items():
        column = name.removeprefix("column:")
        if name in scores.tree.nodes:
            held = nodes.setdefault(name, np.array(scores.values[name], dtype=float))
        elif column in scores.tree.columns:
            held = columns.setdefault(
                column, np.array(scores.table.column(column, asked_by=column), dtype=float)
            )
        else:
            raise BadInput(
                "index.nothing_named",
                _("{name} is neither a node of the index nor a column that it uses. Nodes are: {codes}."),
                name=name, codes=", ".join(scores.tree.order_of_showing()[:40]),
            )  # fmt: skip
        held[row] = value
    return composite_index(scores.tree, scores.table.with_columns(columns), given=nodes)
