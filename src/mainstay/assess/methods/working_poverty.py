"""Workers who are poor although they work."""

from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns

from .survey_rate import By, Draw, indicator, number_or_column, rate, truth, within


def working_poverty_rate(
    table: Any, draw: Draw, *, employed: str, welfare: str, line: str | float, by: By = ()
) -> Estimates:
    """Return the share of the employed who live in households below the poverty line (SDG 1.1.1, employed).

    P = Σ w · employed · (welfare < line) / Σ w · employed. `welfare` is consumption or income per head (or per adult
    equivalent) of the person's household, the same for all its members; `line` a number in the same unit and prices,
    or a column where lines differ between regions. For the international line convert with the purchasing power of
    the line's own year. Source: ILO, *Decent Work Indicators: Guidelines for producers and users of statistical and
    legal framework indicators* (2nd ed., 2013); metadata of SDG 1.1.1. Unit: share of the employed.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1, 1, 2], "job": [1, 1, 0], "per_head": [1.5, 9.0, 1.0]}
    >>> draw = partial(Design, weights="w")
    >>> working_poverty_rate(people, draw, employed="job", welfare="per_head", line=2.15)[0].estimate
    0.5
    """
    columns = Columns(table)
    works, held = indicator(columns, employed), columns.numbers(welfare)
    below = number_or_column(columns, line)
    if not (below[~np.isnan(below)] > 0).all():
        raise BadInput("working_poverty.line", _("A poverty line is above 0."))
    poor = truth(held < below, held, below)
    added = {"working_poor": within(works, poor), "employed_persons": _of_known(works, poor)}
    return rate(table, draw, added, over=("working_poor", "employed_persons"), by=by, share=True)


def _of_known(works: np.ndarray, poor: np.ndarray) -> np.ndarray:
    return within(works, np.where(np.isnan(poor), np.nan, 1.0))
