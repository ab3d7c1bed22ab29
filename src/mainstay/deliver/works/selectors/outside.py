"""Works as those see them who see no names: findings and complaints as counts, sites with their state."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.deliver.works.models import Complaint, EarlyStart, Finding, Site

from .sites import sites_public

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: What a finding that is open and stops something stops.
STOPPING = ("opening", "start", "next_day", "approval")
OPEN = Q(closed_on__isnull=True)


def safeguards_by_site(person: Person) -> list[dict[str, Any]]:
    """Return for each site that `person` may read how many findings are open, stop work, and were put right; no names."""
    rows = visible(Finding.objects.all(), person, "works.read_safeguards")
    counted = rows.values(
        "site__uid",
        "site__code",
        "site__name",
        "site__state",
        "site__project__title",
        "site__project__country",
    ).annotate(
        open=Count("pk", filter=OPEN),
        stopping=Count("pk", filter=OPEN & Q(stops__in=STOPPING)),
        closed=Count("pk", filter=~OPEN),
    )
    return [dict(row) for row in counted.order_by("-stopping", "-open", "site__code")[:500]]


def complaint_counts(person: Person) -> dict[str, int]:
    """Return how many complaints were made in the reach of `person`, are open, and are late; nothing about any of them."""
    rows = visible(Complaint.objects.all(), person, "works.read_complaint_counts")
    open_ones = ~Q(state__in=["ANSWERED", "CLOSED"])
    return rows.aggregate(
        received=Count("pk"),
        open=Count("pk", filter=open_ones),
        late=Count("pk", filter=open_ones & Q(close_by__lt=clock.now())),
    )


def sites_followed(projects: Iterable[int]) -> QuerySet[Site]:
    """Return the sites of projects for who follows money to them: none under a security hold, findings as counts.

    For stages that asked their own right of each project.
    """
    rows = sites_public().filter(project__in=list(projects)).select_related("area")
    return rows.annotate(
        findings_open=Count("findings", filter=Q(findings__closed_on__isnull=True)),
        findings_closed=Count("findings", filter=Q(findings__closed_on__isnull=False)),
    ).order_by("project", "code")


def projects_paid_early(grants: Iterable[int]) -> "dict[int, Project]":
    """Return by grant the project whose sites it let start before the design was approved.

    For stages that asked their own right of each grant.
    """
    rows = EarlyStart.objects.filter(grant__in=list(grants)).select_related("project__country").order_by("pk")
    return {row.grant_id: row.project for row in rows}
