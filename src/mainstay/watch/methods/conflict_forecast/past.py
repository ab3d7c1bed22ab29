"""What is learned from: the state of a country at some month of the past, and what came some months later."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .features import features
from .panel import Floats, Panel

#: Months of history before the first one that is learned from.
WARM_UP = 48
#: Share of the country-months of ten quiet years that are learned from; each then counts for as many as were left out.
QUIET_SHARE = 0.15
QUIET_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Past:
    """Rows of features with the `lead` in months and the deaths that came; `weight` and `month` and `country` of each."""

    names: tuple[str, ...]
    values: NDArray[np.float32]
    lead: NDArray[np.float32]
    deaths: Floats
    weight: Floats
    country: NDArray[np.int64]

    @property
    def inputs(self) -> NDArray[np.float32]:
        """The features and the lead, as a forest takes them."""
        return np.column_stack([self.values, self.lead])


def past(
    panel: Panel, origin: int, leads: Sequence[int], generator: np.random.Generator, *, leads_each: int = 3
) -> Past:
    """Return what can be learned at the end of month `origin`: no outcome is later than it.

    Each month gives `leads_each` of `leads`, drawn at random: the twelve leads of one month tell nearly the same.
    """
    names: tuple[str, ...] = ()
    parts = []
    most = min(leads_each, len(leads))
    for month in range(panel.first + WARM_UP, origin - min(leads) + 1):
        seen = features(panel, month)
        names = seen.names
        quiet = panel.until(month).filled[:, -QUIET_MONTHS:].max(1) < 1
        kept = ~np.isnan(panel.at(month)) & (~quiet | (generator.random(len(quiet)) < QUIET_SHARE))
        for lead in generator.choice(np.asarray(leads), most, replace=False).tolist():
            if month + lead > origin:
                continue
            came = panel.at(month + lead)
            rows = np.flatnonzero(kept & ~np.isnan(came))
            parts.append(
                (
                    seen.values[rows],
                    np.full(len(rows), lead, np.float32),
                    came[rows],
                    np.where(quiet[rows], 1 / QUIET_SHARE, 1.0),
                    rows,
                )
            )
    values, lead, deaths, weight, country = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Past(names, values, lead, deaths, weight, country)
