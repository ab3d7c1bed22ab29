"""Pay, hours, safety and social protection: values by hand from the standards, laws, and refusals that help."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.assess.methods.earnings import average_hourly_earnings
from mainstay.assess.methods.gender_pay_gap import factor_weighted_gap, gender_pay_gap
from mainstay.assess.methods.low_pay import low_pay_rate
from mainstay.assess.methods.minimum_wage import minimum_due, minimum_wage_compliance, paid_in_full
from mainstay.assess.methods.occupational_safety import (
    Injuries,
    days_lost_per_injury,
    fatal_rate,
    frequency_rate,
    full_time_equivalent_rate,
    injury_rate_of_survey,
    non_fatal_rate,
    severity_rate,
)
from mainstay.assess.methods.social_protection import (
    Function,
    any_coverage,
    function_coverage,
    reaching_household,
)
from mainstay.assess.methods.weighted_median import median_influence, weighted_median
from mainstay.assess.methods.working_hours import excessive_hours_rate
from mainstay.assess.methods.working_poverty import working_poverty_rate
from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design

DRAW = partial(Design, weights="w")
PAID = {"employee": "employee", "earnings": "pay", "weekly_hours": "hours"}
STAFF = {
    "w": [1.0, 2.0, 1.0, 4.0],
    "employee": [1, 1, 1, 0],
    "pay": [520.0, 1040.0, None, 9999.0],
    "hours": [20.0, 60.0, 40.0, 40.0],
    "sex": ["f", "m", "f", "m"],
}


def test_a_month_has_52_twelfths_of_a_week():
    # 520 for 20 h a week are 6 an hour, 1040 for 60 h are 4; one employee's pay is not known, one person is none
    totals = average_hourly_earnings(STAFF, DRAW, **PAID)
    persons = average_hourly_earnings(STAFF, DRAW, **PAID, rule="persons")
    assert pytest.approx((520 + 2 * 1040) / ((20 + 2 * 60) * 52 / 12)) == totals[0].estimate
    assert pytest.approx((6 + 2 * 4) / 3) == persons[0].estimate
    assert (1, 1) == (totals.missing, persons.missing)
    assert (2, 2) == (totals[0].n, persons[0].n), "who is no employee is in no n"


def test_an_hour_at_the_threshold_is_not_low_paid():
    table = {"w": [1] * 5, "employee": [1] * 5, "pay": [59.9, 60, 90, 90, 90], "hours": [10] * 5}
    found = low_pay_rate(table, DRAW, **PAID, period="week")
    assert (9.0, 6.0, 0.2) == (found.median, pytest.approx(found.threshold), found.shares[0].estimate)


def test_a_rule_a_period_and_a_sex_that_do_not_exist_are_refused_by_name():
    with pytest.raises(BadInput, match="no rule mean"):
        average_hourly_earnings(STAFF, DRAW, **PAID, rule="mean")
    with pytest.raises(BadInput, match="not of decade"):
        average_hourly_earnings(STAFF, DRAW, **PAID, period="decade")
    with pytest.raises(BadInput, match=r"never has the value woman\. It has: f, m"):
        gender_pay_gap(STAFF, DRAW, hourly="pay", sex="sex", women="woman", men="m")
    with pytest.raises(BadInput, match="Name the factors"):
        factor_weighted_gap(STAFF, DRAW, hourly="pay", sex="sex", women="f", men="m", factors=[])
    with pytest.raises(BadInput, match="negative number in 1 rows, first in row 1"):
        average_hourly_earnings(STAFF | {"pay": [-1.0, 1, 1, 1]}, DRAW, **PAID)
    with pytest.raises(BadInput, match="already has a column employees_paid"):
        low_pay_rate(STAFF | {"employees_paid": [1] * 4}, DRAW, **PAID)


def test_groups_of_one_sex_drop_out_of_the_factor_weighted_gap_and_are_counted():
    table = {"w": [1.0] * 3, "sex": ["f", "m", "m"], "school": ["a", "a", "b"], "hour": [8.0, 10.0, 99.0]}
    found = factor_weighted_gap(table, DRAW, hourly="hour", sex="sex", women="f", men="m", factors=["school"])
    assert (pytest.approx(0.2), 1) == (found[0].estimate, found.missing)


def test_a_domain_without_women_has_no_gap():
    table = {"w": [1.0] * 4, "sex": ["f", "m", "m", "m"], "area": list("nnss"), "hour": [8.0, 10, 9, 9]}
    found = gender_pay_gap(table, DRAW, hourly="hour", sex="sex", women="f", men="m", by="area")
    assert [("n", pytest.approx(0.2)), ("s", None)] == [(row.domain["area"], row.estimate) for row in found]


def test_the_error_of_a_median_is_that_of_theory():
    # a simple random sample of a normal distribution: SE = 1 / (2 f sqrt(n)), f = 1 / sqrt(2 pi)
    values = np.random.default_rng(5).normal(50, 1, 4000)
    middle, z = median_influence(values, np.ones(4000))
    assert abs(middle - 50) < 0.1
    assert pytest.approx(np.sqrt(2 * np.pi) / 2 / np.sqrt(4000), rel=0.15) == np.sqrt((z**2).sum())


def test_pay_in_round_numbers_still_has_an_error():
    pay = np.repeat([8.0, 10.0, 12.0], [30, 45, 25])
    middle, z = median_influence(pay, np.ones(100))
    assert (10.0, True) == (middle, bool((z**2).sum() > 0))


def test_the_minimum_follows_the_hours_down_and_only_on_request_up():
    table = {"w": [1.0] * 3, "covered": [1] * 3, "pay": [100.0, 200.0, 240.0], "hours": [20.0, 40.0, 60.0]}
    given_ = {
        "covered": "covered",
        "earnings": "pay",
        "minimum": 220,
        "weekly_hours": "hours",
        "full_hours": 40,
    }
    found = minimum_wage_compliance(table, DRAW, **given_)
    # due: 110, 220, 220
    assert pytest.approx(1 / 3) == found.compliance[0].estimate
    assert pytest.approx((10 / 110 + 20 / 220) / 3) == found.gap_depth[0].estimate
    # due: 110, 220, 330
    assert 0 == minimum_wage_compliance(table, DRAW, **given_, prorated="all").compliance[0].estimate


def complying(pay, hours, minimum, full_hours, **others):
    table = {"w": [1.0] * 2, "covered": [1] * 2, "pay": [pay] * 2, "hours": [hours] * 2}
    found = minimum_wage_compliance(
        table,
        DRAW,
        covered="covered",
        earnings="pay",
        weekly_hours="hours",
        minimum=minimum,
        full_hours=full_hours,
        **others,
    )
    return found.compliance[0].estimate, found.gap_depth[0].estimate


def test_pay_of_just_the_minimum_complies_whatever_arithmetic_makes_of_it():
    for hours in (11, 22, 40):
        assert (1, 0) == complying(100 * hours / 40, hours, 100, 40, minor_unit=0)
    # 5.15 an hour for 37.5 hours are 836.875 a month, paid as 836.87; 836.86 is a unit short
    monthly = 5.15 * 52 / 12 * 37.5
    assert (1, 0) == complying(836.87, 37.5, monthly, 37.5)
    assert 0 == complying(836.86, 37.5, monthly, 37.5)[0]
    assert (1, 0) == complying(836, 37.5, monthly, 37.5, minor_unit=1)


@given(st.integers(1, 10**7), st.integers(1, 80), st.integers(1, 60))
def test_whole_units_are_judged_as_whole_numbers_are(minimum, hours, full):
    whole = minimum * min(hours, full) // full
    week = np.full(2, float(hours))
    due = minimum_due(np.full(2, minimum / 100), week, full_hours=full, prorated="part_time")
    assert [True, False] == paid_in_full(np.array([whole / 100, (whole - 1) / 100]), due, 0.01).tolist()


def test_an_hour_that_only_arithmetic_puts_below_the_threshold_is_not_low_paid():
    for cents in (306, 315, 324, 444, 462):
        pay = [2 * cents * 7 / 300, *[cents * 7 / 100] * 3]
        table = {"w": [1] * 4, "employee": [1] * 4, "pay": pay, "hours": [7.0] * 4}
        hourly = low_pay_rate(table, DRAW, **PAID)
        assert 0 == hourly.shares[0].estimate, cents


def test_shares_have_intervals_between_0_and_1_and_none_of_no_width():
    few = {"w": [1.0] * 12, "job": [1] * 12, "hours": [60.0] + [40.0] * 11, "part": ["a"] * 6 + ["b"] * 6}
    found = excessive_hours_rate(few, DRAW, employed="job", hours="hours", by="part")
    assert [(1 / 6, 6), (0, 6)] == [(pytest.approx(row.estimate), row.n) for row in found]
    assert all(
        0 <= row.ci_low <= row.estimate <= row.ci_high <= 1 and row.ci_low < row.ci_high for row in found
    )
    assert ["ratio", "ratio"] == [row.statistic for row in found]
    all_poor = {"w": [1.0] * 5, "job": [1] * 5, "per_head": [1.0] * 5}
    (row,) = working_poverty_rate(all_poor, DRAW, employed="job", welfare="per_head", line=2)
    assert (1, 1) == (row.estimate, row.ci_high)
    assert row.ci_low < 1


jobs = st.lists(st.tuples(st.floats(1, 1000), st.floats(1, 90), st.floats(0.1, 9)), min_size=2, max_size=15)


@settings(max_examples=40)
@given(jobs, st.floats(10, 900), st.floats(0.01, 100))
def test_the_gap_is_never_negative_and_weights_count_only_relatively(drawn, minimum, factor):
    pay, hours, weights = (list(column) for column in zip(*drawn, strict=True))
    table = {"w": weights, "covered": [1] * len(pay), "pay": pay, "hours": hours}
    given_ = {
        "covered": "covered",
        "earnings": "pay",
        "minimum": minimum,
        "weekly_hours": "hours",
        "full_hours": 48,
    }
    found = minimum_wage_compliance(table, DRAW, **given_)
    share, depth = found.compliance[0].estimate, found.gap_depth[0].estimate
    assert 0 <= depth <= 1 - share + 1e-12
    assert (
        pytest.approx(
            (1 - share) * (found.gap_of_underpaid[0].estimate if len(found.gap_of_underpaid) else 0),
            abs=1e-12,
        )
        == depth
    )
    scaled = minimum_wage_compliance(table | {"w": [weight * factor for weight in weights]}, DRAW, **given_)
    assert pytest.approx(depth, rel=1e-9, abs=1e-15) == scaled.gap_depth[0].estimate


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 9)), min_size=1, max_size=20))
def test_half_of_the_weight_lies_at_or_below_the_median_and_less_below_it(drawn):
    values, weights = (np.array(column) for column in zip(*drawn, strict=True))
    middle = weighted_median(values, weights)
    assert weights[values <= middle].sum() >= weights.sum() / 2 * (1 - 1e-9)
    assert weights[values < middle].sum() <= weights.sum() / 2 * (1 + 1e-9)


def test_poor_workers_are_those_at_work_in_poor_homes():
    table = {
        "w": [1.0, 1, 2, 1],
        "job": [1, 1, 0, 1],
        "per_head": [1.0, 3.0, 1.0, None],
        "line": [2.0, 3.0, 2, 2],
    }
    found = working_poverty_rate(table, DRAW, employed="job", welfare="per_head", line="line")
    assert (0.5, 1) == (found[0].estimate, found.missing)
    with pytest.raises(BadInput, match="above 0"):
        working_poverty_rate(table, DRAW, employed="job", welfare="per_head", line=0)


def test_forty_eight_hours_are_not_excessive_and_codes_are_refused():
    table = {"w": [1.0] * 4, "job": [1, 1, 1, 0], "hours": [48.0, 48.5, None, 99.0]}
    found = excessive_hours_rate(table, DRAW, employed="job", hours="hours")
    assert (0.5, 1) == (found[0].estimate, found.missing)
    with pytest.raises(BadInput, match="more hours than a week in 1 rows, first in row 2"):
        excessive_hours_rate(table | {"hours": [40.0, 999, 40, 40]}, DRAW, employed="job", hours="hours")


def test_rates_of_injuries_by_hand():
    works = Injuries(fatal=2, non_fatal=150, persons=50_000, hours=90_000_000, days_lost=3_000)
    assert pytest.approx([4, 300]) == [fatal_rate(works), non_fatal_rate(works)]
    assert pytest.approx([152 / 90, 3000 / 90, 20]) == [
        frequency_rate(works), severity_rate(works), days_lost_per_injury(works),
    ]  # fmt: skip
    # 100,000 people at 40 hours in 50 weeks: both ways of counting agree
    assert fatal_rate(Injuries(7, 0, 100_000)) == pytest.approx(
        full_time_equivalent_rate(7, hours=100_000 * 40 * 50)
    )


def test_a_rate_without_what_it_is_over_says_what_is_missing():
    with pytest.raises(BadInput, match="needs the hours worked"):
        severity_rate(Injuries(0, 1, 100))
    with pytest.raises(BadInput, match="not negative"):
        Injuries(-1, 0, 1)
    table = {"w": [1.0], "job": [1], "hurt": [1.0], "way": [2.0]}
    with pytest.raises(BadInput, match="Row 1 has fewer injuries"):
        injury_rate_of_survey(table, DRAW, employed="job", injuries="hurt", commuting="way")


PROTECTED = {
    "w": [1.0, 1.0, 2.0, 2.0],
    "home": [1, 1, 2, 3],
    "child": [1, 0, 1, 0],
    "benefit": [0, 1, 0, 0],
    "old": [0, 0, 0, 1],
    "pension": [0, 0, 0, 1],
    "pays": [0, 1, 0, 0],
}


def test_each_function_is_measured_over_its_own_people():
    reached = reaching_household(PROTECTED, receives="benefit", household="home")
    assert [1, 1, 0, 0] == reached.tolist()
    table = PROTECTED | {"reached": reached.tolist()}
    functions = {"children": Function("child", "reached"), "old_age": Function("old", "pension")}
    found = function_coverage(table, DRAW, functions)
    assert {"children": 1 / 3, "old_age": 1.0} == {name: part[0].estimate for name, part in found.items()}
    whole = any_coverage(table, DRAW, receives=["reached", "pension"], contributes=["pays"])
    assert pytest.approx(4 / 6) == whole[0].estimate
    with pytest.raises(BadInput, match="no function pets"):
        function_coverage(table, DRAW, {"pets": Function("child", "reached")})


@settings(max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.floats(0.1, 9)), min_size=2, max_size=12))
def test_a_person_with_two_benefits_is_one_person(drawn):
    one, two, weights = (list(column) for column in zip(*drawn, strict=True))
    table = {"w": weights, "one": [float(x) for x in one], "two": [float(x) for x in two]}
    each = [any_coverage(table, DRAW, receives=[name], contributes=[])[0].estimate for name in ("one", "two")]
    both = any_coverage(table, DRAW, receives=["one"], contributes=["two"])[0].estimate
    assert max(each) - 1e-12 <= both <= min(1, sum(each)) + 1e-12
