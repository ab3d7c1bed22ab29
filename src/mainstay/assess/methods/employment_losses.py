"""Workdays, income and job-equivalents that a crisis took: from below by survey, from above by production.

The two ways answer one question and are never added to each other, nor to the losses of the sector chapters: what
people lose in income is part of what their sectors lose in production (a memo item).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey import Estimate

from .estimate_range import Range, sum_of_ranges
from .income_loss import IncomeLoss
from .job_equivalents import job_equivalents
from .recovery_path import RecoveryPath

EMPLOYEE = "employee"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time after the event, in days: from `first` up to `last`."""

    name: str
    first: float
    last: float


#: The three horizons of a recovery plan (0-6, 6-18, 18-36 months) in days, 365.25 / 12 to a month.
PERIODS = (
    Period("short", 0.0, 182.625),
    Period("medium", 182.625, 547.875),
    Period("long", 547.875, 1095.75),
)


@dataclass(frozen=True, slots=True)
class Stratum:
    """People of one district, sector, status in employment and sex, and what happened to their work.

    `employed` before the event; `affected` the share of them who stopped or were cut; `gone` the share of the affected
    whose job no longer exists: they lose all their time to the end, so that nothing comes back to them; `path` the
    share of their time that all others of them lose, day by day; `earnings` what a day of work brings, in minor units
    (the wage of an employee, the mixed income of all others).
    """

    district: str
    sector: str
    status: str
    sex: str
    employed: float
    affected: Range
    path: RecoveryPath
    earnings: float
    gone: float = 0.0
    days_a_week: float = 5.0


@dataclass(frozen=True, slots=True)
class PeriodLoss:
    """What one stratum loses in one period: workdays, income in minor units, full-time jobs of a year."""

    period: Period
    workdays: Range
    income: Range
    job_equivalents: Range


@dataclass(frozen=True, slots=True)
class StratumLoss:
    """What one stratum loses. `jobs_lost` and `jobs_at_risk` are persons and together those affected."""

    stratum: Stratum
    jobs_lost: Range
    jobs_at_risk: Range
    periods: Sequence[PeriodLoss]

    @property
    def workdays(self) -> Range:
        """Workdays over all periods; the errors of one share go the same way."""
        return sum_of_ranges(part.workdays for part in self.periods)

    @property
    def income(self) -> Range:
        """Income over all periods, in minor units."""
        return sum_of_ranges(part.income for part in self.periods)

    @property
    def job_equivalents(self) -> Range:
        """Full-time jobs of a year over all periods: no persons."""
        return sum_of_ranges(part.job_equivalents for part in self.periods)


def losses_of_strata(
    strata: Iterable[Stratum], *, workdays_per_year: int, periods: Sequence[Period] = PERIODS
) -> list[StratumLoss]:
    """Return what each stratum loses in each period, from below.

    A = E · s; workdays D = A · (k/7) · (g · days of the period + (1 − g) · ∫ r(t) dt over the period); income = D ·
    daily earnings; job-equivalents = D / working days of a year. E employed before, s share affected, g share of these
    whose job is gone, k working days a week, r(t) share of time lost by the others (`RecoveryPath`). Jobs lost = A · g,
    jobs at risk = A · (1 − g): persons, never mixed with job-equivalents. Who finds other work is not told apart.
    Benefits, remittances and aid are not netted. Source: *Post-Disaster Needs Assessment, Guidelines*, volume B,
    Employment, Livelihoods and Social Protection (2014).

    >>> path = RecoveryPath("linear", until=70)
    >>> miners = Stratum("north", "mining", EMPLOYEE, "F", 1_000, Range(0.3, 0.4, 0.5), path, earnings=10_00, gone=0.1)
    >>> found = losses_of_strata([miners], workdays_per_year=250, periods=[Period("first", 0, 70)])[0]
    >>> found.workdays.central, found.income.central, found.job_equivalents.central
    (11000.0, 11000000.0, 44.0)
    >>> found.jobs_lost.central, found.jobs_at_risk.central
    (40.0, 360.0)
    """
    listed = list(strata)
    _refuse(listed)
    return [_loss(stratum, periods, workdays_per_year) for stratum in listed]


def share_with_interval(estimate: Estimate) -> Range:
    """Return a share estimated from a survey with its interval, kept within 0 and 1, as a range.

    Raises `BadInput` for an estimate without an error (a purposive sample): state its range yourself.
    """
    if estimate.estimate is None or estimate.ci_low is None or estimate.ci_high is None:
        raise BadInput(
            "employment_losses.no_error",
            _("The estimate of {variable} has no interval ({method}). State the range that you hold likely."),
            variable=estimate.variable,
            method=estimate.method,
        )
    return Range(max(0.0, estimate.ci_low), estimate.estimate, min(1.0, estimate.ci_high))


def total_by(
    losses: Iterable[StratumLoss], what: str, *, of: Callable[[StratumLoss], Range], correlation: float = 1.0
) -> dict[str, Range]:
    """Return a quantity summed by district, sector, status or sex (`what`), or over all (``""`` names the whole).

    `correlation` says how far the errors of the strata go together: 1 (default) where one map or one informant stands
    behind all, 0 where each share was measured apart, as in a survey with independent samples.
    """
    groups: dict[str, list[Range]] = {}
    for loss in losses:
        key = getattr(loss.stratum, what) if what else ""
        groups.setdefault(key, []).append(of(loss))
    return {key: sum_of_ranges(parts, correlation=correlation) for key, parts in groups.items()}


