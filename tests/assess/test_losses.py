"""Work lost on an assessment: paths back, jobs at risk apart, the loss by production, and both in the same days."""

from dataclasses import replace
from datetime import date

import pytest

from mainstay.assess import services
from mainstay.assess.documents import assessment_report
from mainstay.assess.documents.livelihoods import livelihoods_chapter
from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.models import LossEstimate, ProductionLoss
from mainstay.assess.selectors.losses import losses_both_ways
from mainstay.assess.services import Earnings, SectorOutput, Span
from mainstay.common.errors import BadInput, NotAllowed
from mainstay.page import numerals
from tests import builders
from tests.assess.field import scoped
from tests.assess.test_estimating import estimated
from tests.assess.test_pages import page
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")

FARMS = SectorOutput("farming", 0, 100, 500_000, 400_000, 2_000_000, 900_000, 30_000, 250)


def produced(assessment, officer, *sectors, **more):
    given = {"currency": "kmf", "source": "Chapter on agriculture", "as_of": date(2026, 3, 9), **more}
    return services.record_production(by=officer, assessment=assessment, sectors=sectors or [FARMS], **given)


@pytest.fixture
def lost():
    return scoped(stage="SNAPSHOT")


def test_jobs_at_risk_stand_apart_and_lose_a_part_of_their_time(lost):
    # of 15,000 exposed 6,000 lost their job and stand still for 70 days of which 6 in 7 count; 3,000 lose half of that
    estimated(*lost, at_risk={"*": Range(0.1, 0.2, 0.3)}, span=Span(days=70, partial=0.5))
    women, men = LossEstimate.objects.order_by("sex")
    assert (6_000, 3_000) == (women.jobs + men.jobs, women.at_risk + men.at_risk)
    assert pytest.approx(6_000 * 60 + 3_000 * 30) == women.workdays + men.workdays


@pytest.mark.parametrize(("shape", "days"), [("linear", 70 + 35), ("step", 140)])
def test_the_way_back_is_chosen_and_what_stays_away_is_counted_for_three_years(lost, shape, days):
    estimated(*lost, shape=shape, span=Span(days=70, recovery_days=70, days_a_week=7))
    assert pytest.approx(6_000 * days) == sum(row.workdays for row in LossEstimate.objects.all())
    estimated(*lost, shape=shape, span=Span(days=70, recovery_days=70, days_a_week=7, stays_lost=1))
    assert pytest.approx(6_000 * 1095.75) == sum(row.workdays for row in LossEstimate.objects.all())


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"shape": "cubic"}, "no recovery path cubic"),
        ({"at_risk": {"farming": Range(0.1, 0.2, 0.6)}}, "farming are together more than all: 0.5 and 0.6"),
        ({"span": Span(days=70, partial=1.2)}, "within 0 and 1"),
        ({"span": Span(days=-1)}, "not negative"),
    ],
)
def test_losses_that_cannot_be_are_refused_and_those_of_before_stay(lost, more, told):
    estimated(*lost)
    with pytest.raises(BadInput, match=told):
        estimated(*lost, **more)
    assert 2 == LossEstimate.objects.count()


def test_production_lost_becomes_work_and_income_beside_its_source(lost):
    row = produced(*lost)[0]
    # 100,000 of 2,000,000 is a twentieth of 30,000 workers' 250 days, and of 900,000
    assert (375_000, 45_000, "KMF") == (row.workdays, row.income_minor, row.currency)
    produced(*lost, FARMS, SectorOutput("trade", 0, 100, 10, 5, 100, 40, 10, 250, 0.5))
    assert ["farming", "trade"] == [row.sector for row in ProductionLoss.objects.all()]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last_day": 0}, "last_day"),
        ({"after_minor": 600_000}, "after_minor"),
        ({"labour_income_minor": 3_000_000}, "labour_income"),
        ({"elasticity": -1}, "elasticity"),
        ({}, "sector"),
    ],
)
def test_a_row_of_production_that_cannot_be_is_named_by_row_and_field(lost, change, field):
    with pytest.raises(BadInput) as refused:
        produced(*lost, FARMS, replace(FARMS, **({"sector": "trade", **change} if change else {})))
    assert [(2, field)] == [(problem.row, problem.field) for problem in refused.value.problems]
    assert not ProductionLoss.objects.exists()


