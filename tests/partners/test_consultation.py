"""Government, employers and workers are heard, and each point is taken or refused with its reason."""

from datetime import UTC, datetime, timedelta

import pytest

from mainstay.common import clock, due
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from mainstay.partners import selectors
from mainstay.partners.models import ActFirst, ConsultationPoint
from mainstay.partners.services import (
    act_first,
    add_member,
    answer_point,
    cancel_consultation,
    confirm_consultation,
    hear_body,
    raise_point,
    record_consultation,
    register_organisation,
    send_answer,
)
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TYPES = {"government": "GOVERNMENT", "employers": "EMPLOYERS_ORG", "workers": "WORKERS_ORG"}
ROLES = {"government": "CONST_GOV", "employers": "CONST_EMP", "workers": "CONST_WORK"}


@pytest.fixture
def bodies(office):
    return {
        side: register_organisation(by=office, name=f"The {side}", type=code, country="COM")
        for side, code in TYPES.items()
    }


@pytest.fixture
def voices(bodies):
    director = builders.person("CD")
    made = {side: builders.person(role) for side, role in ROLES.items()}
    for side, person in made.items():
        add_member(by=director, organisation=bodies[side], person=person)
    return made


def _round(office, bodies, key="7", **more):
    return record_consultation(
        by=office,
        about_kind="design",
        about_key=key,
        country="COM",
        question="Shall works start with roads?",
        bodies=list(bodies.values()),
        **more,
    )


def _body(consultation, side):
    return consultation.bodies.get(side=side)


def test_those_who_are_asked_are_told(office, bodies, voices):
    _round(office, bodies)
    told = Notice.objects.filter(kind="consultation_invited").values_list("person_id", flat=True)
    assert {person.pk for person in voices.values()} == set(told)


def test_a_subject_is_consulted_when_all_three_sides_were_heard(office, bodies):
    consultation = _round(office, bodies)
    assert "not_consulted" == selectors.why_not_consulted("design", "7").code
    for side in ("government", "employers"):
        hear_body(by=office, body=_body(consultation, side), women=1, men=2)
    assert {"government", "employers"} == selectors.bodies_heard("design", "7")
    assert "workers" == selectors.why_not_consulted("design", "7").facts["sides"]
    hear_body(by=office, body=_body(consultation, "workers"), women=2, men=1)
    assert selectors.why_not_consulted("design", "7") is None


def test_a_body_that_could_not_be_reached_is_not_heard(office, bodies):
    consultation = _round(office, bodies)
    hear_body(by=office, body=_body(consultation, "workers"), absent_reason="Its office is flooded.")
    assert selectors.bodies_heard("design", "7") == frozenset()


def test_a_point_without_an_answer_holds_the_subject_back(office, bodies):
    consultation = _round(office, bodies)
    for side in TYPES:
        hear_body(
            by=office, body=_body(consultation, side), points=["Pay weekly."] if side == "workers" else []
        )
    assert "points_open" == selectors.why_not_consulted("design", "7").code
    answer_point(by=office, point=ConsultationPoint.objects.get(), answer="TAKEN")
    assert selectors.why_not_consulted("design", "7") is None


def test_a_refusal_needs_its_reason(office, bodies):
    consultation = _round(office, bodies)
    hear_body(by=office, body=_body(consultation, "workers"), points=["Pay weekly."])
    point = ConsultationPoint.objects.get()
    with pytest.raises(RuleBroken, match="why"):
        answer_point(by=office, point=point, answer="REFUSED")
    answer_point(by=office, point=point, answer="REFUSED", reason="The bank pays twice a month.")
    with pytest.raises(BadInput):
        answer_point(by=office, point=point, answer="LATER", reason="After the rains.")


def test_answers_go_out_when_every_point_has_one(office, bodies, voices):
    consultation = _round(office, bodies)
    hear_body(by=office, body=_body(consultation, "workers"), points=["Pay weekly."])
    with pytest.raises(RuleBroken, match="no answer"):
        send_answer(by=office, consultation=consultation)
    answer_point(by=office, point=ConsultationPoint.objects.get(), answer="TAKEN")
    consultation.refresh_from_db()
    send_answer(by=office, consultation=consultation)
    assert "ANSWERED" == consultation.state
    told = Notice.objects.filter(kind__startswith="consultation_answered").values_list("person_id", flat=True)
    assert {voices["workers"].pk} == set(told)


