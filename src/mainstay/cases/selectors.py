"""Reads about cases."""

from django.db.models import Prefetch, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible

from .models import Case, CaseCountry, ClockTarget, StageState, TimelineEntry


def cases_visible(person: Person) -> QuerySet[Case]:
    """Return the cases that `person` may see, with what lists and headers show of them."""
    return visible(Case.objects.all(), person, "cases.read_cases").prefetch_related(
        Prefetch("countries", CaseCountry.objects.select_related("country").order_by("-first", "pk")),
        "crisis_types",
        "phases",
    )


def stage_states(case: Case) -> QuerySet[StageState]:
    """Return where each stage of a case that was found through `cases_visible` stands."""
    return StageState.objects.filter(case=case)


def targets_running(case: Case) -> QuerySet[ClockTarget]:
    """Return the targets of a case that are not met yet, the next first."""
    return ClockTarget.objects.filter(case=case, met_at__isnull=True, dropped_reason="").order_by("due_at")


def timeline(case: Case) -> QuerySet[TimelineEntry]:
    """Return what happened on a case, the latest first."""
    return TimelineEntry.objects.filter(case=case).select_related("by")
