"""From a marked roll to a figure: facts are built from the records of works, on whichever database, and counted."""

from datetime import date
from decimal import Decimal

import pytest

from mainstay.common import clock
from mainstay.deliver.works.services import marking, rolls
from mainstay.facts import verify
from mainstay.measure.models import IndicatorValue
from mainstay.measure.selectors import figure_rows, figures_live
from mainstay.measure.services import (
    build_facts,
    choose_indicators,
    compute_indicators,
    draw_sample,
    flag_anomalies,
    lock_definitions,
    record_verification,
)
from tests import builders as house
from tests.deliver.works import world

pytestmark = [pytest.mark.facts, pytest.mark.django_db(transaction=True)]

DAYS = [date(2020, 3, day) for day in range(1, 6)]
CODES = ["JB-01", "JB-02", "JB-05", "JB-06", "JB-08", "JB-12", "JB-16", "DW-01", "DW-04", "DW-05", "DW-06"]


def test_certified_days_become_figures_that_open_down_to_their_rows(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    made = world.make_world()
    people = world.employ(made, 4)
    officer = house.person("ME", "country", "JOR")
    with clock.at(date(2020, 3, 6)):
        opened = world.open_month(made)
        given = world.roll_file(world.mark_rows(people, DAYS))
        marking.import_rolls(by=made.timekeeper, project=made.project, given=given, filename="r.csv")
        rolls.close_rolls(by=made.timekeeper, rolls=opened)
        rolls.measure_rolls(by=made.engineer, rolls=opened)
        rolls.certify_rolls(by=made.engineer, rolls=opened)
    assert {"worker_day", "pay_line", "work_contract"} <= {built.table for built in build_facts(by=officer)}
    assert [] == verify(settings.FACTS_FOLDER)
    choose_indicators(by=officer, project=made.project, codes=CODES)
    lock_definitions(by=officer, project=made.project)
    run = compute_indicators(by=officer, project=made.project, last_on=date(2020, 12, 31))
    whole = {row.code: row.value for row in IndicatorValue.objects.filter(run=run, group="")}
    assert (Decimal(20), Decimal(4), Decimal(5)) == (whole["JB-01"], whole["JB-02"], whole["JB-05"])
    assert (Decimal(100), Decimal(100), Decimal(100)) == (whole["DW-04"], whole["DW-05"], whole["DW-06"])
    assert whole["DW-01"] is None
    site = figures_live(officer, "JB-01", project=made.project, by=["site"])
    assert [(made.site.code, Decimal(20))] == [(figure.group[0][1], figure.value) for figure in site]
    assert 20 == len(figure_rows(officer, "JB-01", project=made.project, cell=f"site={made.site.code}"))
    _sample_decides_the_grade(officer, made)


def _sample_decides_the_grade(officer, made):
    span = {"code": "JB-01", "last_on": date(2020, 12, 31)}
    one = draw_sample(by=officer, project=made.project, seed=7, share=0.2, **span)
    two = draw_sample(by=officer, project=made.project, seed=7, share=0.2, **span)
    assert 4 == one.size
    assert (one.frame_sha256, [row.position for row in one.rows.all()]) == (
        two.frame_sha256,
        [row.position for row in two.rows.all()],
    )
    found = {row.position: ("CONFIRMED", "") for row in one.rows.all()}
    record_verification(by=officer, sample=one, findings=found, found_on=date(2020, 12, 31))
    run = compute_indicators(by=officer, project=made.project, last_on=date(2020, 12, 31))
    assert {"A"} == set(IndicatorValue.objects.filter(run=run, code="JB-01").values_list("grade", flat=True))
    assert [] == list(flag_anomalies(by=officer, project=made.project, last_on=date(2020, 12, 31)))
