"""Data that look too good are asked about once, and settled by a person with words."""

from datetime import date

import pytest
from django.urls import reverse

from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.deliver.works.models import TaskClass
from mainstay.measure.selectors.oddities import rows_of_anomaly
from mainstay.measure.services import flag_anomalies, settle_anomaly
from tests.deliver.works.pages import client_of

from . import builders
from .muster import marks
from .odd_crew import odd_crew

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def flagged(settings, tmp_path):
    """Flag the data of sixty workers who never miss a day and whose ages end in 0 and 5."""
    settings.FACTS_FOLDER = tmp_path / "facts"
    with clock.at(date(2026, 12, 1)):
        project, officer = builders.project(workdays_per_year=220), builders.officer()
        rows = [
            row
            for number in range(1, 61)
            for row in marks(number, "P" * 10, project=project.pk, birth_year=1976 + 5 * (number % 4))
        ]
        builders.store(settings.FACTS_FOLDER, worker_day=rows)

        def flag():
            return {row.kind: row for row in flag_anomalies(by=officer, project=project)}

        yield officer, flag


def test_nobody_ever_absent_and_ages_that_end_in_nought_and_five_are_flagged_once(flagged):
    _officer, flag = flagged
    first = flag()
    assert {"AGE_HEAPING", "PERFECT_ATTENDANCE"} == set(first)
    assert {row.pk for row in first.values()} == {row.pk for row in flag().values()}


def test_what_was_explained_is_not_asked_again_and_needs_words(flagged):
    officer, flag = flagged
    odd = flag()["PERFECT_ATTENDANCE"]
    with pytest.raises(BadInput):
        settle_anomaly(by=officer, anomaly=odd, verb="explain", words=" ")
    settle_anomaly(by=officer, anomaly=odd, verb="explain", words="two weeks of harvest bonus")
    assert {"AGE_HEAPING"} == set(flag())
    with pytest.raises(RuleBroken):
        settle_anomaly(by=officer, anomaly=odd, verb="correct", words="again")


def test_what_was_said_to_be_corrected_is_asked_again_while_it_is_there(flagged):
    officer, flag = flagged
    settle_anomaly(by=officer, anomaly=flag()["AGE_HEAPING"], verb="correct", words="birth years asked anew")
    assert "AGE_HEAPING" in flag()


SITES = ("A", "B", "C", "D", "E", "F")


@pytest.fixture
def planted(settings, tmp_path):
    """Flag the data of a usual site beside five that are odd, each in its own way."""
    settings.FACTS_FOLDER = tmp_path / "facts"
    with clock.at(date(2026, 12, 1)):
        project, officer = builders.project(workdays_per_year=220), builders.officer()
        TaskClass.objects.create(project=project, code="ROAD", name="Road", unit="m3", norm_milli=3000)
        builders.store(settings.FACTS_FOLDER, worker_day=odd_crew(project.pk, sites=SITES))
        yield officer, project, flag_anomalies(by=officer, project=project)


def test_odd_data_that_were_planted_are_found_and_none_else(planted):
    _officer, _project, found = planted
    assert {
        "SAME_QUANTITY": "B", "NO_REST": "C 2026-03", "ROUND_NUMBERS": "D", "IMPROBABLE_AGE": "", "OVER_NORM": "F",
    } == {row.kind: row.place for row in found}  # fmt: skip
    assert 5 == len(found)


def test_what_looks_odd_opens_to_its_own_rows(planted):
    officer, _project, found = planted
    counts = {row.kind: len(rows_of_anomaly(officer, row)) for row in found}
    assert {
        "SAME_QUANTITY": 2,
        "NO_REST": 1,
        "ROUND_NUMBERS": 39,
        "IMPROBABLE_AGE": 1,
        "OVER_NORM": 3,
    } == counts
    (aged,) = rows_of_anomaly(officer, next(row for row in found if row.kind == "IMPROBABLE_AGE"))
    assert ("E", 95) == (aged["site"], aged["age"])


def test_the_page_of_what_looks_odd_shows_rows_and_the_verdict(planted):
    officer, _project, found = planted
    odd = next(row for row in found if row.kind == "NO_REST")
    shown = page_of(officer, "odd_thing", odd.pk)
    assert "No day of rest in a month: 1 workers, the longest with 31 days" in shown
    settle_anomaly(by=officer, anomaly=odd, verb="explain", words="The guard lives on the site")
    assert "The guard lives on the site" in page_of(officer, "odd_thing", odd.pk)


def page_of(person, name, *args):
    answer = client_of(person).get(reverse(name, args=args))
    assert 200 == answer.status_code
    return answer.content.decode()
