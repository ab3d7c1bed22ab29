"""The map of institutions: what functions where, with its source."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from mainstay.assess import selectors, services
from mainstay.assess.models import Institution
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import Area
from tests import builders
from tests.assess.field import TODAY, fielded, scoped, taken
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db


def mapped(assessment, officer, **details):
    """Put a job office on the map."""
    given = {
        "place": "Coast", "kind": "EMPLOYMENT_SERVICE", "name": "Job office", "functioning": "PARTLY",
        "source_kind": "OBSERVATION", "citation": "Visit", "as_of": TODAY, "needs": "Power",
        "relied_on_by": ["women"],
    }  # fmt: skip
    return services.record_institution(by=officer, assessment=assessment, **{**given, **details})


def asked_union():
    """Return an interview with a union, of which one answer tells what it can offer."""
    assessment, form, analyst = fielded(module="WORKERS_ORG", modules=["WORKERS_ORG", "WORKER"])
    taken(form, analyst, [{"RESP_PLACE": "Hills", "Q_WOR_07": "We offer legal help"}])
    return assessment.submissions.get(), analyst


def test_an_institution_is_brought_up_to_date_and_never_back_to_an_older_source():
    assessment, officer = scoped()
    mapped(assessment, officer, as_of=TODAY - timedelta(days=3))
    mapped(assessment, officer, functioning="NOT")
    assert ["NOT"] == [row.functioning for row in assessment.institutions.all()]
    with pytest.raises(RuleBroken) as refused:
        mapped(assessment, officer, as_of=date(2026, 1, 1))
    assert "institution_older" == refused.value.code


def test_each_fault_stands_at_its_field():
    assessment, officer = scoped()
    with pytest.raises(BadInput) as refused:
        mapped(
            assessment, officer, kind="PUB", functioning="MAYBE", citation=" ", relied_on_by=["elves"],
            as_of=TODAY + timedelta(days=1),
        )  # fmt: skip
    fields = {problem.field for problem in refused.value.problems}
    assert {"kind", "functioning", "citation", "relied_on_by", "as_of"} == fields
    assert not Institution.objects.exists()


def test_the_map_has_a_line_for_each_kind_and_what_does_not_work_comes_first():
    assessment, officer = scoped()
    mapped(assessment, officer, functioning="WORKS")
    mapped(assessment, officer, name="Second office", functioning="NOT")
    mapped(assessment, officer, place="Hills", kind="UNION", name="Union")
    places, lines = selectors.institutions_by_place(assessment)
    by_kind = {line.kind: line for line in lines}
    assert ["Coast", "Hills"] == places
    assert ["NOT", "WORKS"] == [row.functioning for row in by_kind["Employment service"].cells[0]]
    assert 2 == by_kind["Cooperative"].missing


@pytest.mark.django_db(databases="__all__")
def test_a_place_that_is_known_by_its_code_is_shown_by_its_name():
    assessment, officer = scoped()
    country = assessment.country
    area = Area.objects.create(pcode="COM9", country=country, name="The north", source="synthetic")
    mapped(assessment, officer, place=area.pcode)
    address = reverse("assess_institutions", args=[assessment.uid])
    shown = client_of(officer).get(address).content.decode()
    assert "The north" in shown
    assert "COM9" not in shown


def test_the_database_holds_one_institution_of_a_name_in_a_place():
    assessment, officer = scoped()
    row = mapped(assessment, officer)
    row.pk, row.uid = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_who_has_no_right_to_it_maps_nothing():
    assessment, _officer = scoped()
    with pytest.raises(NotAllowed):
        mapped(assessment, builders.person("FUND"))


def test_what_a_union_told_is_offered_until_it_is_on_the_map_with_the_interview_as_source():
    interview, analyst = asked_union()
    assessment = interview.assessment
    assert [interview] == selectors.institutions_offered(assessment)
    filled = selectors.institution_filled(analyst, interview)
    assert ("UNION", "We offer legal help") == (filled["kind"], filled["capacity"])
    made = services.map_institution(
        by=analyst, submission=interview, kind="UNION", name="Union of the hills", functioning="WORKS"
    )
    assert ("Hills", interview.collected_on, "INFORMANT") == (made.place, made.as_of, made.source_kind)
    assert [] == selectors.institutions_offered(assessment)


def test_what_a_union_ticked_is_told_by_name_in_the_readers_language():
    assessment, form, analyst = fielded(module="WORKERS_ORG", modules=["WORKERS_ORG"])
    told = {
        "Q_WOR_05_legal": "yes", "Q_WOR_05_relief": "no", "Q_WOR_05_training": "partly",
        "Q_WOR_05_what_else": "Child care", "Q_WOR_10_money": "yes",
    }  # fmt: skip
    taken(form, analyst, [{"RESP_PLACE": "Hills", **told}])
    filled = selectors.institution_filled(analyst, assessment.submissions.get())
    assert ["Legal help", "Training (Partly)", "Child care"] == filled["capacity"].split("\n")
    assert "Money" == filled["needs"]
    with translation.override("fr"):
        filled = selectors.institution_filled(analyst, assessment.submissions.get())
    assert "(En partie)" in filled["capacity"]


def test_who_may_not_read_interviews_gets_nothing_of_them_by_the_map():
    interview, _analyst = asked_union()
    officer = builders.person("CPO")
    assert {} == selectors.institution_filled(officer, interview)
    with pytest.raises(NotAllowed):
        services.map_institution(
            by=officer, submission=interview, kind="UNION", name="Union", functioning="WORKS"
        )


@pytest.mark.django_db(databases="__all__")
def test_the_page_answers_which_institutions_work_and_offers_interviews_to_analysts_alone():
    interview, analyst = asked_union()
    assessment, officer = interview.assessment, interview.assessment.scoped_by
    address = reverse("assess_institutions", args=[assessment.uid])
    assert "no institution is on the map" in client_of(officer).get(address).content.decode()
    mapped(assessment, officer)
    shown = client_of(officer).get(address).content.decode()
    for words in (
        "1 institution is on the map – works in part: 1.",
        "Job office",
        "Power",
        "nothing is known",
    ):
        assert words in shown, words
    assert "Described in interviews" not in shown
    offered = client_of(analyst).get(address).content.decode()
    assert "Described in interviews" in offered
    assert "Put on the map" in offered
    assert "Job office" in client_of(officer).get(address, {"export": "csv"}).content.decode()
