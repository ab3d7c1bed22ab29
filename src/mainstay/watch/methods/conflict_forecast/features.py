"""What a forecaster looks at: a country's own past, its neighbours, the world, as they stood at the origin."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .panel import Floats, Panel

#: Months over which logarithms are averaged.
MEANS = (2, 3, 6, 12, 24, 36, 60, 120)
#: Deaths in a month from which it counts as one of violence, of conflict, of war.
LEVELS = (1, 25, 1000)
#: Months since something that never happened.
NEVER = 400


@dataclass(frozen=True, slots=True)
class Features:
    """The names of the features and their values, a row for each country."""

    names: tuple[str, ...]
    values: NDArray[np.float32]

    def column(self, name: str) -> int:
        """Return the place of a feature."""
        return self.names.index(name)


def features(panel: Panel, origin: int) -> Features:
    """Return the features of every country at the end of month `origin`; nothing later is looked at.

    All amounts are ln(1 + deaths). Lags of twelve months; means over 2 to 120 months; the highest month of 12, 36 and
    120; spread and trend; for 1, 25 and 1,000 deaths the months since and the share of months; the land neighbours'
    last quarter and year; how much of the world is in conflict. A month before the state existed counts as none.
    """
    known = panel.until(origin)
    deaths = known.filled
    logs = np.log1p(deaths)
    found = {f"lag_{back}": logs[:, -1 - back] for back in range(12)}
    found |= {f"mean_{months}": logs[:, -months:].mean(1) for months in MEANS}
    found |= {f"highest_{months}": logs[:, -months:].max(1) for months in (12, 36, 120)}
    found |= {f"log_mean_{months}": np.log1p(deaths[:, -months:].mean(1)) for months in (12, 60)}
    found |= {f"spread_{months}": logs[:, -months:].std(1) for months in (12, 24)}
    for level in LEVELS:
        found |= _standing(deaths >= level, level)
    found["ever_1"], found["ever_25"] = (deaths >= 1).mean(1), (deaths >= LEVELS[1]).mean(1)
    found["trend_3_12"] = found["mean_3"] - found["mean_12"]
    found["trend_6_24"] = found["mean_6"] - found["mean_24"]
    found |= _around(deaths, found["mean_60"], panel.neighbours)
    everywhere = np.ones(len(deaths))
    found["world_deaths"] = everywhere * np.log1p(deaths[:, -12:].sum())
    found["world_conflicts"] = everywhere * (deaths[:, -12:].max(1) >= LEVELS[1]).mean()
    return Features(tuple(found), np.column_stack(list(found.values())).astype(np.float32))


def _standing(reached: NDArray[np.bool_], level: int) -> dict[str, Floats]:
    since = np.where(reached.any(1), reached[:, ::-1].argmax(1), NEVER)
    found = {f"since_{level}": np.log1p(np.minimum(since, NEVER))}
    return found | {f"share_{level}_{months}": reached[:, -months:].mean(1) for months in (12, 36, 120)}


def _around(deaths: Floats, long_mean: Floats, border: Floats) -> dict[str, Floats]:
    year, quarter = np.log1p(deaths[:, -12:].mean(1)), np.log1p(deaths[:, -3:].mean(1))
    many = border.sum(1)
    found = {
        "around_mean": border @ year / np.maximum(many, 1),
        "around_highest": (border * year).max(1),
        "around_quarter": (border * quarter).max(1),
        "around_conflicts": border @ (year > np.log1p(LEVELS[1])).astype(float),
        "around_long": (border * long_mean).max(1),
        "around_number": many,
    }
    return found | {"around_trend": found["around_quarter"] - found["around_highest"]}
