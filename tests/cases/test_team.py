"""The task team names its vacancies, leads by office presence, and decides by silence that an objection breaks."""

from datetime import UTC, datetime, timedelta

import pytest

from mainstay.cases import selectors
from mainstay.cases.services import (
    accept_lead,
    activate_case,
    adopt_decision,
    answer_roll_call,
    approve_level_3,
    circulate_decision,
    comment_decision,
    confirm_lead,
    consent_decision,
    convene_team,
    discuss_decision,
    draft_decision,
    fill_seat,
    hand_over_lead,
    nominate_seat,
    object_decision,
    propose_lead,
    propose_level,
    reject_decision,
    vacate_seat,
)
from mainstay.cases.services.places import set_office
from mainstay.common import clock, due
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def coordinator():
    return builders.person("TT_COORD")


@pytest.fixture
def case(coordinator):
    with clock.at(NOW):
        return builders.case(by=coordinator, onset_at=NOW)


@pytest.fixture
def seated(coordinator, case):
    """Those who make the quorum: chair, finance, security, country, workers."""
    roles = {
        "CHAIR": "TT_CHAIR",
        "FINANCE": "TT_MEM",
        "SECURITY": "SEC",
        "COUNTRY": "CD",
        "WORKERS": "TT_MEM",
    }
    people = {seat: builders.person(role) for seat, role in roles.items()}
    for seat, holder in people.items():
        fill_seat(by=coordinator, case=case, seat=seat, holder=holder)
    return people


@pytest.fixture
def decision(coordinator, case, seated):
    with clock.at(NOW):
        made = draft_decision(
            by=coordinator, case=case, title="Send the team", text="Five people leave on Monday."
        )
        return circulate_decision(by=coordinator, decision=made)


def test_vacancies_and_what_the_quorum_lacks_are_named(coordinator, case):
    assert "CHAIR" in selectors.vacancies(case)
    assert (
        "CHAIR",
        "FINANCE",
        "SECURITY",
        "COUNTRY/REGION",
        "EMPLOYERS/WORKERS",
    ) == selectors.quorum_missing(case)
    fill_seat(by=coordinator, case=case, seat="CHAIR", holder=builders.person("TT_CHAIR"))
    assert "CHAIR" not in selectors.vacancies(case)
    assert "CHAIR" not in selectors.quorum_missing(case)


def test_a_seat_is_for_certain_roles(coordinator, case):
    with pytest.raises(RuleBroken, match="SEC"):
        fill_seat(by=coordinator, case=case, seat="SECURITY", holder=builders.person("COMMS"))


def test_a_vacated_seat_is_a_vacancy_again(coordinator, case, seated):
    vacate_seat(by=coordinator, case=case, seat="FINANCE", reason="Moved on.")
    assert ("FINANCE",) == selectors.quorum_missing(case)


def test_a_country_director_does_not_fill_seats(case):
    with pytest.raises(NotAllowed):
        fill_seat(by=builders.person("CD"), case=case, seat="CHAIR", holder=builders.person("TT_CHAIR"))


def test_unions_nominate_for_the_workers_seat_alone(case):
    union = builders.person("CONST_WORK")
    nominate_seat(by=union, case=case, seat="WORKERS", person=builders.person("TT_MEM"))
    assert case.seats.get(code="WORKERS").nominated is not None
    with pytest.raises(NotAllowed):
        nominate_seat(by=union, case=case, seat="EMPLOYERS", person=builders.person("TT_MEM"))


def test_the_team_is_called_together(coordinator, case, seated):
    assert 5 == convene_team(by=coordinator, case=case, words="Meet at noon.")
    assert 5 == Notice.objects.filter(kind="team_called").count()


def test_the_lead_is_proposed_from_office_presence(case):
    assert "TT_LED" == propose_lead(case)
    builders.person("RO", "region", "Africa")
    assert "RO_LED" == propose_lead(case)
    set_office(by=builders.operator(), country=case.countries.get().country, has_office=True)
    assert "CO_LED" == propose_lead(case)
    assert "TT_INITIATED" == propose_lead(case, initiated_by_team=True)


def test_a_lead_that_the_team_took_on_itself_has_fourteen_days_to_hand_over(coordinator, case):
    with clock.at(NOW):
        confirm_lead(by=coordinator, case=case, model="TT_INITIATED", holder=coordinator)
        assert NOW + timedelta(days=14) == case.targets.get(code="hand_over_lead").due_at
    with clock.at(NOW + timedelta(days=15)):
        due.run_all()
    assert Notice.objects.filter(
        kind="clock_late", person_id=coordinator.pk, facts__target__icontains="handed over"
    ).exists()


