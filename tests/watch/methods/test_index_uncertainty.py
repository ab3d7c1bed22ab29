"""How sure an index is: rank intervals that follow from a seed, and shares of variance that are known beforehand."""

import math

import numpy as np
import pytest
import yaml

from mainstay.common.errors import BadInput
from mainstay.watch.methods.composite_index import Choices, Table, composite_index, ranks_of, tree_of
from mainstay.watch.methods.composite_index.sensitivity import correlations, sensitivity, sobol
from mainstay.watch.methods.composite_index.tree import Perturbed
from mainstay.watch.methods.composite_index.uncertainty import index_of_draws, uncertainty

TREE = """
scale: [1, 10]
uncertainty: {weights: 0.5, normalise: [minmax, rank], aggregate: [arithmetic, geometric], impute: [none, group_mean]}
classes: [[6, high], [0, low]]
nodes:
  index: {of: [one, two], by: arithmetic}
  one: {of: [a, b], by: geometric}
  two: {of: {c: 2, d: 1}, by: harmonic}
  a: {column: a, normalise: minmax}
  b: {column: b, normalise: minmax, direction: down}
  c: {column: c, normalise: minmax}
  d: {column: d, normalise: minmax}
"""


def scores(**changed):
    rng = np.random.default_rng(3)
    columns = {name: rng.uniform(0, 10, 30) for name in "abcd"}
    columns["d"][:5] = np.nan
    tree = tree_of(yaml.safe_load(TREE) | changed)
    return composite_index(tree, Table(units=tuple(f"U{n}" for n in range(30)), columns=columns))


def test_rank_intervals_are_the_rank_itself_where_nothing_is_drawn():
    held = scores()
    found = uncertainty(held, draws=7, perturbed=Perturbed(weights=0))
    for ranks in (found.rank_low, found.rank_median, found.rank_high):
        np.testing.assert_array_equal(ranks, held.ranks())
    np.testing.assert_allclose(found.low, held.top)
    np.testing.assert_array_equal(found.same_class, np.ones(30))


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others():
    held = scores()
    first, again, other = (uncertainty(held, draws=50, seed=seed) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first.low, again.low)
    assert (first.low != other.low).any()


def test_wider_perturbation_gives_wider_intervals():
    held = scores()
    small, large = (uncertainty(held, draws=300, perturbed=Perturbed(weights=share)) for share in (0.05, 0.5))
    assert (small.high - small.low).sum() < (large.high - large.low).sum()
    assert (small.low <= held.top + 1e-9).all()
    assert (held.top <= small.high + 1e-9).all()


def test_draws_in_one_go_equal_the_index_under_each_set_of_weights():
    held = scores()
    drawn = np.random.default_rng(1).uniform(0.2, 2, (9, 2))
    weights = {"index": drawn, "two": drawn[:, ::-1]}
    for ways in ({}, {"aggregate": "geometric"}, {"normalise": "rank", "impute": "group_mean"}):
        together = np.empty((9, 30))
        for part, values in index_of_draws(held.tree, held.table, Choices(weights=weights, **ways), 9):
            together[part] = values
        for place in range(9):
            alone = Choices(weights={code: rows[place] for code, rows in weights.items()}, **ways)
            np.testing.assert_allclose(together[place], composite_index(held.tree, held.table, alone).top)


def test_a_unit_without_an_index_has_no_interval():
    held = scores()
    gaps = held.table.with_columns(
        {name: np.where(np.arange(30) == 8, np.nan, held.table.columns[name]) for name in "abcd"}
    )
    found = uncertainty(composite_index(held.tree, gaps), draws=20, perturbed=Perturbed(weights=0.3))
    assert math.isnan(found.low[8])
    assert math.isnan(found.rank_high[8])
    assert 1 == np.isnan(found.rank_low).sum()


def test_sobol_shares_of_the_ishigami_function_are_the_analytic_ones():
    """Ishigami and Homma 1990, a = 7, b = 0.1: first 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437."""

    def ishigami(drawn):
        x = (2 * drawn - 1) * np.pi
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    found = sobol(ishigami, [("x1", 1), ("x2", 1), ("x3", 1)], points=4096, seed=1, resamples=50)
    np.testing.assert_allclose([held.first for held in found], [0.3139, 0.4424, 0.0], atol=0.02)
    np.testing.assert_allclose([held.total for held in found], [0.5576, 0.4424, 0.2437], atol=0.02)
    assert all(held.total_low <= held.total <= held.total_high for held in found)


def test_shares_of_a_sum_are_its_variances_and_groups_move_together():
    found = sobol(lambda x: 3 * x[:, 0] + x[:, 1] + x[:, 2], [("one", 1), ("others", 2)], points=1024, seed=2)
    np.testing.assert_allclose([held.first for held in found], [9 / 11, 2 / 11], atol=0.02)
    assert [0, 0] == [held.total for held in sobol(lambda x: x[:, 0] * 0, [("a", 1), ("b", 1)], points=64)]


def test_sensitivity_names_every_choice_that_is_drawn():
    found = sensitivity(scores(), points=32)
    assert {"weights of index", "weights of one", "weights of two", "normalise", "aggregate", "impute"} == {
        held.name for held in found
    }
    assert found == sorted(found, key=lambda held: -held.total)
    assert 4 == len(
        sensitivity(scores(), points=32, row=0, perturbed=Perturbed(0.2, impute=("none", "group_mean")))
    )


def test_a_number_of_points_that_is_no_power_of_two_is_refused():
    with pytest.raises(BadInput, match="power of two"):
        sobol(lambda x: x[:, 0], [("a", 1)], points=100)


def test_correlations_are_those_of_the_rows_that_both_have():
    held = scores()
    found = correlations(held, ["a", "d"])
    both = ~np.isnan(held.values["d"])
    assert math.isclose(np.corrcoef(held.values["a"][both], held.values["d"][both])[0, 1], found[0, 1])
    assert np.isclose(found[0, 0], 1)


def test_ranks_of_many_draws_equal_those_of_each():
    drawn = np.random.default_rng(5).integers(0, 6, (8, 12)).astype(float)
    drawn[0, 3] = np.nan
    blocks = [np.arange(0, 12, 2), np.arange(1, 12, 2)]
    together = ranks_of(drawn, blocks)
    for place in range(8):
        np.testing.assert_array_equal(together[place], ranks_of(drawn[place], blocks))
