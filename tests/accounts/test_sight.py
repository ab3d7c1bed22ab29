"""What a person may read one by one is what she sees in a list: the two follow from the same registration."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mainstay.accounts.permissions import may, visible
from mainstay.cases.models import Case, CaseTask, Decision
from mainstay.cases.services import draft_decision, fill_seat
from mainstay.partners.models import Consultation, IndependenceNote, InternalNote, Organisation
from mainstay.partners.services import (
    add_member,
    note_independence,
    record_consultation,
    register_organisation,
)
from tests import builders
from tests.accounts import matrix

pytestmark = pytest.mark.django_db

QUESTIONS = [
    (Case, "cases.read_cases"),
    (Case, "cases.read_case_summary"),
    (CaseTask, "cases.read_tasks"),
    (Decision, "cases.read_decisions"),
    (Organisation, "partners.read_organisations"),
    (Consultation, "partners.read_consultations"),
    (InternalNote, "partners.read_internal_notes"),
    (IndependenceNote, "partners.read_independence_notes"),
]
PLACES = [("global", "*"), ("region", "Africa"), ("region", "Arab States"), ("country", "COM"), ("country", "JOR"),
          ("case", "1"), ("organisation", "1"), ("assigned", "*")]  # fmt: skip


@pytest.fixture
def world():
    """Two countries with a case, organisations, a consultation and notes in each."""
    coordinator = builders.person("TT_COORD")
    agency = register_organisation(by=coordinator, name="Agency", type="UN_AGENCY")
    for iso3 in ("COM", "JOR"):
        builders.country(iso3)
        director = builders.person("CD", "country", iso3)
        case = builders.case(by=coordinator, countries=[iso3])
        union = register_organisation(by=coordinator, name="Union", type="WORKERS_ORG", country=iso3)
        speaker = builders.person("CONST_WORK", "country", iso3)
        add_member(by=coordinator, organisation=union, person=speaker)
        fill_seat(by=coordinator, case=case, seat="WORKERS", holder=speaker)
        draft_decision(by=coordinator, case=case, title="x", text="y")
        record_consultation(
            by=coordinator,
            about_kind="design",
            about_key=iso3,
            country=iso3,
            question="?",
            bodies=[union, agency],
            case_key=case.pk,
        )
        note_independence(
            by=director, organisation=union, text="x", first_reader=director, second_reader=coordinator
        )
        from mainstay.partners.services import write_internal_note

        write_internal_note(by=speaker, organisation=union, text="x")
    return coordinator


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    held=st.lists(st.tuples(st.sampled_from(sorted(matrix.roles())), st.sampled_from(PLACES)), max_size=3),
    question=st.sampled_from(QUESTIONS),
    speaks=st.booleans(),
)
def test_a_list_shows_exactly_what_may_be_read_one_by_one(world, held, question, speaks):
    from mainstay.accounts.models import RoleAssignment
    from mainstay.partners.models import Membership

    model, action = question
    person = builders.person()
    for role, (kind, key) in set(held):
        RoleAssignment.objects.create(
            person=person, role=role, scope_kind=kind, scope_key=key, starts_on="2000-01-01"
        )
    if speaks:
        Membership.objects.create(
            person=person, organisation=Organisation.objects.last(), starts_on="2000-01-01"
        )
    seen = set(visible(model.objects.all(), person, action).values_list("pk", flat=True))
    assert {record.pk for record in model.objects.all() if may(person, action, record)} == seen


def test_a_stranger_sees_nothing(world):
    from django.contrib.auth.models import AnonymousUser

    for model, action in QUESTIONS:
        assert not visible(model.objects.all(), AnonymousUser(), action).exists()
        assert not visible(model.objects.all(), builders.person(), action).exists()


def test_of_many_records_the_few_above_them_are_asked(world):
    officer = builders.person("CPO")
    question = str(visible(CaseTask.objects.all(), officer, "cases.read_tasks").query)
    assert 1 == question.count('FROM "cases_casetask"')
    assert '"cases_casetask"."case_id" IN (SELECT' in question
