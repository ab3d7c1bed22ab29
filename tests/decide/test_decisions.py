"""Answers, letters, cases, referrals, reviews."""

from datetime import timedelta

import pytest

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.decide import selectors, services
from mainstay.decide.documents import letter_docx, letter_pdf
from mainstay.decide.models import Decision, Request
from mainstay.decide.services.targets import open_reviews
from mainstay.watch.services import raise_alert
from tests.builders import case, country, person, system
from tests.decide.builders import ANSWERS, NOW, decided, marks, scored, sent


def test_a_hard_place_with_high_need_is_proposed_for_remote_help_and_cannot_be_buried(coordinator):
    given = marks(4, C06=0, C07=0, C08=1, C09=0)
    request = scored(coordinator, first=given)
    standing = selectors.request_standing(coordinator, request)
    assert ("REMOTE", 80.0) == (standing.proposed, standing.priority.need.low)
    with pytest.raises(RuleBroken, match="no ground for refusal"):
        services.decide_request(by=coordinator, request=request, answer="REFER", reasons="no access")
    services.decide_request(
        by=coordinator, request=request, answer="REMOTE", reasons="advice through the union"
    )


def test_without_assessment_only_the_assessment_window_opens(coordinator):
    request = sent()
    services.triage_request(by=coordinator, request=request)
    said = dict.fromkeys(playbook.current().gates, ("YES", "seen")) | {"G5": ("NO", "none since 2019")}
    services.check_gates(by=coordinator, request=request, answers=said)
    for _n in range(2):
        services.score_request(by=person("TT_MEM"), request=request, scores=marks(5))
    assert "ASSESSMENT" == selectors.request_standing(coordinator, request).proposed
    with pytest.raises(RuleBroken, match="W1"):
        services.decide_request(by=coordinator, request=request, answer="ENGAGE", reasons="need")
    decision = services.decide_request(by=coordinator, request=request, answer="ASSESSMENT", reasons="need")
    assert ("W1", True) == (decision.window_limit, "only money for the assessment" in decision.letter.text)


def test_the_chair_moves_by_one_band_with_a_written_reason(coordinator):
    request, chair = scored(coordinator, first=marks(2)), person("TT_CHAIR")
    assert "C" == selectors.request_standing(chair, request).computed_band
    for band, reason, code in (
        ("A", "urgent", "one_band"),
        ("B", " ", "reason_missing"),
        ("X", "urgent", "band_unknown"),
    ):
        with pytest.raises(RuleBroken) as refused:
            services.override_band(by=chair, request=request, band=band, reason=reason)
        assert code == refused.value.code
    services.override_band(by=chair, request=request, band="B", reason="the only partner leaves in June")
    found = selectors.request_standing(coordinator, Request.objects.get())
    assert ("B", "C", "CONDITIONS") == (found.band, found.computed_band, found.proposed)
    with pytest.raises(NotAllowed):
        services.override_band(by=coordinator, request=request, band="B", reason="me too")


def test_a_decision_writes_its_letter_with_reasons_conditions_and_days_of_review(coordinator):
    request = scored(coordinator)
    decision = services.decide_request(
        by=coordinator,
        request=request,
        answer="CONDITIONS",
        reasons="high need",
        conditions=["the ministry names a focal point"],
    )
    for words in (request.reference, "high need", "focal point", "19 Jun 2026", "18 Aug 2026"):
        assert words in decision.letter.text
    services.send_letter(by=coordinator, decision=decision)
    assert Notice.objects.filter(person_id=request.sent_by_id, kind="request_answered").exists()
    with pytest.raises(RuleBroken, match="was sent"):
        services.send_letter(by=coordinator, decision=decision)


def test_a_decision_opens_a_case_whose_request_clock_ran_from_receipt(coordinator):
    request, _decision = decided(coordinator)
    with clock.at(NOW + timedelta(hours=30)):
        opened = services.open_case_from_request(by=coordinator, request=request)
    assert (NOW, "ACTIVE", opened) == (opened.requested_at, request.state, request.case)
    assert "DONE" == opened.stages.get(stage="decide").state
    assert NOW == opened.targets.get(code="triage_request").met_at


