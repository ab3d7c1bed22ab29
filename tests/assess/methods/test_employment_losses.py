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
    # 500 of 1,000 farmers lose half of 28 days; 50 of 200 sellers lose half of 20 days
    assert Range(5_600, 7_000, 8_400) == farm.workdays
    assert (500, 28, 2) == (shop.workdays.central, farm.job_equivalents.central, shop.job_equivalents.central)
    income = income_by_source([farm, shop])
    assert (500 * 10_00, 7_000 * 6_00) == (income.wage.central, income.own_account.central)
    assert (0, 500) == (farm.jobs_lost.central, farm.jobs_at_risk.central)
    assert (20, 30) == (shop.jobs_lost.central, shop.jobs_at_risk.central)
    by_sex = total_by([farm, shop], "sex", of=lambda loss: loss.workdays)
    assert {"F": 7_000, "M": 500} == {sex: total.central for sex, total in by_sex.items()}


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


@given(st.floats(0, 1e6), st.floats(1, 1e6), st.floats(0, 1e5), st.floats(0, 1))
def test_production_loss_becomes_work_and_income_in_proportion(lost, output, workers, share):
    given_ = SectorProduction("farm", {"2026": lost, "2027": 2 * lost}, output, workers, 200, share * output)
    first, second = losses_of_production([given_], workdays_per_year=200)
    assert pytest.approx(lost * workers / output) == first.job_equivalents
    assert pytest.approx(2 * first.workdays) == second.workdays
    assert first.income <= lost * (1 + 1e-9)


def test_the_two_ways_are_shown_with_their_gap_and_never_joined():
    below = {"farm": Range(90, 100, 120), "shop": Range(40, 50, 60), "homes": Range(1, 2, 3)}
    found = {line.sector: line for line in losses_gap(below, {"farm": 110, "shop": 20, "mines": 7})}
    assert (10, 1.1, ["losses_gap.within"]) == (
        found["farm"].gap, found["farm"].ratio, [reason.code for reason in found["farm"].reasons],
    )  # fmt: skip
    assert (-30, ["losses_gap.unrecorded", "losses_gap.from_stocks"]) == (
        found["shop"].gap, [reason.code for reason in found["shop"].reasons],
    )  # fmt: skip
    assert [None, None] == [found["homes"].gap, found["mines"].gap]
    assert "unrecorded units" in str(found["homes"].reasons[0])


def test_a_stratum_or_sector_that_cannot_be_is_named_by_row_and_field():
    with pytest.raises(BadInput) as refused:
        losses_of_strata([FARM, replace(SHOP, gone=1.5, days_a_week=8)], workdays_per_year=250)
    assert [(2, "gone"), (2, "days_a_week")] == [(each.row, each.field) for each in refused.value.problems]
    with pytest.raises(BadInput, match="sector farm") as refused:
        losses_of_production([SectorProduction("farm", {"2026": 1}, 0, 1, 200, 0)], workdays_per_year=250)
    assert [(1, "output")] == [(each.row, each.field) for each in refused.value.problems]
