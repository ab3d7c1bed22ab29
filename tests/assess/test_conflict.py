"""A conflict read by a mixed panel: written without names, what divides kept encrypted, handed in whole."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from mainstay.accounts.services import grant_restricted, request_restricted
from mainstay.assess import services
from mainstay.assess.documents.report import assessment_report
from mainstay.assess.models import ConflictReading
from mainstay.cases import services as services_of_cases
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from tests import builders
from tests.assess.field import (
    READ_MEASURES,
    READ_OPEN,
    READ_SECRETS,
    TODAY,
    conflict_read,
    panel,
    scoped,
)
from tests.assess.test_approving import submitted, validated
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db

#: What lies encrypted in the reading of the tests.
SECRET = "river meadow"


def told_in_report(assessment):
    """Return what the report says."""
    return str(assessment_report(assessment))


def page_of(person, assessment, **how):
    """Return what a person reads on the page of the conflict."""
    address = reverse("assess_conflict", args=[assessment.uid])
    return client_of(person).get(address, how).content.decode()


def named_analyst():
    """Return an analyst to whom the data protection officer opened restricted answers."""
    analyst = builders.person("ME")
    day = clock.today()
    asked = request_restricted(
        by=analyst, record_kind="restricted_answer", starts_on=day, ends_on=day, reason="Reads the conflict"
    )
    grant_restricted(by=builders.person("DPO"), grant=asked)
    return analyst


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"people": 3}, "panel_small"),
        ({"women": 0}, "panel_mixed"),
        ({"sides": ["FIRST_SIDE", "FIRST_SIDE"]}, "panel_mixed"),
        ({"place": " "}, "panel"),
        ({"held_on": TODAY + timedelta(days=1)}, "panel"),
    ],
)
def test_a_panel_is_mixed_and_tells_where_and_when_it_sat(details, code):
    assessment, officer = scoped()
    with pytest.raises(RuleBroken) as refused:
        panel(assessment, officer, **details)
    assert code == refused.value.code
    assert not ConflictReading.objects.exists()


def test_a_place_is_read_once_a_day_until_the_reading_is_taken_back():
    assessment, officer = scoped()
    first = panel(assessment, officer)
    with pytest.raises(RuleBroken) as refused:
        panel(assessment, officer)
    assert "reading_held" == refused.value.code
    services.withdraw_conflict_reading(by=officer, reading=first, reason="Wrong day")
    again = panel(assessment, officer)
    again.pk, again.uid = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_reading_is_handed_in_with_what_divides_who_gains_and_what_is_done_differently():
    assessment, officer = scoped()
    reading, missing = panel(assessment, officer), []
    for write in (
        lambda: services.add_conflict_secrets(by=officer, reading=reading, **READ_SECRETS),
        lambda: services.write_conflict_findings(by=officer, reading=reading, **READ_OPEN),
        lambda: services.write_harm_measures(by=officer, reading=reading, measures=READ_MEASURES),
    ):
        with pytest.raises(RuleBroken) as refused:
            services.hand_in_conflict_reading(by=officer, reading=reading)
        missing.append(refused.value.code)
        write()
    assert ["reading_open", "reading_stakes", "reading_measures"] == missing
    services.hand_in_conflict_reading(by=officer, reading=reading)
    assert "HANDED_IN" == reading.state
    with pytest.raises(RuleBroken) as refused:
        services.write_harm_measures(by=officer, reading=reading, measures=[])
    assert "reading_stands" == refused.value.code


def test_what_a_draft_says_in_the_open_is_written_afresh_each_time():
    assessment, officer = scoped()
    reading = panel(assessment, officer)
    for words in ("Market", "Water"):
        services.write_conflict_findings(by=officer, reading=reading, connectors=[{"words": words}])
    assert ["Water"] == [row.words for row in reading.connectors.all()]


def test_each_line_that_cannot_be_taken_is_named_by_its_row_without_its_words():
    assessment, officer = scoped()
    reading = panel(assessment, officer)
    dividers = [
        {"over": "LAND", "words": f"The {SECRET}"},
        {"over": "WEATHER", "words": f"The {SECRET}"},
        {"over": "LAND", "words": f"Ask +269 773 12 34 about the {SECRET}"},
    ]
    with pytest.raises(BadInput) as refused:
        services.add_conflict_secrets(by=officer, reading=reading, dividers=dividers)
    assert [(2, "code"), (3, "address")] == [(one.row, one.reason.code) for one in refused.value.problems]
    assert SECRET not in " ".join(map(str, refused.value.problems))
    twice = [READ_OPEN["stakes"][0], READ_OPEN["stakes"][0]]
    with pytest.raises(BadInput) as refused:
        services.write_conflict_findings(by=officer, reading=reading, stakes=twice)
    assert [(2, "twice")] == [(one.row, one.reason.code) for one in refused.value.problems]


def test_what_divides_lies_encrypted_and_goes_into_no_audit():
    assessment, officer = scoped()
    conflict_read(assessment, officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM assess_conflictsecret")
        assert not any(SECRET.encode() in bytes(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT facts FROM common_auditentry")
        assert not any(SECRET in str(row[0]) for row in cursor.fetchall())


def test_who_has_no_right_to_it_records_nothing():
    assessment, officer = scoped()
    reading = panel(assessment, officer)
    for write in (
        lambda by: panel(assessment, by, place="Hills"),
        lambda by: services.add_conflict_secrets(by=by, reading=reading, **READ_SECRETS),
        lambda by: services.withdraw_conflict_reading(by=by, reading=reading, reason="No"),
    ):
        with pytest.raises(NotAllowed):
            write(builders.person("FUND"))


@pytest.mark.django_db(databases="__all__")
def test_the_page_begins_with_what_is_done_differently_and_keeps_what_divides_from_who_may_not_read_it():
    assessment, officer = scoped()
    assert "Nobody has read the conflict yet" in page_of(officer, assessment)
    reading = conflict_read(assessment, officer)
    shown = page_of(officer, assessment)
    places = [
        shown.index(words) for words in ("Draw lots in public", "One market serves", "Traders of the old")
    ]
    assert sorted(places) == places
    assert "3 lines on what divides" in shown
    for words in (SECRET, "day of the old raid", "Foremen"):
        assert words not in shown, words
        assert words not in page_of(officer, assessment, export="csv")
    record = reverse("record", args=["assess", "conflict-reading", reading.pk])
    assert SECRET not in client_of(officer).get(record).content.decode()
    told = page_of(named_analyst(), assessment)
    for words in (SECRET, "day of the old raid", "Foremen"):
        assert words in told, words


@pytest.mark.django_db(databases="__all__")
def test_a_draft_is_shown_to_who_writes_it_and_counts_for_nobody():
    assessment, officer = scoped()
    reading = panel(assessment, officer)
    services.write_harm_measures(by=officer, reading=reading, measures=READ_MEASURES)
    assert "Being written down" in page_of(officer, assessment)
    union = builders.person("CONST_WORK", "country", "COM")
    for person in (officer, union):
        assert "Draw lots" not in page_of(person, assessment)
    assert "Being written down" not in page_of(union, assessment)
    record = reverse("record", args=["assess", "conflict-reading", reading.pk])
    every = reverse("records", args=["assess", "conflict-reading"])
    statuses = {person: client_of(person).get(record).status_code for person in (officer, union)}
    assert {officer: 200, union: 404} == statuses
    assert record in client_of(officer).get(every).content.decode()
    assert record not in client_of(union).get(every).content.decode()
    served = "/api/v1/assess/conflict-reading"
    for listed in (every, f"{every}?export=csv", served, f"{served}/{reading.pk}"):
        for person, reads in ((officer, True), (union, False)):
            assert reads is ("Coast" in client_of(person).get(listed).content.decode()), listed
    services.withdraw_conflict_reading(by=officer, reading=reading, reason="Wrong")
    assert 404 == client_of(union).get(record).status_code


@pytest.mark.django_db(databases="__all__")
def test_a_reading_of_last_quarter_is_shown_as_old():
    assessment, officer = scoped()
    conflict_read(assessment, officer)
    assert "older than" not in page_of(officer, assessment)
    with clock.at(TODAY + timedelta(days=92)):
        assert "older than 91 days: read again" in page_of(officer, assessment)


def divided(*, types=("CONFLICT",)):
    """Return an assessment of a conflict that waits for its approval, women being heard; who scoped it; the director."""
    assessment, officer = submitted()
    services_of_cases.set_crisis_types(
        by=officer, case=assessment.case, codes=list(types), reason="Fighting began"
    )
    validated(assessment, officer)
    return assessment, officer, builders.person("CD")


def refusal(director, assessment):
    """Return why the director cannot approve."""
    with pytest.raises(RuleBroken) as refused:
        services.approve_baseline(by=director, assessment=assessment)
    return refused.value.code


def test_in_a_conflict_nothing_is_approved_before_the_conflict_is_read():
    assessment, officer, director = divided()
    assert "conflict_unread" == refusal(director, assessment)
    reading = panel(assessment, officer, place="Hills")
    services.write_harm_measures(by=officer, reading=reading, measures=READ_MEASURES)
    assert "conflict_unread" == refusal(director, assessment)
    old = conflict_read(assessment, officer, held_on=TODAY - timedelta(days=92))
    assert "conflict_old" == refusal(director, assessment)
    services.withdraw_conflict_reading(by=officer, reading=old, reason="Too old")
    conflict_read(assessment, officer)
    services.approve_baseline(by=director, assessment=assessment)
    assert "APPROVED" == assessment.state


def test_a_written_reason_and_what_was_done_instead_stand_in_for_the_reading():
    assessment, officer, director = divided()
    with pytest.raises(BadInput):
        services.explain_conflict_unread(by=officer, assessment=assessment, because="Curfew", instead=" ")
    services.explain_conflict_unread(
        by=officer, assessment=assessment, because="Curfew", instead="Six were called one by one"
    )
    services.approve_baseline(by=director, assessment=assessment)
    assert "APPROVED" == assessment.state


def test_nobody_is_called_by_the_place_the_reason_or_what_was_done_instead():
    assessment, officer, _director = divided()
    reading = panel(assessment, officer)
    for told in (
        lambda: panel(assessment, officer, place="At Sam's, +269 773 12 34"),
        lambda: services.withdraw_conflict_reading(by=officer, reading=reading, reason="Ask sam@example.org"),
        lambda: services.explain_conflict_unread(
            by=officer, assessment=assessment, because="Curfew", instead="Called 773 12 34 56"
        ),
    ):
        with pytest.raises(BadInput) as refused:
            told()
        assert ["address"] == [problem.reason.code for problem in refused.value.problems]


def test_a_disaster_asks_for_no_reading():
    assessment, _officer, director = divided(types=["DISASTER_RAPID"])
    services.approve_baseline(by=director, assessment=assessment)
    assert "APPROVED" == assessment.state


def test_an_approved_assessment_takes_the_next_reading_and_keeps_the_one_that_it_rests_on():
    assessment, officer, director = divided()
    first = conflict_read(assessment, officer)
    services.approve_baseline(by=director, assessment=assessment)
    first.refresh_from_db()
    with pytest.raises(RuleBroken) as refused:
        services.withdraw_conflict_reading(by=officer, reading=first, reason="No")
    assert "not_open" == refused.value.code
    with clock.at(TODAY + timedelta(days=90)):
        later = conflict_read(assessment, officer, held_on=TODAY + timedelta(days=90))
        services.withdraw_conflict_reading(by=officer, reading=later, reason="Wrong place")
    assert "WITHDRAWN" == later.state


@pytest.mark.django_db(databases="__all__")
def test_the_overview_names_the_reading_as_a_condition_where_the_crisis_is_a_conflict():
    assessment, officer, _director = divided()
    overview = reverse("assessment", args=[assessment.uid])
    assert "Nobody has read the conflict" in client_of(officer).get(overview).content.decode()
    services.explain_conflict_unread(
        by=officer, assessment=assessment, because="Curfew", instead="Six called"
    )
    shown = client_of(officer).get(overview).content.decode()
    assert "Nobody has read the conflict" not in shown
    assert "Six called" in shown


def test_the_report_tells_measures_and_connectors_and_nothing_that_lies_encrypted():
    assessment, officer = scoped()
    assert "What must be done differently" not in told_in_report(assessment)
    conflict_read(assessment, officer)
    told = told_in_report(assessment)
    for words in ("Draw lots in public", "One market serves both sides", "Before hiring"):
        assert words in told, words
    for words in (SECRET, "old raid", "Foremen"):
        assert words not in told, words
