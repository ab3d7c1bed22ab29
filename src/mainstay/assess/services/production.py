"""The loss of work from above: what sectors produced before and after, by the chapters of the economy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.assess.methods.employment_losses import Period, SectorProduction, losses_of_production
from mainstay.assess.models import Assessment, ProductionLoss
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .evidence import check_open

#: Job-equivalents are not kept here; any number of days of a year gives the same workdays.
_YEAR = 250


@dataclass(frozen=True, slots=True)
class SectorOutput:
    """What a sector makes in some days after the event, without and with the crisis, and in a normal year.

    Amounts are in minor units of one currency and prices of one year. `labour_income_minor` is what the work of the
    sector earns in a normal year: compensation of employees and mixed income. `elasticity` is the share by which
    work falls when production falls by one.
    """

    sector: str
    first_day: int
    last_day: int
    before_minor: int
    after_minor: int
    output_minor: int
    labour_income_minor: int
    workers: float
    days_per_worker: float
    elasticity: float = 1.0


def record_production(
    *,
    by: Person,
    assessment: Assessment,
    sectors: Sequence[SectorOutput],
    currency: str,
    source: str,
    as_of: date,
) -> list[ProductionLoss]:
    """Return the work and income that each sector's loss of production means; they replace those of before.

    They stand beside the losses from below, over the same days, and are never added to them.
    """
    with act("assess.collect_secondary", by=by, on=assessment) as entry:
        check_open(assessment)
        if not source.strip():
            raise BadInput(
                "no_source", _("Say where the baseline comes from: the source stands beside each figure.")
            )
        _refuse(sectors)
        ProductionLoss.objects.filter(assessment=assessment).delete()
        made = ProductionLoss.objects.bulk_create(
            _row(assessment, row, currency.strip().upper(), source.strip()[:300], as_of) for row in sectors
        )
        entry.bulk([row.sector, row.first_day, row.last_day, row.workdays] for row in made)
        entry.note(source=source.strip(), as_of=as_of)
    return made


def _row(
    assessment: Assessment, given: SectorOutput, currency: str, source: str, as_of: date
) -> ProductionLoss:
    found = losses_of_production([_production(given)], workdays_per_year=_YEAR)[0]
    return ProductionLoss(
        assessment=assessment,
        sector=given.sector.strip()[:60],
        first_day=given.first_day,
        last_day=given.last_day,
        before_minor=given.before_minor,
        after_minor=given.after_minor,
        output_minor=given.output_minor,
        labour_income_minor=given.labour_income_minor,
        workers=given.workers,
        days_per_worker=given.days_per_worker,
        elasticity=given.elasticity,
        workdays=found.workdays,
        income_minor=round(found.income),
        currency=currency,
        source=source,
        as_of=as_of,
    )


def _production(given: SectorOutput) -> SectorProduction:
    period = Period(f"{given.first_day}-{given.last_day}", given.first_day, given.last_day)
    return SectorProduction(
        given.sector,
        {period: given.before_minor - given.after_minor},
        given.output_minor,
        given.workers,
        given.days_per_worker,
        given.labour_income_minor,
        given.elasticity,
    )


def _refuse(sectors: Sequence[SectorOutput]) -> None:
    """Raise BadInput for rows that cannot be, each by row and field, and for a sector that is told twice."""
    problems: list[Problem] = []
    seen: dict[tuple[str, int, int], int] = {}
    for row, given in enumerate(sectors, start=1):
        if not 0 <= given.first_day < given.last_day:
            why = Reason("production.days", _("is not after first_day, or first_day is negative"))
            problems.append(Problem(why, row=row, field="last_day"))
        if not 0 <= given.after_minor <= given.before_minor:
            why = Reason("production.gain", _("is more than before: a gain is no loss"))
            problems.append(Problem(why, row=row, field="after_minor"))
        first = seen.setdefault((given.sector.strip(), given.first_day, given.last_day), row)
        if first != row:
            why = Reason(
                "production.repeated", _("stands already in row {first} for the same days"), {"first": first}
            )
            problems.append(Problem(why, row=row, field="sector"))
        problems += _of_method(given, row)
    if problems or not sectors:
        raise BadInput(
            "production", _("Some rows of production cannot be used: correct them."), problems=problems
        )


def _of_method(given: SectorOutput, row: int) -> list[Problem]:
    """Return what the method itself refuses in one row, under that row."""
    try:
        losses_of_production([_production(given)], workdays_per_year=_YEAR)
    except BadInput as error:
        return [
            Problem(problem.reason, row=row, field=problem.field)
            for problem in error.problems
            if problem.field != "production_loss"
        ]
    return []
