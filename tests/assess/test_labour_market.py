"""The labour market of an assessment by the international standards, on a page, from its own questions."""

import csv
import io

import pytest
from django.urls import reverse

from mainstay.assess.selectors.labour import labour_market
from tests import builders
from tests.assess.field import fielded, taken, worker
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")


def told(status, hours="", days="0", **more):
    """Return an interview with somebody who works so many hours, or who could work so many days."""
    return worker(Q_WKR_02_status=status, Q_WKR_02_hours=hours, Q_WKR_05=days, **more)


@pytest.fixture
def survey():
    assessment, form, analyst = fielded()
    rows = [
        *[told("employee", "40") for _each in range(50)],
        *[told("own_account", "20", sex="M") for _each in range(30)],
        *[told("none", "", "5", sex="M") for _each in range(20)],
    ]
    taken(form, analyst, [row | {"n": place + 1} for place, row in enumerate(rows)])
    assessment.refresh_from_db()
    return assessment, analyst


def page(person, assessment, status=200, **asked):
    answer = client_of(person).get(reverse("assess_labour", args=[assessment.uid]), asked)
    assert status == answer.status_code, answer.content[:300]
    return answer.content.decode()


def rates(person, assessment, **asked):
    rows = csv.DictReader(io.StringIO(page(person, assessment, export="csv", **asked).lstrip("\ufeff")))
    return {(row.get("Group", ""), row["Answer"]): row["Estimate"] for row in rows}


def test_rates_follow_from_what_people_were_asked(survey):
    assessment, analyst = survey
    made = labour_market(assessment, by="")
    found = {row.asked.field: (row.row.estimate, row.row.n) for row in made.rows}
    assert ((0.8, 100), (0.375, 80)) == (found["EPOP"], found["VULNERABLE"])
    shown = page(analyst, assessment)
    assert "Employment-to-population ratio: 80.0\u00a0%." in shown
    assert "Not asked for in these interviews:" in shown
    assert "Q_WKR_02_status" in shown


def test_rates_stand_by_sex_and_age_and_small_groups_stay_with_who_may_read_interviews(survey):
    assessment, analyst = survey
    ratio = "Employment-to-population ratio"
    found = rates(analyst, assessment, by="sex")
    assert ("100.0 %", "60.0 %") == (found["women", ratio], found["men", ratio])
    assert "80.0 %" == rates(analyst, assessment, by="age_group")["25-34", ratio]
    vulnerable = "Own-account and contributing family workers (vulnerable)"
    assert ("men", vulnerable) in rates(analyst, assessment, by="sex")
    assert "80.0 %" == rates(builders.person("CPO"), assessment)["", ratio]


def test_where_nobody_answered_what_decides_no_rate_is_made_up():
    assessment, form, analyst = fielded()
    taken(form, analyst, [worker(n=place + 1) for place in range(20)])
    assert "No interview is in yet in which somebody answered" in page(analyst, assessment, by="sex")
    assert {} == rates(analyst, assessment)


def test_only_an_assessment_that_asks_for_work_has_the_page_and_only_for_who_computes(survey):
    assessment, _analyst = survey
    page(builders.person("CD"), assessment, status=403)
    household, _form, analyst = fielded(module="HOUSEHOLD")
    assert "No interview is in yet in which somebody answered" in page(analyst, household)
    overview = client_of(analyst).get(reverse("assess_explore", args=[household.uid])).content.decode()
    assert reverse("assess_labour", args=[household.uid]) not in overview
