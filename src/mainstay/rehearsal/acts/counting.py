"""A few lines of each register, so that what is kept count of can be looked at; all of them made up."""

from datetime import timedelta
from io import BytesIO

from mainstay.cases.services import decide_rule_waiver, request_rule_waiver
from mainstay.common import clock
from mainstay.learn.library.services import draft_translation, log_use, publish_document, upload_document
from mainstay.partners import services
from mainstay.rehearsal.theatre import Theatre

from .arriving import body_of
from .days import before

#: What is recorded as evidence of something made up.
SHOWN = "Synthetic minutes, page 2"


def play(theatre: Theatre) -> None:
    """Play what the offices keep count of beside the road."""
    day = before(theatre, 95)
    theatre.act("partners", "registers: people", day, lambda: _people(theatre))
    theatre.act("partners", "registers: events", day, lambda: _events(theatre))
    theatre.act("partners", "registers: others", day, lambda: _others(theatre))
    theatre.act("partners", "registers: voice", day, lambda: _voice(theatre))
    theatre.act("partners", "registers: tools", day, lambda: _tools(theatre))


def _people(theatre: Theatre) -> None:
    country, director = theatre.scenario.country, theatre.person("director")
    officer, today = theatre.person("officer"), clock.today()
    for unit, holder, alternate in (
        ("OFFICE", "officer", "designer"), ("SKILLS", "designer", None), ("PROTECTION", "monitor", "officer"),
    ):  # fmt: skip
        line = services.name_focal_point(
            by=director, unit=unit, country=country, holder=theatre.person(holder),
            alternate=theatre.person(alternate) if alternate else None,
        )  # fmt: skip
        if unit != "PROTECTION":
            services.certify_focal_point(
                by=theatre.person("roster"),
                focal_point=line,
                certified_on=today - timedelta(days=60),
                evidence=SHOWN,
            )
    for name, institution, network in (
        ("Dr Salima Synthetic", "Synthetic University", "Network on cash and works"),
        ("Dr Omar Synthetic", "Synthetic Institute of Labour", ""),
    ):
        researcher = services.propose_researcher(
            by=officer, name=name, institution=institution, expertise="Labour markets after disasters", country=country,
            crisis_type="DISASTER_RAPID", network=network, work_email="research@example.org",
        )  # fmt: skip
        if network:
            services.list_researcher(by=officer, researcher=researcher, agreed_on=today)


def _events(theatre: Theatre) -> None:
    officer, country, today = theatre.person("officer"), theatre.scenario.country, clock.today()
    for title, kind, held_in, days in (
        ("Response planning with government, employers and workers", "WS07", country, -3),
        ("Crisis basics for focal points", "WS01", "KEN", -30),
        ("Site supervisors and worker representatives", "WS11", country, 10),
    ):
        event = services.plan_event(
            by=officer,
            title=title,
            kind=kind,
            starts_on=today + timedelta(days=days),
            country=country,
            held_in=held_in,
        )
        if days < 0:
            services.hold_event(
                by=officer,
                event=event,
                women=11,
                men=13,
                government=6,
                employers=6,
                workers=6,
                evidence=SHOWN,
            )
    services.register_participants(
        by=officer,
        event=event,
        participants=[{"name": "Halima Synthetic", "sex": "F", "side": "workers"}],
    )


def _others(theatre: Theatre) -> None:
    officer, country, today = theatre.person("officer"), theatre.scenario.country, clock.today()
    case = theatre.props["case"]
    services.register_forum(
        by=officer, name="Synthetic early recovery cluster", country=country, case_key=case.pk,
        employment_section="negotiating", next_meeting=today + timedelta(days=9),
    )  # fmt: skip
    for title, instrument, labour in (
        ("Synthetic joint needs mission", "mission", "yes"),
        ("Synthetic flash appeal", "appeal", "no"),
        ("Synthetic recovery plan", "plan", ""),
    ):
        mission = services.announce_mission(
            by=officer, title=title, instrument=instrument, country=country, case_key=case.pk,
            due_on=today + timedelta(days=2),
        )  # fmt: skip
        if labour:
            services.join_mission(by=officer, mission=mission)
            services.report_mission(by=officer, mission=mission, labour_included=labour, evidence=SHOWN)
    for title, accepted in (("Wage rate of the works", True), ("Insurance of casual workers", False)):
        advice = services.request_advice(
            by=officer, title=title, country=country, organisation=body_of(theatre, "ministry"), case_key=case.pk,
            due_on=today + timedelta(days=20),
        )  # fmt: skip
        services.give_advice(by=officer, advice=advice, evidence=SHOWN, due_on=today + timedelta(days=20))
        services.rate_advice(by=officer, advice=advice, rating=4)
        if accepted:
            services.accept_advice(by=officer, advice=advice, words="Synthetic decision of the ministry")
            services.confirm_advice(by=theatre.person("coordinator"), advice=advice, evidence=SHOWN)
    waiver = request_rule_waiver(
        by=officer,
        case=case,
        rule="travel_approval",
        text="One approval by message",
        reason="Boats leave in the night",
    )
    decide_rule_waiver(
        by=theatre.person("chair"), waiver=waiver, approve=True, ends_on=today + timedelta(days=60)
    )


def _voice(theatre: Theatre) -> None:
    officer, country, today = theatre.person("officer"), theatre.scenario.country, clock.today()
    message = services.draft_message(
        by=officer, title="Works begin on four islands", text="Works begin this week. Pay is the same for the same task.",
        audience="Communities", channel="radio", country=country, case_key=theatre.props["case"].pk,
        due_on=today + timedelta(days=8),
    )  # fmt: skip
    services.submit_message(by=officer, message=message)
    position = services.draft_position(
        by=officer, title="Work is part of every recovery plan", text="Each plan says how many days of work it brings.",
        debate="Review of goal 13", goal="13", country=country,
    )  # fmt: skip
    services.agree_position(by=theatre.person("director"), position=position)
    services.voice_position(by=officer, position=position, evidence=SHOWN)
    for title, area, likelihood, impact in (
        ("Two agencies hire for the same sites at different wages", "coordination", 4, 4),
        ("Nobody stands in for the only engineer", "capacity", 3, 3),
    ):
        services.record_house_risk(
            by=officer, title=title, area=area, likelihood=likelihood, impact=impact, country=country,
            mitigation="Raise it in the cluster each week", due_on=today + timedelta(days=3),
        )  # fmt: skip


def _tools(theatre: Theatre) -> None:
    officer, keeper = theatre.person("officer"), theatre.person("knowledge")
    tool = upload_document(
        by=officer, stream=BytesIO(b"Synthetic guide: how a site is opened."), filename="guide.txt",
        title="Synthetic guide to opening a site", kind="guideline", licence="CC BY 4.0", public=True,
    )  # fmt: skip
    publish_document(by=keeper, document=tool)
    draft_translation(
        by=keeper, document=tool, language="fr", title="Guide synthétique", filename="guide-fr.txt",
        stream=BytesIO("Guide synthétique : ouvrir un chantier.".encode()),
    )  # fmt: skip
    log_use(
        by=officer, document=tool, kind="USE", user_type="GOVERNMENT", used_on=clock.today(), evidence=SHOWN
    )
