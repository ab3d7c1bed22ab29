"""The ministry asks; two members score without seeing each other; the coordinator decides, and a case begins."""

from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.decide.selectors import requests_visible
from mainstay.decide.services import (
    acknowledge_request,
    check_gates,
    decide_request,
    discuss_scores,
    open_case_from_request,
    score_request,
    send_letter,
    send_request,
    triage_request,
)
from mainstay.rehearsal.theatre import Theatre

from .arriving import body_of, place_of
from .days import before

if TYPE_CHECKING:
    from mainstay.cases.models import Case
    from mainstay.decide.models import Request

#: What the two members give where it is not 4: they differ on one criterion by more than one, and talk about it.
FIRST = {"C04": 4, "C06": 3}
SECOND = {"C04": 2, "C06": 3}


def play(theatre: Theatre) -> None:
    """Play the request from its sending to the decision with reasons."""
    theatre.act("decide", "request sent", before(theatre, 141), lambda: _send(theatre))
    theatre.act("decide", "request acknowledged", before(theatre, 140), lambda: _acknowledge(theatre))
    theatre.act("decide", "request triaged", before(theatre, 139), lambda: _triage(theatre))
    theatre.act("decide", "request scored", before(theatre, 138), lambda: _score(theatre))
    theatre.act("decide", "request decided", before(theatre, 137), lambda: _decide(theatre))


def request_of(theatre: Theatre) -> "Request":
    """Return the ministry's request."""
    rows = requests_visible(theatre.person("coordinator")).filter(country=theatre.scenario.country)
    return rows.get(onset_on=theatre.scenario.onset)


def _send(theatre: Theatre) -> None:
    tells = theatre.scenario.tells
    send_request(
        by=theatre.person("ministry"),
        origin="constituent_government",
        requester=body_of(theatre, "ministry").name,
        organisation=body_of(theatre, "ministry"),
        country=place_of(theatre),
        mandate="Letter of the minister (synthetic)",
        synthetic=True,
        crisis_types=list(theatre.scenario.crisis_types),
        onset_on=theatre.scenario.onset,
        what_happened=tells(
            "what_happened", "Synthetic: two communities share one labour market since the crisis."
        ),
        work_effects=tells("work_effects", "Day labour is underbid and unpaid; women have left the market."),
        asked=tells("asked", "Paid works with municipalities, half of the places for each community."),
    )


def _acknowledge(theatre: Theatre) -> None:
    acknowledge_request(by=theatre.person("coordinator"), request=request_of(theatre))


def _triage(theatre: Theatre) -> None:
    request, coordinator = request_of(theatre), theatre.person("coordinator")
    triage_request(by=coordinator, request=request, level="L2")
    seen = ("YES", "Letter of the minister and report of the office (synthetic)")
    check_gates(by=coordinator, request=request, answers=dict.fromkeys(playbook.current().gates, seen))


def _score(theatre: Theatre) -> None:
    request = request_of(theatre)
    for part, given in (("member", FIRST), ("second_member", SECOND)):
        scores = {
            code: (given.get(code, 4), "Country profile, report of the office (synthetic)")
            for code in playbook.current().criteria
        }
        score_request(by=theatre.person(part), request=request, scores=scores)


def _decide(theatre: Theatre) -> None:
    """Talk about what differs, decide, and send the letter; its words are kept with the rehearsal's files."""
    request, coordinator, tells = request_of(theatre), theatre.person("coordinator"), theatre.scenario.tells
    discuss_scores(
        by=coordinator,
        request=request,
        criterion="C04",
        words="One more partner has left since (synthetic).",
        agreed=3,
    )
    decision = decide_request(
        by=coordinator,
        request=request,
        answer="CONDITIONS",
        reasons=tells("reasons", "The need is high, and the office and the municipalities can begin."),
        conditions=[tells("condition", "Work permits free of charge"), "Sites chosen by both communities"],
    )
    letter = send_letter(by=coordinator, decision=decision)
    folder = theatre.out / "decision"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"letter-{request.reference}.txt").write_text(letter.text, encoding="utf-8")


def open_case(theatre: Theatre) -> "Case":
    """Return the case that the decision opens; its request clock runs from the day on which the ministry asked."""
    return open_case_from_request(
        by=theatre.person("coordinator"), request=request_of(theatre), name=theatre.scenario.title
    )