def income_by_source(losses: Iterable[StratumLoss]) -> IncomeLoss:
    """Return lost wages and lost mixed income apart. It is a memo beside the sectors' losses, never added to them."""
    listed = list(losses)
    return IncomeLoss(
        sum_of_ranges(loss.income for loss in listed if loss.stratum.status == EMPLOYEE),
        sum_of_ranges(loss.income for loss in listed if loss.stratum.status != EMPLOYEE),
    )


@dataclass(frozen=True, slots=True)
class SectorProduction:
    """A sector chapter's production loss by period, and what the sector makes in a normal year.

    `output`, `production_loss` and `labour_income` (compensation of employees and mixed income) are in one unit of
    money and one year's prices; `output` is gross output where the loss is of gross output, value added where it is
    of value added. `workers` make it in `days_per_worker` days of a year each. `elasticity` is the share by which work
    falls when production falls by one: 1 where work and production go together, less where people are kept on.
    """

    sector: str
    production_loss: Mapping[Period, float]
    output: float
    workers: float
    days_per_worker: float
    labour_income: float
    elasticity: float = 1.0


@dataclass(frozen=True, slots=True)
class SectorLoss:
    """What work and income a sector's production loss of one period means."""

    sector: str
    period: Period
    workdays: float
    income: float
    job_equivalents: float


def losses_of_production(sectors: Iterable[SectorProduction], *, workdays_per_year: int) -> list[SectorLoss]:
    """Return workdays, income and job-equivalents of each sector and period, from above.

    D = ε · L · (workers / output) · days per worker; income = L · (compensation + mixed income) / output;
    job-equivalents = D / working days of a year. L production loss, ε elasticity. With ε = 1 labour per output stays:
    staff who are kept on without work count as lost, so that it is an upper bound where employers hold on to people.
    Source: *Post-Disaster Needs Assessment, Guidelines*, volume B (2014); Jovel and Mudahar (2010), income from
    production losses.

    >>> year = Period("first year", 0, 365.25)
    >>> fishing = SectorProduction("fishing", {year: 2_000_000}, 10_000_000, 5_000, 220, 6_000_000)
    >>> found = losses_of_production([fishing], workdays_per_year=220)[0]
    >>> found.workdays, found.income, found.job_equivalents
    (220000.0, 1200000.0, 1000.0)
    """
    found: list[SectorLoss] = []
    for row, given in enumerate(sectors, start=1):
        _refuse_sector(given, row)
        for period, lost in given.production_loss.items():
            workdays = given.elasticity * lost * given.workers / given.output * given.days_per_worker
            income = lost * given.labour_income / given.output
            years = job_equivalents(Range.exact(workdays), workdays_per_year=workdays_per_year)
            found.append(SectorLoss(given.sector, period, workdays, income, years.central))
    return found


def _loss(stratum: Stratum, periods: Sequence[Period], workdays_per_year: int) -> StratumLoss:
    affected = stratum.affected.scaled(stratum.employed)
    parts: list[PeriodLoss] = []
    for period in periods:
        back = (1 - stratum.gone) * stratum.path.days_lost(period.first, period.last)
        each = stratum.gone * (period.last - period.first) + back
        workdays = affected.scaled(each * stratum.days_a_week / 7)
        years = job_equivalents(workdays, workdays_per_year=workdays_per_year)
        parts.append(PeriodLoss(period, workdays, workdays.scaled(stratum.earnings), years))
    return StratumLoss(stratum, affected.scaled(stratum.gone), affected.scaled(1 - stratum.gone), parts)


def _refuse(strata: Sequence[Stratum]) -> None:
    problems: list[Problem] = []
    for row, stratum in enumerate(strata, start=1):
        checks = {
            "employed": (stratum.employed >= 0, _("is negative")),
            "affected": (stratum.affected.high <= 1, _("is a share: at most 1")),
            "gone": (0 <= stratum.gone <= 1, _("is a share: between 0 and 1")),
            "earnings": (stratum.earnings >= 0, _("is negative")),
            "days_a_week": (0 < stratum.days_a_week <= 7, _("is not between 1 and 7 days")),
        }
        problems += [
            Problem(Reason(f"employment_losses.{field}", why), row=row, field=field)
            for field, (right, why) in checks.items()
            if not right
        ]
    if problems:
        raise BadInput(
            "employment_losses.strata", _("Some strata cannot be used: correct them."), problems=problems
        )


def _refuse_sector(given: SectorProduction, row: int) -> None:
    checks = {
        "output": (given.output > 0, _("is not above 0")),
        "workers": (given.workers >= 0, _("is negative")),
        "days_per_worker": (0 < given.days_per_worker <= 366, _("is not between 1 and 366 days")),
        "labour_income": (0 <= given.labour_income <= given.output, _("is negative or more than the output")),
        "elasticity": (given.elasticity >= 0, _("is negative")),
        "production_loss": (min(given.production_loss.values(), default=0) >= 0, _("is negative")),
    }
    problems = [
        Problem(Reason(f"employment_losses.{field}", why), row=row, field=field)
        for field, (right, why) in checks.items()
        if not right
    ]
    if problems:
        raise BadInput(
            "employment_losses.sector",
            _("The figures of sector {sector} cannot be used: correct them."),
            problems=problems,
            sector=given.sector,
        )
