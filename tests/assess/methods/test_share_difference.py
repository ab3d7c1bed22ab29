"""The difference of two estimates, against published values and by its laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.methods.share_difference import share_difference
from mainstay.measure.methods.proportion_interval import proportion_interval

shares = st.tuples(st.integers(0, 200), st.integers(1, 200)).map(lambda pair: (min(pair), max(pair)))


def held(hits, asked):
    return (hits / asked, *proportion_interval(hits, asked))


@pytest.mark.parametrize(
    ("second", "first", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0000),
    ],
)
def test_wilson_intervals_give_the_published_ones(second, first, low, high):
    found = share_difference(held(*first), held(*second))
    assert (low, high) == (round(found.low, 4), round(found.high, 4))
    assert found.told_apart


@given(shares, shares)
def test_turned_round_it_is_the_same_with_the_other_sign(first, second):
    one, other = (
        share_difference(held(*first), held(*second)),
        share_difference(held(*second), held(*first)),
    )
    assert one.value == pytest.approx(-other.value)
    assert one.low == pytest.approx(-other.high)
    assert one.low <= one.value <= one.high
    assert -1.0000001 <= one.low <= one.high <= 1.0000001


@given(shares)
def test_a_survey_cannot_be_told_apart_from_itself(one):
    assert not share_difference(held(*one), held(*one)).told_apart
