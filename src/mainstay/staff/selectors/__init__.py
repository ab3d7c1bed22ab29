"""Reads about people who go: records and the clearance board here; the roster's depth and the way to travel beside."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.page.words import named
from mainstay.staff.methods.critical_path import CriticalPath, Step, critical_path
from mainstay.staff.models import Clearance, Deployment, Expert, ShortlistEntry, TeamRequest
from mainstay.staff.rules import SETTLED


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


def depth(person: Person) -> list[dict[str, Any]]:
    """Return how many people stand ready by functional area, without a name."""
    from mainstay.accounts.permissions import holdings, require
    from mainstay.staff.services.requests import candidates

    require(person, "staff.read_depth", [holding.scope for holding in holdings(person)])
    ready = [one for one in candidates(clock.today()) if one.ready]
    target = playbook.current().competencies.roster.target_per_area
    return [
        {
            "area": code,
            "name": area.name,
            "ready": sum(code in one.levels for one in ready),
            "target": target,
        }
        for code, area in playbook.current().competencies.functional_areas.items()
    ]


def unsettled(deployment: Deployment, on: date) -> tuple[list[str], list[str]]:
    """Return the blocking clearances that are missing, and those that would have run out by `on`."""
    rows: Collection[Clearance] = deployment.clearances.filter(blocking=True)
    missing = sorted(row.code for row in rows if row.state not in SETTLED)
    expired = sorted(
        row.code for row in rows if row.state == "GRANTED" and row.expires_on and row.expires_on < on
    )
    return missing, expired