def test_the_lead_changes_hands_when_it_is_accepted_by_whom_it_was_offered(coordinator, case):
    director, other = builders.person("CD"), builders.person("CD")
    confirm_lead(by=coordinator, case=case, model="TT_INITIATED", holder=coordinator)
    hand_over_lead(by=coordinator, case=case, model="CO_LED", to=director, words="The radio is in room 4.")
    with pytest.raises(RuleBroken, match="not offered"):
        accept_lead(by=other, case=case)
    accept_lead(by=director, case=case)
    case.refresh_from_db()
    assert ("CO_LED", None) == (case.lead_model, case.lead_until)
    assert case.targets.get(code="hand_over_lead").met_at is not None
    assert 1 == case.leads.filter(ended_at__isnull=True).count()


def test_activation_stops_its_clock_once_and_starts_the_review(coordinator, case):
    activate_case(by=coordinator, case=case)
    assert case.targets.get(code="activate_case").met_at is not None
    assert case.targets.filter(code="review_stand_down", met_at__isnull=True).exists()
    assert case.tasks.get(code="F30-12").done_by == coordinator
    with pytest.raises(RuleBroken):
        activate_case(by=coordinator, case=case)


def test_a_region_activates_only_where_there_is_no_office(case):
    region = builders.person("RO", "region", "Africa")
    set_office(by=builders.operator(), country=case.countries.get().country, has_office=True)
    with pytest.raises(NotAllowed, match="open to you only when"):
        activate_case(by=region, case=case)
    set_office(by=builders.operator(), country=case.countries.get().country, has_office=False)
    activate_case(by=region, case=case)


def test_level_three_waits_for_the_chair(coordinator, case):
    chair = builders.person("TT_CHAIR")
    with pytest.raises(RuleBroken):
        approve_level_3(by=chair, case=case, reason="x")
    propose_level(by=coordinator, case=case, level="L3", reason="Four islands.")
    assert "L1" == case.level
    approve_level_3(by=chair, case=case, reason="Four islands.")
    assert "L3" == case.level


def test_silence_adopts_when_it_has_run_out(case, decision):
    with clock.at(NOW + 47 * HOUR):
        due.run_all()
    decision.refresh_from_db()
    assert "CIRCULATED" == decision.state
    with clock.at(NOW + 48 * HOUR):
        due.run_all()
        due.run_all()
    decision.refresh_from_db()
    assert "ADOPTED" == decision.state
    entries = AuditEntry.objects.filter(action="cases.lapse_decision")
    assert [builders.system().pk] == list(entries.values_list("actor_id", flat=True))


def test_an_objection_stops_the_silence(decision, seated):
    with clock.at(NOW + HOUR):
        object_decision(by=seated["WORKERS"], decision=decision, words="No insurance yet.")
    with clock.at(NOW + timedelta(days=9)):
        due.run_all()
    decision.refresh_from_db()
    assert "OBJECTED" == decision.state


def test_after_discussion_the_text_goes_round_anew_and_old_objections_do_not_count(
    coordinator, decision, seated
):
    with clock.at(NOW + HOUR):
        object_decision(by=seated["WORKERS"], decision=decision, words="No insurance yet.")
        discuss_decision(
            by=coordinator, decision=decision, words="Insured from Friday.", text="They leave on Friday."
        )
        circulate_decision(by=coordinator, decision=decision, fast=True)
    assert (2, NOW + 25 * HOUR) == (decision.round, decision.deadline)
    with clock.at(NOW + 26 * HOUR):
        due.run_all()
    decision.refresh_from_db()
    assert "ADOPTED" == decision.state


def test_an_objection_has_its_reason_its_time_and_its_seat(decision, seated):
    with clock.at(NOW + HOUR):
        with pytest.raises(RuleBroken, match="Write"):
            object_decision(by=seated["WORKERS"], decision=decision, words=" ")
        with pytest.raises(NotAllowed):
            object_decision(by=builders.person("TT_MEM"), decision=decision, words="I sit nowhere.")
    with clock.at(NOW + 49 * HOUR), pytest.raises(RuleBroken, match="ended"):
        object_decision(by=seated["WORKERS"], decision=decision, words="Too late.")


def test_a_union_on_the_workers_seat_can_object(coordinator, case, decision):
    union = builders.person("CONST_WORK")
    fill_seat(by=coordinator, case=case, seat="WORKERS", holder=union)
    with clock.at(NOW + HOUR):
        object_decision(by=union, decision=decision, words="No insurance yet.")
    assert "OBJECTED" == decision.state


