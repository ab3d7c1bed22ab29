"""A reader who knows every published number can't narrow a hidden one."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.disclosure import is_dominated, is_too_close, random_rounded, suppress
from mainstay.statistics.disclosure.attacker import reachable, with_margins


def all_tables(published: list[list[float | None]]) -> list[np.ndarray]:
    """Return every table of counts up to 12 that fits what is published: the attacker by brute force."""
    places = [
        (row, column)
        for row, line in enumerate(published)
        for column, cell in enumerate(line)
        if cell is None
    ]
    fitting = []
    for guess in itertools.product(range(13), repeat=len(places)):
        grid = np.array([[-1 if cell is None else cell for cell in line] for line in published])
        for place, value in zip(places, guess, strict=True):
            grid[place] = value
        across = (grid[:, :-1].sum(axis=1) == grid[:, -1]).all()
        if across and (grid[:-1].sum(axis=0) == grid[-1]).all():
            fitting.append(grid)
    return fitting


def test_the_interval_that_is_promised_is_the_one_that_brute_force_finds() -> None:
    safe = suppress([[2, 5], [6, 4]], threshold=3, width=4)
    found = [float(grid[0, 0]) for grid in all_tables(safe.published())]
    assert (min(found), max(found)) == pytest.approx(safe.bounds[0, 0])
    assert max(found) - min(found) >= 4


def test_one_small_cell_needs_company_in_its_row_and_its_column() -> None:
    safe = suppress([[4, 30, 25], [40, 35, 28], [33, 60, 51]])
    assert [(0, 0)] == safe.primary
    assert 3 == len(safe.complementary)
    assert all(cell is not None for cell in safe.published()[-1])
    assert "×" in str(safe)


def test_a_small_margin_is_hidden_too() -> None:
    safe = suppress([[2, 3, 1], [40, 35, 28]])
    assert (0, 3) in safe.primary
    assert all(high - low >= 10 for low, high in safe.bounds.values())


def test_a_table_without_small_cells_is_published_whole() -> None:
    safe = suppress([[10, 30], [0, 35]])
    assert ([], []) == (safe.primary, safe.complementary)


def test_a_zero_that_tells_can_be_marked() -> None:
    safe = suppress([[0, 30, 44], [20, 35, 41]], sensitive=[[True, False, False], [False] * 3])
    assert safe.bounds[0, 0][1] >= 10


def test_amounts_follow_the_persons_behind_them() -> None:
    safe = suppress([[900, 800], [700, 600]], counts=[[3, 40], [30, 20]])
    low, high = safe.bounds[0, 0]
    assert high - low >= 0.2 * 900


@settings(max_examples=20, deadline=None)
@given(
    st.integers(2, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 60), min_size=columns, max_size=columns), min_size=2, max_size=5
        )
    )
)
def test_no_hidden_cell_can_be_bounded_tighter_than_the_threshold(table: list[list[int]]) -> None:
    safe = suppress(table)
    for cell, (low, high) in safe.bounds.items():
        assert high - low >= 10 - 1e-6
        assert low - 1e-6 <= safe.table[cell] <= high + 1e-6


def test_dominance_and_closeness_follow_the_handbook() -> None:
    assert is_dominated([80, 10, 10], largest=1, share=0.75)
    assert not is_dominated([50, 30, 20], largest=2, share=0.85)
    assert is_too_close([100, 90, 5], percent=10)


def test_random_rounding_is_right_on_average_and_the_same_for_a_seed() -> None:
    values = [3.0] * 20_000
    assert np.mean(random_rounded(values, seed=1)) == pytest.approx(3, abs=0.05)
    assert random_rounded(values, seed=1) == random_rounded(values, seed=1)


def test_what_is_no_table_is_refused_with_its_place() -> None:
    with pytest.raises(BadInput, match="row 2, column 1"):
        suppress([[1, 2], [-3, 4]])
    with pytest.raises(BadInput, match="same shape"):
        suppress([[1, 2]], counts=[[1], [2]])


@settings(max_examples=40, deadline=None)
@given(
    line=st.lists(st.integers(0, 40), min_size=2, max_size=7),
    hides=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=8, max_size=8),
)
def test_of_one_line_a_reader_works_out_what_the_linear_programmes_say(line, hides):
    table = with_margins(np.array([line], dtype=float))
    hidden = np.array(hides[: table.shape[1]], dtype=bool).T
    hidden[:, -1] = hides[-1][0], hides[-1][1]
    # A second line of published zeros changes nothing for the reader, but is no table of one line any more.
    longer = with_margins(np.array([line, [0] * len(line)], dtype=float))
    wider = np.vstack([hidden[0], np.zeros(table.shape[1], dtype=bool), hidden[1]])
    for place in np.argwhere(hidden[0]).ravel().tolist():
        assert reachable(table, hidden, (0, place)) == pytest.approx(reachable(longer, wider, (0, place)))
