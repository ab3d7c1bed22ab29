"""A request goes its whole road on pages: triage, gates, two blind scores, what was said, decision, letter, case."""

import pytest
from django.urls import reverse

from mainstay import playbook
from mainstay.decide.models import Scoring
from tests import builders
from tests.decide.builders import sent
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people():
    return {
        "coordinator": builders.person("TT_COORD"),
        "first": builders.person("TT_MEM"),
        "second": builders.person("TT_MEM"),
    }


def page(person, name, reference):
    answer = client_of(person).get(reverse(name, args=[reference]))
    assert 200 == answer.status_code, answer.content[-800:]
    return answer.content.decode()


def send(person, name, reference, given):
    return client_of(person).post(reverse(name, args=[reference]), given, follow=True)


def scores(value, **other):
    given = {}
    for code in playbook.current().criteria:
        given[f"score_{code}"] = str(other.get(code, value))
        given[f"evidence_{code}"] = "report of 19 May"
    return given


def gates(answer="YES"):
    codes = playbook.current().eligibility.gates
    return {f"answer_{code}": answer for code in codes} | {f"evidence_{code}": "letter" for code in codes}


def triaged(people):
    request = sent()
    send(people["coordinator"], "request_triage", request.reference, {"crisis_types": ["DISASTER_RAPID"], "track": "normal", "level": "L2"})  # fmt: skip
    send(people["coordinator"], "request_gates", request.reference, gates())
    return request


def test_a_request_becomes_a_case_through_its_pages(people):
    request, coordinator = triaged(people), people["coordinator"]
    reference = request.reference
    assert "0 of 2 blind scores are sealed" in page(coordinator, "request", reference)
    send(people["first"], "request_score", reference, scores(4))
    blind = page(people["second"], "request_score", reference)
    assert "report of 19 May" not in blind
    assert people["first"].name not in page(coordinator, "request", reference)
    send(people["second"], "request_score", reference, scores(4, C02=1))
    assert "Write down what was said" in page(coordinator, "request", reference)
    early = send(coordinator, "request_decide", reference, {"answer": "ENGAGE", "reasons": "need"})
    assert 422 == early.status_code
    assert "differ by more than one" in early.content.decode()
    send(coordinator, "request_discuss", reference, {"criterion": "C02", "words": "Two ports, not one", "agreed": "4"})  # fmt: skip
    decided = send(coordinator, "request_decide", reference, {"answer": "ENGAGE", "reasons": "The need is high", "conditions": ""})  # fmt: skip
    assert "not sent yet" in decided.content.decode()
    assert "Agreed: 4." in decided.content.decode()
    assert "The letter is sent" in send(coordinator, "request_letter", reference, {"text": "We will help."}).content.decode()  # fmt: skip
    assert "We will help." in page(request.sent_by, "request", reference)
    opened = send(coordinator, "request_open", reference, {"name": "Cyclone in the north"})
    request.refresh_from_db()
    assert "Cyclone in the north" == request.case.name
    assert request.case.reference in opened.content.decode()


def test_scores_without_evidence_are_not_sealed_and_stay_as_typed(people):
    request = triaged(people)
    refused = send(people["first"], "request_score", request.reference, scores(3) | {"evidence_C04": ""})
    assert 422 == refused.status_code
    assert "Name the evidence for each score: C04" in refused.content.decode()
    assert refused.content.decode().count("report of 19 May") == len(playbook.current().criteria) - 1
    kept = send(
        people["first"], "request_score", request.reference, scores(3) | {"evidence_C04": "", "second": "1"}
    )
    assert "Seal them when you are done" in kept.content.decode()
    assert Scoring.objects.get(scorer=people["first"]).sealed_at is None


def test_a_gate_that_fails_stops_the_scoring_in_words(people):
    request = triaged(people)
    send(people["coordinator"], "request_gates", request.reference, gates("NO"))
    refused = send(people["first"], "request_score", request.reference, scores(4))
    assert 422 == refused.status_code
    assert "stops the scoring" in refused.content.decode()


def test_who_asked_reads_the_receipt_and_no_score(people):
    request = triaged(people)
    shown = page(request.sent_by, "request", request.reference)
    assert "Where does my request stand?" in shown
    assert "blind scores" not in shown
    assert (
        403 == client_of(request.sent_by).get(reverse("request_decide", args=[request.reference])).status_code
    )
