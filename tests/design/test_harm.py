"""What a project does differently so as to do no harm: taken over from who read the conflict, changed, left out."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mainstay.assess import services as assess
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.design import services
from mainstay.design.documents.project_document import project_document
from mainstay.design.models import Precaution
from mainstay.design.selectors import content_of, lacks_of, measures_offered
from mainstay.design.selectors.harm import precaution_rows
from tests import builders
from tests.assess.field import TODAY, conflict_read, panel
from tests.assess.test_approving import submitted, validated
from tests.assess.test_conflict import named_analyst
from tests.deliver.works.pages import client_of
from tests.design.plans import approved, draft, in_review, scored

pytestmark = pytest.mark.django_db

#: A precaution as it is written by hand.
BY_HAND = {
    "risk": "Women stay away",
    "measure": "Shifts by daylight",
    "owner_role": "SITE_ENG",
    "due": "Each day",
}


def read_option(*, readings=1):
    """Return an option of an approved assessment in which the conflict was read, and the officer."""
    assessment, officer = submitted()
    for place in ("Coast", "Hills")[:readings]:
        conflict_read(assessment, officer, place=place)
    validated(assessment, officer)
    assess.approve_baseline(by=builders.person("CD"), assessment=assessment)
    return assessment.options.get(), officer


def begun(**how):
    """Return a design that began with an option of an assessment in which the conflict was read, and its writer."""
    option, officer = read_option(**how)
    return services.design_option(by=officer, option=option), officer


def page_of(person, project, **how):
    """Return what a person reads on the page."""
    return client_of(person).get(reverse("design_harm", args=[project.uid]), how).content.decode()


def lacking(project):
    """Return what a plan lacks, by code."""
    return {lack.reason.code: lack.stops for lack in lacks_of(project)}


def test_a_design_that_begins_with_an_option_takes_over_what_the_panel_asks_for_with_its_source():
    project, _officer = begun()
    held = project.precautions.get()
    assert ("One side gets the jobs", "Draw lots in public", "CPO", "Before hiring") == (
        held.risk, held.measure, held.owner_role, held.due,
    )  # fmt: skip
    assert project.option.assessment == held.source.reading.assessment


def test_an_option_whose_conflict_nobody_read_begins_a_design_all_the_same():
    project, _officer = begun(readings=0)
    assert not project.precautions.exists()
    assert "precautions_undecided" not in lacking(project)


def test_a_later_reading_is_offered_once_and_taken_over():
    project, officer = begun()
    with pytest.raises(RuleBroken) as refused:
        services.take_over_precautions(by=officer, project=project)
    assert "nothing_offered" == refused.value.code
    with clock.at(TODAY + timedelta(days=1)):
        conflict_read(project.option.assessment, officer, place="Isle", held_on=TODAY + timedelta(days=1))
    assert lacking(project)["precautions_undecided"] is False
    made = services.take_over_precautions(by=officer, project=project)
    assert ["Isle"] == [row.source.reading.place for row in made]
    assert [] == measures_offered(officer, project)
    again = made[0]
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_an_approved_plan_takes_over_what_a_later_reading_asks_for_with_a_reason():
    project, officer, _director = approved()
    conflict_read(project.case.assessments.get(), officer)
    with pytest.raises(RuleBroken):
        services.take_over_precautions(by=officer, project=project)
    services.take_over_precautions(by=officer, project=project, reason="The panel of this quarter")
    assert 1 == project.precautions.count()


def test_a_reading_counts_for_designs_of_its_case_once_it_is_handed_in_and_not_when_taken_back():
    assessment, officer = submitted()
    project, _writer = draft(case=assessment.case, by=officer)
    panel(assessment, officer, place="Hills")
    assert [] == measures_offered(officer, project)
    reading = conflict_read(assessment, officer)
    assert 1 == len(measures_offered(officer, project))
    services.take_over_precautions(by=officer, project=project)
    assess.withdraw_conflict_reading(by=officer, reading=reading, reason="Wrong")
    assert [] == measures_offered(officer, project)
    assert precaution_rows(project)[0]["source"].endswith(", withdrawn")


def test_a_line_is_changed_and_left_out_with_a_reason_and_its_source_stays():
    project, officer = begun()
    held = project.precautions.get()
    services.change_precaution(by=officer, precaution=held, **BY_HAND)
    with pytest.raises(BadInput):
        services.leave_out_precaution(by=officer, precaution=held, reason=" ")
    services.leave_out_precaution(by=officer, precaution=held, reason="No shifts here")
    held.refresh_from_db()
    assert ("Shifts by daylight", "No shifts here") == (held.measure, held.left_out_because)
    assert held.source is not None
    assert "precautions_undecided" not in lacking(project)


@pytest.mark.parametrize("missing", [{"risk": " "}, {"measure": ""}, {"due": ""}, {"owner_role": "KING"}])
def test_a_precaution_says_which_risk_what_who_and_when(missing):
    project, officer = draft()
    with pytest.raises(BadInput):
        services.record_precaution(by=officer, project=project, **{**BY_HAND, **missing})
    assert not Precaution.objects.exists()


def test_who_may_not_write_designs_takes_nothing_over():
    project, _officer = begun()
    stranger = builders.person("FUND")
    for write in (
        lambda: services.record_precaution(by=stranger, project=project, **BY_HAND),
        lambda: services.take_over_precautions(by=stranger, project=project),
        lambda: services.leave_out_precaution(by=stranger, precaution=project.precautions.get(), reason="No"),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_in_a_conflict_a_plan_lacks_what_it_does_differently_until_it_is_written():
    project, officer = draft(case=builders.case(crisis_types=["CONFLICT"]))
    assert lacking(project)["precautions"] is True
    held = services.record_precaution(by=officer, project=project, **BY_HAND)
    assert "precautions" not in lacking(project)
    services.leave_out_precaution(by=officer, precaution=held, reason="Not needed")
    assert "precautions" in lacking(project)


def test_a_case_that_is_of_conflict_besides_asks_a_plan_for_it_too():
    project, _officer = draft(case=builders.case(crisis_types=["DISASTER_RAPID", "CONFLICT"]))
    assert lacking(project)["precautions"] is True


def test_a_reading_of_a_replaced_assessment_asks_for_nothing():
    project, officer = begun()
    project.precautions.all().delete()
    assert 1 == len(measures_offered(officer, project))
    type(project.option.assessment).objects.update(state="SUPERSEDED")
    assert [] == measures_offered(officer, type(project).objects.get(pk=project.pk))


def test_version_and_project_document_tell_what_is_done_differently_and_who_read_it():
    project, officer = begun(readings=2)
    services.leave_out_precaution(
        by=officer, precaution=project.precautions.last(), reason="One lot is enough"
    )
    assert 2 == len(content_of(project)["precautions"])
    told = str(project_document(project))
    assert 1 == told.count("Draw lots in public")
    assert f"{project.option.assessment.reference}, " in told


@pytest.mark.django_db(databases="__all__")
def test_the_page_shows_what_is_done_differently_and_what_divides_to_the_named_analyst_alone():
    project, officer = begun()
    shown = page_of(officer, project)
    for words in (
        "1 thing is done differently",
        "Draw lots in public",
        "One market serves",
        "Traders of the old",
    ):
        assert words in shown, words
    assert "river meadow" not in shown
    assert "river meadow" not in page_of(officer, project, export="csv")
    assert "river meadow" in page_of(named_analyst(), project)
    with clock.at(TODAY + timedelta(days=1)):
        conflict_read(project.option.assessment, officer, place="Isle", held_on=TODAY + timedelta(days=1))
        shown = page_of(officer, project)
    assert "1 thing is asked for by a panel" in shown
    assert "Take over" in shown


@pytest.mark.django_db(databases="__all__")
def test_the_page_of_a_project_without_a_reading_says_where_one_comes_from():
    project, officer = draft()
    shown = page_of(officer, project)
    assert "Nothing is done differently so far" in shown
    assert "A mixed panel reads it in the assessment" in shown


@pytest.mark.django_db(databases="__all__")
def test_the_gate_leads_to_do_no_harm_only_where_conflict_sensitivity_holds_it_up():
    project, officer = in_review()
    quality = scored(project)

    def led():
        overview = client_of(officer).get(reverse("project", args=[project.uid])).content.decode()
        return "what the score of conflict sensitivity rests on" in overview

    assert not led()
    for point, leads in (("QA-COST", False), ("QA-CONFLICT", True)):
        services.score_quality(by=quality, project=project, scores={point: (1, "Not worked out")})
        assert leads is led(), point
