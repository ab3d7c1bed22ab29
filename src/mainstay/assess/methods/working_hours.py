"""Workers whose weeks are too long."""

from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimates
from mainstay.statistics.survey.columns import Columns

from .survey_rate import By, Draw, indicator, not_negative, rate, refuse_rows, truth, within

#: Hours a week that the limit of the Conventions allows (C1, C30: 48 hours).
LIMIT = 48.0
#: Hours of a week.
WEEK = 168.0
MORE_THAN_A_WEEK = _(
    "The column {column} has more hours than a week in {count} rows, first in row {row}. Empty such codes."
)


def excessive_hours_rate(
    table: Any, draw: Draw, *, employed: str, hours: str, limit: float = LIMIT, by: By = ()
) -> Estimates:
    """Return the share of the employed who work more than `limit` hours a week in all their jobs.

    P = Σ w · employed · (hours > 48) / Σ w · employed. Exactly 48 is not excessive. `hours` are usual or actual hours
    of all jobs: say which, since actual hours also show the week's absences. Codes for "not known" are to be empty:
    a row of an employed person without hours is dropped and counted, and hours above 168 are refused. Source: ILO,
    *Decent Work Indicators* (2nd ed., 2013), excessive working time; Conventions 1 and 30. Unit: share.

    >>> from functools import partial
    >>> from mainstay.statistics.survey import Design
    >>> people = {"w": [1, 1, 2], "job": [1, 1, 1], "hours": [48, 49, 60]}
    >>> excessive_hours_rate(people, partial(Design, weights="w"), employed="job", hours="hours")[0].estimate
    0.75
    """
    if not 0 < limit < WEEK:
        raise BadInput(
            "working_hours.limit",
            _("A limit lies between 0 and 168 hours a week, not at {limit}."),
            limit=limit,
        )
    columns = Columns(table)
    works, worked = indicator(columns, employed), not_negative(columns, hours)
    refuse_rows((worked > WEEK) & (works == 1), hours, MORE_THAN_A_WEEK)
    long = truth(worked > limit, worked)
    known = truth(worked >= 0, worked)
    added = {"excessive_hours": within(works, long), "employed_with_hours": within(works, known)}
    return rate(table, draw, added, over=("excessive_hours", "employed_with_hours"), by=by, share=True)
