"""Rows of several calls of one design have the covariance that one call would have given them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design, Estimates, ReplicateDesign, Sample, apart, together
from tests.statistics.survey.test_design import design_of, sample

KNOWN: dict[str, Any] = {"weights": "w", "strata": "area", "clusters": "town", "nest": True}
SAMPLES: dict[str, Callable[[Any], Sample]] = {
    "clusters": lambda table: Design(table, **KNOWN),
    "average": lambda table: Design(table, **KNOWN, lonely="average"),
    "rows": lambda table: Design(table, weights="w", strata="area"),
    "replicates": lambda table: Design(table, **KNOWN).as_replicates("JKn"),
    "calibrated": lambda table: Design(table, **KNOWN).poststratify("group", {"a": 90, "b": 70, "c": 80}),
}


def stacked(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table twice, once by group and once as a whole: one call that knows every covariance."""
    rows = len(table["y"])
    twice = {name: np.concatenate([values, values]) for name, values in table.items()}
    return twice | {"part": np.array([f"part {name}" for name in table["group"]] + ["whole"] * rows)}


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_parts_and_whole_of_two_calls_vary_together_as_those_of_one(name: str, seed: int) -> None:
    design = SAMPLES[name](sample(seed))
    for ask in (design.mean, design.total, design.variance):
        one = ask("y", by="group", margins=True)
        two = together({"parts": ask("y", by="group"), "whole": ask("y")})
        size = np.sqrt(np.outer(*(2 * [np.diag(one.covariance())])))
        assert (one.covariance() - two.covariance()) / size == pytest.approx(np.zeros((4, 4)), abs=1e-9)
        gaps = [found.contrast({"gap": [1, 0, 0, -1]})[0] for found in (one, two)]
        assert (gaps[0].se, gaps[0].df) == pytest.approx((gaps[1].se, gaps[1].df))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_medians_of_parts_and_whole_vary_together_within_and_across_calls(seed: int) -> None:
    """Put twice under each other in the same towns, parts and whole are domains of one call."""
    table = sample(seed)
    design = design_of(table)
    known = design_of(stacked(table)).quantile("y", [0.25, 0.5], by="part")
    levels = design.quantile("y", [0.25, 0.5], by="group", margins=True)
    calls = together(
        {"parts": design.quantile("y", [0.25, 0.5], by="group"), "whole": design.quantile("y", [0.25, 0.5])}
    )
    order = [0, 1, 2, 6, 3, 4, 5, 7]
    for found, places in ((levels, list(range(8))), (calls, order)):
        same = found.covariance()[np.ix_(places, places)]
        assert [found[k].estimate for k in places] == pytest.approx([row.estimate for row in known])
        assert same == pytest.approx(known.covariance(), rel=1e-8, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", ["clusters", "average", "replicates"])
def test_a_mean_and_a_quotient_of_totals_from_three_calls_are_the_same_number_with_the_same_error(
    name: str,
) -> None:
    table = sample(3)
    design = SAMPLES[name](table | {"one": np.ones(len(table["y"]))})
    found = together({"y": design.total("y"), "n": design.total("one"), "mean": design.mean("y")})
    row = found.contrast({"mean": [1, -1, 0]}, kind="quotient")[0]
    mean = design.mean("y")[0]
    assert row.estimate == pytest.approx(mean.estimate)
    off = found.contrast({"nothing": [1, -1, -1]}, kind="quotient")[0]
    assert 1 == pytest.approx(off.estimate)
    if not isinstance(design, ReplicateDesign):
        assert row.se == pytest.approx(mean.se)
        assert 0 == pytest.approx(off.se, abs=1e-7)
        return
    replicated = design.replicated(
        lambda weights: np.array([weights @ table["y"], weights.sum(), weights @ table["y"] / weights.sum()])
    )
    apart = (replicated - replicated.mean(axis=0)) / [
        mean.estimate * table["w"].sum(),
        table["w"].sum(),
        mean.estimate,
    ]
    for contrast, coefficients in ((row, [1, -1, 0]), (off, [1, -1, -1])):
        variance = design.scales.scale * design.scales.rscales @ (apart @ coefficients) ** 2
        assert contrast.se == pytest.approx(abs(contrast.estimate or 0) * variance**0.5)


@pytest.mark.parametrize("name", ["clusters", "replicates"])
def test_a_row_that_any_of_the_calls_dropped_is_counted_once_as_missing(name: str) -> None:
    table = sample(3)
    gaps = {"y": [0, 1, 2], "x": [2, 3], "group": [3, 60]}
    for column, rows in gaps.items():
        table[column] = [None if row in rows else value for row, value in enumerate(table[column].tolist())]
    design = SAMPLES[name](table)
    found = together({"y": design.mean("y"), "x": design.mean("x", by="group")})
    assert (3, 3) == (design.mean("y").missing, design.mean("x", by="group").missing)
    assert 5 == found.missing
    assert "5 rows dropped" in str(found)


def test_rows_of_calls_print_and_are_named_by_their_call() -> None:
    design = design_of(sample(2))
    found = together({"parts": design.mean("y", by="group"), "whole": design.mean("y")})
    assert {"call": "whole", "group": None} == found[3].domain
    assert "(all)" in str(found)
    by_name = found.contrast({"gap": {("parts", "a"): 1, ("whole", None): -1}})[0]
    assert by_name.se == found.contrast({"gap": [1, 0, 0, -1]})[0].se


def test_what_is_of_one_table_is_not_taken_as_drawn_apart() -> None:
    table = sample(2)
    one, two = design_of(table), design_of(table)
    for first, second in ((one.mean("y"), one.mean("y")), (one.mean("y"), two.mean("y"))):
        with pytest.raises(BadInput, match="a and b are estimates from one table"):
            apart({"a": first, "b": second})


@pytest.mark.parametrize(
    "other",
    [
        lambda design, _found: design_of(sample(5)).mean("y"),
        lambda design, _found: design.poststratify("group", {"a": 90, "b": 70, "c": 80}).mean("y"),
        lambda design, _found: design.as_replicates("JKn").mean("y"),
        lambda _design, found: Estimates(list(found.rows), 0.95, 0),
        lambda _design, found: apart({"x": found, "z": design_of(sample(7)).mean("y")}),
    ],
)
def test_calls_of_unlike_samples_are_never_put_together(other: Callable[..., Estimates]) -> None:
    design = design_of(sample(2))
    found = design.mean("y")
    with pytest.raises(BadInput, match="must come straight from calls of one design"):
        together({"a": found, "b": other(design, found)})


def test_a_column_of_the_domains_keeps_its_name() -> None:
    found = design_of(sample(2)).mean("y", by="group")
    with pytest.raises(BadInput, match="called group already"):
        together({"a": found, "b": found}, "group")
