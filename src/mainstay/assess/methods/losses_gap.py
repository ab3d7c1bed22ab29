"""Losses from below and from above side by side, with the gap between them and what may stand behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .employment_losses import Period, PeriodLoss, SectorLoss, StratumLoss
from .estimate_range import Range, sum_of_ranges

#: What is compared: workdays, or income in one unit of money.
MEASURES = ("workdays", "income", "job_equivalents")


@dataclass(frozen=True, slots=True)
class LossesGap:
    """One sector's loss by the two ways. `gap` is from above less from below; None where one way has no figure.

    `ratio` is from above over from below (None where that is 0). The figures stay apart: no mean of the two is made.
    """

    sector: str
    below: Range | None
    above: float | None
    gap: float | None
    ratio: float | None
    reasons: Sequence[Reason]


def losses_gap(
    below: Iterable[StratumLoss], above: Iterable[SectorLoss], *, period: Period, of: str = "workdays"
) -> list[LossesGap]:
    """Return for each sector what both ways say of the same `period`, their gap and its possible reasons.

    `below` comes from survey strata (`losses_of_strata`), `above` from production (`losses_of_production`); `of` is
    workdays, income (then both in one unit of money) or job_equivalents. Strata are summed by sector, their errors
    together. A stratum or a sector that has no figure for just these days is refused, so that three years are not held
    against one. Where the figure from above lies within the range of the one from below, the two agree; else each
    reason is one to look into, not a finding. Source: *Post-Disaster Needs Assessment, Guidelines*, volume B (2014),
    which asks for both.

    >>> from mainstay.assess.methods.employment_losses import SectorProduction, Stratum, losses_of_production, losses_of_strata
    >>> from mainstay.assess.methods.recovery_path import RecoveryPath
    >>> year = Period("first year", 0, 365.25)
    >>> shop = Stratum("A", "trade", "employee", "F", 50, Range(0.8, 1, 1), RecoveryPath("step", until=14), earnings=10)
    >>> below = losses_of_strata([shop], workdays_per_year=250, periods=[year])
    >>> above = losses_of_production(
    ...     [SectorProduction("trade", {year: 8}, 100, 50, 250, 40)], workdays_per_year=250)
    >>> [(line.sector, line.gap, line.ratio) for line in losses_gap(below, above, period=year)]
    [('trade', 500.0, 2.0)]
    """
    if of not in MEASURES:
        raise BadInput(
            "losses_gap.of",
            _("The two ways are compared in {measures}, not in {of}."),
            measures=", ".join(MEASURES),
            of=of,
        )
    strata, sectors = list(below), list(above)
    _refuse_other_periods(strata, sectors, period)
    parts: dict[str, list[Range]] = {}
    for stratum in strata:
        part = _of_period(stratum, period)
        parts.setdefault(stratum.stratum.sector, []).append(getattr(part, of))
    summed = {sector: sum_of_ranges(held) for sector, held in parts.items()}
    other = _summed(sectors, period, of)
    return [
        _line(sector, summed.get(sector), other.get(sector)) for sector in dict.fromkeys([*summed, *other])
    ]


def _of_period(loss: StratumLoss, period: Period) -> PeriodLoss | None:
    return next((part for part in loss.periods if _same(part.period, period)), None)


def _same(one: Period, other: Period) -> bool:
    """Return whether two periods are the same days, whatever they are called."""
    return (one.first, one.last) == (other.first, other.last)


def _summed(sectors: Sequence[SectorLoss], period: Period, of: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for loss in sectors:
        if _same(loss.period, period):
            found[loss.sector] = found.get(loss.sector, 0.0) + getattr(loss, of)
    return found


def _refuse_other_periods(
    strata: Sequence[StratumLoss], sectors: Sequence[SectorLoss], period: Period
) -> None:
    there = {loss.sector for loss in sectors if _same(loss.period, period)}
    why = Reason(
        "losses_gap.period",
        _("has no figure for {period} (day {first} to {last})"),
        {"period": period.name, "first": period.first, "last": period.last},
    )
    problems = [
        Problem(why, row=row, field=loss.stratum.sector)
        for row, loss in enumerate(strata, start=1)
        if _of_period(loss, period) is None
    ]
    problems += [
        Problem(why, field=sector)
        for sector in dict.fromkeys(loss.sector for loss in sectors)
        if sector not in there
    ]
    if problems:
        raise BadInput(
            "losses_gap.period",
            _("The two ways are compared over the same days only: work both out for {period}."),
            problems=problems,
            period=period.name,
        )


def _line(sector: str, below: Range | None, above: float | None) -> LossesGap:
    if below is None:
        reason = Reason(
            "losses_gap.no_survey",
            _("Nobody of the sector {sector} was asked, or the survey names it otherwise."),
            {"sector": sector},
        )
        return LossesGap(sector, None, above, None, None, [reason])
    if above is None:
        reason = Reason(
            "losses_gap.no_chapter",
            _(
                "No chapter gives a production loss for {sector}: work for own use, homes or unrecorded units."
            ),
            {"sector": sector},
        )
        return LossesGap(sector, below, None, None, None, [reason])
    ratio = above / below.central if below.central else None
    return LossesGap(sector, below, above, above - below.central, ratio, _reasons(below, above))


def _reasons(below: Range, above: float) -> list[Reason]:
    if below.low <= above <= below.high:
        within = _(
            "The figure from production lies within the range of the figure from the survey: they agree."
        )
        return [Reason("losses_gap.within", within)]
    if above > below.high:
        return [
            Reason(
                "losses_gap.kept_on",
                _("Employers may have kept people at work or on the payroll while they produced less."),
            ),
            Reason(
                "losses_gap.productive_units",
                _(
                    "The units hit may make more per worker than their sector: less work is lost per unit of output."
                ),
            ),
        ]
    return [
        Reason(
            "losses_gap.unrecorded",
            _("Work of informal units and for own use may be missing from the chapter's production."),
        ),
        Reason(
            "losses_gap.from_stocks",
            _("Units may have sold from stocks or made up for lost time while their people lost days."),
        ),
    ]
