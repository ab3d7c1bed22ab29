"""Quantiles and the intervals of shares equal R `survey`, and keep the laws that every quantile has."""

import csv
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design, Estimate, apart, together
from mainstay.statistics.survey.quantile_rules import RULES

from .test_design import design_of, sample
from .test_equals_r_survey import CLUSTERED, ORACLE, STAGES, STRATIFIED, people

DESIGNS: dict[str, dict[str, Any]] = {
    "simple": {"weights": "weight"},
    "clustered": CLUSTERED,
    "equal": CLUSTERED | {"weights": "one"},
    "two_stage": STAGES,
}


def persons(folder: Path = ORACLE) -> dict[str, list[Any]]:
    table = people(folder)
    return table | {"one": [1.0] * len(table["age"])}


def rows_of(file: str, design: str, folder: Path = ORACLE) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if row["design"] == design]


def same(mine: float | None, theirs: str) -> bool:
    other = float(theirs)
    if mine is None or math.isnan(other):
        return mine is None and math.isnan(other)
    return mine == pytest.approx(other, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", DESIGNS)
def test_quantiles_equal_those_of_r_by_every_rule_and_interval(name: str) -> None:
    check_quantiles(name, ORACLE)


def check_quantiles(name: str, folder: Path) -> None:
    design = Design(persons(folder), **DESIGNS[name])
    asked: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows_of("quantiles.csv", name, folder):
        asked[row["variable"], row["domain"], row["rule"], row["interval"]].append(row)
    for (variable, sex, rule, interval), rows in asked.items():
        shares = [float(row["share"]) for row in rows]
        by = ["sex"] if sex else []
        answer = design.quantile(variable, shares, by=by, rule=rule, interval=interval)
        found = [mine for mine in answer if mine.domain.get("sex", "") == sex]
        for mine, row in zip(found, rows, strict=True):
            assert mine.level == float(row["share"])
            pairs = {"estimate": mine.estimate, "low": mine.ci_low, "high": mine.ci_high, "se": mine.se}
            assert [] == [key for key, value in pairs.items() if not same(value, row[key])], row


@pytest.mark.parametrize("name", ["simple", "clustered", "two_stage"])
def test_the_likelihood_and_logit_intervals_of_a_share_equal_those_of_r(name: str) -> None:
    check_shares(name, ORACLE)


def check_shares(name: str, folder: Path) -> None:
    design = Design(persons(folder), **DESIGNS[name])
    for row in rows_of("shares.csv", name, folder):
        by = ["sex"] if row["domain"] else []
        answer = design.proportion_interval("employed", method=row["method"], by=by)
        mine = next(found for found in answer if found.domain.get("sex", "") == row["domain"])
        assert same(mine.ci_low, row["low"])
        assert same(mine.ci_high, row["high"])


def values_of(rows: Any) -> list[float]:
    return [row.estimate or 0.0 for row in rows]


@settings(max_examples=8)
@given(st.integers(0, 10_000))
def test_a_higher_share_never_has_a_lower_quantile(seed: int) -> None:
    design = Design(sample(seed), weights="w")
    for rule in RULES:
        values = values_of(design.quantile("y", np.linspace(0, 1, 10), rule=rule))
        assert sorted(values) == values


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.02, 0.98))
def test_a_rising_transformation_moves_quantiles_and_intervals_with_it(seed: int, share: float) -> None:
    table = sample(seed)
    plain = design_of(table).quantile("y", share, by="group")
    moved = design_of(table | {"y": np.exp(table["y"] / 4)}).quantile("y", share, by="group")
    for first, second in zip(plain, moved, strict=True):
        for ours, theirs in ((first.estimate, second.estimate), (first.ci_high, second.ci_high)):
            assert (ours is None) == (theirs is None)
            if ours is not None:
                assert theirs == pytest.approx(math.exp(ours / 4), rel=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.01, 1000))
def test_neither_order_of_rows_nor_scale_of_weights_matters(seed: int, factor: float) -> None:
    table = sample(seed)
    order = np.random.default_rng(seed).permutation(len(table["y"]))
    other = {name: values[order] for name, values in table.items()}
    other["w"] = other["w"] * factor
    probs = (0.1, 0.5, 0.9)
    for first, second in zip(
        design_of(table).quantile("y", probs, by="group"),
        design_of(other).quantile("y", probs, by="group"),
        strict=True,
    ):
        assert ends(first) == ends(second)


def ends(row: Estimate) -> tuple[float | None, ...]:
    return row.estimate, row.ci_low, row.ci_high


def test_zero_weights_count_nowhere_and_missing_values_are_counted() -> None:
    table = {"w": [1, 1, 0, 1, 1, 1], "y": [1.0, 2.0, 99.0, 3.0, 4.0, None]}
    row = Design(table, weights="w").quantile("y", 1)[0]
    assert (4.0, 4, 1) == (row.estimate, row.n, row.missing)


def test_the_largest_value_has_no_interval_of_width_zero() -> None:
    row = Design({"y": list(range(30))}).quantile("y", 1)[0]
    assert row.ci_low is not None
    assert row.ci_low < 29
    assert "beta (Kish)" in row.method


