"""The share of time lost, and its integral in closed form, against sums of small steps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.methods.recovery_path import SHAPES, RecoveryPath
from mainstay.common.errors import BadInput

shares = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
spans = st.tuples(st.floats(0, 300), st.floats(0, 300)).map(sorted)
paths = st.builds(
    lambda shape, days, levels: RecoveryPath(shape, days[1], still=days[0], left=levels[0], start=levels[1]),
    st.sampled_from(SHAPES), spans, shares,
)  # fmt: skip
periods = st.tuples(st.floats(0, 500), st.floats(0, 500)).map(sorted)


@given(paths, periods)
def test_what_is_lost_lies_between_what_stays_lost_and_what_was_lost_at_first(path, period):
    first, last = period
    lost = path.days_lost(first, last)
    assert path.left * (last - first) - 1e-9 <= lost <= path.start * (last - first) + 1e-9


@given(paths, st.tuples(*[st.floats(0, 500)] * 3).map(sorted))
def test_periods_that_meet_add_up(path, days):
    first, middle, last = days
    parts = path.days_lost(first, middle) + path.days_lost(middle, last)
    assert pytest.approx(parts, rel=1e-9, abs=1e-9) == path.days_lost(first, last)


@given(paths, st.floats(0, 400), st.floats(0, 400))
def test_nothing_gets_worse_again(path, day, later):
    assert path.lost_at(day + later) <= path.lost_at(day) + 1e-12


@pytest.mark.parametrize("shape", SHAPES)
def test_the_closed_form_is_the_sum_of_small_steps(shape):
    path = RecoveryPath(shape, until=90, still=14, start=0.8, left=0.1)
    edges = np.linspace(0, 200, 200_001)
    small = np.mean([path.lost_at(day) for day in (edges[:-1] + edges[1:]) / 2]) * 200
    assert pytest.approx(small, rel=1e-6) == path.days_lost(0, 200)


def test_an_exponential_return_has_gone_95_percent_of_the_way_at_its_date():
    path = RecoveryPath("exponential", until=60, start=0.9, left=0.1)
    assert pytest.approx(0.1 + 0.05 * 0.8) == path.lost_at(60)
    pace = 60 / math.log(20)
    assert pytest.approx(0.1 * 600 + 0.8 * pace * (1 - math.exp(-600 / pace))) == path.days_lost(0, 600)


def test_work_that_comes_back_at_once_loses_nothing():
    assert [0, 0, 0] == [RecoveryPath(shape, until=0).days_lost(0, 30) for shape in SHAPES]


@pytest.mark.parametrize(
    ("given_", "named"),
    [
        ({"shape": "cubic", "until": 1}, "no recovery path cubic"),
        ({"shape": "step", "until": 1, "still": 2}, "day 2"),
        ({"shape": "step", "until": 1, "start": 0.1, "left": 0.2}, "not above 0.1"),
    ],
)
def test_a_path_that_cannot_be_is_refused(given_, named):
    with pytest.raises(BadInput, match=named):
        RecoveryPath(**given_)
    with pytest.raises(BadInput, match="period runs"):
        RecoveryPath("step", until=1).days_lost(2, 1)
