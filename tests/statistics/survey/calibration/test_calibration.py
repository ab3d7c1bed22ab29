"""Calibrated weights equal those of R `survey`, reach the totals, and say what they could not reach."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey.calibration import (
    auxiliary_matrix,
    calibrate,
    kish_effect,
    poststratify,
    rake,
    trim,
)
from mainstay.statistics.survey.columns import Columns
from tests.statistics.survey.calibration.oracle import (
    MARGINS,
    SCHEMES,
    SEX,
    SIZED,
    households,
    theirs,
    weighed,
)

DISTANCES = [("linear", None), ("raking", None), ("logit", (0.1, 5.0)), ("truncated", (0.1, 5.0))]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_weights_equal_those_of_r(scheme: str) -> None:
    assert theirs(scheme) == pytest.approx(weighed(scheme), rel=1e-9)


@st.composite
def samples(draw: st.DrawFn) -> tuple[Columns, np.ndarray, dict[str, dict[str, float]]]:
    """Return a sample of two categories in which every crossing occurs, and margins of one population."""
    rows = draw(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), max_size=30))
    rows += [(first, second) for first in "abc" for second in "xy"]
    weights = draw(st.lists(st.floats(0.5, 20), min_size=len(rows), max_size=len(rows)))
    share = [draw(st.floats(0.2, 0.8)) for _ in range(3)]
    first = {"a": 100 * share[0], "b": 100 * (1 - share[0]) * share[1]}
    first["c"] = 100 - first["a"] - first["b"]
    margins = {"first": first, "second": {"x": 100 * share[2], "y": 100 * (1 - share[2])}}
    table = {"first": [row[0] for row in rows], "second": [row[1] for row in rows]}
    return Columns(table), np.array(weights) * 100 / sum(weights), margins


@settings(max_examples=25, deadline=None)
@given(samples())
def test_raked_weights_are_positive_reach_the_margins_and_stay(sample) -> None:
    table, weights, margins = sample
    raked = rake(table, weights, margins)
    solved = calibrate(table, weights, "~ first + second", margins, distance="raking")
    assert (raked.weights > 0).all()
    assert (solved.weights > 0).all()
    assert raked.weights == pytest.approx(solved.weights, rel=1e-7)
    for name, totals in margins.items():
        levels = table.levels(name)
        reached = np.bincount(levels.codes, raked.weights)
        assert [totals[value] for value in levels.values] == pytest.approx(reached.tolist(), rel=1e-9)
    again = rake(table, raked.weights, margins)
    assert raked.weights == pytest.approx(again.weights, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(samples())
def test_post_stratification_is_the_calibration_to_one_margin_by_any_distance(sample) -> None:
    table, weights, margins = sample
    own = poststratify(table, weights, "first", margins["first"])
    for distance, bounds in DISTANCES:
        if bounds and not bounds[0] < own.report.smallest <= own.report.largest < bounds[1]:
            continue
        same = calibrate(
            table, weights, "~ first", {"first": margins["first"]}, distance=distance, bounds=bounds
        )
        assert own.weights == pytest.approx(same.weights, rel=1e-8)
        again = calibrate(
            table, same.weights, "~ first", {"first": margins["first"]}, distance=distance, bounds=bounds
        )
        assert same.weights == pytest.approx(again.weights, rel=1e-9)


@pytest.mark.parametrize(
    ("distance", "bounds"), [*DISTANCES, ("logit", (0.7, 1.5)), ("truncated", (0.78, 1.28))]
)
def test_totals_are_hit_and_bounds_are_kept(distance: str, bounds: tuple[float, float] | None) -> None:
    table = households()
    found = calibrate(table, table.numbers("weight"), *SIZED, distance=distance, bounds=bounds)
    assert 17500 == pytest.approx(found.weights @ table.numbers("size"), rel=1e-10)
    assert sum(SEX.values()) == pytest.approx(found.report.sum_after, rel=1e-10)
    assert found.converged
    if bounds:
        assert bounds[0] - 1e-12 <= found.report.smallest <= found.report.largest <= bounds[1] + 1e-12


def test_a_rescaled_variable_changes_no_weight() -> None:
    table = households()
    size, weights = table.numbers("size"), table.numbers("weight")
    moved = Columns(
        {"size": 1e6 + 1e-3 * size, "sex": [table.levels("sex").values[k] for k in table.levels("sex").codes]}
    )
    plain = calibrate(table, weights, "~ sex + size", {"sex": SEX, "size": 17500})
    wanted = 1e6 * 4300 + 1e-3 * 17500
    other = calibrate(moved, weights, "~ sex + size", {"sex": SEX, "size": wanted})
    assert plain.weights == pytest.approx(other.weights, rel=1e-6)


def test_what_cannot_be_reached_is_named_with_its_distance() -> None:
    table = households()
    with pytest.raises(BadInput, match="size: reaches") as refused:
        calibrate(table, table.numbers("weight"), *SIZED, distance="logit", bounds=(0.98, 1.02))
    assert "calibration.not_converged" == refused.value.code
    forced = calibrate(
        table, table.numbers("weight"), *SIZED, distance="truncated", bounds=(0.98, 1.02), force=True
    )
    assert not forced.converged
    assert forced.report.at_lower > 0.1
    assert forced.report.at_upper > 0.1
    assert (0.98, 1.02) == pytest.approx((forced.report.smallest, forced.report.largest))


def test_negative_weights_are_flagged() -> None:
    table = {"land": [1.0, 2.0, 9.0]}
    found = calibrate(table, [1, 1, 1], "~ land", {"(Intercept)": 3, "land": 4})
    assert 1 == found.report.negative
    assert found.weights @ np.array(table["land"]) == pytest.approx(4)


@pytest.mark.parametrize(
    ("formula", "totals", "told"),
    [
        ("~ sex", {"sex": {"female": 1}}, "male has no total"),
        ("~ sex", {"sex": SEX | {"other": 5}}, "Nobody in the sample is in other of sex"),
        ("~ sex", {"sex": SEX, "size": 5}, "size: is no column of the formula"),
        ("~ sex", {"sex": SEX, "roof": {"iron": 4300}}, "roof: is no term of the formula"),
        ("~ sex + size", {"sex": SEX}, "size: has no total"),
        ("~ size", {"size": 17500}, r"\(Intercept\): has no total"),
        ("~ sex", {"sex": SEX, "(Intercept)": 9}, "the population: is 9"),
        ("~ sex", {"sex": {"female": "many", "male": 5}}, "many is not a number"),
        ("~ income", {"(Intercept)": 4300, "income": 5}, "row 7, income: is empty"),
        ("~ sex +", {"sex": SEX}, "cannot be read"),
        ("~ log(size)", {"sex": SEX}, "cannot be read"),
    ],
)
def test_totals_that_do_not_fit_are_refused_by_name(formula: str, totals: dict, told: str) -> None:
    table = households()
    with pytest.raises(BadInput, match=told):
        calibrate(table, table.numbers("weight"), formula, totals)


def test_margins_of_different_populations_are_refused() -> None:
    table = households()
    with pytest.raises(BadInput, match="region: adds up to 4,300"):
        rake(table, table.numbers("weight"), MARGINS | {"sex": {"female": 2000, "male": 2000}})


def test_a_raking_that_contradicts_itself_is_refused_and_can_be_forced() -> None:
    table = {"a": ["x", "x", "y"], "b": ["u", "u", "v"]}
    margins = {"a": {"x": 5, "y": 5}, "b": {"u": 6, "v": 4}}
    with pytest.raises(BadInput, match="a = x: reaches 6 of 5"):
        rake(table, [1, 1, 1], margins)
    assert 2 == len(rake(table, [1, 1, 1], margins, force=True).missed)


def test_cells_without_anybody_are_left_out_only_on_request() -> None:
    table = {"a": ["x", "y"]}
    with pytest.raises(BadInput, match="Nobody in the sample is in z of a"):
        poststratify(table, [1, 1], "a", {"x": 3, "y": 4, "z": 5})
    assert [3, 4] == poststratify(table, [1, 1], "a", {"x": 3, "y": 4, "z": 5}, partial=True).weights.tolist()


def test_rows_of_no_weight_keep_none_and_may_be_empty() -> None:
    table = {"a": ["x", "y", None], "b": [1.0, 3.0, None]}
    assert [3, 4, 0] == poststratify(table, [1, 1, 0], "a", {"x": 3, "y": 4}).weights.tolist()
    assert [3, 4, 0] == pytest.approx(rake(table, [1, 1, 0], {"a": {"x": 3, "y": 4}}).weights)
    found = calibrate(table, [1, 1, 0], "~ b", {"(Intercept)": 7, "b": 15})
    assert [3, 4, 0] == pytest.approx(found.weights)
    with pytest.raises(BadInput, match="row 3, weight"):
        calibrate(table, [1, 1, -1], "~ b", {"(Intercept)": 7, "b": 15})


def test_the_matrix_is_that_of_a_dense_product() -> None:
    table = households()
    rows = len(table)
    one = auxiliary_matrix(table, "~ region * sex + size + sex:hours", np.ones(rows, dtype=bool))
    two = auxiliary_matrix(table, "~ roof + hours - 1", np.ones(rows, dtype=bool))
    first, second = (np.array([own.times(unit) for unit in np.eye(own.width)]).T for own in (one, two))
    factor = table.numbers("weight")
    assert first.T @ factor == pytest.approx(one.sums(factor))
    assert (first.T * factor) @ first == pytest.approx(one.product(factor))
    assert (first.T * factor) @ second == pytest.approx(one.cross(two, factor))
    group = np.arange(rows) % 3
    slow = np.array([(first * factor[:, None])[group == k].sum(axis=0) for k in range(3)])
    assert slow == pytest.approx(one.sums_by(group, 3, factor))
    names = [column.name for column in one.columns]
    assert ["(Intercept)", "size", "regionnorth", "regionsouth", "sexmale"] == names[:5]
    assert ["regionnorth:sexmale", "regionsouth:sexmale", "sexfemale:hours", "sexmale:hours"] == names[5:]


def test_kish_effect_is_one_for_equal_weights() -> None:
    assert 1 == kish_effect(np.full(7, 3.5))


def test_trimming_gives_no_negative_weight_and_keeps_its_limits_or_refuses() -> None:
    with pytest.raises(BadInput, match="limits farther apart"):
        trim(np.array([0.1] * 8 + [3.1, 100.0]), lower=3)
    found = trim(np.array([0.1] * 8 + [3.1, 100.0]), lower=3, strict=True)
    assert found.weights.min() >= 3 - 1e-6
    assert found.weights.sum() == pytest.approx(103.9)
