"""Laws of labour content, change, sequence and comparison."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.design.methods.change_share import change_share
from mainstay.design.methods.labour_content import Line, labour_content, programme_size
from mainstay.design.methods.option_comparison import Option, option_comparison
from mainstay.design.methods.plan_variant import plan_variant
from mainstay.design.methods.sequence import Step, sequence

parts = st.decimals(0, 1, places=4)
lines = st.lists(
    st.builds(Line, st.decimals(0, 10_000, places=2), st.integers(0, 100_000), parts), max_size=6
)
amounts = st.dictionaries(st.sampled_from(["budget", "women", "youth"]), st.floats(0, 1e9))


@given(lines, st.integers(1, 100_000), st.decimals("0.5", 300, places=1))
def test_a_plan_promises_no_day_that_it_cannot_pay(held, wage, days):
    content = labour_content(held, daily_wage=wage, days_per_worker=days)
    assert content.worker_days * wage <= sum((line.wages for line in held), Decimal(0))
    assert content.workers * days <= content.worker_days


@given(lines, st.integers(1, 100_000))
def test_wages_are_never_more_than_all_costs(held, wage):
    content = labour_content(held, daily_wage=wage, days_per_worker=Decimal(1))
    assert 0 <= content.labour_share <= 1


@given(
    st.integers(1, 10**10), st.decimals("0.01", 1, places=2), st.integers(1, 10_000), st.integers(1, 10_000)
)
def test_a_higher_wage_never_employs_more(budget, share, wage, more):
    at = [
        programme_size(budget=budget, labour_share=share, daily_wage=each, days_per_worker=Decimal(40))
        for each in (wage, wage + more)
    ]
    assert at[0] >= at[1]


@given(amounts)
def test_what_stays_the_same_does_not_change(held):
    assert 0 == change_share(held, held).share


@given(amounts, st.sampled_from(["refugees"]), st.floats(1, 1e6))
def test_a_new_group_is_always_a_whole_change(held, group, value):
    assert change_share(held, {**held, group: value}).share >= 1


@st.composite
def plans(draw):
    count = draw(st.integers(1, 7))
    return [
        Step(
            f"M{at}",
            weeks=draw(st.integers(1, 50)),
            carries_after=draw(st.integers(0, 10)),
            requires=tuple(f"M{other}" for other in draw(st.sets(st.integers(0, at - 1), max_size=3)) if at),
            not_before=draw(st.integers(0, 20)),
        )
        if at
        else Step("M0", weeks=draw(st.integers(1, 50)), carries_after=draw(st.integers(0, 10)))
        for at in range(count)
    ]


@given(plans())
def test_no_module_starts_before_what_it_waits_for_carries_it(steps):
    bars = {bar.code: bar for bar in sequence(steps)}
    known = {step.code: step for step in steps}
    for step in steps:
        for other in step.requires:
            assert bars[step.code].start >= bars[other].start + known[other].carries_after


@given(plans())
def test_some_module_is_critical_and_no_slack_is_negative(steps):
    bars = sequence(steps)
    assert any(bar.is_critical for bar in bars)
    assert all(bar.slack >= -1e-9 for bar in bars)


def test_a_circle_of_modules_is_named():
    with pytest.raises(BadInput) as refused:
        sequence([Step("A", 1, 1, ("B",)), Step("B", 1, 1, ("A",))])
    assert "A → B → A" == refused.value.facts["circle"]


@given(lines, lines, st.integers(1, 1000))
def test_a_comparison_turned_round_says_the_same(one, other, wage):
    assume(one and other)
    options = [Option("x", held, wage, Decimal(10), 30, 0.3) for held in (one, other)]
    there = option_comparison(*options)
    back = option_comparison(*reversed(options))
    turned = {None: None, 0: 1, 1: 0}
    assert [turned[row.better] for row in there] == [row.better for row in back]


@given(lines, st.integers(1, 10**10))
def test_another_budget_is_spent_but_for_hundredths_of_a_quantity(held, budget):
    assume(sum(line.amount for line in held))
    made = plan_variant(held, budget=budget)
    cost = sum(line.amount for line in made)
    fine = sum(Decimal("0.01") * line.unit_cost + 1 for line in held)
    # A part of a minor unit counts as one, before and after.
    share = Decimal(budget) / sum(line.amount for line in held)
    assert budget - fine - share * len(held) <= cost <= budget + len(held)


@given(lines, parts)
def test_another_share_of_wages_is_reached_or_refused(held, share):
    cost = sum(line.amount for line in held)
    paying = sum(line.amount for line in held if line.labour_share)
    if share * cost > paying:
        with pytest.raises(BadInput):
            plan_variant(held, labour_share=share)
        return
    made = plan_variant(held, labour_share=share)
    wages = sum((line.wages for line in made), Decimal(0))
    assert share * cost - cost * Decimal("0.0001") - 1 <= wages <= share * cost + 1
    assert [line.quantity for line in held] == [line.quantity for line in made]


def test_a_plan_without_costs_has_no_other_budget():
    with pytest.raises(BadInput):
        plan_variant([], budget=100)
