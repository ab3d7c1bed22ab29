"""Decent work from the interviews of an assessment: pay, hours, deficits of jobs, beside its labour market."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.assess.methods.decent_work_measures import FAMILIES, PART, SHARE, measure_named
from mainstay.assess.models import Assessment
from mainstay.common.money import decimals

from .answers import Measured
from .exploring import Explored, judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mainstay.assess.methods.decent_work import DecentWork
    from mainstay.assess.methods.labour_table import LabourTable
    from mainstay.playbook.schemas.surveys import Survey
    from mainstay.playbook.schemas.works import Wage


@dataclass(frozen=True)
class Decent:
    """The measures with their marks, and where the minimum wage comes from that pay was held against, if one is known."""

    found: "DecentWork"
    rows: "Sequence[Explored]"
    minimum_source: str


def with_money(survey: "Survey", assessment: Assessment) -> "Survey":
    """Return the mapping with the currency of the assessment's country, where it names none of its own."""
    own = survey.decent_work
    if own.currency:
        return survey
    currency = assessment.country.currency
    known = {"currency": currency, "minor_unit": 10.0 ** -decimals(currency)}
    return survey.model_copy(update={"decent_work": own.model_copy(update=known)})


def decent_work_of(assessment: Assessment, table: "LabourTable", judging: str) -> Decent:
    """Return the measures of decent work by the groups of a labour table, judged by the rules `judging`.

    Pay is held against the minimum wage of the mapping; else against the lowest of the playbook that was in force in
    the country, in its currency, when the interviews ended: whom a higher one is for is not asked.
    """
    from mainstay.assess.methods.decent_work import decent_work

    survey = table.source.survey
    own = survey.decent_work
    wage = None if own.minimum_wage else _minimum(assessment, own.currency)
    words = f"{wage.amount}/{wage.period}" if wage else None
    found = decent_work(table, playbook.current().assessing.decent_work, minimum_wage=words)
    source = wage.source if wage else survey.source if own.minimum_wage else ""
    return Decent(found, _judged(found, judging), source)


def _minimum(assessment: Assessment, currency: str) -> "Wage | None":
    book = playbook.current().wages
    day = assessment.collected_until or assessment.created_at.date()
    month = book.divisors[book.default_divisor].days
    days: dict[str, Any] = {"hour": 1 / 8, "day": 1, "week": 6, "month": float(month)}
    known = [wage for wage in book.floors(assessment.country_id, day) if wage.currency == currency]
    return min(known, key=lambda wage: float(wage.amount) / days[wage.period], default=None)


def _judged(found: "DecentWork", judging: str) -> list[Explored]:
    """Return the measures with their marks; where one is too small, those that would tell its number stay inside too."""
    from mainstay.statistics.survey.reliability import rate

    marked = rate(found.estimates, judging, cases=found.cases, shares=found.shares)
    rows = []
    for one, cases in zip(marked, found.cases, strict=True):
        code = one.estimate.variable
        asked = Measured("", FAMILIES.get(code, code), code, "proportion")
        rows.append(Explored(asked, one, False, holding=cases))
    return [replace(one, asked=one.asked._replace(statistic=_shown_as(one))) for one in judged(rows)]


def _shown_as(one: Explored) -> str:
    """Return as what a measure is shown: parts of a whole in percent, others as numbers."""
    return "proportion" if measure_named(one.row.variable).unit in {SHARE, PART} else "mean"
