"""Who is paid the minimum wage, and how far below it the others are."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Bools, Columns, Floats

from .survey_rate import CLOSE, By, Draw, indicator, not_negative, number_or_column, rates, truth, within

#: Above the full week a minimum stays as it is (``part_time``), or rises with the hours (``all``).
PRORATED = ("part_time", "all")


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """Shares of covered employees who are paid the minimum or less (`below`), and the depth of the gap."""

    compliance: Estimates
    below: Estimates
    gap_depth: Estimates
    gap_of_underpaid: Estimates


def minimum_due(minimum: Floats, weekly_hours: Floats, *, full_hours: float, prorated: str) -> Floats:
    """Return the minimum wage that is due for `weekly_hours`, where `minimum` is for `full_hours` a week.

    m = minimum · h / H, H the full week; with `prorated` = part_time never more than `minimum`.

    >>> week = np.array([20.0, 40.0, 60.0])
    >>> minimum_due(np.full(3, 400.0), week, full_hours=40, prorated="part_time").tolist()
    [200.0, 400.0, 400.0]
    >>> minimum_due(np.full(3, 400.0), week, full_hours=40, prorated="all").tolist()
    [200.0, 400.0, 600.0]
    """
    if prorated not in PRORATED or full_hours <= 0:
        raise BadInput(
            "minimum_wage.prorated",
            _("Pro-rate by part_time or all, and give the hours of a full week above 0."),
        )
    hours = np.minimum(weekly_hours, full_hours) if prorated == "part_time" else weekly_hours
    return minimum * hours / full_hours


def paid_in_full(paid: Floats, due: Floats, minor_unit: float) -> Bools:
    """Return where `paid` is at least `due`, whose part of a minor unit no one can be paid.

    Pay heaps just at the minimum. So the due is rounded down to whole minor units (one that arithmetic left a hair
    short is whole), and pay may lie half a unit lower. With `minor_unit` 0 only the hair is forgiven.

    >>> paid_in_full(np.array([836.87, 836.86]), np.full(2, 836.875), 0.01).tolist()
    [True, False]
    """
    if minor_unit > 0:
        return paid >= (np.floor(due * (1 + CLOSE) / minor_unit) - 0.5) * minor_unit
    return paid >= due * (1 - CLOSE)


def minimum_wage_compliance(
    table: Any,
    draw: Draw,
    *,
    covered: str,
    earnings: str,
    minimum: str | float,
    weekly_hours: str,
    full_hours: float,
    prorated: str = "part_time",
    minor_unit: float = 0.01,
    by: By = (),
) -> MinimumWage:
    """Return the share of covered employees who are paid at least the minimum due, and the depth of the gap.

    With m the minimum due for a person's hours (`minimum_due`) and e the earnings of the same period: compliance
    = Σ w · (e ≥ m) / Σ w over the covered; gap depth = Σ w · max(0, m − e)/m / Σ w over all covered (Σ max(0, m − e)
    / (n m) where m is the same for all); gap of the underpaid = the same over those below m only, so that depth =
    (1 − compliance) · gap of the underpaid; `below` = 1 − compliance. `minimum` is a number or a column (rates differ by sector, area, time).
    e ≥ m is judged in whole units of `minor_unit`, the least that is paid (`paid_in_full`). An hourly minimum is one of hourly · 52/12 · `full_hours` a month with `prorated` = all. `covered` 1 for employees
    whom the law covers. Sources: ILO, *Decent Work Indicators* (2nd ed., 2013); Bhorat,
    Kanbur and Mayet, *IZA Journal of Labor & Development* 2:3 (2013), indices v0 to v2. Unit: shares.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> staff = {"w": [1] * 4, "covered": [1, 1, 1, 0], "pay": [400, 150, 300, 10], "hours": [40, 20, 48, 40]}
    >>> found = minimum_wage_compliance(staff, partial(Design, weights="w"), covered="covered", earnings="pay",
    ...     minimum=400, weekly_hours="hours", full_hours=40)
    >>> round(found.compliance[0].estimate, 6), round(found.gap_depth[0].estimate, 6)
    (0.333333, 0.166667)
    """
    columns = Columns(table)
    scope, paid = indicator(columns, covered), not_negative(columns, earnings)
    hours = not_negative(columns, weekly_hours)
    due = minimum_due(number_or_column(columns, minimum), hours, full_hours=full_hours, prorated=prorated)
    due = np.where(due > 0, due, np.nan)
    enough = paid_in_full(paid, due, minor_unit)
    met, less = within(scope, truth(enough, paid, due)), within(scope, truth(~enough, paid, due))
    people = within(scope, truth(due > 0, paid, due))
    short = within(scope, np.where(enough, 0.0, np.maximum(0.0, due - paid) / due))
    added = {"paid_minimum": met, "covered_employees": people, "shortfall": short, "underpaid": less}
    overs = {
        "compliance": ("paid_minimum", "covered_employees"),
        "below": ("underpaid", "covered_employees"),
        "gap_depth": ("shortfall", "covered_employees"),
        "gap_of_underpaid": ("shortfall", "underpaid"),
    }
    return MinimumWage(**rates(table, draw, added, overs, by=by, shares=["compliance", "below"]))
