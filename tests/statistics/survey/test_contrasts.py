"""Contrasts of estimates: as R's `svycontrast`, and the laws that they must keep."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Contrast, Design, apart, rounds, together
from mainstay.statistics.survey.contrasts import KEYS
from tests.statistics.survey.test_core_equals_r_survey import DESIGNS, expected, people
from tests.statistics.survey.test_design import design_of, sample
from tests.statistics.survey.test_equals_r_survey import ORACLE


def known_people(folder: Path = ORACLE) -> dict[str, list[Any]]:
    table = people(folder)
    table["panel"] = ["young" if age < 40 else "old" for age in table["age"]]
    return table


def contrasts_of(design: Design) -> dict[str, Contrast]:
    by = design.mean("income", by="sex")
    wide = design.mean("income", by=["sex", "panel"])
    both = design.mean(["income", "age"])
    four = {("male", "young"): 1, ("female", "young"): -1, ("male", "old"): -1, ("female", "old"): 1}
    return {
        "difference": by.contrast({"": {"male": 1, "female": -1}})[0],
        "quotient": by.contrast({"": [-1, 1]}, kind="quotient")[0],
        "gap of gaps": wide.contrast({"": four})[0],
        "difference of variables": both.contrast({"": {"income": 1, "age": -2}})[0],
        "part less whole": together({"by": by, "whole": design.mean("income")}).contrast(
            {"": {("by", "female"): 1, ("whole", None): -1}}
        )[0],
        "quotient of variables": both.contrast({"": {"income": 1, "age": -1}}, kind="quotient")[0],
    }


@pytest.mark.parametrize("name", [name for name in DESIGNS if name != "thin_average"])
def test_contrasts_equal_those_of_r(name: str) -> None:
    check_contrasts(name, ORACLE)


def check_contrasts(name: str, folder: Path) -> None:
    found = contrasts_of(Design(known_people(folder), **DESIGNS[name]))
    for row in expected(name, folder):
        if row["statistic"] in found:
            mine = found[row["statistic"]]
            theirs = [float(row[key]) for key in ("estimate", "se", "df")]
            assert theirs == pytest.approx([mine.estimate, mine.se, mine.df], rel=1e-9), row
        if row["statistic"] == "log":
            mine = found["quotient"]
            reach = math.log(mine.ci_high or 0) - float(row["estimate"])
            assert float(row["estimate"]) / float(row["se"]) == pytest.approx(mine.t, rel=1e-9)
            assert reach == pytest.approx(math.log(mine.estimate or 0) - math.log(mine.ci_low or 0), rel=1e-9)


def test_a_change_between_rounds_of_a_panel_counts_what_the_rounds_share() -> None:
    first = sample(5)
    second = first | {"y": first["y"] + np.random.default_rng(6).normal(1, 0.5, len(first["y"]))}
    panel = Design(rounds({"1": first, "2": second}), weights="w", strata="area", clusters="town", nest=True)
    together = panel.mean("y", by="round").differences("round")[0]
    alone = apart({"1": design_of(first).mean("y"), "2": design_of(second).mean("y")}).differences("round")[0]
    assert together.estimate == pytest.approx(alone.estimate)
    assert (together.se or 0) < 0.5 * (alone.se or 0)
    before, after = design_of(first).mean("y")[0], design_of(second).mean("y")[0]
    assert alone.se == pytest.approx(math.hypot(before.se or 0, after.se or 0))


def test_samples_drawn_apart_have_the_degrees_of_freedom_of_satterthwaite() -> None:
    found = {"a": design_of(sample(1)).mean("y"), "b": design_of(sample(2)).mean("y")}
    (va, da), (vb, db) = (((one[0].se or 0) ** 2, one[0].df) for one in found.values())
    row = apart(found, "survey").differences("survey")[0]
    assert row.df == pytest.approx((va + vb) ** 2 / (va**2 / da + vb**2 / db))
    assert ("b - a", {}) == (row.name, row.domain)


def test_differences_are_within_the_same_other_domain_and_say_so() -> None:
    found = design_of(sample(4)).mean(["y", "x"], by=["area", "group"]).differences("group", against="b")
    assert 2 * 2 * 3 == len(found)
    assert {"a - b", "c - b"} == {row.name for row in found}
    assert {0, 1, 2} == {row.domain["area"] for row in found}
    assert "95% confidence" in str(found)
    assert {"name", "t", "p", "df", "null"} <= set(found.to_dicts()[0])


def test_a_row_that_nobody_answers_to_is_refused() -> None:
    found = design_of(sample(4)).mean("y", by="group")
    with pytest.raises(BadInput, match="which 0 rows answer to"):
        found.contrast({"gap": {"a": 1, "z": -1}})
    with pytest.raises(BadInput, match="2 coefficients for 3 rows"):
        found.contrast({"gap": [1, -1]})
    with pytest.raises(BadInput, match="No row has z"):
        found.differences("group", against="z")
    with pytest.raises(BadInput, match="no contrast odds"):
        found.differences("group", kind="odds")


def test_a_number_that_is_a_place_and_a_value_is_not_guessed_at() -> None:
    table = sample(4)
    found = design_of(table | {"sex": [1 + row % 2 for row in range(len(table["y"]))]}).mean("y", by="sex")
    with pytest.raises(BadInput, match=r"names 1, which is the place .* Write \(1,\) for the value"):
        found.contrast({"gap": {1: 1, 0: -1}})
    gap = found.contrast({"by value": {(2,): 1, (1,): -1}, "by place": [-1, 1]})
    assert (gap[0].estimate, gap[0].se) == (gap[1].estimate, gap[1].se)
    named = design_of(table).mean("y", by="group").contrast({"gap": {1: 1, 0: -1}})[0]
    assert named.estimate == design_of(table).mean("y", by="group").contrast({"gap": [-1, 1, 0]})[0].estimate


@given(st.integers(0, 10_000))
def test_a_contrast_of_a_row_with_itself_is_nothing_and_sides_can_be_changed(seed: int) -> None:
    found = design_of(sample(seed)).mean("y", by="group")
    rows = found.contrast({"ab": [1, -1, 0], "ba": [-1, 1, 0], "aa": [0, 0, 0]})
    assert rows[0].estimate == pytest.approx(-(rows[1].estimate or 0))
    assert (rows[0].se, rows[0].p) == pytest.approx((rows[1].se, rows[1].p))
    assert (0, 0) == (rows[2].estimate, rows[2].se)


@given(st.integers(0, 10_000))
def test_domains_of_a_crossing_weighted_by_size_are_the_whole(seed: int) -> None:
    found = design_of(sample(seed)).total("y", by="group", margins=True)
    row = found.contrast({"rest": [1, 1, 1, -1]})[0]
    assert (0, 0) == pytest.approx((row.estimate, row.se), abs=1e-4)


def test_where_all_strata_of_a_part_are_lonely_a_contrast_with_it_has_no_error_and_others_keep_theirs() -> (
    None
):
    table = {
        "area": [1, 1, 2, 2, 3],
        "town": [1, 2, 3, 4, 5],
        "group": ["a", "b", "a", "b", "c"],
        "y": [1.0, 3.0, 2.0, 7.0, 4.0],
    }
    found = Design(table, strata="area", clusters="town", lonely="average").mean("y", by="group")
    assert found[2].se is None
    alone = found.contrast({"a - b": [1, -1, 0]})[0]
    rows = found.contrast({"a - b": [1, -1, 0], "a - c": [1, 0, -1]})
    assert (None, None) == (rows[1].se, rows[1].p)
    assert rows[1].estimate == pytest.approx(1.5 - 4)
    assert alone.se is not None
    assert (alone.estimate, alone.se, alone.p) == (rows[0].estimate, rows[0].se, rows[0].p)


def test_a_design_is_asked_for_a_contrast_in_one_call() -> None:
    design = design_of(sample(4))
    rows = design.contrast("mean", ["y", "x"], over="group", by="area", against="b")
    assert design.mean(["y", "x"], by=["area", "group"]).differences("group", against="b").rows == rows.rows
    gap = design.contrast("total", "y", {"gap": {"a": 1, "b": -1}}, by="group", kind="quotient")
    assert gap.rows == design.total("y", by="group").contrast({"gap": [1, -1, 0]}, kind="quotient").rows
    ratio = design.contrast("ratio", ["y", "x"], over="group")
    assert [row.variable for row in ratio] == ["y/x"] * 2
    median = design.contrast("quantile", "y", over="group", probs=0.5)
    assert median[0].se == pytest.approx(design.quantile("y", by="group").differences("group")[0].se)
    with pytest.raises(BadInput, match="no contrasts of mode"):
        design.contrast("mode", "y", over="group")
    with pytest.raises(BadInput, match="Name either the column"):
        design.contrast("mean", "y")


def test_replicates_are_asked_for_a_contrast_in_the_same_way() -> None:
    design = design_of(sample(4)).as_replicates("JKn")
    rows = design.contrast("mean", "y", over="group")
    assert rows.rows == design.mean("y", by="group").differences("group").rows


def test_contrasts_give_arrow_and_their_covariance() -> None:
    rows = design_of(sample(4)).contrast("mean", "group", over="area")
    table = rows.to_arrow()
    assert list(KEYS) == table.column_names
    assert [row["level"] for row in rows.to_dicts()] == table.column("level").to_pylist()
    assert [row.estimate for row in rows] == table.column("estimate").to_pylist()
    errors = [(row.se or 0) ** 2 for row in rows]
    assert np.diag(rows.covariance()) == pytest.approx(errors)


def test_a_contrast_of_two_rows_works_out_nothing_for_the_others() -> None:
    found = design_of(sample(9)).mean(["y", "x", "group"], by=["area", "group"], margins=True)
    whole = found.covariance()
    chosen = np.array([40, 3, 17])
    assert found.covariance_of(chosen) == pytest.approx(whole[np.ix_(chosen, chosen)], rel=1e-12)


def test_samples_that_are_not_alike_do_not_stand_side_by_side() -> None:
    table = sample(1)
    usual = design_of(table).mean("y", by="group")
    narrow = Design(table, weights="w", strata="area", clusters="town", nest=True, confidence=0.9)
    for other in (narrow.mean("y", by="group"), design_of(table).mean("y")):
        with pytest.raises(BadInput, match="cannot stand beside one another"):
            apart({"1": usual, "2": other})
    with pytest.raises(BadInput, match="none of them called group"):
        apart({"1": usual, "2": usual}, "group")
    with pytest.raises(BadInput, match="has a column y already"):
        rounds({"1": table}, "y")
