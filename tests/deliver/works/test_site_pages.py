"""The page of a site and the board of safeguards: what blocks, what warns, who puts it right; stopped for a storm."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mainstay.common import clock
from mainstay.deliver.works.models import Site, Suspension
from mainstay.deliver.works.services import complaints, incidents, rolls, safeguarding
from tests import builders
from tests.deliver.works import world
from tests.deliver.works.pages import client_of, posted, shown

pytestmark = pytest.mark.django_db(databases="__all__")
MONDAY = date(2020, 3, 2)
APRIL = date(2020, 4, 3)


def test_a_site_shows_its_days_and_measures_against_the_plan(made):
    workers = world.employ(made, 3)
    made.task.norm_milli = 2_000
    made.task.save()
    opened = world.certified(made, workers, world.mark_rows(workers, [MONDAY]))
    with clock.at(APRIL):
        measured = rolls.record_measurement(
            by=made.engineer, roll=opened[0], task=made.task, what="Drain", quantity_milli=9_000
        )
        page = shown(made.cpo, "works_site", made.site.uid)
        assert "3 workers under contract, 33 % women." in page
        assert "3 of 1,000 planned worker-days are certified (0 %)." in page
        assert "9 m3" in page
        assert "4.5" in page
        rolls.check_measurement(by=made.cpo, measurement=measured)
        assert reverse("works_certificate", args=[opened[0].uid]) in shown(
            made.cpo, "works_site", made.site.uid
        )


def test_a_finding_blocks_until_it_has_a_plan_and_again_when_the_plan_is_overdue(made):
    with clock.at(APRIL):
        world.employ(made, 1)
        finding = safeguarding.record_finding(
            by=made.safety, site=made.site, code="SG-HRS-01", words="Ten hours a day"
        )
        assert "1 finding stops work." in shown(made.safety, "works_site", made.site.uid)
        assert "1 finding stops work on 1 site." in shown(made.safety, "works_safeguards")
        safeguarding.plan_correction(
            by=made.engineer, finding=finding, text="Two shifts", due_on=APRIL + timedelta(days=3), owner=made.engineer
        )  # fmt: skip
        board = shown(made.safety, "works_safeguards")
        assert "Nothing stops work." in board
        assert "plan by 6 Apr 2020" in board
    with clock.at(APRIL + timedelta(days=5)):
        board = shown(made.safety, "works_safeguards")
        assert "1 finding stops work on 1 site." in board
        assert "1 correction plan is overdue." in board


def test_a_site_and_the_list_of_sites_say_whether_it_is_safe(made):
    with clock.at(APRIL):
        world.employ(made, 1)
        for name, args in (("works", ()), ("works_site", (made.site.uid,))):
            assert "No finding is open. No accident is reported." in shown(made.cpo, name, *args)
        incidents.open_incident(
            by=made.engineer, site=made.site, severity="SERIOUS", words="Fell from the ladder", happened_at=clock.now()
        )  # fmt: skip
        for name, args in (("works", ()), ("works_site", (made.site.uid,))):
            assert "1 accident is reported, and it was serious or fatal." in shown(made.cpo, name, *args)


def test_a_union_reads_safeguards_and_counts_complaints_without_reading_one(made):
    union = builders.person("CONST_WORK", "country", "JOR")
    keeper = builders.person("GRM", "country", "JOR")
    with clock.at(APRIL):
        complaints.log_complaint(
            by=keeper, project=made.project, site=made.site, category="pay", words="Not paid since March", channel="box"
        )  # fmt: skip
        board = shown(union, "works_safeguards")
        assert "1 complaint is open." in board
        assert "Not paid since March" not in board
        exported = client_of(union).get(reverse("works_safeguards"), {"export": "csv"}).content.decode()
        assert "S01 Road S01" in exported


def test_a_timekeeper_stops_the_site_for_a_storm_and_reads_the_pay_rule_first(made):
    with clock.at(APRIL):
        asked = shown(made.timekeeper, "works_stop", made.site.uid)
        assert "Storm, flood, heat" in asked
        page = posted(
            made.timekeeper, "works_stop", made.site.uid, reason="WEATHER", words="The wadi runs"
        ).content.decode()
        assert "Text for the workers:" in page
        assert ("WEATHER", "PS") == Suspension.objects.values_list("reason", "pay_code").get()
        assert "SUSPENDED" == Site.objects.get(pk=made.site.pk).state
        assert 404 == client_of(made.timekeeper).get(reverse("works_stop", args=[made.site.uid])).status_code


def test_a_site_works_again_when_each_point_of_its_checklist_is_answered(made):
    with clock.at(APRIL):
        posted(made.cpo, "works_stop", made.site.uid, reason="WEATHER", words="The wadi runs")
        refused = posted(made.cpo, "works_restart", made.site.uid, ground_safe="on")
        assert 409 == refused.status_code
        assert "Before the site restarts" in refused.content.decode()
        posted(made.cpo, "works_restart", made.site.uid, ground_safe="on", tools_safe="on", workers_told="on")
        assert "ACTIVE" == Site.objects.get(pk=made.site.pk).state


def test_an_accident_is_counted_for_all_and_told_only_to_those_who_may_read_it(made):
    with clock.at(APRIL):
        incidents.open_incident(
            by=made.timekeeper, site=made.site, severity="SERIOUS", words="Fall from the wall", lost_days=4
        )
        for_keeper = shown(made.timekeeper, "works_site", made.site.uid)
        assert "1 accident; days lost: 4." in for_keeper
        assert "Fall from the wall" not in for_keeper
        for_safety = shown(made.safety, "works_site", made.site.uid)
        assert "Fall from the wall" in for_safety
        assert "to be told to the inspectorate by" in for_safety
