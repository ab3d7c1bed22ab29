"""Requests for tests, made through the services that people use."""

from datetime import UTC, date, datetime

from mainstay import playbook
from mainstay.decide import services
from tests.builders import country, person

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
ANSWERS = {
    "what_happened": "A cyclone struck the north of the island.",
    "work_effects": "Fishing and markets stand still; 6,000 day labourers without pay.",
    "asked": "Clearing of roads as paid work, with insurance.",
}


def sent(place="COM", by=None, **answers):
    given = {"crisis_types": ["DISASTER_RAPID"], "onset_on": date(2026, 5, 18), **ANSWERS, **answers}
    return services.send_request(
        by=by or person("CONST_GOV", "country", place), country=country(place), origin=given.pop("origin", "constituent_government"),
        requester="Ministry of Labour", mandate="letter of the minister", **given,
    )  # fmt: skip


def triaged(coordinator, gates="YES", place="COM", **answers):
    request = sent(place, **answers)
    services.triage_request(by=coordinator, request=request)
    said = dict.fromkeys(playbook.current().gates, (gates, "seen in the letter and the cluster's report"))
    services.check_gates(by=coordinator, request=request, answers=said)
    return request


def marks(value=4, **other):
    given = dict.fromkeys(playbook.current().criteria, (value, "report of 19 May"))
    return given | {code: (score, "report of 19 May") for code, score in other.items()}


def scored(coordinator, first=None, second=None, **details):
    request = triaged(coordinator, **details)
    services.score_request(by=person("TT_MEM"), request=request, scores=first or marks())
    services.score_request(by=person("TT_MEM"), request=request, scores=second or first or marks())
    request.refresh_from_db()
    return request


def decided(coordinator, answer="ENGAGE", **details):
    request = scored(coordinator, **details)
    decision = services.decide_request(
        by=coordinator, request=request, answer=answer, reasons="high need, office near"
    )
    return request, decision