def test_the_covariance_of_quantiles_has_their_squared_errors_on_its_diagonal() -> None:
    found = Design(persons(), **CLUSTERED).quantile(["age", "income"], [0.25, 0.5], by="sex")
    assert np.sqrt(np.diag(found.covariance())) == pytest.approx([row.se for row in found], rel=1e-9)


@pytest.mark.parametrize("kind", ["design", "replicates"])
def test_quantiles_with_shares_that_do_not_vary_differ_by_an_unknown_error(kind: str) -> None:
    """The largest value has the share 1 below it, which tells nothing of how it varies with another quantile."""
    drawn: Any = design_of(sample(7, rows=400))
    design = drawn.as_replicates("JKn") if kind == "replicates" else drawn
    largest, middle = design.quantile("y", 1, by="group"), design.quantile("y", 0.5, by="group")
    gap, half = largest.differences("group")[0], middle.differences("group")[0]
    assert gap.estimate
    assert half.se
    assert [None] * 3 == [gap.se, gap.ci_low, gap.p]
    assert largest.contrast({"alone": [1, 0, 0]})[0].se == pytest.approx(largest[0].se)
    both = together({"largest": largest, "middle": middle})
    assert both.contrast({"gap": [0, 0, 0, -1, 1, 0]})[0].se == pytest.approx(half.se)
    assert both.contrast({"gap": [1, 0, 0, -1, 0, 0]})[0].se is None
    other = design_of(sample(8, rows=400)).quantile("y", 1, by="group")
    moved = apart({"now": largest, "then": other}).differences("round")[0]
    assert moved.se == pytest.approx(math.hypot(largest[0].se or 0, other[0].se or 0))


def test_a_quantile_without_an_error_adds_none_to_a_difference() -> None:
    table = sample(7, rows=400)
    table["y"] = np.where(table["group"] == "a", 10.0, table["y"])
    found = design_of(table).quantile("y", by="group")
    assert 0 == found[0].se
    assert found.differences("group")[0].se == pytest.approx(found[1].se)


def test_wrong_rules_intervals_and_shares_are_refused_with_the_choice() -> None:
    design = Design(persons(), **STRATIFIED)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"rule": "median"}, "hf9"),
        ({"interval": "logit"}, "xlogit"),
        ({"probs": 50}, "between 0 and 1"),
        ({"interval": "quantile"}, "replicate"),
    ]
    for wrong, said in refused:
        with pytest.raises(BadInput, match=said):
            design.quantile("age", **wrong)


def test_a_purposive_sample_has_quantiles_without_interval() -> None:
    row = Design(persons(), weights="weight", purposive=True).quantile("age")[0]
    assert row.estimate == 46
    assert [None] * 3 == [row.se, row.ci_low, row.ci_high]


@pytest.mark.parametrize("kind", ["design", "calibrated", "replicates"])
@pytest.mark.parametrize("interval", ["mean", "xlogit"])
def test_sub_totals_of_quantiles_are_those_that_each_part_has_alone(kind: str, interval: str) -> None:
    table = sample(7, rows=400)
    table["group"] = [None if row in (2, 30) else str(value) for row, value in enumerate(table["group"])]
    design: Any = design_of(table)
    if kind == "calibrated":
        design = design.poststratify("area", {0: 400, 1: 500, 2: 600})
    if kind == "replicates":
        design = design.as_replicates("JKn")
    asked: dict[str, Any] = {"interval": interval, "rule": "school"}
    joined = design.quantile(["y", "x"], [0.25, 0.5], by=["area", "group"], margins=True, **asked)
    errors = [math.nan if row.se is None else row.se**2 for row in joined]
    assert errors == pytest.approx(np.diag(joined.covariance()).tolist(), nan_ok=True)
    inside = [value is not None for value in table["group"]]
    known = {name: np.array(list(values), dtype=object)[inside].tolist() for name, values in table.items()}
    alone: Any = design_of(known)
    alone = alone.as_replicates("JKn") if kind == "replicates" else alone
    for by in ([], ["area"], ["group"], ["area", "group"]):
        parts = alone.quantile(["y", "x"], [0.25, 0.5], by=by, **asked) if kind != "calibrated" else ()
        for row in parts:
            same_part = next(
                one
                for one in joined
                if (one.variable, one.level) == (row.variable, row.level)
                and {name: value for name, value in one.domain.items() if value is not None}
                == dict(row.domain)
            )
            assert (row.estimate, row.ci_low, row.ci_high) == pytest.approx(
                (same_part.estimate, same_part.ci_low, same_part.ci_high)
            )


def test_an_observation_that_a_quantile_lies_on_counts_whatever_the_rounding() -> None:
    for rows in range(25, 90, 2):
        found = Design({"y": np.arange(1.0, rows + 1), "w": [2.0] * rows}, weights="w").quantile(
            "y", rule="hf8"
        )
        middle = (rows + 1) / 2
        below = Design({"y": np.arange(1.0, rows + 1), "w": [2.0] * rows}, weights="w")
        share = below.proportion_interval(f"y <= {middle}", method="mean")[0]
        again = below.quantile("y", [share.ci_low or 0, share.ci_high or 0], rule="hf8")
        assert found[0].estimate == pytest.approx(middle)
        assert [found[0].ci_low, found[0].ci_high] == pytest.approx([row.estimate for row in again], rel=1e-9)
