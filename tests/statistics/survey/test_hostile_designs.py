"""Odd designs: single units, strata drawn whole, weights of 0, huge and tiny numbers, parts without anybody."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design, ReplicateDesign, together
from mainstay.statistics.survey.result import digits

from .test_design import design_of, sample

TWO_STAGES: dict[str, Any] = {
    "weights": "w", "strata": "h", "clusters": ["c", "r"], "fpc": ["units", "rows"], "nest": True,
}  # fmt: skip


def odd_table(seed: int, size: float) -> dict[str, list[Any]]:
    """Return a sample in two stages with everything that a tidy one lacks; its numbers lie about `size`."""
    draw = np.random.default_rng(seed)
    table: dict[str, list[Any]] = {name: [] for name in ("h", "c", "r", "units", "rows", "w", "group", "y")}
    for stratum in range(int(draw.integers(1, 5))):
        drawn = int(draw.integers(1, 5))
        there = drawn + int(draw.integers(0, 20)) * int(draw.integers(0, 2))
        for cluster in range(drawn):
            taken = int(draw.integers(1, 4))
            listed = taken + int(draw.integers(0, 9)) * int(draw.integers(0, 2))
            for _row in range(taken):
                weight = 0.0 if draw.random() < 0.2 else float(draw.uniform(0.5, 9))
                group = "only here" if stratum == 0 and cluster == 0 else str(draw.choice(["a", "b"]))
                value = size + float(draw.normal())
                own = (stratum, cluster, len(table["r"]), there, listed, weight, group, value)
                for column, each in zip(table.values(), own, strict=True):
                    column.append(each)
    if not any(table["w"]):
        table["w"][0] = 1.0
    return table


def exact_variance(table: dict[str, list[Any]], group: str, rule: str) -> Fraction | None:
    """Return the variance of a group's mean by the formula of two stages, in fractions; None where nobody is in it."""
    rows = range(len(table["w"]))
    weight = [Fraction(table["w"][k]) if table["group"][k] == group else Fraction(0) for k in rows]
    whole = sum(weight)
    if not whole:
        return None
    mean = sum(weight[k] * Fraction(table["y"][k]) for k in rows) / whole
    score = [weight[k] * (Fraction(table["y"][k]) - mean) / whole for k in rows]
    strata: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for k in rows:
        strata[table["h"][k]][table["c"][k]].append(k)
    found = Fraction(0)
    for clusters in strata.values():
        share = Fraction(len(clusters), table["units"][next(iter(clusters.values()))[0]])
        found += (1 - share) * spread(
            [sum((score[k] for k in own), Fraction(0)) for own in clusters.values()], rule
        )
        for own in clusters.values():
            inside = 1 - Fraction(len(own), table["rows"][own[0]])
            found += share * inside * spread([score[k] for k in own], rule)
    return found


def spread(sums: Sequence[Fraction], rule: str) -> Fraction:
    if len(sums) == 1:
        return sums[0] ** 2 if rule == "adjust" else Fraction(0)
    middle = sum(sums, Fraction(0)) / len(sums)
    return Fraction(len(sums), len(sums) - 1) * sum(((own - middle) ** 2 for own in sums), Fraction(0))


@pytest.mark.parametrize("size", [0.0, 1e8, -1e8])
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["remove", "adjust"]))
def test_errors_in_odd_designs_are_those_of_the_formula_in_fractions(
    size: float, seed: int, rule: str
) -> None:
    table = odd_table(seed, size)
    found = Design(table, **TWO_STAGES, lonely=rule).mean("y", by="group")
    for row in found:
        known = exact_variance(table, row.domain["group"], rule)
        if known is None:
            assert (None, None) == (row.estimate, row.se)
            continue
        assert row.se == pytest.approx(float(known) ** 0.5, rel=1e-9, abs=1e-15 * max(1.0, abs(size)))


def test_a_result_of_nobody_has_no_rows_no_contrasts_and_an_empty_covariance() -> None:
    table = sample(3) | {"nobody": [None] * 69}
    for design in (design_of(table), design_of(table).as_replicates("JKn")):
        found = design.mean("y", by="nobody")
        assert 0 == len(found)
        assert (0, 0) == found.covariance().shape == together({"a": found, "b": found}).covariance().shape
    calibrated = design_of(table).poststratify("group", {"a": 90, "b": 70, "c": 80})
    assert (0, 0) == calibrated.mean("y", by="nobody").covariance().shape


@pytest.mark.parametrize("statistic", ["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"])
def test_a_table_of_nothing_but_single_units_is_not_tested_under_average(statistic: str) -> None:
    table = {"h": [1, 2, 3, 4], "g": ["a", "b", "a", "b"], "k": ["x", "y", "y", "x"]}
    design = Design(table, strata="h", lonely="average")
    why = "the sample gives 0" if "Wald" in statistic else "no design error, so there is nothing to test"
    with pytest.raises(BadInput, match=why):
        design.chisq("g", "k", statistic=statistic)


def test_weights_below_nought_order_nobody_and_fit_nothing() -> None:
    design = design_of(sample(3))
    size, mean = float(design.weights.sum()), design.mean("y")[0].estimate or 0.0
    below = design.calibrate("~ y", {"(Intercept)": size, "y": size * mean * 1.6})
    assert (below.weights < 0).any()
    for asked in (lambda: below.quantile("y"), lambda: below.regress("y ~ x")):
        with pytest.raises(BadInput, match="weights are below 0; bounds keep"):
            asked()
    inside = {"distance": "raking"}
    above = design.calibrate("~ y", {"(Intercept)": size, "y": size * mean * 1.1}, **inside)
    assert above.quantile("y")[0].se


def test_replicates_below_nought_order_nobody_and_fit_nothing_though_the_sample_is_above() -> None:
    table = sample(3)
    drawn = np.random.default_rng(3).uniform(0.5, 1.5, (4, len(table["w"])))
    table |= {f"r{place}": table["w"] * factors for place, factors in enumerate(drawn)}
    above = ReplicateDesign(table, weights="w", replicates="r*", kind="bootstrap")
    assert above.quantile("y", interval="quantile")[0].se
    table["r2"] = np.where(np.arange(len(table["w"])) == 5, -1.0, table["r2"])
    below = ReplicateDesign(table, weights="w", replicates="r*", kind="bootstrap")
    for asked in (lambda: below.quantile("y", interval="quantile"), lambda: below.regress("y ~ x")):
        with pytest.raises(BadInput, match="In 1 of 4 replicates weights are below 0"):
            asked()
    share = below.proportion_interval(f"y <= {below.quantile('y')[0].estimate}", method="mean")[0]
    assert share.se
    assert below.quantile("y")[0].se


def test_one_unit_alone_makes_no_jackknife() -> None:
    design = Design({"town": [1, 1, 1], "y": [1.0, 2.0, 3.0]}, clusters="town", lonely="adjust")
    with pytest.raises(BadInput, match="no variance for replicates to show"):
        design.as_replicates("JKn")


def test_a_number_without_end_prints_as_none() -> None:
    assert ["–"] * 3 == [digits(value) for value in (float("inf"), float("-inf"), float("nan"))]


def test_a_quotient_with_nothing_below_has_no_number_and_no_error() -> None:
    table = sample(3)
    table["y"] = np.where(table["group"] == "a", 0.0, table["y"])
    rows = design_of(table).contrast("total", "y", over="group", kind="quotient")
    assert [(None, None)] * 2 == [(row.estimate, row.se) for row in rows]
