"""What work the crisis took, from a baseline: an estimate within minutes, with its range and its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess.methods.employment_losses import PERIODS
from mainstay.assess.methods.estimate_range import Range, sum_of_ranges
from mainstay.assess.methods.income_loss import income_loss
from mainstay.assess.methods.jobs_lost import BaselineCell, LossCell, jobs_lost
from mainstay.assess.methods.recovery_path import RecoveryPath
from mainstay.assess.models import Assessment, LossEstimate
from mainstay.cases.services import meet_target
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .evidence import check_open


@dataclass(frozen=True, slots=True)
class Earnings:
    """Usual earnings of a day in minor units of one currency: the wage, and what own-account work brings."""

    daily_wage: int
    daily_mixed_income: int
    currency: str


@dataclass(frozen=True, slots=True)
class Span:
    """How long work stood still, how long it takes to come back, and the working days of a week.

    `partial` is the share of their time that jobs at risk lose while work stands still (a partial stoppage),
    `stays_lost` the share of what was lost that never comes back.
    """

    days: float
    recovery_days: float = 0
    days_a_week: float = 6
    partial: float = 0.5
    stays_lost: float = 0

    def path(self, shape: str, start: float = 1.0) -> RecoveryPath:
        """Return the share of time lost day by day by a job of which `start` is lost at first."""
        until = self.days + self.recovery_days
        return RecoveryPath(shape, until, still=self.days, start=start, left=start * self.stays_lost)


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
    shape: str = "linear",
    at_risk: Mapping[str, Range] | None = None,
) -> list[LossEstimate]:
    """Return jobs, workdays and income lost by sector and sex; they replace those of before.

    `baseline` says who worked where before, `exposure` the share of each area's people that was hit, `impact` the
    share of those who lost their work in each sector as a range, `at_risk` the share of those who still have theirs
    and work less. `shape` says how work comes back. Workdays are counted over three years, or until work is back
    where that is later. `source` is cited with every figure.
    """
    with act("assess.collect_secondary", by=by, on=assessment) as entry:
        check_open(assessment)
        if not source.strip():
            raise BadInput(
                "no_source", _("Say where the baseline comes from: the source stands beside each figure.")
            )
        held = list(baseline)
        _refuse_span(span)
        cells = _cells(held, exposure, impact, at_risk or {})
        LossEstimate.objects.filter(assessment=assessment).delete()
        made = LossEstimate.objects.bulk_create(
            _row(assessment, lost, risk, span, shape, earnings, source=source.strip(), as_of=as_of)
            for lost, risk in cells
        )
        entry.bulk([row.sector, row.sex, row.jobs_low, row.jobs, row.jobs_high, row.at_risk] for row in made)
        entry.note(source=source.strip(), as_of=as_of, shape=shape)
        if assessment.collected_until is None or assessment.collected_until < as_of:
            assessment.collected_until = as_of
            assessment.save(update_fields=["collected_until"])
        meet_target(assessment.case, "collect_secondary")
    return made


def _refuse_span(span: Span) -> None:
    if min(span.days, span.recovery_days) < 0 or not 0 < span.days_a_week <= 7:
        raise BadInput(
            "workdays.negative", _("Workers and days are not negative; a week has 1 to 7 working days.")
        )
    if not (0 <= span.partial <= 1 and 0 <= span.stays_lost <= 1):
        raise BadInput(
            "losing.share", _("The share of time lost and the share that stays lost lie within 0 and 1.")
        )


def _cells(
    baseline: list[BaselineCell],
    exposure: Mapping[str, float],
    impact: Mapping[str, Range],
    at_risk: Mapping[str, Range],
) -> list[tuple[LossCell, LossCell]]:
    """Return for each sector and sex the jobs lost and those at risk; together they are at most those exposed."""
    none = Range.exact(0.0)
    known = {"*": none, **at_risk}
    for sector in dict.fromkeys([*impact, *known]):
        lost, risk = (held.get(sector, held.get("*", none)) for held in (impact, known))
        if lost.high + risk.high > 1 + 1e-9:
            raise BadInput(
                "losing.more_than_all",
                _(
                    "Jobs lost and jobs at risk of {sector} are together more than all: {lost} and {risk} at most."
                ),
                sector=sector,
                lost=lost.high,
                risk=risk.high,
            )
    lost_cells = jobs_lost(baseline, exposure=exposure, impact=impact)
    return list(zip(lost_cells, jobs_lost(baseline, exposure=exposure, impact=known), strict=True))


def _row(
    assessment: Assessment,
    lost: LossCell,
    risk: LossCell,
    span: Span,
    shape: str,
    earnings: Earnings | None,
    *,
    source: str,
    as_of: date,
) -> LossEstimate:
    own = _days(lost.own_account, risk.own_account, span, shape)
    whole = _days(lost.lost, risk.lost, span, shape)
    row = LossEstimate(
        assessment=assessment,
        sector=lost.sector[:60],
        sex=lost.sex,
        employed=lost.employed,
        jobs_low=lost.lost.low,
        jobs=lost.lost.central,
        jobs_high=lost.lost.high,
        at_risk_low=risk.lost.low,
        at_risk=risk.lost.central,
        at_risk_high=risk.lost.high,
        shape=shape,
        days=span.days,
        recovery_days=span.recovery_days,
        days_a_week=span.days_a_week,
        partial=span.partial,
        stays_lost=span.stays_lost,
        workdays_low=whole.low,
        workdays=whole.central,
        workdays_high=whole.high,
        source=source[:300],
        as_of=as_of,
    )
    if earnings is not None:
        _earn(row, whole, own, earnings)
    return row


def _earn(row: LossEstimate, whole: Range, own: Range, earnings: Earnings) -> None:
    """Write on the row what the lost days would have brought, wages and own-account work apart."""
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


def _days(lost: Range, at_risk: Range, span: Span, shape: str) -> Range:
    """Return the workdays that lost jobs and jobs at risk mean, counted to the end of the last horizon."""
    last = max(PERIODS[-1].last, span.days + span.recovery_days)
    each, part = (span.path(shape, start).days_lost(0, last) for start in (1.0, span.partial))
    weekly = span.days_a_week / 7
    return sum_of_ranges([lost.scaled(each * weekly), at_risk.scaled(part * weekly)])


def losses_total(rows: Iterable[LossEstimate]) -> dict[str, Any]:
    """Return jobs and workdays lost over all sectors and both sexes, with bounds, and the share of women."""
    listed = list(rows)
    jobs = sum_of_ranges(Range(row.jobs_low, row.jobs, row.jobs_high) for row in listed)
    days = sum_of_ranges(Range(row.workdays_low, row.workdays, row.workdays_high) for row in listed)
    women = sum(row.jobs for row in listed if row.sex == "F")
    return {
        "jobs": jobs,
        "at_risk": sum_of_ranges(Range(row.at_risk_low, row.at_risk, row.at_risk_high) for row in listed),
        "workdays": days,
        "women_share": women / jobs.central if jobs.central else None,
        "source": ", ".join(dict.fromkeys(row.source for row in listed)),
    }
