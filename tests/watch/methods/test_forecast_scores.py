"""Scores of forecasts: against closed forms, against pairs written out, and laws that hold whatever the draws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from mainstay.watch.methods import forecast_scores as scored

DEATHS = st.lists(st.integers(0, 3000), min_size=1, max_size=30)


def cell(draws):
    return np.asarray([draws], float)


@given(DEATHS, st.integers(0, 3000))
def test_crps_is_the_mean_distance_less_half_of_that_between_all_pairs(draws, came):
    pairs = sum(abs(one - other) for one in draws for other in draws) / len(draws) ** 2
    away = sum(abs(one - came) for one in draws) / len(draws)
    assert scored.crps(cell(draws), np.asarray([float(came)]))[0] == pytest.approx(away - pairs / 2, abs=1e-9)


@given(DEATHS)
def test_draws_that_all_came_true_score_nothing(draws):
    same = cell([draws[0]] * 5)
    assert scored.crps(same, same[:, 0])[0] == pytest.approx(0, abs=1e-9)


def test_crps_of_many_draws_is_that_of_the_normal_distribution():
    """Gneiting & Raftery 2007, eq. 21: σ (z (2Φ(z) − 1) + 2φ(z) − 1/√π)."""
    draws = cell(norm.ppf((np.arange(20_000) + 0.5) / 20_000))
    z = 0.7
    told = z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / math.sqrt(math.pi)
    assert scored.crps(draws, np.asarray([z]))[0] == pytest.approx(told, abs=1e-3)


def test_ignorance_adds_a_draw_to_each_of_the_eleven_classes():
    thousand = cell([0.0] * 999 + [30.0])
    assert scored.ignorance(thousand, np.asarray([0.0]))[0] == pytest.approx(-math.log2(1000 / 1011))
    assert scored.ignorance(thousand, np.asarray([25.0]))[0] == pytest.approx(-math.log2(1 / 1011))
    assert scored.ignorance(thousand, np.asarray([26.0]))[0] == pytest.approx(-math.log2(2 / 1011))


def test_the_interval_score_adds_twenty_times_what_lies_outside():
    draws = cell(np.arange(101))
    assert scored.interval_score(draws, np.asarray([50.0]))[0] == pytest.approx(90)
    assert scored.interval_score(draws, np.asarray([97.0]))[0] == pytest.approx(90 + 20 * 2)
    assert scored.interval_score(draws, np.asarray([0.0]))[0] == pytest.approx(90 + 20 * 5)


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=40).filter(
        lambda told: 0 < sum(came for _chance, came in told) < len(told)
    )
)
def test_area_and_precision_are_those_of_all_pairs_and_of_all_thresholds(told):
    chance, event = np.asarray([one for one, _ in told]), np.asarray([came for _, came in told])
    pairs = [(one > other) + (one == other) / 2 for one in chance[event] for other in chance[~event]]
    assert scored.area_under_curve(chance, event) == pytest.approx(sum(pairs) / len(pairs))
    found, before = 0.0, 0.0
    for least in sorted(set(chance.tolist()), reverse=True):
        warned = chance >= least
        recall = event[warned].sum() / event.sum()
        found += (recall - before) * event[warned].mean()
        before = recall
    assert scored.average_precision(chance, event) == pytest.approx(found)


def test_without_an_event_there_is_no_area_and_no_precision():
    none = np.zeros(3, bool)
    assert math.isnan(scored.area_under_curve(np.ones(3), none))
    assert math.isnan(scored.average_precision(np.ones(3), none))


def test_the_calibration_error_weighs_each_tenth_by_its_cells():
    chance, event = np.asarray([0.05] * 8 + [0.95] * 2), np.asarray([False] * 8 + [True, False])
    assert scored.calibration_error(chance, event) == pytest.approx(0.8 * 0.05 + 0.2 * 0.45)
    assert [8, 2] == [row["n"] for row in scored.reliability(chance, event)]


def test_the_transform_of_draws_that_are_right_is_even():
    generator = np.random.default_rng(3)
    rate = generator.gamma(0.5, 4, 4000)
    draws = generator.poisson(rate[:, None], (4000, 200)).astype(float)
    came = generator.poisson(rate).astype(float)
    share = np.histogram(scored.transformed(draws, came, generator), 10, (0, 1))[0] / 4000
    assert share == pytest.approx([0.1] * 10, abs=0.02)


def test_an_interval_of_a_difference_draws_whole_countries():
    one = {country: np.full(12, float(country % 2)) for country in range(40)}
    other = {country: np.zeros(12) for country in range(40)}
    gap, low, high = scored.difference_interval(one, other)
    assert gap == pytest.approx(0.5)
    half = 1.96 * math.sqrt(0.25 / 40)  # forty countries, not 480 months
    assert (low, high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.03)
