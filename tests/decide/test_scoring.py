"""Gates, blind scores, what was not assessed, the queue, the portfolio."""

from datetime import timedelta

import pytest

from mainstay import playbook
from mainstay.accounts.services import assign_role
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry, CountryYear
from mainstay.decide import selectors, services
from mainstay.decide.models import Decision, Request
from tests.builders import case, country, operator, person
from tests.decide.builders import NOW, marks, scored, sent, triaged


def test_a_gate_without_evidence_is_no_answer(coordinator):
    request = sent()
    services.triage_request(by=coordinator, request=request)
    with pytest.raises(BadInput, match="not answered in full"):
        services.check_gates(by=coordinator, request=request, answers={"G1": ("YES", " ")})


def test_scoring_waits_for_all_gates_and_stops_at_a_failed_one(coordinator):
    request = sent()
    services.triage_request(by=coordinator, request=request)
    with pytest.raises(RuleBroken, match="Answer the gates first"):
        services.score_request(by=person("TT_MEM"), request=request, scores=marks())
    said = dict.fromkeys(playbook.current().gates, ("YES", "seen")) | {
        "G4": ("NO", "forced labour on the roads")
    }
    services.check_gates(by=coordinator, request=request, answers=said)
    with pytest.raises(RuleBroken, match="G4 failed"):
        services.score_request(by=person("TT_MEM"), request=request, scores=marks())
    decision = services.decline_request(by=coordinator, request=request, reasons="forced labour is used")
    referral = services.refer_request(
        by=coordinator, request=request, to="human rights office", words="mandate and access"
    )
    request.refresh_from_db()
    assert ("DECLINE", "REFERRED", decision.pk) == (decision.answer, request.state, referral.decision_id)


def test_a_scorer_sees_nothing_of_the_other_until_both_are_in(coordinator):
    request = triaged(coordinator)
    first, second = person("TT_MEM"), person("TT_MEM")
    services.score_request(by=first, request=request, scores=marks(5))
    for reader in (first, second, coordinator, person("TT_CHAIR")):
        assert {} == selectors.request_standing(reader, request).scores
        assert all(line.standing.priority is None for line in selectors.ranked_queue(reader))
    services.score_request(by=second, request=request, scores=marks(4))
    assert 4.5 == selectors.request_standing(second, Request.objects.get()).scores["C01"]


def test_the_audit_of_a_blind_score_does_not_tell_the_score(coordinator):
    request = triaged(coordinator)
    services.score_request(by=person("TT_MEM"), request=request, scores=marks(5))
    entry = AuditEntry.objects.get(action="decide.score_request")
    assert {"criteria": 9, "sealed": True} == entry.facts


def test_a_score_is_kept_open_until_it_is_sealed_and_then_stands(coordinator):
    request, officer = triaged(coordinator), person("TT_MEM")
    services.score_request(by=officer, request=request, scores={"C01": (1, "estimate")}, seal=False)
    with pytest.raises(RuleBroken, match="Missing: C02"):
        services.score_request(by=officer, request=request, scores={"C01": (2, "census")})
    services.score_request(by=officer, request=request, scores=marks(3))
    with pytest.raises(RuleBroken, match="sealed"):
        services.score_request(by=officer, request=request, scores=marks(5))


def test_each_score_names_its_evidence_and_not_assessed_needs_none(coordinator):
    request, officer = triaged(coordinator), person("TT_MEM")
    with pytest.raises(RuleBroken, match="evidence for each score: C02"):
        services.score_request(by=officer, request=request, scores=marks() | {"C02": (3, " ")})
    services.score_request(by=officer, request=request, scores=marks() | {"C02": (None, "")})


@pytest.mark.parametrize("score", [6, -1, True, "4"])
def test_a_score_outside_the_scale_is_refused(coordinator, score):
    with pytest.raises(BadInput):
        services.score_request(
            by=person("TT_MEM"), request=triaged(coordinator), scores=marks() | {"C02": (score, "seen")}
        )


