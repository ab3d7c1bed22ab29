"""What people had before the crisis and have now, as they themselves remember it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns

from .survey_rate import By, Draw, not_negative, rate

#: Stands with every figure that rests on memory.
CAUTION = _(
    "What was before the crisis is remembered, not measured: people forget, and round in the light of what came after."
)


@dataclass(frozen=True, slots=True)
class RecalledChange:
    """The share lost of what people had before, and the caution to be shown beside it."""

    lost: Estimates
    caution: str = CAUTION


def recalled_change(table: Any, draw: Draw, *, before: str, after: str, by: By = ()) -> RecalledChange:
    """Return the share lost of hours, earnings or workdays between before the crisis and now.

    L = Σ w · (before − after) / Σ w · before, over people of whom both are known: each person's answers stay a pair,
    so that what they have in common adds no error. A ratio of totals: the mean of each person's own change would
    count small incomes as much as large ones and has no value where somebody had nothing before. Below 0: gained.
    Unit: share of what was before.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1, 1, 2], "was": [40, 60, 50], "now": [0, 60, 25]}
    >>> recalled_change(people, partial(Design, weights="w"), before="was", after="now").lost[0].estimate
    0.45
    """
    columns = Columns(table)
    was, now = not_negative(columns, before), not_negative(columns, after)
    both = np.where(np.isnan(now), np.nan, was)
    added = {"lost_since": was - now, "held_before": both}
    return RecalledChange(rate(table, draw, added, over=("lost_since", "held_before"), by=by))
