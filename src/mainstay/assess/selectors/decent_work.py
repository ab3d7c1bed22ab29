"""Decent work from the interviews of an assessment: pay, hours, deficits of jobs, beside its labour market."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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


def decent_work_of(
    assessment: Assessment, table: "LabourTable", judging: str, *, measure: str = ""
) -> Decent:
    """Return the measures of decent work by the groups of a labour table, judged by the rules `judging`.

    Of one `measure` only its family is computed: those by which it is judged whether it may be shown.
    Pay is held against the minimum wage of the mapping; else against the lowest of the playbook that was in force in
    the country, in its currency, when the interviews ended: whom a higher one is for is not asked.
    """
    from mainstay.assess.methods.decent_work import decent_work

    survey = table.source.survey
    own = survey.decent_work
    wage = None if own.minimum_wage else _minimum(assessment, own.currency)
    words = f"{wage.amount}/{wage.period}" if wage else None
    only = family_of(measure) if measure else None
    found = decent_work(table, playbook.current().assessing.decent_work, minimum_wage=words, only=only)
    source = wage.source if wage else survey.source if own.minimum_wage else ""
    return Decent(found, _judged(found, judging), source)


def family_of(measure: str) -> set[str]:
    """Return the measures that are shown or kept back together with one, itself among them."""
    family = FAMILIES.get(measure, measure)
    return {measure, *(code for code, held in FAMILIES.items() if held == family)}


def _minimum(assessment: Assessment, currency: str) -> "Wage | None":
    book = playbook.current().wages
    day = assessment.collected_until or assessment.created_at.date()
    known = [wage for wage in book.floors(assessment.country_id, day) if wage.currency == currency]
    return min(known, key=book.per_day, default=None)


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
