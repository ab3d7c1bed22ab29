"""What work the crisis took, from a baseline: an estimate within minutes, with its range and its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess.methods.estimate_range import Range, sum_of_ranges
from mainstay.assess.methods.income_loss import income_loss
from mainstay.assess.methods.jobs_lost import BaselineCell, LossCell, jobs_lost
from mainstay.assess.methods.workdays_lost import workdays_lost
from mainstay.assess.models import Assessment, LossEstimate
from mainstay.cases.services import meet_target
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Earnings:
    """Usual earnings of a day in minor units of one currency: the wage, and what own-account work brings."""

    daily_wage: int
    daily_mixed_income: int
    currency: str


@dataclass(frozen=True, slots=True)
class Span:
    """How long work stood still, how long it takes to come back evenly, and the working days of a week."""

    days: float
    recovery_days: float = 0
    days_a_week: float = 6


def estimate_losses(
    *,
    by: Person,
    assessment: Assessment,
    baseline: Iterable[BaselineCell],
    exposure: Mapping[str, float],
    impact: Mapping[str, Range],
    span: Span,
    source: str,
    as_of: date,
    earnings: Earnings | None = None,
) -> list[LossEstimate]:
    """Return jobs, workdays and income lost by sector and sex; they replace those of before.

    `baseline` says who worked where before, `exposure` the share of each area's people that was hit, `impact` the
    share of those who lost their work in each sector as a range. `source` is cited with every figure.
    """
    with act("assess.collect_secondary", by=by, on=assessment) as entry:
        if not source.strip():
            raise BadInput(
                "no_source", _("Say where the baseline comes from: the source stands beside each figure.")
            )
        cells = jobs_lost(baseline, exposure=exposure, impact=impact)
        LossEstimate.objects.filter(assessment=assessment).delete()
        made = LossEstimate.objects.bulk_create(
            _row(assessment, cell, span, earnings, source=source.strip(), as_of=as_of) for cell in cells
        )
        entry.bulk([row.sector, row.sex, row.jobs_low, row.jobs, row.jobs_high] for row in made)
        entry.note(source=source.strip(), as_of=as_of)
        if assessment.collected_until is None or assessment.collected_until < as_of:
            assessment.collected_until = as_of
            assessment.save(update_fields=["collected_until"])
        meet_target(assessment.case, "collect_secondary")
    return made


def _row(
    assessment: Assessment, cell: LossCell, span: Span, earnings: Earnings | None, *, source: str, as_of: date
) -> LossEstimate:
    own = _days(cell.own_account, span)
    whole = _days(cell.lost, span)
    row = LossEstimate(
        assessment=assessment,
        sector=cell.sector[:60],
        sex=cell.sex,
        employed=cell.employed,
        jobs_low=cell.lost.low,
        jobs=cell.lost.central,
        jobs_high=cell.lost.high,
        workdays_low=whole.low,
        workdays=whole.central,
        workdays_high=whole.high,
        source=source[:300],
        as_of=as_of,
    )
    if earnings is not None:
        waged = Range(whole.low - own.low, whole.central - own.central, whole.high - own.high)
        loss = income_loss(
            wage_workdays=waged,
            daily_wage=earnings.daily_wage,
            own_account_workdays=own,
            daily_mixed_income=earnings.daily_mixed_income,
        )
        row.income_wage_minor, row.income_own_account_minor = (
            round(loss.wage.central),
            round(loss.own_account.central),
        )
        row.income_low_minor, row.income_high_minor = round(loss.total.low), round(loss.total.high)
        row.currency = earnings.currency
    return row


def _days(jobs: Range, span: Span) -> Range:
    """Return the workdays that lost jobs mean: each stands still for the whole span."""
    worst = max(jobs.high, 1e-9)
    share = Range(jobs.low / worst, jobs.central / worst, min(1.0, jobs.high / worst))
    return workdays_lost(
        workers=worst,
        share_stopped=share,
        days=span.days,
        recovery_days=span.recovery_days,
        days_a_week=span.days_a_week,
    )


def losses_total(rows: Iterable[LossEstimate]) -> dict[str, Any]:
    """Return jobs and workdays lost over all sectors and both sexes, with bounds, and the share of women."""
    listed = list(rows)
    jobs = sum_of_ranges(Range(row.jobs_low, row.jobs, row.jobs_high) for row in listed)
    days = sum_of_ranges(Range(row.workdays_low, row.workdays, row.workdays_high) for row in listed)
    women = sum(row.jobs for row in listed if row.sex == "F")
    return {
        "jobs": jobs,
        "workdays": days,
        "women_share": women / jobs.central if jobs.central else None,
        "source": ", ".join(dict.fromkeys(row.source for row in listed)),
    }
