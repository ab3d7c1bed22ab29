"""What an hour of work earns."""

from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns, Floats

from .survey_rate import By, Draw, indicator, not_negative, rate, within

#: Weeks of a month: 52 / 12.
WEEKS_A_MONTH = 52 / 12
#: Hours paid in one period of earnings, per hour usually worked in a week. A year has 52 paid weeks.
HOURS_OF_PERIOD = {"week": 1.0, "fortnight": 2.0, "month": WEEKS_A_MONTH, "year": 52.0}

RATIO_OF_TOTALS = _("ratio of totals: all earnings over all hours")
MEAN_OF_RATIOS = _("mean of each employee's earnings per hour")
RULES = {"totals": RATIO_OF_TOTALS, "persons": MEAN_OF_RATIOS}


def hours_of_period(weekly_hours: Floats, period: str) -> Floats:
    """Return the hours of a week, fortnight (× 2), month (× 52/12) or year (× 52) for usual weekly hours.

    >>> hours_of_period(np.array([48.0, 24.0]), "month").tolist()
    [208.0, 104.0]
    """
    if period not in HOURS_OF_PERIOD:
        raise BadInput(
            "earnings.period",
            _("Earnings are of a week, a fortnight, a month or a year, not of {period}."),
            period=period,
        )
    return weekly_hours * HOURS_OF_PERIOD[period]


def hourly_earnings(earnings: Floats, weekly_hours: Floats, *, period: str = "month") -> Floats:
    """Return earnings per hour; NaN where earnings or hours are missing, or hours are 0.

    e = earnings / (usual hours a week × weeks of the period). Unit: that of the earnings, per hour.

    >>> hourly_earnings(np.array([2080.0, 900.0]), np.array([48.0, 0.0])).tolist()
    [10.0, nan]
    """
    hours = hours_of_period(weekly_hours, period)
    paid = np.where(hours > 0, hours, np.nan)
    return np.asarray(earnings / paid, dtype=np.float64)


def average_hourly_earnings(
    table: Any,
    draw: Draw,
    *,
    employee: str,
    earnings: str,
    weekly_hours: str,
    period: str = "month",
    rule: str = "totals",
    by: By = (),
) -> Estimates:
    """Return the average hourly earnings of employees (SDG 8.5.1), by one of two rules that differ: say which.

    `rule` totals: E = Σ w · earnings / Σ w · hours, in which a long week weighs more: the average of paid hours;
    persons: E = Σ w · (earnings / hours) / Σ w, the average of employees. They agree only if pay per hour does not
    depend on hours. `earnings` are gross earnings of one `period` (week, fortnight, month, year), `weekly_hours` usual hours of
    the same job a week. Employees without earnings or hours are dropped and counted. Sources: metadata
    of SDG 8.5.1; ILO, *Decent Work Indicators* (2nd ed., 2013), average real earnings. Unit: currency per hour.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> staff = {"w": [1, 1], "employee": [1, 1], "pay": [40, 200], "hours": [10, 40]}
    >>> draw = partial(Design, weights="w")
    >>> given = {"employee": "employee", "earnings": "pay", "weekly_hours": "hours", "period": "week"}
    >>> average_hourly_earnings(staff, draw, **given)[0].estimate
    4.8
    >>> average_hourly_earnings(staff, draw, **given, rule="persons")[0].estimate
    4.5
    """
    if rule not in RULES:
        raise BadInput(
            "earnings.rule",
            _(
                "There is no rule {rule} of averaging. Choose totals (of paid hours) or persons (of employees)."
            ),
            rule=rule,
        )
    columns = Columns(table)
    scope = indicator(columns, employee)
    paid, hours = not_negative(columns, earnings), not_negative(columns, weekly_hours)
    hourly = hourly_earnings(paid, hours, period=period)
    unknown = np.isnan(hourly)
    if rule == "totals":
        above = np.where(unknown, np.nan, paid)
        below = np.where(unknown, np.nan, hours_of_period(hours, period))
        names = ("earnings_paid", "hours_paid")
    else:
        above, below = hourly, np.where(unknown, np.nan, 1.0)
        names = ("hourly_earnings", "employees_paid")
    return rate(
        table, draw, {names[0]: within(scope, above), names[1]: within(scope, below)}, over=names, by=by
    )
