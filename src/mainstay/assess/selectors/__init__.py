"""Reads about assessments."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.assess import rules
from mainstay.assess.models import Assessment, BaselineValue, Option
from mainstay.cases.models import Case
from mainstay.page.words import day, named, parted

from .baselines import approval_facts
from .collection import CUTS, Progress, cuts_of, progress_of
from .conflict import (
    Secret,
    assessments_standing,
    conflict_gated,
    conflict_unread,
    findings_filled,
    gains_by_group,
    measures_filled,
    measures_standing,
    readings_visible,
    secrets_told,
    with_places,
)
from .evidence import evidence_by_topic
from .institutions import (
    InstitutionLine,
    institution_filled,
    institution_rows,
    institutions_by_place,
    institutions_offered,
)
from .questionnaires import form_shown, nodes_shown
from .questions import oldest_days
from .talks import said_by_topic, said_on_coping, talk_rows, women_heard, women_unheard

__all__ = [
    "CUTS",
    "InstitutionLine",
    "Progress",
    "Secret",
    "approval_facts",
    "approved_basis",
    "approved_newest",
    "assessments_standing",
    "assessments_visible",
    "baseline_of",
    "conflict_gated",
    "conflict_unread",
    "cuts_of",
    "evidence_by_topic",
    "evidence_grid",
    "findings_filled",
    "form_shown",
    "gains_by_group",
    "institution_filled",
    "institution_rows",
    "institutions_by_place",
    "institutions_offered",
    "measures_filled",
    "measures_standing",
    "nodes_shown",
    "oldest_days",
    "options_visible",
    "progress_of",
    "readings_visible",
    "said_by_topic",
    "said_on_coping",
    "secrets_told",
    "talk_rows",
    "with_places",
    "women_heard",
    "women_unheard",
]


def assessments_visible(person: Person) -> QuerySet[Assessment]:
    """Return the assessments that `person` may read."""
    return visible(Assessment.objects.all(), person, "assess.read_assessments").select_related(
        "case", "country"
    )


def options_visible(person: Person) -> QuerySet[Option]:
    """Return the costed options of the assessments that `person` may read."""
    return visible(Option.objects.all(), person, "assess.read_assessments").select_related(
        "assessment__case", "assessment__country"
    )


def approved_basis(case: Case, today: date) -> Assessment | None:
    """Return the approved assessment with the newest data on which a design of `case` may rest today, or None."""
    approved = Assessment.objects.filter(case=case, state="APPROVED").order_by("-collected_until")
    newest = approved.first()
    if newest is None or not rules.is_current(
        collected_on=newest.collected_until, today=today, oldest_days=oldest_days()
    ):
        return None
    return newest


def approved_newest(case: Case) -> Assessment | None:
    """Return the approved assessment with the newest data, however old it is."""
    return Assessment.objects.filter(case=case, state="APPROVED").order_by("-collected_until").first()


def baseline_of(case: Case) -> QuerySet[BaselineValue]:
    """Return the frozen baseline values of a case's approved assessments."""
    return BaselineValue.objects.filter(assessment__case=case, assessment__state="APPROVED")


def evidence_grid(assessment: Assessment) -> list[dict[str, Any]]:
    """Return the grid of an assessment that was found through `assessments_visible`: a row for each finding."""
    rows = []
    for finding in assessment.findings.prefetch_related("sources"):
        sources = list(finding.sources.all())
        rows.append(
            {
                "topic": finding.topic,
                "finding": finding.statement,
                "low": finding.low,
                "central": finding.central,
                "high": finding.high,
                "unit": finding.unit,
                "confidence": finding.confidence,
                "sources": parted(
                    f"{source.citation} ({named('assessing.sources', source.kind)}, {day(source.as_of)})"
                    for source in sources
                ),
                "against": parted(source.citation for source in sources if not source.agrees),
            }
        )
    return rows