def test_production_needs_its_source_and_the_right(lost):
    with pytest.raises(BadInput, match="stands beside each figure"):
        produced(*lost, source=" ")
    with pytest.raises(NotAllowed):
        produced(lost[0], builders.person("ME"))


def test_both_ways_stand_over_the_same_days_with_their_gap(lost):
    estimated(*lost, span=Span(days=50, recovery_days=100, days_a_week=7))
    assert not losses_both_ways(lost[0])
    produced(
        *lost,
        FARMS,
        SectorOutput("farming", 100, 200, 1, 1, 100, 40, 10, 250),
        SectorOutput("mining", 0, 100, 10, 9, 100, 40, 10, 250),
    )
    first, second = losses_both_ways(lost[0])
    farms, mines = first.lines
    # 6,000 jobs: 50 days whole, then from 1 to a half in 50 days; then from a half to nothing
    assert pytest.approx((6_000 * (50 + 37.5), 375_000)) == (farms.below.central, farms.above)
    assert pytest.approx(375_000 - 525_000) == farms.gap
    assert ["losses_gap.no_survey"] == [reason.code for reason in mines.reasons]
    assert pytest.approx(6_000 * 12.5) == second.lines[0].below.central
    LossEstimate.objects.update(days=None)
    assert not losses_both_ways(lost[0])


def test_the_page_opens_each_number_to_how_it_was_computed(lost):
    estimated(
        *lost, at_risk={"*": Range(0.1, 0.2, 0.3)}, span=Span(days=50, recovery_days=100, days_a_week=7)
    )
    produced(*lost)
    shown = page(lost[1], "assess_losses", lost[0])
    assert "never added to jobs lost" in shown
    assert "Work stands still for 50 days and is back by day 150: evenly." in shown
    assert "× 30,000 workers × 250 days each" in shown
    assert "Both ways side by side, day 0 to 100" in shown
    assert "Production says 281,250 workdays less than people do." in shown
    assert "may be missing from the chapter" in shown


def test_the_page_tells_the_gap_in_income_where_both_ways_have_it(lost):
    span = Span(days=50, recovery_days=100, days_a_week=7)
    estimated(*lost, span=span, earnings=Earnings(1000, 1000, "KMF"))
    produced(*lost)
    farms = losses_both_ways(lost[0])[0].income[0]
    assert pytest.approx((525_000 * 1000, 45_000)) == (farms.below.central, farms.above)
    shown = page(lost[1], "assess_losses", lost[0])
    assert "KMF 525,000,000" in shown.replace("\u00a0", " ")
    produced(*lost, currency="EUR")
    assert not losses_both_ways(lost[0])[0].income


def test_losses_are_entered_in_a_form_with_tables(lost):
    assessment, officer = lost
    shown = (
        client_of(officer).get("/do/assess/estimate-losses/", {"assessment": assessment.pk}).content.decode()
    )
    assert "fast at first, then slower" in shown
    assert "Sector, * for all others" in shown


@pytest.mark.parametrize("paper", [assessment_report, livelihoods_chapter])
def test_report_and_chapter_tell_jobs_at_risk_and_both_ways(lost, paper):
    estimated(*lost, at_risk={"*": Range(0.1, 0.2, 0.3)}, span=Span(days=70, partial=0.5))
    produced(*lost)
    with numerals.written_for("COM"):
        told = {section.heading: section.table for section in paper(lost[0]).sections}
    assert [
        ["farming", "women", "2,000", "1,000", "3,000"],
        ["farming", "men", "1,000", "500", "1,500"],
    ] == told["Jobs at risk"].rows
    both = [["farming", "450,000 (315,000–585,000)", "375,000", "Both agree."]]
    assert both == told["Both ways side by side, day 0 to 100"].rows


def test_the_chapter_names_the_institutions_that_do_not_function_first(lost):
    assessment, officer = lost
    for name, state in (("Job office", "WORKS"), ("Inspectorate", "NOT")):
        services.record_institution(
            by=officer, assessment=assessment, kind="EMPLOYMENT_SERVICE", name=name, place="KM002", functioning=state,
            source_kind="OBSERVATION", citation="Visit", as_of=date(2026, 3, 9),
        )  # fmt: skip
    points = next(
        each.points for each in livelihoods_chapter(assessment).sections if "Governance" in each.heading
    )
    assert ["Inspectorate", "Job office"] == [point.split(", ")[1].split(" (")[0] for point in points]
    assert points[0].endswith("does not work")
