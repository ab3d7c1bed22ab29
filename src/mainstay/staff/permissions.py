"""How records of staff answer to scopes, and which clearance is whose."""

from django.db.models import Q

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, register
from mainstay.cases.permissions import case_scopes
from mainstay.common import clock

from .models import (
    AvailabilityAsk,
    CheckIn,
    Clearance,
    Deployment,
    Expert,
    PanelScore,
    Recruitment,
    Reference,
    Release,
    ShortlistEntry,
    TeamRequest,
)


def owns(person: Person, clearance: Clearance) -> bool:
    """Return whether one of the person's roles decides this clearance."""
    owners = playbook.current().clearances[clearance.code].owner_roles
    return any(holding.role in owners for holding in holdings(person))


def head_role(release: Release) -> str:
    """Return the role that heads the unit which is asked: the country director, or the chair at headquarters."""
    return "CD" if release.office_id else "TT_CHAIR"


def _may_release(person: Person, release: Release) -> bool:
    """Return whether a person answers for the unit: as its head, or as one above it once it has kept silent."""
    silent = release.due_at <= clock.now()
    return silent or any(holding.role == head_role(release) for holding in holdings(person))


register(Expert, scopes={"own": "account_id"})
register(
    TeamRequest,
    case="case_id",
    scopes=case_scopes("case"),
    acts=lambda request: {
        "staff.request_team": {request.asked_by_id},
        "staff.approve_team_request": {request.approved_by_id},
        "staff.match_candidate": {request.matched_by_id},
    },
)
register(ShortlistEntry, case="request__case_id", scopes=case_scopes("request__case"))
register(
    Deployment,
    case="request__case_id",
    scopes={"own": "expert__account_id", **case_scopes("request__case")},
    acts=lambda deployment: {
        "staff.match_candidate": {deployment.request.matched_by_id},
        "staff.select_candidate": {deployment.selected_by_id},
        "staff.sign_contract": {deployment.contract_signed_by_id},
    },
    # Who was on the mission rates it; the host's rating stands at its end.
    conditions={"works_with_them": lambda person, deployment: deployment.expert.account_id == person.pk},
)
register(
    AvailabilityAsk,
    case="request__case_id",
    scopes={"own": "expert__account_id", **case_scopes("request__case")},
)
register(CheckIn, case="deployment__request__case_id", scopes=case_scopes("deployment__request__case"))
register(
    Clearance,
    case="deployment__request__case_id",
    scopes={"own": "expert__account_id", **case_scopes("deployment__request__case")},
    conditions={
        "owns_the_clearance": owns,
        "clearance_waivable": lambda _person, clearance: (
            playbook.current().clearances[clearance.code].waivable
        ),
    },
)
register(Recruitment, scopes={"own": "panel__panellist_id"})
register(
    PanelScore,
    scopes={"own": "panellist_id"},
    conditions={"panel_complete": lambda _person, seat: seat.recruitment.opened_at is not None},
    visible_when={"panel_complete": lambda _person: Q(recruitment__opened_at__isnull=False)},
)
register(Reference)
register(
    Release,
    # The office that is asked lies elsewhere than the case to which the person goes.
    scopes={"own": "deployment__expert__account_id", "country": "office_id", "region": "office__region"},
    everywhere=Q(office__isnull=True),
    conditions={"own_unit_released": _may_release},
)
