"""A ranking by several methods at once, and how far it hangs on weights, on method, and on what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .promethee import Preference, promethee
from .rank_acceptability import Acceptability, rank_acceptability
from .score_table import ScoreTable, places
from .topsis import topsis
from .weight_turns import WeightTurn, weight_turns

#: Draws of open scores for the methods that compare every two options.
OPEN_DRAWS = 500


@dataclass(frozen=True, slots=True)
class MethodPlaces:
    """What one method says: its value for each option, its place, and best and worst place over the open scores."""

    value: Any
    place: Any
    shared: Any
    best: Any
    worst: Any


@dataclass(frozen=True, slots=True)
class Ranking:
    """Totals of 100 from least to most, places by each method, acceptability of each place, turns of weights."""

    table: ScoreTable
    low: Any
    high: Any
    total: MethodPlaces
    topsis: MethodPlaces
    promethee: MethodPlaces
    acceptability: Acceptability
    turns: Sequence[WeightTurn]

    @property
    def order(self) -> list[int]:
        """The rows of the table from first to last: by total, ties by name."""
        return sorted(
            range(len(self.table.names)), key=lambda row: (self.total.place[row], self.table.names[row])
        )

    @property
    def agreed_first(self) -> list[str]:
        """The options that are first by every method."""
        methods = (self.total, self.topsis, self.promethee)
        return [
            name
            for row, name in enumerate(self.table.names)
            if all(method.place[row] == 1 for method in methods)
        ]


def ranking(
    table: ScoreTable,
    *,
    preferences: Sequence[Preference] = (),
    draws: int = 10_000,
    seed: int,
    within: float | None = None,
) -> Ranking:
    """Return the ranking by weighted sum, TOPSIS and PROMETHEE II, with SMAA-2 over weights and open scores.

    The order is that of the weighted sum; where a score is missing or a range its worse end counts, and `high` says how
    far the total may reach. Each method's `best` and `worst` place are those over draws of the open scores at the given
    weights. Without `preferences` PROMETHEE uses the usual preference function (any difference counts whole).
    """
    given = list(preferences) or [Preference()] * len(table.measures)
    weights, best_high = table.weights, table.best_high

    def total(values: Any) -> Any:
        return 100 * (table.on_scale(values) @ weights)

    def near(values: Any) -> Any:
        return topsis(values, weights, best_high)

    def net(values: Any) -> Any:
        return promethee(values, weights, best_high, given).net

    return Ranking(
        table=table,
        low=total(table.worst),
        high=total(table.best),
        total=_placed(table, total, seed),
        topsis=_placed(table, near, seed),
        promethee=_placed(table, net, seed),
        acceptability=rank_acceptability(table, draws=draws, seed=seed, within=within),
        turns=weight_turns(table),
    )


def _placed(table: ScoreTable, method: Any, seed: int) -> MethodPlaces:
    value = method(table.worst)
    place, shared = (found[0] for found in places(value))
    if table.exact:
        return MethodPlaces(value, place, shared, place, place)
    drawn = table.drawn(np.random.default_rng(seed), OPEN_DRAWS)
    over = np.concatenate([np.atleast_2d(method(part)) for part in np.array_split(drawn, 10)])
    each, _shared = places(np.vstack([value, over]))
    return MethodPlaces(value, place, shared, each.min(axis=0), each.max(axis=0))
