"""Losses from below and from above: a case worked out by hand, laws, and refusals that name the row."""

from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.assess.methods.employment_losses import (
    EMPLOYEE,
    PERIODS,
    Period,
    SectorProduction,
    Stratum,
    income_by_source,
    losses_of_production,
    losses_of_strata,
    share_with_interval,
    total_by,
)
from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.methods.losses_gap import losses_gap
from mainstay.assess.methods.recovery_path import RecoveryPath
from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design

MONTH = [Period("month", 0, 28)]
HALF = RecoveryPath("step", until=28, start=0.5)
FARM = Stratum(
    "A",
    "farm",
    "own",
    "F",
    1_000,
    Range(0.4, 0.5, 0.6),
    RecoveryPath("linear", until=28),
    6_00,
    days_a_week=7,
)
SHOP = Stratum("A", "shop", EMPLOYEE, "M", 200, Range.exact(0.25), HALF, 10_00, gone=0.4, days_a_week=5)


def test_a_case_worked_out_by_hand():
    farm, shop = losses_of_strata([FARM, SHOP], workdays_per_year=250, periods=MONTH)
    # 500 of 1,000 farmers lose half of 28 days; of 50 sellers 30 lose half of 20 days, 20 all of them for good
    assert Range(5_600, 7_000, 8_400) == farm.workdays
    assert (700, 28, pytest.approx(2.8)) == (
        shop.workdays.central,
        farm.job_equivalents.central,
        shop.job_equivalents.central,
    )
    income = income_by_source([farm, shop])
    assert (700 * 10_00, 7_000 * 6_00) == (income.wage.central, income.own_account.central)
    assert (0, 500) == (farm.jobs_lost.central, farm.jobs_at_risk.central)
    assert (20, 30) == (shop.jobs_lost.central, shop.jobs_at_risk.central)
    by_sex = total_by([farm, shop], "sex", of=lambda loss: loss.workdays)
    assert {"F": 7_000, "M": 700} == {sex: total.central for sex, total in by_sex.items()}


def test_the_three_horizons_meet_and_lie_in_months():
    assert [0, 6, 18, 36] == [PERIODS[0].first, *(round(period.last / 365.25 * 12, 9) for period in PERIODS)]
    assert all(one.last == two.first for one, two in pairwise(PERIODS))


def test_a_share_comes_from_a_survey_with_its_interval():
    table = {"stopped": [1, 0, 0, 1, 0, 1], "w": [1.0] * 6}
    row = Design(table, weights="w").proportion_interval("stopped")[0]
    found = share_with_interval(row)
    assert (pytest.approx(row.ci_low), 0.5, pytest.approx(row.ci_high)) == (
        found.low,
        found.central,
        found.high,
    )
    with pytest.raises(BadInput, match="has no interval"):
        share_with_interval(Design(table, weights="w", purposive=True).proportion_interval("stopped")[0])


employed = st.floats(0, 1e6)
shares = st.tuples(*[st.floats(0, 1)] * 3).map(sorted).map(lambda three: Range(*three))


@settings(max_examples=40)
@given(employed, shares, st.floats(0, 1), st.floats(0, 20))
def test_losses_grow_in_proportion_to_those_employed(people, affected, gone, factor):
    own = replace(FARM, employed=people, affected=affected, gone=gone)
    loss = partial(losses_of_strata, workdays_per_year=220)
    (one,), (more,) = loss([own]), loss([replace(own, employed=people * factor)])
    for name in ("workdays", "income", "job_equivalents", "jobs_lost", "jobs_at_risk"):
        assert (
            pytest.approx(getattr(one, name).central * factor, rel=1e-9, abs=1e-9)
            == getattr(more, name).central
        )
    assert (
        pytest.approx(people * affected.high, rel=1e-9, abs=1e-9)
        == one.jobs_lost.high + one.jobs_at_risk.high
    )
    assert pytest.approx(one.workdays.central, rel=1e-9, abs=1e-9) == one.job_equivalents.central * 220


def test_a_job_that_is_gone_does_not_come_back_with_the_others():
    path = RecoveryPath("step", until=10)
    stays, goes = (replace(SHOP, path=path, gone=gone, days_a_week=7) for gone in (0.0, 1.0))
    found = losses_of_strata([stays, goes], workdays_per_year=250, periods=[Period("a year", 0, 360)])
    assert [50 * 10, 50 * 360] == [loss.workdays.central for loss in found]


