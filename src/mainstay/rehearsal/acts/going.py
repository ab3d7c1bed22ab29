"""Two experts go: asked for, found on the roster, cleared by their owners in order, on mission, back."""

from datetime import timedelta
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.rehearsal.theatre import Theatre
from mainstay.staff.selectors import deployments_visible, experts_visible, requests_visible
from mainstay.staff.services import (
    accept_nomination,
    admit_expert,
    apply_roster,
    approve_team_request,
    brief_person,
    check_in,
    confirm_availability,
    debrief_person,
    deploy_person,
    end_deployment,
    grant_clearance,
    invite_expert,
    mark_test,
    match_candidates,
    record_misconduct_check,
    record_reference,
    request_clearance,
    request_team,
    score_interview,
    select_candidate,
)

from .arriving import place_of
from .days import before

if TYPE_CHECKING:
    from mainstay.staff.models import Deployment, Expert, TeamRequest

#: Part of the cast, functional area, level.
EXPERTS = (("expert_1", "FA02", 4), ("expert_2", "FA05", 3))
#: Who decides for each role that owns clearances. Who signs the contract is another person than who matched.
OWNERS = {
    "TT_COORD": "coordinator",
    "ROSTER": "second_roster",
    "FUND": "treasurer",
    "MED": "doctor",
    "INSUR": "insurance",
    "SEC": "security",
    "CPO": "officer",
    "CD": "director",
    "RO": "region",
    "TT_MEM": "member",
}
CHECK_INS = (125, 119, 112, 105, 98, 91)


def play(theatre: Theatre) -> None:
    """Play two missions from the roster to the debriefing."""
    set_out(theatre)
    for days in CHECK_INS:
        theatre.act("staff", f"check-in {days}", before(theatre, days, 8), lambda: _check_in(theatre))
    theatre.act("staff", "experts back", before(theatre, 88), lambda: _return(theatre))


def set_out(theatre: Theatre) -> None:
    """Play two missions until both experts are on site."""
    theatre.act("staff", "experts admitted", before(theatre, 157), lambda: _enter(theatre))
    theatre.act("staff", "team asked for", before(theatre, 132, 10), lambda: _ask(theatre))
    theatre.act("staff", "team chosen", before(theatre, 131, 10), lambda: _choose(theatre))
    theatre.act("staff", "clearances", before(theatre, 129, 10), lambda: _clear(theatre))
    theatre.act("staff", "experts deployed", before(theatre, 127), lambda: _deploy(theatre))


def _enter(theatre: Theatre) -> None:
    start = before(theatre, 157).date()
    for part, area, level in EXPERTS:
        person = theatre.person(part)
        expert = apply_roster(
            by=person, name=person.name, email=person.email, kind="external_consultant", skills={area: level},
            languages={"en": "C1", theatre.scenario.population.language: "B2"}, crisis_types=theatre.scenario.crisis_types, synthetic=True,
        )  # fmt: skip
        recruit(theatre, expert)
        admit_expert(
            by=theatre.person("roster"), expert=expert, briefed_on=start, reason="The file meets every rule"
        )
        confirm_availability(by=person, expert=expert, first=start, last=start + timedelta(days=180))


def recruit(theatre: Theatre, expert: "Expert") -> None:
    """Play the file of an applicant: test, two panellists who score blind, two references, the check of conduct."""
    manager, panel = theatre.person("roster"), [theatre.person("second_roster"), theatre.person("member")]
    file = invite_expert(by=manager, expert=expert, test="Case study, synthetic", panellists=panel)
    mark_test(by=manager, recruitment=file, mark=78)
    for panellist, value in zip(panel, (4, 3), strict=True):
        points = dict.fromkeys(playbook.current().interview, value)
        score_interview(by=panellist, recruitment=file, points=points, words="Synthetic interview")
    for referee in ("First synthetic referee", "Second synthetic referee"):
        record_reference(
            by=manager, recruitment=file, referee=referee, verdict="SUPPORTS", words="Synthetic words"
        )
    record_misconduct_check(by=manager, recruitment=file, clear=True)
    expert.refresh_from_db()


def _ask(theatre: Theatre) -> None:
    for _part, area, level in EXPERTS:
        request = request_team(
            by=theatre.person("officer"), case=theatre.props["case"], functional_area=area, min_level=level - 1,
            starts_on=before(theatre, 127).date(), ends_on=before(theatre, 88).date(), language="en", tier="T1",
            terms="Rapid assessment and preparation of the first sites", host="Synthetic Ministry of Labour",
            budget_line="W1",
        )  # fmt: skip
        approve_team_request(by=theatre.person("coordinator"), request=request)


def _requests(theatre: Theatre) -> "list[TeamRequest]":
    rows = requests_visible(theatre.person("coordinator")).filter(case=theatre.props["case"])
    return list(rows.order_by("pk"))


def _choose(theatre: Theatre) -> None:
    experts = {row.account_id: row for row in experts_visible(theatre.person("roster"))}
    for request, (part, _area, _level) in zip(_requests(theatre), EXPERTS, strict=True):
        match_candidates(by=theatre.person("roster"), request=request)
        person = theatre.person(part)
        mission = select_candidate(by=theatre.person("director"), request=request, expert=experts[person.pk])
        accept_nomination(by=person, deployment=mission)


def _missions(theatre: Theatre) -> "list[Deployment]":
    rows = deployments_visible(theatre.person("coordinator")).filter(request__case=theatre.props["case"])
    return list(rows.select_related("expert__account").order_by("pk"))


def _clear(theatre: Theatre) -> None:
    """Ask for each clearance once those before it are granted, and let its owner grant it."""
    items = playbook.current().clearances
    for mission in _missions(theatre):
        person = mission.expert.account
        assert person is not None
        left = [row for row in mission.clearances.all() if row.state != "GRANTED"]
        while left:
            waiting = {row.code for row in left}
            ready = [row for row in left if not waiting.intersection(items[row.code].prerequisites)]
            for row in ready:
                request_clearance(by=person, clearance=row)
                grant_clearance(by=theatre.person(OWNERS[items[row.code].owner_roles[0]]), clearance=row)
            left = [row for row in left if row not in ready]


def _deploy(theatre: Theatre) -> None:
    for mission in _missions(theatre):
        brief_person(by=theatre.person("coordinator"), deployment=mission)
        deploy_person(by=theatre.person("director"), deployment=mission)


def _check_in(theatre: Theatre) -> None:
    for mission in _missions(theatre):
        person = mission.expert.account
        assert person is not None
        check_in(by=person, deployment=mission, place=place_of(theatre).name)


def _return(theatre: Theatre) -> None:
    for mission in _missions(theatre):
        end_deployment(by=theatre.person("roster"), deployment=mission, rating=4)
        debrief_person(
            by=theatre.person("coordinator"), deployment=mission,
            lessons="Agree on wages with municipalities before the first site is chosen.",
        )  # fmt: skip