def test_when_all_consent_it_need_not_wait(decision, seated):
    with clock.at(NOW + HOUR):
        for person in seated.values():
            consent_decision(by=person, decision=decision)
        due.run_all()
    decision.refresh_from_db()
    assert "ADOPTED" == decision.state


def test_who_changes_her_mind_objects_once(decision, seated):
    with clock.at(NOW + HOUR):
        consent_decision(by=seated["CHAIR"], decision=decision)
        object_decision(by=seated["CHAIR"], decision=decision, words="On second thoughts, no.")
    assert ["OBJECTION"] == list(decision.voices.values_list("kind", flat=True))


def test_a_comment_stops_nothing(decision, seated):
    with clock.at(NOW + HOUR):
        comment_decision(by=seated["CHAIR"], decision=decision, words="Take boots.")
        comment_decision(by=seated["CHAIR"], decision=decision, words="And tents.")
    assert "CIRCULATED" == decision.state


def test_without_quorum_silence_adopts_nothing_and_lapses_a_week_later(coordinator, case, decision):
    vacate_seat(by=coordinator, case=case, seat="SECURITY", reason="On leave.")
    with clock.at(NOW + 50 * HOUR):
        due.run_all()
        decision.refresh_from_db()
        assert "CIRCULATED" == decision.state
        assert Notice.objects.filter(kind="no_quorum", person_id=coordinator.pk).exists()
        with pytest.raises(RuleBroken, match="SECURITY"):
            adopt_decision(by=coordinator, decision=decision, outcome="Adopted.")
    with clock.at(NOW + timedelta(days=10)):
        due.run_all()
    decision.refresh_from_db()
    assert "LAPSED" == decision.state


def test_nobody_adopts_before_the_deadline(coordinator, decision):
    with clock.at(NOW + HOUR), pytest.raises(RuleBroken, match="until"):
        adopt_decision(by=coordinator, decision=decision, outcome="Adopted.")


def test_the_silent_are_reminded_at_three_quarters(decision, seated):
    with clock.at(NOW + HOUR):
        consent_decision(by=seated["CHAIR"], decision=decision)
    with clock.at(NOW + 36 * HOUR):
        due.run_all()
        due.run_all()
    told = set(Notice.objects.filter(kind="silence_ends").values_list("person_id", flat=True))
    assert {person.pk for seat, person in seated.items() if seat != "CHAIR"} == told


def test_a_rejection_has_its_reason(coordinator, decision):
    with pytest.raises(BadInput):
        reject_decision(by=coordinator, decision=decision, outcome="")
    reject_decision(by=coordinator, decision=decision, outcome="No money.")
    assert "REJECTED" == decision.state
    with pytest.raises(RuleBroken, match="REJECTED"):
        circulate_decision(by=coordinator, decision=decision)


def test_a_member_does_not_circulate(case, seated, decision):
    with pytest.raises(NotAllowed):
        circulate_decision(by=seated["COUNTRY"], decision=decision)


def test_each_member_answers_the_roll_call_for_herself_and_the_last_word_counts(coordinator, case, seated):
    convene_team(by=coordinator, case=case, words="Meet at noon.")
    call = case.roll_calls.get()
    member = seated["SECURITY"]
    with pytest.raises(RuleBroken, match="when you will be there"):
        answer_roll_call(by=member, call=call, answer="COMING_LATER")
    answer_roll_call(by=member, call=call, answer="COMING_LATER", words="At two.")
    answer_roll_call(by=member, call=call, answer="HERE")
    assert ["HERE"] == [row.answer for row in call.answers.all()]
    with pytest.raises(NotAllowed):
        answer_roll_call(by=builders.person("COMMS"), call=call, answer="HERE")


def test_a_call_that_was_followed_by_another_is_answered_no_more(coordinator, case, seated):
    with clock.at(NOW):
        convene_team(by=coordinator, case=case, words="Meet at noon.")
    with clock.at(NOW + timedelta(hours=3)):
        convene_team(by=coordinator, case=case, words="Meet again.")
    last, first = case.roll_calls.all()
    with pytest.raises(RuleBroken, match="called together again"):
        answer_roll_call(by=seated["SECURITY"], call=first, answer="HERE")
    assert "HERE" == answer_roll_call(by=seated["SECURITY"], call=last, answer="HERE").answer


def test_level_3_calls_the_team_together(coordinator, case, seated):
    propose_level(by=coordinator, case=case, level="L3", reason="The capital is cut off.")
    approve_level_3(by=seated["CHAIR"], case=case, reason="All offices are needed.")
    assert "All offices are needed." == case.roll_calls.get().words
    assert 5 == Notice.objects.filter(kind="team_called").count()
