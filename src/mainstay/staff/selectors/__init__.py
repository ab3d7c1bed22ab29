"""Reads about people who go: records and the clearance board here; the roster's depth and the way to travel beside."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When
from django.db.models.functions import Greatest

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.page.words import named
from mainstay.staff.methods.critical_path import CriticalPath, Step, critical_path
from mainstay.staff.models import Clearance, Deployment, Expert, ShortlistEntry, TeamRequest
from mainstay.staff.rules import ACTIVE, OPEN, SETTLED


def experts_visible(person: Person) -> QuerySet[Expert]:
    """Return the records of the roster that `person` may see."""
    return visible(Expert.objects.all(), person, "staff.read_experts").prefetch_related("skills", "languages")


def requests_visible(person: Person) -> QuerySet[TeamRequest]:
    """Return the requests for people that `person` may see."""
    return visible(TeamRequest.objects.all(), person, "staff.read_team_requests").select_related("case")


def shortlist_visible(person: Person, request: TeamRequest) -> QuerySet[ShortlistEntry]:
    """Return the shortlist of a request, ranked first, those left out after, for those who may read it."""
    rows = visible(ShortlistEntry.objects.filter(request=request), person, "staff.read_shortlists")
    return rows.select_related("expert").order_by("rank", "pk")


def deployments_visible(person: Person) -> QuerySet[Deployment]:
    """Return the missions that `person` may see."""
    return visible(Deployment.objects.all(), person, "staff.read_deployments").select_related(
        "request__case", "expert"
    )


def board(person: Person, deployment: Deployment) -> list[dict[str, Any]]:
    """Return the clearances of a deployment as lanes: state, who decides, by when, what it waits for."""
    rows = visible(Clearance.objects.filter(deployment=deployment), person, "staff.read_clearances")
    items = playbook.current().clearances
    states = {row.code: row.state for row in rows}
    now = clock.now()
    return [
        {
            "code": row.code,
            "name": named("clearances", row.code),
            "state": row.state,
            "blocking": row.blocking,
            "owners": items[row.code].owner_roles,
            "due_at": row.due_at,
            "late": bool(row.due_at and row.due_at < now and row.state not in {"GRANTED", "WAIVED"}),
            "waits_for": [
                code
                for code in items[row.code].prerequisites
                if states.get(code) not in {None, "GRANTED", "WAIVED"}
            ],
        }
        for row in rows.order_by("pk")
    ]


def time_to_go(deployment: Deployment) -> CriticalPath:
    """Return how many hours the blocking clearances still take, and the chain that decides it."""
    items = playbook.current().clearances
    tier = deployment.request.tier
    steps = [
        Step(
            row.code,
            tuple(items[row.code].prerequisites),
            0 if row.state in {"GRANTED", "WAIVED"} else items[row.code].hours[tier],
        )
        for row in deployment.clearances.filter(blocking=True)
    ]
    return critical_path(steps)


def depth_rows(person: Person) -> list[dict[str, Any]]:
    """Return how many people could go today by functional area, without a name."""
    from .depth import roster_depth

    return [
        {"area": row.code, "name": row.name, "ready": row.ready, "target": row.target}
        for row in roster_depth(person).fields
    ]


def with_places_left(rows: QuerySet[TeamRequest]) -> QuerySet[Any]:
    """Return requests with `left`: the places for which nobody is named; none where a request is not open."""
    named_for = Count("deployments", filter=Q(deployments__state__in=ACTIVE), distinct=True)
    left = F("headcount") - named_for
    return rows.annotate(
        left=Case(When(state__in=OPEN, then=Greatest(left, 0)), default=0, output_field=IntegerField())
    )


def unsettled(deployment: Deployment, on: date) -> tuple[list[str], list[str]]:
    """Return the blocking clearances that are missing, and those that would have run out by `on`."""
    rows: Collection[Clearance] = deployment.clearances.filter(blocking=True)
    missing = sorted(row.code for row in rows if row.state not in SETTLED)
    expired = sorted(
        row.code for row in rows if row.state == "GRANTED" and row.expires_on and row.expires_on < on
    )
    return missing, expired
