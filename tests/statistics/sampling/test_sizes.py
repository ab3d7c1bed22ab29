"""Sizes for a difference equal published ones; the error expected of a size is the one asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.sampling import (
    expected_error_of_mean,
    expected_error_of_proportion,
    sample_size_for_difference_of_means,
    sample_size_for_difference_of_proportions,
    sample_size_for_mean,
    sample_size_for_proportion,
)


@pytest.mark.parametrize(
    ("first", "second", "power", "needed"),
    [(0.50, 0.75, 0.90, 77), (0.25, 0.40, 0.80, 152), (0.10, 0.15, 0.80, 686), (0.60, 0.70, 0.95, 589)],
)
def test_sizes_for_two_shares_equal_those_of_r_power_prop_test(first, second, power, needed) -> None:
    sizes = sample_size_for_difference_of_proportions(first=first, second=second, power=power)
    assert needed == sizes.first.completed == sizes.second.completed


def test_two_means_half_a_deviation_apart_need_63_each() -> None:
    """(1.96 + 0.84)² · 2 / 0.5² = 62.8: Chow, Shao, Wang (2008), 3.2."""
    assert 63 == sample_size_for_difference_of_means(difference=5, deviation=10).first.completed


def test_design_effect_refusals_overlap_and_small_populations_move_the_size() -> None:
    plain = sample_size_for_difference_of_proportions(first=0.4, second=0.5)
    doubled = sample_size_for_difference_of_proportions(first=0.4, second=0.5, deff=2, response=0.8)
    panel = sample_size_for_difference_of_proportions(first=0.4, second=0.5, overlap=0.5, correlation=0.6)
    small = sample_size_for_difference_of_proportions(first=0.4, second=0.5, population=1_000)
    assert (388, 775, 969) == (plain.first.completed, doubled.first.completed, doubled.first.selected)
    assert 272 == panel.first.completed  # 387.3 · (1 - 0.3) = 271.1
    assert 280 == small.first.completed  # 387.3 / 1.3873


def test_a_second_group_may_be_larger() -> None:
    sizes = sample_size_for_difference_of_means(difference=5, deviation=10, ratio=2)
    assert (48, 95) == (sizes.first.completed, sizes.second.completed)


@given(st.floats(0.01, 0.2), st.floats(0.05, 0.95), st.floats(1, 4), st.integers(500, 10**6))
def test_the_margin_expected_of_the_size_for_a_share_is_the_margin_asked_for(margin, share, deff, people):
    known = {"share": share, "deff": deff, "population": people}
    size = sample_size_for_proportion(margin=margin, **known).completed
    assert expected_error_of_proportion(completed=size, **known).margin <= margin * (1 + 1e-6)
    if size > 1:
        assert expected_error_of_proportion(completed=size - 1, **known).margin >= margin * (1 - 1e-6)


@given(st.floats(0.5, 20), st.floats(1, 4), st.integers(500, 10**6))
def test_the_margin_expected_of_the_size_for_a_mean_is_the_margin_asked_for(margin, deff, people):
    size = sample_size_for_mean(margin=margin, deviation=40, deff=deff, population=people).completed
    known = {"mean": 100, "deviation": 40, "deff": deff, "population": people}
    assert expected_error_of_mean(completed=size, **known).margin <= margin * (1 + 1e-6)
    if size > 1:
        assert expected_error_of_mean(completed=size - 1, **known).margin >= margin * (1 - 1e-6)


def test_a_census_has_no_error_and_no_difference_needs_no_size() -> None:
    assert 0 == expected_error_of_proportion(completed=80, population=80).se
    with pytest.raises(BadInput, match="difference is 0"):
        sample_size_for_difference_of_proportions(first=0.4, second=0.4)
    with pytest.raises(BadInput, match="difference is 0"):
        sample_size_for_difference_of_means(difference=0, deviation=3)


def test_more_units_than_there_are_cannot_be_selected_and_the_margin_that_is_left_is_said() -> None:
    known = {"population": 100, "response": 0.7}
    with pytest.raises(BadInput, match=r"80 interviews need 115 units, .* has 100") as refused:
        sample_size_for_proportion(margin=0.05, **known)
    left = expected_error_of_proportion(completed=70, population=100).margin
    assert "70 will answer, which leaves a margin of 0.0645:" in str(refused.value)
    assert 0.0644 < left <= 0.0645
    size = sample_size_for_proportion(margin=0.0645, **known)
    assert (70, 100) == (size.completed, size.selected)
    with pytest.raises(BadInput, match="leaves a margin of"):
        sample_size_for_mean(margin=1, deviation=10, **known)
    with pytest.raises(BadInput, match="a larger difference, or for less power"):
        sample_size_for_difference_of_means(difference=2, deviation=10, **known)


def test_a_population_or_a_ratio_of_nothing_is_refused() -> None:
    for wrong in ({"population": 0}, {"population": -5}):
        with pytest.raises(BadInput, match="population is"):
            sample_size_for_proportion(margin=0.05, **wrong)
        with pytest.raises(BadInput, match="population is"):
            sample_size_for_mean(margin=1, deviation=10, **wrong)
    with pytest.raises(BadInput, match="ratio is 0"):
        sample_size_for_difference_of_proportions(first=0.4, second=0.5, ratio=0)
