"""Before the next warning: sources are read, the file of what stands ready is kept, boards meet, other requests wait."""

from datetime import timedelta
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.accounts.selectors import system_person
from mainstay.common import clock
from mainstay.decide.services import (
    acknowledge_request,
    check_gates,
    score_request,
    send_request,
    triage_request,
)
from mainstay.rehearsal.theatre import Theatre
from mainstay.watch.selectors import boards_open
from mainstay.watch.services import (
    confirm_preparedness,
    hold_board,
    negotiate_system,
    register_system,
    update_preparedness,
    update_source,
)
from mainstay.watch.services.reminding import call_quarterly_board

from .arriving import body_of, place_of
from .days import before

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.decide.models import Request

#: Shipped sources that are read at once, because the first pages need them; the worker reads the others.
SOURCES = ("inform", "displacement")
#: Item of the file, its evidence, in part, confirmed.
ITEMS = (
    ("PR-01", "Labour force table of the statistics office (synthetic)", False, True),
    ("PR-02", "Three screened sites on Anjouan (synthetic)", True, True),
    ("PR-03", "Wage table agreed with both social partners (synthetic)", False, True),
    ("PR-04", "Quote of the insurer (synthetic)", False, False),
    ("PR-07", "Certificates of two people (synthetic)", False, True),
)


def play(theatre: Theatre) -> None:
    """Play what goes on beside the crisis."""
    theatre.act("watch", "file of what is ready", before(theatre, 150), lambda: _keep_ready(theatre))
    theatre.act("watch", "board", before(theatre, 140), lambda: _hold_board(theatre))
    theatre.act("watch", "systems", before(theatre, 139), lambda: _know_systems(theatre))
    theatre.act("watch", "sources", clock.now(), read_sources)
    theatre.act("decide", "other requests", clock.now() - timedelta(days=2), lambda: _ask(theatre))


def read_sources() -> None:
    """Take in the shipped copies that the first pages need."""
    for code in SOURCES:
        update_source(by=system_person(), code=code)


def _keep_ready(theatre: Theatre) -> None:
    for code, evidence, part, confirmed in ITEMS:
        item = update_preparedness(
            by=theatre.person("officer"), country=place_of(theatre), code=code, evidence=evidence, part=part
        )
        if confirmed:
            confirm_preparedness(by=theatre.person("director"), item=item)


def _hold_board(theatre: Theatre) -> None:
    call_quarterly_board()
    for board in boards_open(theatre.person("coordinator")):
        hold_board(
            by=theatre.person("coordinator"), board=board,
            conclusions="Synthetic: the alert for the Comoros stands; nothing else has changed.",
        )  # fmt: skip


def _know_systems(theatre: Theatre) -> None:
    coordinator = theatre.person("coordinator")
    for name, employment in (
        ("Synthetic cyclone watch of the ocean commission", "NO"),
        ("Synthetic food security outlook", "PARTLY"),
    ):
        system = register_system(
            by=coordinator, name=name, owner="Synthetic regional body", coverage="Indian Ocean", rhythm="monthly",
            employment=employment,
        )  # fmt: skip
    negotiate_system(
        by=coordinator,
        system=system,
        negotiation="NEGOTIATING",
        words="Days of work lost are shown from next year (synthetic).",
    )


def _ask(theatre: Theatre) -> None:
    """Let the unions and the employers ask too: one request is half scored, the other has just come."""
    half = _send(
        theatre,
        "workers",
        theatre.person("workers"),
        "Porters and dockers have no work since the port closed.",
    )
    coordinator = theatre.person("coordinator")
    acknowledge_request(by=coordinator, request=half)
    triage_request(by=coordinator, request=half, level="L2")
    seen = ("YES", "Letter of the federation (synthetic)")
    check_gates(by=coordinator, request=half, answers=dict.fromkeys(playbook.current().gates, seen))
    scores = dict.fromkeys(playbook.current().criteria, (3, "Letter, report of the office (synthetic)"))
    score_request(by=theatre.person("member"), request=half, scores=scores)
    _send(theatre, "employers", theatre.person("employers"), "Small workshops have lost tools and stock.")


def _send(theatre: Theatre, part: str, by: "Person", words: str) -> "Request":
    return send_request(
        by=by, origin="constituent_workers" if part == "workers" else "constituent_employers",
        requester=body_of(theatre, part).name, organisation=body_of(theatre, part), country=place_of(theatre),
        mandate="Letter of the federation (synthetic)", synthetic=True, crisis_types=list(theatre.scenario.crisis_types),
        onset_on=theatre.scenario.onset - timedelta(days=1), what_happened=f"Synthetic: {words}",
        work_effects="Days of work are lost each week.", asked="Paid works at the port, and tools for workshops.",
    )  # fmt: skip
