"""Two surveys with the same question side by side: what rose, what fell, what cannot be told apart."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mainstay.assess import services
from mainstay.common import clock
from tests import builders
from tests.assess.field import TODAY, fielded, taken
from tests.assess.test_estimating import interviews
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


def survey(agree, *, days=0, count=100, case=None, method="random", at=None, **more):
    """Return an estimated survey in which `agree` of `count` women see a fair chance."""
    with clock.at(at or TODAY + timedelta(days=days)):
        assessment, form, analyst = fielded(method=method, **({"case": case} if case else {}))
        taken(form, analyst, interviews(count, agree, **more))
        services.compute_estimates(by=analyst, assessment=assessment)
    return assessment, analyst


def page(person, assessment, **asked):
    answer = client_of(person).get(reverse("assess_compare", args=[assessment.uid]), asked)
    assert 200 == answer.status_code
    return answer.content.decode()


def test_a_share_that_rose_is_told_in_points_with_its_interval():
    before, analyst = survey(40)
    after, _analyst = survey(70, days=200, case=before.case)
    shown = page(analyst, after)
    assert "Rose by 30 points; between 16 and 42." in shown
    assert "Fell by 30 points; between 16 and 42." in shown
    assert "whisker two" in shown


def test_what_lies_within_the_error_cannot_be_told_apart():
    before, analyst = survey(50)
    after, _analyst = survey(54, days=200, case=before.case)
    shown = page(analyst, after)
    assert "Cannot be told apart: the difference lies between" in shown
    assert "10 and 18 points." in shown
    assert "No answer can be said to have changed." in shown


def test_answers_of_too_few_people_stay_out_on_both_sides():
    before, analyst = survey(40)
    after, _analyst = survey(97, days=200, case=before.case)
    shown = page(analyst, after)
    assert "too few people stand behind" in shown
    assert "97 %" not in shown


def test_people_not_chosen_by_lot_have_no_difference_that_can_be_told():
    before, analyst = survey(40, method="purposive")
    after, _analyst = survey(70, days=200, case=before.case)
    assert "People were not chosen by lot in both surveys" in page(analyst, after)


def test_the_first_survey_has_nothing_to_be_compared_with():
    first, analyst = survey(40)
    assert "No earlier survey of this country" in page(analyst, first)


def test_what_is_compared_is_exported_as_it_is_shown():
    before, analyst = survey(40)
    after, _analyst = survey(70, days=200, case=before.case)
    shown = page(analyst, after, **{"with": str(before.uid), "export": "csv"})
    assert "Rose by 30 points; between 16 and 42." in shown
    assert "40.0 %" in shown


def test_a_stranger_does_not_find_the_survey():
    first, _analyst = survey(40)
    client = client_of(builders.person("CONST_EMP", "country", "HTI"))
    assert 404 == client.get(reverse("assess_compare", args=[first.uid])).status_code
