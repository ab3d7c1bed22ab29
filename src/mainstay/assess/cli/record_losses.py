"""`mainstay assess losses REFERENCE`: the losses of an assessment, kept from tables and told as the page tells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.page.terminal import Format, acting, emit

from .records import assessment_of
from .work_losses import production_rows

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.assess.methods.losses_gap import LossesGap
    from mainstay.assess.models import Assessment
    from mainstay.assess.services import Earnings, SectorOutput, Span

PEOPLE = ("employed", "jobs_low", "jobs", "jobs_high", "at_risk_low", "at_risk", "at_risk_high", "workdays_low", "workdays", "workdays_high")  # fmt: skip
PATH = ("shape", "days", "recovery_days", "days_a_week", "partial", "stays_lost")


@dataclass(frozen=True, slots=True)
class Given:
    """What is given for an assessment: three tables, how work comes back, and where known jobs at risk, pay, production."""

    tables: tuple[Path, Path, Path]
    source: str
    from_watch: bool
    span: Mapping[str, float]
    shape: str
    at_risk: Path | None = None
    production: Path | None = None
    daily_wage: float | None = None
    daily_mixed_income: float | None = None
    currency: str = ""


def losses_of_assessment(reference: str, given: Given | None, *, as_: str, format: Format) -> None:
    """Keep the losses that follow from `given` (if it is), and tell what is on record as the page of losses does."""
    with acting(as_) as person:
        assessment = assessment_of(person, reference)
        if given is not None:
            _keep(person, assessment, given)
        people, production, gaps = _people(assessment), _production(assessment), _gaps(assessment)
        if format is Format.TABLE:
            for rows in (people, production, gaps):
                if rows:
                    emit(rows, format)
        else:
            names = dict.fromkeys(name for row in (*people, *production, *gaps) for name in row)
            emit([{name: row.get(name) for name in names} for row in (*people, *production, *gaps)], format)


def _keep(person: "Person", assessment: "Assessment", given: Given) -> None:
    """Read all tables, then keep losses and production together or not at all."""
    from django.db import transaction

    from mainstay.assess import services
    from mainstay.assess.selectors import baseline_files as files
    from mainstay.assess.selectors.readings import baseline_from_readings
    from mainstay.common import clock

    baseline, impact, exposure = given.tables
    source = given.source
    if given.from_watch:
        people = files.read_people(baseline)
        cells, known = baseline_from_readings(assessment.country_id, people, today=clock.today())
        source = f"{source}; {known}".strip("; ")
    else:
        cells = files.read_baseline(baseline)
    sectors = _sectors(given) if given.production else []
    with transaction.atomic():
        services.estimate_losses(
            by=person, assessment=assessment, baseline=cells, exposure=files.read_exposure(exposure),
            impact=files.read_impact(impact), at_risk=files.read_impact(given.at_risk) if given.at_risk else None,
            span=_span(given), shape=given.shape, source=source, as_of=clock.today(),
            earnings=_earnings(given),
        )  # fmt: skip
        if sectors:
            services.record_production(
                by=person, assessment=assessment, sectors=sectors, currency=given.currency,
                source=source, as_of=clock.today(),
            )  # fmt: skip


def _earnings(given: Given) -> "Earnings | None":
    """Return what a day of work brings, where both are known: of one alone no income is told."""
    from mainstay.assess.services import Earnings

    if given.daily_wage is None or given.daily_mixed_income is None:
        return None
    return Earnings(_minor(given.daily_wage, given), _minor(given.daily_mixed_income, given), given.currency)


def _minor(amount: float, given: Given) -> int:
    from mainstay.common.money import to_minor

    return to_minor(Decimal(str(amount)), given.currency)


def _span(given: Given) -> "Span":
    from mainstay.assess.services import Span

    return Span(**given.span)


def _sectors(given: Given) -> "list[SectorOutput]":
    from mainstay.assess.services import SectorOutput

    assert given.production is not None
    return [
        SectorOutput(
            row["sector"],
            int(row["first_day"]),
            int(row["last_day"]),
            before_minor=_minor(row["before"], given),
            after_minor=_minor(row["after"], given),
            output_minor=_minor(row["output"], given),
            labour_income_minor=_minor(row["labour_income"], given),
            workers=row["workers"],
            days_per_worker=row["days_per_worker"],
            elasticity=row["elasticity"],
        )
        for row in production_rows(given.production).rows
    ]


def _people(assessment: "Assessment") -> list[dict[str, Any]]:
    from mainstay.common.money import from_minor

    rows = []
    for row in assessment.losses.all():
        income = (
            None
            if row.income_wage_minor is None
            else row.income_wage_minor + (row.income_own_account_minor or 0)
        )
        money = {"income_low": row.income_low_minor, "income": income, "income_high": row.income_high_minor}
        rows.append(
            {
                "way": "people", "sector": row.sector, "sex": row.sex,
                **{name: getattr(row, name) for name in PEOPLE},
                **{name: None if minor is None else from_minor(minor, row.currency) for name, minor in money.items()},
                "currency": row.currency, **{name: getattr(row, name) for name in PATH},
                "source": row.source, "as_of": row.as_of,
            }
        )  # fmt: skip
    return rows


def _production(assessment: "Assessment") -> list[dict[str, Any]]:
    from mainstay.common.money import from_minor

    return [
        {
            "way": "production", "sector": row.sector, "first_day": row.first_day, "last_day": row.last_day,
            "production_lost": from_minor(row.before_minor - row.after_minor, row.currency),
            "workdays": row.workdays, "income": from_minor(row.income_minor, row.currency), "currency": row.currency,
            "source": row.source, "as_of": row.as_of,
        }
        for row in assessment.production_losses.all()
    ]  # fmt: skip


def _gaps(assessment: "Assessment") -> list[dict[str, Any]]:
    """Return both ways in the same days with their gap, in workdays and, where both tell it, in income."""
    from mainstay.assess.selectors.losses import losses_both_ways

    rows: list[dict[str, Any]] = []
    for each in losses_both_ways(assessment):
        rows += _gap_rows(each.period.name, "workdays", each.lines, "")
        rows += _gap_rows(each.period.name, "income", each.income, each.currency)
    return rows


def _gap_rows(days: str, of: str, lines: "Sequence[LossesGap]", currency: str) -> list[dict[str, Any]]:
    from mainstay.common.money import from_minor

    from .output import told

    def unit(value: float | None) -> Any:
        return value if value is None or not currency else from_minor(round(value), currency)

    return [
        {
            "way": "gap", "period": days, "sector": line.sector, "of": of, "currency": currency,
            "below_low": line.below and unit(line.below.low), "below": line.below and unit(line.below.central),
            "below_high": line.below and unit(line.below.high), "above": unit(line.above), "gap": unit(line.gap),
            "reasons": " ".join(told(reason) for reason in line.reasons),
        }
        for line in lines
    ]  # fmt: skip
