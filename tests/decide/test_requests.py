"""Requests: drafts, receipts, duplicates, time limits, initiatives."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile

from mainstay.common import clock, files
from mainstay.common.errors import BadInput, NotAllowed, NotFound, RuleBroken
from mainstay.common.models import Attachment, Notice
from mainstay.decide import selectors, services
from mainstay.decide.models import Request, Requester
from mainstay.decide.services.targets import remind_requests
from tests.builders import country, person
from tests.decide.builders import ANSWERS, NOW, scored, sent


def test_a_request_needs_four_answers_and_gets_its_number_as_a_receipt():
    with pytest.raises(RuleBroken, match="what it does to work"):
        sent(work_effects=" ")
    request = sent()
    assert ("RQ-COM-2026-0001", "RECEIVED", NOW) == (request.reference, request.state, request.received_at)


def test_a_draft_is_kept_as_typed_and_sent_later():
    ministry = person("CONST_GOV", "country", "COM")
    draft = services.save_draft(by=ministry, what_happened="A cyclone")
    assert "DRAFT" == draft.state
    services.save_draft(by=ministry, draft=draft, country=country(), work_effects="markets closed")
    request = services.send_request(
        by=ministry, draft=draft, origin="constituent_government", requester="Ministry", asked="roads"
    )
    assert ("A cyclone", "markets closed", "RECEIVED") == (
        request.what_happened,
        request.work_effects,
        request.state,
    )


def test_nobody_else_reads_or_sends_a_draft(coordinator):
    draft = services.save_draft(by=person("CONST_GOV"), what_happened="A cyclone")
    assert draft not in selectors.requests_visible(coordinator)
    for take in (services.save_draft, services.send_request):
        more = {"origin": "donor", "requester": "us"} if take is services.send_request else {}
        with pytest.raises(NotFound):
            take(by=person("CONST_GOV"), draft=draft, asked="everything", **more)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"crisis_types": ["STORM"]}, "crisis_types"),
        ({"areas": ["XX99"]}, "areas"),
        ({"onset_on": date(2026, 6, 30)}, "onset_on"),
        ({"jobs_lost": 9, "jobs_baseline": 5}, "jobs_lost"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_wrong_answer_is_named_with_its_field_and_nothing_is_stored(answers, field):
    with pytest.raises(BadInput) as refused:
        sent(**answers)
    assert ([field], 0) == ([problem.field for problem in refused.value.problems], Request.objects.count())


def test_likely_duplicates_are_shown_before_saving_and_tell_no_more_than_a_number():
    request = sent()
    found = selectors.likely_duplicates(
        country="COM", crisis_types=["DISASTER_RAPID"], onset_on=date(2026, 5, 19)
    )
    assert [request.pk] == [row.pk for row, _likeness in found]
    assert [] == selectors.likely_duplicates(
        country="COM", crisis_types=["EPIDEMIC"], onset_on=date(2026, 1, 2)
    )


def test_the_sender_sees_where_the_request_stands_and_another_ministry_does_not():
    request = sent()
    assert request in selectors.requests_visible(request.sent_by)
    assert request not in selectors.requests_visible(person("CONST_GOV", "country", "JOR"))


def test_joining_moves_everything_in_one_act_and_taking_apart_moves_exactly_that_back(
    coordinator, settings, tmp_path
):
    settings.FILES_FOLDER = tmp_path
    first, second = sent(), sent(by=person("CONST_WORK"), origin="constituent_workers")
    services.add_evidence(by=coordinator, request=second, words="list of 800 dismissed", about="C02")
    files.attach(ContentFile(b"name,days\n"), name="list.csv", record=second, by=coordinator.pk)
    merge = services.merge_requests(by=coordinator, source=second, target=first)
    assert (2, 1) == (first.requesters.count(), first.evidence.count())
    assert str(first.pk) == Attachment.objects.get().record_id
    assert first == selectors.request_by_reference(coordinator, second.reference)
    services.add_evidence(by=coordinator, request=first, words="seen by the office")
    services.unmerge_requests(by=coordinator, merge=merge)
    second.refresh_from_db()
    assert ("RECEIVED", 1, 1, 1) == (
        second.state,
        second.requesters.count(),
        second.evidence.count(),
        first.evidence.count(),
    )
    assert str(second.pk) == Attachment.objects.get().record_id


def test_requests_of_two_countries_or_of_one_are_not_joined(coordinator):
    first = sent()
    with pytest.raises(RuleBroken, match="different countries"):
        services.merge_requests(by=coordinator, source=sent("JOR"), target=first)
    with pytest.raises(RuleBroken, match="itself"):
        services.merge_requests(by=coordinator, source=first, target=first)
    assert 2 == Requester.objects.count()


def test_time_limits_run_from_receipt_and_are_escalated_once(coordinator):
    request = sent()
    due = dict(request.targets.values_list("code", "due_at"))
    assert (timedelta(hours=72), timedelta(hours=96)) == (
        due["score_request"] - NOW,
        due["decide_request"] - NOW,
    )
    with clock.at(NOW + timedelta(hours=97)):
        assert 4 == remind_requests()
        assert 0 == remind_requests()
    assert 4 == Notice.objects.filter(person_id=coordinator.pk, kind="request_late").count()


def test_the_fast_track_halves_the_time_to_a_decision(coordinator):
    request = sent()
    services.triage_request(by=coordinator, request=request, track="fast")
    assert timedelta(hours=48) == request.targets.get(code="decide_request").due_at - NOW


def test_an_acknowledgement_tells_the_sender_when_to_expect_an_answer(coordinator):
    request = sent()
    services.acknowledge_request(by=coordinator, request=request)
    notice = Notice.objects.get(kind="request_received")
    assert (request.sent_by_id, request.reference) == (notice.person_id, notice.facts["reference"])


def test_an_initiative_of_our_own_owes_a_consultation_within_thirty_days(coordinator):
    officer = person("RO")
    request = services.start_initiative(
        by=officer, country=country(), crisis_types=["DISASTER_RAPID"], **ANSWERS
    )
    assert (date(2026, 6, 19), True) == (request.consult_due_on, request.own_initiative)
    with pytest.raises(RuleBroken, match="constituent_workers"):
        services.record_consultation(
            by=officer,
            request=request,
            said={"constituent_government": "agreed", "constituent_employers": "agreed"},
        )
    said = {
        "constituent_government": "agreed",
        "constituent_employers": "agreed",
        "constituent_workers": "wages first",
    }
    services.record_consultation(by=officer, request=request, said=said)
    assert NOW == request.consulted_at


def test_the_sender_withdraws_at_any_time_and_nobody_else(coordinator):
    request = scored(coordinator)
    with pytest.raises(NotAllowed):
        services.withdraw_request(by=coordinator, request=request)
    services.withdraw_request(by=request.sent_by, request=request, reason="helped by others")
    assert ("WITHDRAWN", 0) == (request.state, request.targets.filter(met_at__isnull=True).count())


def test_a_number_that_is_not_there_is_not_found(coordinator):
    with pytest.raises(NotFound):
        selectors.request_by_reference(coordinator, "RQ-COM-2026-9999")