def test_answers_are_not_sent_where_nobody_was_heard(office, bodies):
    with pytest.raises(RuleBroken, match="Nobody"):
        send_answer(by=office, consultation=_round(office, bodies))


def test_a_union_speaks_for_itself_and_not_for_the_employers(office, bodies, voices):
    consultation = _round(office, bodies)
    raise_point(by=voices["workers"], body=_body(consultation, "workers"), words="Pay weekly.")
    assert {"workers"} == selectors.bodies_heard("design", "7")
    with pytest.raises(NotAllowed):
        raise_point(by=voices["workers"], body=_body(consultation, "employers"), words="Pay monthly.")


def test_a_body_confirms_the_record_or_says_what_is_wrong(office, bodies, voices):
    consultation = _round(office, bodies)
    body = _body(consultation, "employers")
    hear_body(by=office, body=body)
    confirm_consultation(by=voices["employers"], body=body, objection="We said three months, not two.")
    assert Notice.objects.filter(person_id=office.pk, kind__startswith="consultation_objected").exists()
    with pytest.raises(NotAllowed):
        confirm_consultation(by=voices["workers"], body=body)


def test_a_second_round_counts_with_the_first(office, bodies):
    first = _round(office, bodies)
    hear_body(by=office, body=_body(first, "government"))
    second = _round(office, bodies)
    assert 2 == second.round
    hear_body(by=office, body=_body(second, "employers"))
    assert {"government", "employers"} == selectors.bodies_heard("design", "7")


def test_a_cancelled_round_does_not_count_and_a_heard_one_is_not_cancelled(office, bodies):
    consultation = _round(office, bodies)
    hear_body(by=office, body=_body(consultation, "workers"))
    consultation.refresh_from_db()
    with pytest.raises(RuleBroken):
        cancel_consultation(by=office, consultation=consultation, reason="Wrong day.")


def test_acting_first_opens_thirty_days_and_then_no_more(office, bodies):
    with clock.at(NOW):
        act_first(
            by=office, about_kind="design", about_key="7", country="COM", reason="People drink from ditches."
        )
        assert selectors.why_not_consulted("design", "7") is None
    with clock.at(NOW + timedelta(days=31)):
        assert "waiver_over" == selectors.why_not_consulted("design", "7").code


def test_acting_first_is_reminded_and_escalated_once(office, bodies):
    director = builders.person("CD")
    with clock.at(NOW):
        act_first(
            by=office, about_kind="design", about_key="7", country="COM", reason="People drink from ditches."
        )
        assert 0 == due.run_all()["partners.act_first"]
    for days, kind in ((23, "act_first_due"), (31, "act_first_late")):
        with clock.at(NOW + timedelta(days=days)):
            assert 1 == due.run_all()["partners.act_first"]
            assert 0 == due.run_all()["partners.act_first"]
        assert {office.pk, director.pk} == set(
            Notice.objects.filter(kind=kind).values_list("person_id", flat=True)
        )
    entries = AuditEntry.objects.filter(action__endswith="_act_first").order_by("pk")
    assert ["partners.remind_act_first", "partners.escalate_act_first"] == [row.action for row in entries]
    assert {builders.system().pk} == {row.actor_id for row in entries}


def test_hearing_all_sides_ends_the_clock_of_acting_first(office, bodies):
    act_first(
        by=office, about_kind="design", about_key="7", country="COM", reason="People drink from ditches."
    )
    consultation = _round(office, bodies)
    for side in TYPES:
        assert ActFirst.objects.get().met_at is None
        hear_body(by=office, body=_body(consultation, side))
    assert ActFirst.objects.get().met_at is not None


def test_a_consultation_stands_on_the_timeline_of_its_case(office, bodies):
    case = builders.case()
    consultation = _round(office, bodies, case_key=case.pk)
    hear_body(by=office, body=_body(consultation, "workers"))
    hear_body(by=office, body=_body(consultation, "workers"))
    told = list(case.timeline.filter(key__startswith="consultation").values_list("msgid", flat=True))
    assert 2 == len(told)
    assert case.tasks.get(code="F30-26").done_at is not None


def test_another_countrys_office_records_nothing_here(bodies):
    builders.country("JOR")
    stranger = builders.person("CPO", "country", "JOR")
    with pytest.raises(NotAllowed):
        _round(stranger, bodies)
