"""How records of staff answer to scopes, and which clearance is whose."""

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, register
from mainstay.cases.permissions import case_scopes

from .models import AvailabilityAsk, CheckIn, Clearance, Deployment, Expert, ShortlistEntry, TeamRequest


def owns(person: Person, clearance: Clearance) -> bool:
    """Return whether one of the person's roles decides this clearance."""
    owners = playbook.current().clearances[clearance.code].owner_roles
    return any(holding.role in owners for holding in holdings(person))


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
