"""What an assessment says of lost work by two ways: from below by who lost it, from above by what was produced."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mainstay.assess.methods.employment_losses import (
    Period,
    SectorLoss,
    Stratum,
    StratumLoss,
    losses_of_strata,
)
from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.methods.losses_gap import LossesGap, losses_gap
from mainstay.assess.models import Assessment, LossEstimate, ProductionLoss
from mainstay.assess.services.losing import Span

#: Job-equivalents are not shown here; any number of days of a year gives the same workdays.
_YEAR = 250


@dataclass(frozen=True, slots=True)
class BothWays:
    """One stretch of days after the event, and of each sector what both ways say of workdays and of income lost in it.

    `income` is in minor units of `currency`; empty unless both ways tell income, all of it in one currency.
    """

    period: Period
    lines: Sequence[LossesGap]
    income: Sequence[LossesGap]
    currency: str


def losses_both_ways(assessment: Assessment) -> list[BothWays]:
    """Return for each period of which sectors tell their production both ways and their gap.

    The losses from below are worked out again for just these days, by the path that is kept with them. Nothing where
    one of the two ways is missing, or where losses were kept without a path.
    """
    below = list(assessment.losses.all())
    if not below or any(row.days is None for row in below):
        return []
    strata = [stratum for row in below for stratum in _strata(row)]
    found = []
    rows = assessment.production_losses.order_by("first_day", "last_day", "sector")
    for (first, last), group in groupby(rows, key=lambda row: (row.first_day, row.last_day)):
        period, held = Period(f"{first}-{last}", float(first), float(last)), list(group)
        lost: list[StratumLoss] = losses_of_strata(strata, workdays_per_year=_YEAR, periods=[period])
        above = [_above(row, period) for row in held]
        currency = _one_currency(below, held)
        income = losses_gap(lost, above, period=period, of="income") if currency else []
        found.append(BothWays(period, losses_gap(lost, above, period=period), income, currency))
    return found


def _one_currency(below: Sequence[LossEstimate], above: Sequence[ProductionLoss]) -> str:
    """Return the currency in which both ways tell income; empty where one does not tell it, or tells it in another."""
    told = {row.currency if row.income_wage_minor is not None else "" for row in below}
    found = told | {row.currency for row in above}
    return found.pop() if len(found) == 1 else ""


def _earnings(row: LossEstimate) -> float:
    """Return what a lost day of a row would have brought, wages and own-account work together, in minor units."""
    income = (row.income_wage_minor or 0) + (row.income_own_account_minor or 0)
    return income / row.workdays if row.workdays else 0.0


def span_of(row: LossEstimate) -> Span:
    """Return how work comes back by one row."""
    return Span(row.days or 0, row.recovery_days, row.days_a_week, row.partial, row.stays_lost)


def _strata(row: LossEstimate) -> list[Stratum]:
    """Return the people of a row who lost their job, and those whose job is at risk, each with their path."""
    if not row.employed:
        return []
    span = span_of(row)
    parts = (
        (1.0, Range(row.jobs_low, row.jobs, row.jobs_high)),
        (row.partial, Range(row.at_risk_low, row.at_risk, row.at_risk_high)),
    )
    return [
        Stratum(
            "",
            row.sector,
            "",
            row.sex,
            row.employed,
            _share(people, row.employed),
            span.path(row.shape, start),
            _earnings(row),
            days_a_week=row.days_a_week,
        )
        for start, people in parts
    ]


def _share(people: Range, employed: float) -> Range:
    low, central, high = (min(1.0, value / employed) for value in (people.low, people.central, people.high))
    return Range(low, central, high)


def _above(row: ProductionLoss, period: Period) -> SectorLoss:
    return SectorLoss(row.sector, period, row.workdays, float(row.income_minor), row.workdays / _YEAR)
