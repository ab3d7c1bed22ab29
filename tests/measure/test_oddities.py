"""Data that look too good are asked about once, and settled by a person with words."""

from datetime import date

import pytest

from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.measure.services import flag_anomalies, settle_anomaly

from . import builders
from .muster import marks

pytestmark = pytest.mark.django_db


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
