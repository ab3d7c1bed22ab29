"""Allocations sum to the sample, keep their limits, and follow their rule."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.sampling import RULES, Stratum, allocate, expected_error_of_allocation

PLACES = st.lists(
    st.tuples(st.integers(1, 5_000), st.floats(0.1, 50), st.floats(1, 100)), min_size=1, max_size=12
)


def strata_of(found: list[tuple[int, float, float]]) -> list[Stratum]:
    return [Stratum(f"s{k}", size, deviation, mean) for k, (size, deviation, mean) in enumerate(found)]


@settings(max_examples=40, deadline=None)
@given(PLACES, st.sampled_from(RULES), st.integers(0, 8), st.data())
def test_parts_sum_exactly_and_keep_minimum_and_size(found, rule, minimum, data) -> None:
    strata = strata_of(found)
    low, high = sum(min(minimum, own.size) for own in strata), sum(own.size for own in strata)
    total = data.draw(st.integers(low, high))
    parts = allocate(total, strata, rule=rule, minimum=minimum)
    assert total == sum(part.sample for part in parts)
    assert all(min(minimum, part.size) <= part.sample <= part.size for part in parts)


@settings(max_examples=40, deadline=None)
@given(PLACES)
def test_neyman_is_never_worse_than_proportional_beyond_rounding(found) -> None:
    strata = [Stratum(own.name, own.size + 1_000, own.deviation, own.mean) for own in strata_of(found)]
    total = 100 * len(strata)
    errors = [
        expected_error_of_allocation(allocate(total, strata, rule=rule, minimum=2), strata).se
        for rule in ("neyman", "proportional")
    ]
    assert errors[0] <= errors[1] * 1.02


@settings(max_examples=60, deadline=None)
@given(PLACES, st.sampled_from(RULES), st.integers(0, 40_000))
def test_left_to_itself_each_stratum_can_have_a_variance_and_the_parts_sum_or_it_is_said_why_not(
    found, rule, total
) -> None:
    strata = strata_of(found)
    low, high = sum(min(2, own.size) for own in strata), sum(own.size for own in strata)
    if not low <= total <= high:
        with pytest.raises(BadInput, match=f"from {low} .* to {high}"):
            allocate(total, strata, rule=rule)
        return
    parts = allocate(total, strata, rule=rule)
    assert total == sum(part.sample for part in parts)
    assert all(part.sample >= 2 or part.sample == part.size == 1 for part in parts)
    assert [own.size < 2 for own in strata] == [part.short for part in parts]


def test_a_stratum_that_the_minima_leave_out_gets_two_and_a_strange_name_is_refused() -> None:
    strata = [Stratum("a", 9_000), Stratum("b", 10), Stratum("c", 5_000)]
    assert [58, 2, 40] == [part.sample for part in allocate(100, strata, minimum={"c": 40})]
    with pytest.raises(BadInput, match=r"no stratum d in the frame. It has: a, b, c"):
        allocate(100, strata, minimum={"d": 5})
    with pytest.raises(BadInput, match="minimum of the stratum a is -1"):
        allocate(100, strata, minimum={"a": -1})


def test_a_stratum_that_is_named_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="a: stands among the strata more than once"):
        allocate(10, [Stratum("a", 30), Stratum("a", 40)])


def test_each_rule_gives_what_its_formula_says() -> None:
    strata = [Stratum("a", 400, 10, 50), Stratum("b", 1_600, 5, 20), Stratum("c", 10_000, 2, 40)]
    shown = {rule: [part.sample for part in allocate(600, strata, rule=rule)] for rule in RULES}
    assert [200, 200, 200] == shown["equal"]
    assert [20, 80, 500] == shown["proportional"]
    assert [75, 150, 375] == shown["neyman"]  # 4,000 : 8,000 : 20,000
    assert [126, 316, 158] == shown["power"]  # 20 · 0.2 : 40 · 0.25 : 100 · 0.05


def test_dear_interviews_are_fewer() -> None:
    strata = [Stratum("near", 1_000, 5, cost=1), Stratum("far", 1_000, 5, cost=4)]
    assert [200, 100] == [part.sample for part in allocate(300, strata, rule="neyman")]


def test_a_small_stratum_is_taken_whole_and_the_rest_shared() -> None:
    strata = [Stratum("isle", 10, 90), Stratum("hill", 1_000, 1), Stratum("plain", 1_000, 1)]
    parts = allocate(110, strata, rule="neyman")
    assert [10, 50, 50] == [part.sample for part in parts]
    assert 1 == parts[0].weight


def test_a_stratum_without_spread_gets_its_minimum_only() -> None:
    strata = [Stratum("a", 100, 0), Stratum("b", 100, 3)]
    assert [2, 48] == [part.sample for part in allocate(50, strata, rule="neyman", minimum=2)]
    assert [20, 100] == [part.sample for part in allocate(120, strata, rule="neyman", minimum=0)]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: allocate(5, [Stratum("a", 3)]), "take from 2 .* to 3"),
        (lambda: allocate(5, [Stratum("a", 30), Stratum("b", 30)], minimum=4), "take from 8 .* to 60"),
        (lambda: allocate(5, [Stratum("a", 30, deviation=float("inf"))]), "a: needs a size"),
        (lambda: allocate(5, [Stratum("a", 30)], rule="fair"), "no rule fair"),
        (lambda: allocate(5, [Stratum("a", 0), Stratum("b", 9)]), "a: needs a size"),
        (
            lambda: expected_error_of_allocation(
                allocate(3, [Stratum("a", 9), Stratum("b", 1)], minimum={"a": 3, "b": 0}),
                [Stratum("a", 9), Stratum("b", 1)],
            ),
            "Nobody is drawn in b",
        ),
    ],
)
def test_impossible_allocations_are_refused(call, told) -> None:
    with pytest.raises(BadInput, match=told):
        call()


def test_a_mean_of_nothing_only_matters_to_the_rule_that_divides_by_it() -> None:
    strata = [Stratum("a", 500, mean=0.0), Stratum("b", 500)]
    assert [50, 50] == [own.sample for own in allocate(100, strata)]
    with pytest.raises(BadInput):
        allocate(100, strata, rule="power")
