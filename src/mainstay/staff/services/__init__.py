"""What is done for the people who go."""

from .clearances import grant_clearance, refuse_clearance, request_clearance, waive_clearance
from .missions import (
    brief_person,
    check_in,
    debrief_person,
    deploy_person,
    end_deployment,
    raise_missed_check_ins,
)
from .requests import (
    accept_nomination,
    approve_team_request,
    match_candidates,
    request_team,
    select_candidate,
)
from .roster import admit_expert, apply_roster, confirm_availability, enter_expert

__all__ = [
    "accept_nomination",
    "admit_expert",
    "apply_roster",
    "approve_team_request",
    "brief_person",
    "check_in",
    "confirm_availability",
    "debrief_person",
    "deploy_person",
    "end_deployment",
    "enter_expert",
    "grant_clearance",
    "match_candidates",
    "raise_missed_check_ins",
    "refuse_clearance",
    "request_clearance",
    "request_team",
    "select_candidate",
    "waive_clearance",
]