def test_what_was_done_on_the_request_is_no_task_of_the_case_any_more(coordinator):
    request, _decision = decided(coordinator)
    opened = services.open_case_from_request(by=coordinator, request=request)
    settled = opened.tasks.filter(done_by_action__startswith="decide.", done_at__isnull=False)
    assert [("decide.check_gates", coordinator.pk)] == list(
        settled.exclude(done_by_action="decide.acknowledge_request").values_list("done_by_action", "done_by")
    )
    assert opened.tasks.filter(done_by_action="decide.score_request", done_at__isnull=True).exists()


def test_a_request_joins_a_case_that_is_open_already(coordinator):
    opened = case()
    request, _decision = decided(coordinator)
    assert opened == services.open_case_from_request(by=coordinator, request=request, case=opened)


def test_an_answer_without_help_opens_no_case(coordinator):
    request, _decision = decided(coordinator, answer="WATCH")
    with pytest.raises(RuleBroken, match="opens no case"):
        services.open_case_from_request(by=coordinator, request=request)


def test_a_refused_request_is_referred_within_five_days(coordinator):
    request, _decision = decided(coordinator, answer="REFER", first=marks(1))
    assert timedelta(days=5) == request.targets.get(code="refer_request").due_at - NOW
    services.refer_request(
        by=coordinator, request=request, to="the ministry of planning", words="its own fund"
    )
    assert "REFERRED" == request.state


def test_low_demand_makes_its_condition(coordinator):
    _request, decision = decided(coordinator, answer="CONDITIONS", first=marks(4, C03=0))
    assert any("plan to support their emergence" in words for words in decision.conditions)


def test_day_thirty_opens_the_scores_again_and_the_first_round_stays(coordinator):
    request, _decision = decided(coordinator)
    services.open_case_from_request(by=coordinator, request=request)
    system()
    with clock.at(NOW + timedelta(days=31)):
        assert (1, 0) == (open_reviews(), open_reviews())
        request.refresh_from_db()
        assert ("RESCORE", 2) == (request.state, request.round)
        for _n in range(2):
            services.score_request(by=person("TT_MEM"), request=request, scores=marks(5))
        decision = services.decide_request(
            by=coordinator, request=request, answer="ENGAGE", reasons="grown worse"
        )
        assert request.case == services.open_case_from_request(by=coordinator, request=request)
    assert (2, 100.0) == (request.decisions.count(), decision.basis["total"]["low"])


def test_an_alert_goes_into_the_case_of_its_initiative(coordinator):
    alert = raise_alert(
        by=coordinator, country=country(), level="ALERT", title="Cyclone", evidence="forecast"
    )
    request = services.start_initiative(
        by=person("RO"), country=country(), alert=alert, crisis_types=["DISASTER_RAPID"], **ANSWERS
    )
    services.triage_request(by=coordinator, request=request)
    services.check_gates(
        by=coordinator, request=request, answers=dict.fromkeys(playbook.current().gates, ("YES", "seen"))
    )
    for _n in range(2):
        services.score_request(by=person("TT_MEM"), request=request, scores=marks())
    services.decide_request(by=coordinator, request=request, answer="ENGAGE", reasons="need")
    opened = services.open_case_from_request(by=coordinator, request=request)
    alert.refresh_from_db()
    assert ("ACTIVATED", opened, "TT_INITIATED") == (
        alert.state,
        alert.case,
        Decision.objects.get().lead_model,
    )


def test_the_letter_can_be_had_as_a_file_that_is_the_same_each_time(coordinator):
    _request, decision = decided(coordinator)
    first, again = letter_docx(decision.letter), letter_docx(decision.letter)
    assert first == again
    assert first.startswith(b"PK")
    assert letter_pdf(decision.letter).startswith(b"%PDF-")
