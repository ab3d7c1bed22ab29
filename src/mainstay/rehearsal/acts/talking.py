"""Social dialogue and partners: a committee that met, a dispute, capacity, checks and agreements, hires, a roadmap."""

from datetime import timedelta

from mainstay.common import clock
from mainstay.partners import services
from mainstay.rehearsal.theatre import Theatre

from .arriving import BODIES, body_of
from .days import before

PARTNER = "Synthetic builders' cooperative"
#: What was found of each side's capacity, from 0 to 4.
SCORES = {"ministry": (3, 2), "employers": (2, 3), "workers": (3, 2)}


def play(theatre: Theatre) -> None:
    """Play how the social partners meet, and with whom agreements are made."""
    theatre.act("partners", "committee", before(theatre, 98), lambda: _meet(theatre))
    theatre.act("partners", "partners checked", before(theatre, 96), lambda: _agree(theatre))
    theatre.act("partners", "capacity", before(theatre, 94), lambda: _assess(theatre))
    theatre.act("partners", "roadmap", clock.now() - timedelta(days=1), lambda: _look_ahead(theatre))


def _meet(theatre: Theatre) -> None:
    officer, today = theatre.person("officer"), clock.today()
    committee = services.register_mechanism(
        by=officer, type="DM02", name="Synthetic tripartite recovery committee", country=theatre.scenario.country,
        case_key=theatre.props["case"].pk, purposes=["participation", "confidence"], began_on=today - timedelta(days=2),
    )  # fmt: skip
    sides = {body_of(theatre, part).side: body_of(theatre, part) for part, _name, _kind in BODIES}
    for at, seat in enumerate(committee.seats.order_by("group", "number")):
        if seat.number == 1 and seat.side in sides:
            services.fill_mechanism_seat(
                by=officer, seat=seat, organisation=sides[seat.side], holder_sex="FM"[at % 2]
            )
    session = services.record_session(
        by=officer, mechanism=committee, held_on=today, subject="Wages and places on the first sites",
        attendance={"government": {"women": 2, "men": 3}, "employers": {"women": 1, "men": 2}, "workers": {"women": 2, "men": 2}},
        record="Synthetic minutes", agreements=["One wage for one task", "Lists hang at each site"],
        disputes=["Who chooses the foremen"],
    )  # fmt: skip
    services.follow_up_agreement(by=officer, agreement=session.agreements.order_by("pk")[0], followed=True)
    services.rate_mechanism(
        by=officer, mechanism=committee, score=2, words="Meets, without a secretariat yet"
    )


def _agree(theatre: Theatre) -> None:
    officer, today = theatre.person("officer"), clock.today()
    partner = services.register_organisation(
        by=officer, name=PARTNER, type="NGO_CSO", country=theatre.scenario.country, synthetic=True
    )
    services.add_contact(
        by=officer, organisation=partner, name="Zahara Synthetic", function="secretary",
        email="zahara@synthetic.invalid", language="fr",
    )  # fmt: skip
    check = services.check_partner(
        by=officer, organisation=partner, sanctions="clear", values="clear", psea="clear", finance="clear",
        notes="Synthetic papers seen",
    )  # fmt: skip
    services.approve_partner(by=theatre.person("director"), check=check)
    for title, kind in (
        ("Tools and foremen for the first sites", "implementation"),
        ("Boats in an emergency", "standby"),
    ):
        agreement = services.draft_agreement(
            by=officer, organisation=partner, kind=kind, title=f"{title} (synthetic)", starts_on=today,
            ends_on=today + timedelta(days=240), ceiling_minor=9_000_000, currency=theatre.scenario.currency,
            trigger="Alert of the weather service" if kind == "standby" else "",
        )  # fmt: skip
        if kind == "implementation":
            services.sign_agreement(by=theatre.person("director"), agreement=agreement)


def _assess(theatre: Theatre) -> None:
    officer, today = theatre.person("officer"), clock.today()
    for part, (voice, people) in SCORES.items():
        services.assess_capacity(
            by=officer, organisation=body_of(theatre, part), scores={"CD-REP": voice, "CD-PEO": people},
            evidence={"CD-REP": "Synthetic list of members"},
        )  # fmt: skip
    services.plan_capacity(
        by=officer, organisation=body_of(theatre, "workers"), dimension="CD-PEO", kind="course",
        text="Two people learn to check a payroll", due_on=today + timedelta(days=60),
    )  # fmt: skip


def _look_ahead(theatre: Theatre) -> None:
    officer, day = theatre.person("officer"), clock.today()
    report = services.submit_hire_report(
        by=theatre.person("ministry"), organisation=body_of(theatre, "ministry"), country=theatre.scenario.country, year=day.year,
        quarter=(day.month + 2) // 3, local_women=11, local_men=15, foreign_hires=1,
    )  # fmt: skip
    services.check_hire_report(by=theatre.person("coordinator"), report=report, words="Synthetic lists seen")
    roadmap = services.draft_roadmap(
        by=officer, country=theatre.scenario.country, title="Work after the storm (synthetic)",
        text="From clearing to repair, from repair to contracts of a year.", case_key=theatre.props["case"].pk,
    )  # fmt: skip
    services.sign_roadmap(
        by=theatre.person("ministry"), roadmap=roadmap, organisation=body_of(theatre, "ministry")
    )
