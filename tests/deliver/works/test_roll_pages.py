"""The roll in the browser: the last day is copied, a wrong mark put right by two hands, closing asks first."""

from datetime import date

import pytest

from mainstay.common import clock
from mainstay.deliver.works.models import MarkCorrection, Roll
from mainstay.deliver.works.services import rolls
from mainstay.deliver.works.services.marking import mark_day
from tests.deliver.works import world
from tests.deliver.works.pages import posted, shown

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY, TUESDAY, WEDNESDAY = date(2020, 3, 2), date(2020, 3, 3), date(2020, 3, 4)


@pytest.fixture
def roll(made):
    """Return the roll of March with three workers marked on its first Monday."""
    made.workers = world.employ(made, 3)
    with clock.at(MONDAY):
        opened = world.open_month(made, site_list=[made.site])[0]
        marks = [
            {"card": worker.card, "code": code} for worker, code in zip(made.workers, "PAP", strict=True)
        ]
        mark_day(by=made.timekeeper, site=made.site, day=MONDAY, marks=marks)
    return opened


def test_the_last_day_is_copied_and_nothing_is_written_before_it_is_saved(made, roll):
    with clock.at(TUESDAY):
        page = shown(made.timekeeper, "works_roll_day", roll.uid, TUESDAY.isoformat())
        assert "Fill in as on 2 Mar 2020" in page
        assert 0 == page.count(" checked")
        copied = shown(made.timekeeper, "works_roll_day", roll.uid, TUESDAY.isoformat(), copy="1")
        assert 3 == copied.count(" checked")
        assert "0 of 3 marked" in copied


def test_a_timekeeper_reads_whose_works_they_are_without_seeing_the_case(made, roll):
    with clock.at(TUESDAY):
        page = shown(made.timekeeper, "works_roll_day", roll.uid, TUESDAY.isoformat())
        assert made.project.title in page
        assert "Jordan" in page
        assert "/cases/" not in page


def test_a_wrong_mark_stays_readable_and_needs_a_second_hand(made, roll):
    mark = roll.marks.get(worker=made.workers[1])
    day = MONDAY.isoformat()
    with clock.at(TUESDAY):
        asked = shown(made.timekeeper, "works_correct", mark.pk)
        assert "The roll says “Absent”" in asked
        refused = posted(made.timekeeper, "works_correct", mark.pk, code="P", hours="", reason="")
        assert 422 == refused.status_code
        posted(made.timekeeper, "works_correct", mark.pk, code="P", hours="", reason="She came at nine")
        page = shown(made.timekeeper, "works_roll_day", roll.uid, day)
        assert "<del>Absent</del>" in page
        assert "waits for a second signature" in page
        assert "Sign</button>" not in page
        correction = MarkCorrection.objects.get()
        assert "Sign</button>" in shown(made.engineer, "works_roll_day", roll.uid, day)
        posted(made.engineer, "works_sign_correction", correction.pk)
        assert f"signed by {made.engineer.name}" in shown(made.timekeeper, "works_roll_day", roll.uid, day)


def test_closing_asks_first_and_names_gaps_long_days_and_missing_insurance(made, roll):
    with clock.at(TUESDAY):
        marks = [{"card": made.workers[0].card, "code": "P", "hours": 11}]
        mark_day(by=made.timekeeper, site=made.site, day=TUESDAY, marks=marks)
        made.workers[2].insured.all().delete()
        page = shown(made.timekeeper, "works_close_roll", roll.uid)
        assert "2 days without a mark." in page
        assert "1 day over the limit of hours." in page
        assert "1 worker without insurance." in page
        assert "OPEN" == Roll.objects.get(pk=roll.pk).state
        posted(made.timekeeper, "works_close_roll", roll.uid)
        assert "CLOSED" == Roll.objects.get(pk=roll.pk).state


def test_the_certificate_compares_days_tasks_and_pay(made, roll):
    made.task.norm_milli = 2_500
    made.task.save()
    with clock.at(WEDNESDAY):
        rolls.record_measurement(
            by=made.engineer, roll=roll, task=made.task, what="Drain", quantity_milli=4_000
        )
        page = shown(made.engineer, "works_certificate", roll.uid)
        assert "2 worker-days stand on the roll; they are not certified yet." in page
        assert "1 measurement was not checked by a second person." in page
        assert "80 %" in page