def test_author_scorer_and_decider_are_different_persons(coordinator):
    author = person("CONST_GOV", "country", "COM")

    assign_role(by=operator(), person=author, role="TT_MEM", scope_kind="global", scope_key="*")
    request = triaged(coordinator, by=author)
    with pytest.raises(NotAllowed, match="another person's act"):
        services.score_request(by=author, request=request, scores=marks())
    services.score_request(by=coordinator, request=request, scores=marks())
    services.score_request(by=person("TT_MEM"), request=request, scores=marks())
    with pytest.raises(NotAllowed, match="another person's act"):
        services.decide_request(by=coordinator, request=request, answer="ENGAGE", reasons="need")


def test_a_difference_of_more_than_one_needs_a_note_before_the_decision(coordinator):
    request = scored(coordinator, first=marks(4), second=marks(4, C04=1))
    with pytest.raises(RuleBroken, match="C04"):
        services.decide_request(by=coordinator, request=request, answer="ENGAGE", reasons="need")
    services.discuss_scores(
        by=coordinator, request=request, criterion="C04", words="others have left since", agreed=3
    )
    services.decide_request(by=coordinator, request=request, answer="ENGAGE", reasons="need")
    assert 3 == Decision.objects.get().basis["scores"]["C04"]


def test_what_was_not_assessed_stays_visible_and_widens_the_total(coordinator):
    request = scored(coordinator, first=marks(4, C02=None))
    standing = selectors.request_standing(coordinator, request)
    assert (("C02",), 68.0, 83.0) == (
        standing.priority.not_assessed,
        standing.priority.total.low,
        standing.priority.total.high,
    )
    assert (("A", "B"), None) == (standing.bands, standing.band)
    _request, decision = (
        request,
        services.decide_request(by=coordinator, request=request, answer="CONDITIONS", reasons="need"),
    )
    assert "Severity for work" in decision.letter.text


def test_data_propose_scores_with_their_evidence(coordinator):
    CountryYear.objects.get_or_create(country=country(), fiscal_year=2026, defaults={"fragile": True})
    CountryYear.objects.filter(country=country()).update(fragile=True)
    request = triaged(
        coordinator,
        jobs_lost=25_000,
        jobs_baseline=100_000,
        money_committed_usd=1_000_000,
        money_likely_usd=2_000_000,
    )
    found = selectors.proposed_scores(request)
    assert {"C02": 4, "C05": 5, "C07": 3} == {code: proposal.score for code, proposal in found.items()}
    assert "25,000 of 100,000 jobs" in found["C02"].evidence


def test_the_queue_ranks_by_total_and_ties_by_severity_for_work(coordinator):
    tied = {"C02": 3, "C01": 5}
    low = scored(coordinator, first=marks(4, **tied))
    high = scored(coordinator, place="JOR", first=marks(4, C01=3, C02=5))
    waiting = sent("FJI")
    lines = selectors.ranked_queue(coordinator)
    assert [(1, high.pk), (2, low.pk), (None, waiting.pk)] == [
        (line.place, line.request.pk) for line in lines
    ]
    robust = [line.robust for line in lines[:2]]
    assert pytest.approx(1.0) == sum(row.share_first for row in robust)
    assert [True, True] == [row.tied for row in robust]
    assert {None} == {turn.first for turn in selectors.queue_sensitivity(lines)}


def test_the_queue_of_a_past_day_is_as_it_was(coordinator):
    first = scored(coordinator)
    with clock.at(NOW + timedelta(days=5)):
        services.withdraw_request(by=first.sent_by, request=first)
        second = scored(coordinator, place="JOR")

    def queue(days):
        on = (NOW + timedelta(days=days)).date()
        return [(line.place, line.request.pk) for line in selectors.ranked_queue(coordinator, on=on)]

    with clock.at(NOW + timedelta(days=9)):
        assert [[], [(1, first.pk)], [(1, second.pk)]] == [queue(-1), queue(3), queue(7)]


def test_the_portfolio_shows_what_one_more_country_changes(coordinator):
    case()
    plain = {row.rule: row for row in selectors.portfolio_findings(coordinator) if row.rule == "P4"}
    tried = {
        row.rule: row.value
        for row in selectors.portfolio_findings(coordinator, add=[country("JOR").pk])
        if row.rule == "P1"
    }
    assert (1, 2) == (plain["P4"].value, tried["P1"])
    with pytest.raises(NotAllowed):
        selectors.portfolio_findings(person("DONOR", "organisation", "1"))