YEAR = Period("first year", 0, 365.25)
NEXT = Period("second year", 365.25, 730.5)


@given(st.floats(0, 1e6), st.floats(1, 1e6), st.floats(0, 1e5), st.floats(0, 1))
def test_production_loss_becomes_work_and_income_in_proportion(lost, output, workers, share):
    given_ = SectorProduction("farm", {YEAR: lost, NEXT: 2 * lost}, output, workers, 200, share * output)
    first, second = losses_of_production([given_], workdays_per_year=200)
    assert pytest.approx(lost * workers / output) == first.job_equivalents
    assert pytest.approx(2 * first.workdays) == second.workdays
    assert first.income <= lost * (1 + 1e-9)
    (kept, _later) = losses_of_production([replace(given_, elasticity=0.5)], workdays_per_year=200)
    assert (pytest.approx(first.workdays / 2), first.income) == (kept.workdays, kept.income)


def below(sector, *low_central_high, period=YEAR):
    """Return the loss of a stratum that has just these workdays in the period."""
    days = period.last - period.first
    path = RecoveryPath("step", until=period.last)
    people = 1000 / days
    affected = Range(*(number / 1000 for number in low_central_high))
    stratum = Stratum("A", sector, "own", "F", people, affected, path, 1, days_a_week=7)
    return losses_of_strata([stratum], workdays_per_year=250, periods=[period])[0]


def above(sector, workdays, period=YEAR):
    return losses_of_production(
        [SectorProduction(sector, {period: workdays}, 1_000, 5, 200, 0)], workdays_per_year=200
    )[0]


def test_the_two_ways_are_shown_with_their_gap_and_never_joined():
    survey = [
        below("farm", 50, 60, 70),
        below("farm", 40, 40, 50),
        below("shop", 40, 50, 60),
        below("homes", 1, 2, 3),
    ]
    sectors = [above("farm", 110), above("shop", 20), above("mines", 7)]
    found = {line.sector: line for line in losses_gap(survey, sectors, period=YEAR)}
    assert (pytest.approx(10), pytest.approx(1.1), ["losses_gap.within"]) == (
        found["farm"].gap, found["farm"].ratio, [reason.code for reason in found["farm"].reasons],
    )  # fmt: skip
    assert (pytest.approx(-30), ["losses_gap.unrecorded", "losses_gap.from_stocks"]) == (
        found["shop"].gap, [reason.code for reason in found["shop"].reasons],
    )  # fmt: skip
    assert [None, None] == [found["homes"].gap, found["mines"].gap]
    assert "unrecorded units" in str(found["homes"].reasons[0])


def test_three_years_are_not_held_against_one():
    whole = Period("three years", 0, 1095.75)
    with pytest.raises(BadInput, match="over the same days only") as refused:
        losses_gap([below("farm", 1, 2, 3, period=whole)], [above("farm", 2)], period=YEAR)
    assert ["row 1, farm: has no figure for first year (day 0 to 365.25)"] == [
        str(problem) for problem in refused.value.problems
    ]
    with pytest.raises(BadInput) as refused:
        losses_gap([below("farm", 1, 2, 3)], [above("farm", 2, whole)], period=YEAR)
    assert ["farm"] == [problem.field for problem in refused.value.problems]
    with pytest.raises(BadInput, match="not in people"):
        losses_gap([], [], period=YEAR, of="people")


def test_a_stratum_or_sector_that_cannot_be_is_named_by_row_and_field():
    with pytest.raises(BadInput) as refused:
        losses_of_strata([FARM, replace(SHOP, gone=1.5, days_a_week=8)], workdays_per_year=250)
    assert [(2, "gone"), (2, "days_a_week")] == [(each.row, each.field) for each in refused.value.problems]
    with pytest.raises(BadInput, match="sector farm") as refused:
        losses_of_production([SectorProduction("farm", {YEAR: 1}, 0, 1, 200, 0)], workdays_per_year=250)
    assert [(1, "output")] == [(each.row, each.field) for each in refused.value.problems]
