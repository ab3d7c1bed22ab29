"""Sample sizes agree with published tables; a draw can be made again from its seed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.sampling import (
    random_draw,
    sample_size_for_mean,
    sample_size_for_proportion,
    systematic_draw,
)


@pytest.mark.parametrize(
    ("population", "published"),
    [(100, 80), (1_000, 278), (5_000, 357), (10_000, 370), (75_000, 382)],
)
def test_sizes_for_a_share_equal_krejcie_and_morgan_1970(population: int, published: int) -> None:
    size = sample_size_for_proportion(margin=0.05, population=population)
    assert abs(published - size.completed) <= 1  # their table rounds to the nearest, ours up


def test_clustering_and_refusals_raise_what_must_be_drawn() -> None:
    plain = sample_size_for_proportion(margin=0.05)
    harder = sample_size_for_proportion(margin=0.05, deff=2, response=0.8)
    assert 769 == harder.completed
    assert 962 == harder.selected
    assert 385 == plain.selected


def test_a_mean_needs_more_where_people_differ_more() -> None:
    assert 246 == sample_size_for_mean(margin=10, deviation=80).completed
    assert 62 == sample_size_for_mean(margin=10, deviation=40).completed


@given(st.integers(1, 300), st.integers(0, 10**6), st.data())
def test_a_draw_has_the_asked_size_no_unit_twice_and_can_be_repeated(
    frame: int, seed: int, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, frame))
    for draw in (random_draw, systematic_draw):
        drawn = draw(range(frame), size, seed=seed)
        assert size == len(set(drawn.positions))
        assert list(drawn.positions) == sorted(drawn.positions)
        assert drawn == draw(range(frame), size, seed=seed)
        assert drawn.weight * size == pytest.approx(frame)


def test_a_systematic_draw_gives_each_unit_the_same_chance() -> None:
    hits = [0] * 7
    for seed in range(4_000):
        for place in systematic_draw(range(7), 3, seed=seed).positions:
            hits[place] += 1
    assert all(count / 4_000 == pytest.approx(3 / 7, abs=0.03) for count in hits)


def test_impossible_wishes_are_refused() -> None:
    with pytest.raises(BadInput, match="frame of 3"):
        random_draw("abc", 4, seed=1)
    with pytest.raises(BadInput, match="margin is 0"):
        sample_size_for_proportion(margin=0)
