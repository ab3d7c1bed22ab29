"""Employees whose hour earns far less than that of the middle."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns, Floats, as_arrow

from .earnings import hourly_earnings
from .survey_rate import CLOSE, By, Draw, indicator, not_negative, rate, truth, within
from .weighted_median import weighted_median

#: Below this part of the median an hour is low-paid.
SHARE_OF_MEDIAN = 2 / 3


@dataclass(frozen=True, slots=True)
class LowPay:
    """The median and the threshold, in currency per hour, and the shares of employees below the threshold."""

    median: float
    threshold: float
    shares: Estimates


def low_pay_rate(
    table: Any,
    draw: Draw,
    *,
    employee: str,
    earnings: str,
    weekly_hours: str,
    period: str = "month",
    share_of_median: float = SHARE_OF_MEDIAN,
    by: By = (),
) -> LowPay:
    """Return the share of employees whose hourly earnings lie below two thirds of the median of all employees.

    P = Σ w · employee · (e < ⅔ q) / Σ w · employee; e earnings per hour, q their weighted median over the whole
    table (also when shares are by domain), by the rule of `weighted_median`. An hour at exactly the threshold is not
    low-paid, nor one that only arithmetic puts below it. The errors take the threshold as known; that it is itself estimated changes them little. Source: ILO,
    *Decent Work Indicators* (2nd ed., 2013), employees with low pay rate. Unit: share of employees.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> staff = {"w": [1, 1, 1, 1], "employee": [1, 1, 1, 1], "pay": [50, 90, 90, 120], "hours": [10] * 4}
    >>> found = low_pay_rate(staff, partial(Design, weights="w"), employee="employee", earnings="pay",
    ...     weekly_hours="hours", period="week")
    >>> found.median, found.threshold, found.shares[0].estimate
    (9.0, 6.0, 0.25)
    """
    sample = draw(as_arrow(table))
    columns: Columns = sample.columns
    scope = indicator(columns, employee)
    hourly = hourly_earnings(
        not_negative(columns, earnings), not_negative(columns, weekly_hours), period=period
    )
    known = (scope == 1) & ~np.isnan(hourly)
    median, threshold = low_pay_limit(hourly[known], sample.weights[known], share_of_median)
    if np.isnan(median):
        raise BadInput(
            "low_pay.nobody",
            _("No employee has both {earnings} and {hours}, so there is no median."),
            earnings=earnings,
            hours=weekly_hours,
        )
    low = low_paid(hourly, threshold)
    counted = np.where(np.isnan(hourly), np.nan, 1.0)
    added = {"low_paid": within(scope, low), "employees_paid": within(scope, counted)}
    shares = rate(table, draw, added, over=("low_paid", "employees_paid"), by=by, share=True)
    return LowPay(median, threshold, shares)


def low_pay_limit(
    hourly: Floats, weights: Floats, share_of_median: float = SHARE_OF_MEDIAN
) -> tuple[float, float]:
    """Return the weighted median of earnings per hour, and the part of it below which an hour is low-paid.

    Unknown hours (NaN) do not count; both are NaN where none is known. Unit: that of the earnings, per hour.

    >>> low_pay_limit(np.array([5.0, 9, 9, 12, np.nan]), np.ones(5))
    (9.0, 6.0)
    """
    if not 0 < share_of_median < 1:
        raise BadInput("low_pay.share", _("The threshold is a part of the median, between 0 and 1."))
    known = ~np.isnan(hourly)
    median = weighted_median(hourly[known], weights[known])
    return median, share_of_median * median


def low_paid(hourly: Floats, threshold: float) -> Floats:
    """Return 1 where an hour earns less than the threshold, 0 where not, NaN where it is not known.

    What only arithmetic puts below the threshold is not low-paid.

    >>> low_paid(np.array([5.0, 6.0, 6.0 * (1 - 1e-12), np.nan]), 6.0).tolist()
    [1.0, 0.0, 0.0, nan]
    """
    return truth(hourly < threshold * (1 - CLOSE), hourly)
