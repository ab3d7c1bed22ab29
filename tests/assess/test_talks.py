"""Group talks, and the women who are heard alone before an assessment becomes the baseline."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from mainstay.assess import services
from mainstay.assess.models import GroupTalk
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from tests import builders
from tests.assess.field import TODAY, scoped, women_talk
from tests.assess.test_approving import submitted, validated
from tests.assess.test_estimating import source
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db


def refused(assessment):
    """Return why the director cannot approve."""
    with pytest.raises(RuleBroken) as fault:
        services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    return fault.value.code


@pytest.mark.parametrize(
    "talk", [None, {"facilitator_sex": "M"}, {"kind": "MIXED"}], ids=["no talk", "led by a man", "not alone"]
)
def test_a_rapid_assessment_is_not_approved_before_women_were_heard_alone_by_a_woman(talk):
    assessment, officer = submitted(women=False)
    validated(assessment, officer)
    if talk:
        women_talk(assessment, officer, **talk)
    assert "women_unheard" == refused(assessment)
    women_talk(assessment, officer)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    assert "APPROVED" == assessment.state


def test_a_written_reason_and_what_was_done_instead_stand_in_for_the_group():
    assessment, officer = submitted(women=False)
    validated(assessment, officer)
    with pytest.raises(BadInput):
        services.explain_women_unheard(by=officer, assessment=assessment, because="Curfew", instead=" ")
    services.explain_women_unheard(
        by=officer, assessment=assessment, because="Curfew in both towns", instead="Nine women were called"
    )
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    assert "APPROVED" == assessment.state


def test_a_snapshot_asks_for_no_group():
    assessment, officer = scoped(stage="SNAPSHOT")
    services.record_finding(
        by=officer, assessment=assessment, topic="SCALE", statement="Lost.", sources=[source("SECONDARY")]
    )
    services.submit_report(by=officer, assessment=assessment)
    validated(assessment, officer)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    assert "APPROVED" == assessment.state


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"participants": 3}, "talk_small"),
        ({"held_on": TODAY + timedelta(days=1)}, "talk_ahead"),
        ({"place": " "}, "talk"),
        ({"kind": "ELDERS"}, "talk"),
    ],
)
def test_a_talk_tells_where_when_and_who_and_is_no_group_of_three(details, code):
    assessment, officer = scoped()
    with pytest.raises(RuleBroken) as fault:
        women_talk(assessment, officer, **details)
    assert code == fault.value.code
    assert not GroupTalk.objects.exists()


def test_each_point_that_cannot_be_read_is_named_by_its_row():
    assessment, officer = scoped()
    points = [
        {"topic": "NEEDS", "words": "Water"},
        {"topic": "GOSSIP", "words": "…"},
        {"topic": "NEEDS", "words": "", "strategy": "migrate"},
    ]
    with pytest.raises(BadInput) as fault:
        women_talk(assessment, officer, points=points)
    assert [(2, "talk_topic"), (3, "talk_words"), (3, "talk_strategy")] == [
        (problem.row, problem.reason.code) for problem in fault.value.problems
    ]


def test_what_was_said_lies_encrypted_and_goes_into_no_audit():
    assessment, officer = scoped()
    women_talk(assessment, officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM assess_talkpoint")
        assert b"Boys carry" not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT facts FROM common_auditentry")
        assert not any("Boys carry" in str(row[0]) for row in cursor.fetchall())


def test_the_evidence_of_an_approved_assessment_takes_no_more_talks():
    assessment, officer = submitted()
    validated(assessment, officer)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    with pytest.raises(RuleBroken):
        women_talk(assessment, officer)


def test_who_has_no_right_to_it_records_no_talk():
    assessment, _officer = scoped()
    with pytest.raises(NotAllowed):
        women_talk(assessment, builders.person("FUND"))


@pytest.mark.django_db(databases="__all__")
def test_the_page_shows_what_was_said_with_its_harm_to_who_may_read_it_alone():
    assessment, officer = scoped()
    address = reverse("assess_talks", args=[assessment.uid])
    assert "Women were not heard alone yet" in client_of(officer).get(address).content.decode()
    women_talk(assessment, officer)
    shown = client_of(officer).get(address).content.decode()
    for words in ("Boys carry loads", "harmful", "refer child to school/protection", "women only"):
        assert words in shown, words
    assert "Boys carry" not in client_of(officer).get(address, {"export": "csv"}).content.decode()
    union = client_of(builders.person("CONST_WORK", "country", "COM"))
    overview = reverse("assessment", args=[assessment.uid])
    assert 403 == union.get(address).status_code
    assert "Group talks" not in union.get(overview).content.decode()


@pytest.mark.django_db(databases="__all__")
def test_the_overview_names_women_as_a_condition_before_the_approval():
    assessment, officer = submitted(women=False)
    overview = reverse("assessment", args=[assessment.uid])
    assert "No group of women alone was held" in client_of(officer).get(overview).content.decode()
    services.explain_women_unheard(by=officer, assessment=assessment, because="Curfew", instead="Called nine")
    shown = client_of(officer).get(overview).content.decode()
    assert "No group of women alone was held" not in shown
    assert "Called nine" in shown
