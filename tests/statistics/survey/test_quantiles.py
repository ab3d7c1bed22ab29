"""Quantiles and the intervals of shares equal R `survey`, and keep the laws that every quantile has."""

import csv
import math
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design, Estimate
from mainstay.statistics.survey.quantile_rules import RULES

from .test_design import design_of, sample
from .test_equals_r_survey import CLUSTERED, ORACLE, STAGES, STRATIFIED, people

DESIGNS: dict[str, dict[str, Any]] = {
    "simple": {"weights": "weight"},
    "clustered": CLUSTERED,
    "equal": CLUSTERED | {"weights": "one"},
    "two_stage": STAGES,
}


def persons() -> dict[str, list[Any]]:
    table = people()
    return table | {"one": [1.0] * len(table["age"])}


def rows_of(file: str, design: str) -> list[dict[str, str]]:
    with (ORACLE / file).open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if row["design"] == design]


def same(mine: float | None, theirs: str) -> bool:
    other = float(theirs)
    if mine is None or math.isnan(other):
        return mine is None and math.isnan(other)
    return mine == pytest.approx(other, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", DESIGNS)
def test_quantiles_equal_those_of_r_by_every_rule_and_interval(name: str) -> None:
    design = Design(persons(), **DESIGNS[name])
    asked: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows_of("quantiles.csv", name):
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
    design = Design(persons(), **DESIGNS[name])
    for row in rows_of("shares.csv", name):
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
