"""Rounded tables add up and leave the reader in doubt."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.disclosure import controlled_rounded, random_rounded, rounded
from tests.statistics.disclosure.tables import rows_of


def rounded_grid(grid, base=5):
    """Round an array of counts; return its values with margins, in the shape of the table."""
    grid = np.asarray(grid)
    found = controlled_rounded(rows_of(grid), by=["a", "b", "c"][: grid.ndim], count="n", base=base)
    return found, found.values.reshape([size + 1 for size in grid.shape])


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=12, max_size=12), st.sampled_from([(3, 4), (2, 3, 2)]))
def test_what_is_rounded_still_adds_up(counts, shape):
    found, values = rounded_grid(np.array(counts).reshape(shape), base=3)
    for axis in range(values.ndim):
        parts = np.take(values, range(values.shape[axis] - 1), axis=axis).sum(axis=axis)
        assert (parts == np.take(values, -1, axis=axis)).all()
    assert (values % 3 == 0).all()
    if found.reach == 1:
        assert found.furthest < 3


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=4, max_size=4))
def test_no_other_rounding_that_adds_up_is_nearer(counts):
    grid = np.array(counts).reshape(2, 2)
    found, values = rounded_grid(grid)
    full = np.pad(grid, (0, 1))
    full[:-1, -1], full[-1] = grid.sum(axis=1), [*grid.sum(axis=0), grid.sum()]
    best = min(
        np.abs(candidate - full).sum()
        for inner in itertools.product(*([5 * (n // 5), -5 * (-n // 5)] for n in counts))
        for candidate in [margins(np.array(inner).reshape(2, 2))]
        if (np.abs(candidate - full) < 5).all() and (candidate[full % 5 == 0] == full[full % 5 == 0]).all()
    )
    assert best == np.abs(values - full).sum()
    assert 1 == found.reach


def margins(grid):
    wide = np.column_stack([grid, grid.sum(axis=1)])
    return np.vstack([wide, wide.sum(axis=0)])


def test_a_multiple_of_the_base_stays_as_it_is():
    _found, values = rounded_grid([[5, 10], [15, 20]])
    assert [[5, 10, 15], [15, 20, 35], [20, 30, 50]] == values.tolist()


def test_the_interval_that_is_told_holds_the_truth_and_is_what_enumeration_finds():
    grid = np.array([[3, 7], [8, 1]])
    found, values = rounded_grid(grid, base=3)
    fitting = [
        margins(np.array(inner).reshape(2, 2))
        for inner in itertools.product(range(12), repeat=4)
        if (np.abs(margins(np.array(inner).reshape(2, 2)) - values) < 3).all()
    ]
    low, high = np.min(fitting, axis=0), np.max(fitting, axis=0)
    assert low.ravel().tolist() == pytest.approx(found.low.tolist())
    assert high.ravel().tolist() == pytest.approx(found.high.tolist())
    assert (found.low <= margins(grid).ravel()).all()
    assert (margins(grid).ravel() <= found.high).all()


def test_the_order_of_rows_changes_nothing_in_what_is_lost():
    grid = np.array([[3, 7, 12], [8, 1, 6]])
    one, other = rounded_grid(grid)[1], rounded_grid(grid[::-1])[1]
    distance = [np.abs(values - margins(table)).sum() for values, table in ((one, grid), (other, grid[::-1]))]
    assert distance[0] == distance[1]


def test_sums_that_were_rounded_alone_can_tell_what_they_should_not():
    # 2 + 2 = 4 published as 0, 0 and 5: parts of 2 at most make a total of 3 at least only where nobody is missing.
    assert [0, 0, 5] == [rounded(count) for count in (2, 2, 4)]
    found = controlled_rounded(rows_of([2, 2]), by=["a"], count="n")
    assert found.values[0] + found.values[1] == found.values[2]
    assert (found.high - found.low >= 4).all()


def test_random_rounding_never_goes_beyond_the_neighbouring_multiples():
    values = list(range(40))
    assert all(abs(new - old) < 5 for new, old in zip(random_rounded(values, seed=3), values, strict=True))


def test_a_base_of_one_is_refused():
    with pytest.raises(BadInput, match="2 or more"):
        controlled_rounded(rows_of([1, 2]), by=["a"], count="n", base=1)
