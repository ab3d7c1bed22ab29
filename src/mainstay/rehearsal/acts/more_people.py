"""People asked for and on their way: applied, asked, nominated, waiting for clearances, refused one, ready."""

from datetime import timedelta
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.common import clock
from mainstay.rehearsal.cast import Part, call
from mainstay.rehearsal.theatre import Theatre
from mainstay.staff.selectors import requests_visible
from mainstay.staff.services import (
    accept_nomination,
    admit_expert,
    apply_roster,
    approve_team_request,
    ask_about_clearance,
    ask_availability,
    confirm_availability,
    enter_expert,
    grant_clearance,
    invite_expert,
    mark_test,
    match_candidates,
    request_clearance,
    request_team,
    score_interview,
    select_candidate,
)

from .days import before
from .going import OWNERS, recruit

if TYPE_CHECKING:
    from mainstay.staff.models import Deployment, Expert, TeamRequest

AREA, LEVEL = "FA02", 3
#: Who is on the roster beside those on mission: key, name, how far each of them is.
NAMES = (
    ("expert_3", "Mariama Synthetic", "nominated"),
    ("expert_4", "Joao Synthetic", "half"),
    ("expert_5", "Leonie Synthetic", "cleared"),
    ("expert_6", "Abdou Synthetic", "asked"),
    ("expert_7", "Ruth Synthetic", "applied"),
)


def play(theatre: Theatre) -> None:
    """Play a second request for people up to where each of them stands today."""
    theatre.act("staff", "more experts", before(theatre, 131), lambda: _enter(theatre))
    theatre.act("staff", "more people asked for", clock.now() - timedelta(days=3), lambda: _ask(theatre))
    theatre.act("staff", "more people chosen", clock.now() - timedelta(days=2), lambda: _choose(theatre))


def _enter(theatre: Theatre) -> None:
    today = clock.today()
    found: dict[str, Expert] = {}
    for key, name, stands in NAMES:
        part = Part(key, name, "", "")
        person = theatre.cast[key] = call(part, by=theatre.person("operator"), password=theatre.password)
        found[key] = apply_roster(
            by=person, name=name, email=person.email, kind="external_consultant", skills={AREA: LEVEL}, synthetic=True,
            languages={"en": "C1", "fr": "C1"}, crisis_types=theatre.scenario.crisis_types,
        )  # fmt: skip
        if stands == "applied":
            _begin_file(theatre, found[key])
            continue
        recruit(theatre, found[key])
        admit_expert(
            by=theatre.person("roster"),
            expert=found[key],
            briefed_on=today,
            reason="The file meets every rule (synthetic)",
        )
        confirm_availability(by=person, expert=found[key], first=today, last=today + timedelta(days=180))
    enter_expert(
        by=theatre.person("roster"), name="Hassan Synthetic", email="long-list@synthetic.invalid", kind="internal_staff",
        skills={AREA: 2}, languages={"fr": "C2"}, synthetic=True,
    )  # fmt: skip
    theatre.props["more_experts"] = found


def _begin_file(theatre: Theatre, expert: "Expert") -> None:
    """Open a file that waits for the second panellist, for references and for the check of conduct."""
    manager, panel = theatre.person("roster"), [theatre.person("second_roster"), theatre.person("member")]
    file = invite_expert(by=manager, expert=expert, test="Case study, synthetic", panellists=panel)
    mark_test(by=manager, recruitment=file, mark=71)
    points = dict.fromkeys(playbook.current().interview, 4)
    score_interview(by=panel[0], recruitment=file, points=points, words="Synthetic interview")


def _ask(theatre: Theatre) -> None:
    today = clock.today()
    for headcount, terms in (
        (3, "Site supervision and pay of the first month"),
        (1, "Evaluation of the first phase"),
    ):
        request_team(
            by=theatre.person("officer"), case=theatre.props["case"], functional_area=AREA, min_level=2,
            starts_on=today + timedelta(days=10), ends_on=today + timedelta(days=70), language="fr", tier="T2",
            headcount=headcount, terms=terms, host="Synthetic Ministry of Labour", budget_line="W1",
        )  # fmt: skip
    approve_team_request(by=theatre.person("coordinator"), request=_request(theatre))


def _request(theatre: Theatre) -> "TeamRequest":
    rows = requests_visible(theatre.person("coordinator")).filter(case=theatre.props["case"], headcount=3)
    return rows.get()


def _choose(theatre: Theatre) -> None:
    request, roster = _request(theatre), theatre.person("roster")
    match_candidates(by=roster, request=request)
    shortlist = {str(row.expert.name): row.expert for row in request.shortlist.select_related("expert")}
    experts = {stands: (key, shortlist[name]) for key, name, stands in NAMES if name in shortlist}
    ask_availability(by=roster, request=request, experts=[experts["asked"][1]])
    for stands in ("nominated", "half", "cleared"):
        key, expert = experts[stands]
        mission = select_candidate(by=theatre.person("director"), request=request, expert=expert)
        if stands != "nominated":
            accept_nomination(by=theatre.person(key), deployment=mission)
            _clear(theatre, mission, key, whole=stands == "cleared")


def _clear(theatre: Theatre, mission: "Deployment", key: str, *, whole: bool) -> None:
    """Ask for clearances; grant all in their order, or only the first, with a question about the second."""
    items, person = playbook.current().clearances, theatre.person(key)
    left = list(mission.clearances.exclude(state="GRANTED"))
    while left:
        waiting = {row.code for row in left}
        ready = [row for row in left if not waiting.intersection(items[row.code].prerequisites)]
        for at, row in enumerate(ready):
            owner = theatre.person(OWNERS[items[row.code].owner_roles[0]])
            request_clearance(by=person, clearance=row)
            if not whole and at == 1:
                ask_about_clearance(
                    by=owner, clearance=row, words="Which vaccinations do you have? (synthetic)"
                )
            elif whole or at == 0:
                grant_clearance(by=owner, clearance=row)
        left = [row for row in left if row not in ready] if whole else []
