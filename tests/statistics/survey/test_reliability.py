"""Estimates are marked as the standards say, exactly at their limits, with a reason in a whole sentence."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design, Estimate, ReplicateDesign
from mainstay.statistics.survey.counting import cases_of
from mainstay.statistics.survey.reliability import MARKS, rate, rule_sets

GOOD = Estimate(
    "mean", "income", None, {}, 1000.0, 100.0, 804.0, 1196.0, 0.1, 1.5, 300, 200.0, 0, 30, 4, 34, "Taylor"
)  # fmt: skip
SHARE = replace(
    GOOD,
    statistic="proportion",
    variable="status",
    level="own",
    estimate=0.3,
    se=0.02,
    cv=0.0667,
    ci_low=0.26,
    ci_high=0.34,
)


def mark(rules: Any, row: Estimate, cases: int | None = 90, **changed: Any) -> str:
    return rate([replace(row, **changed)], rules, cases=None if cases is None else [cases])[0].mark


def with_cv(cv: float) -> dict[str, float]:
    return {"cv": cv, "se": 1000 * cv}


@pytest.mark.parametrize(
    ("rules", "changed", "expected"),
    [
        ("ine_chile", {}, "publishable"),
        ("ine_chile", {"n": 60, "df": 9}, "publishable"),
        ("ine_chile", {"n": 59}, "unpublishable"),
        ("ine_chile", {"df": 8}, "unpublishable"),
        ("ine_chile", with_cv(0.15), "publishable"),
        ("ine_chile", with_cv(0.1500001), "caution"),
        ("ine_chile", with_cv(0.30), "caution"),
        ("ine_chile", with_cv(0.3000001), "unpublishable"),
        ("ine_chile_establishments", {"n": 30} | with_cv(0.2), "publishable"),
        ("eclac_2020", {"n": 100, "n_eff": 140.0, "df": 9}, "publishable"),
        ("eclac_2020", {"n": 49}, "unpublishable"),
        ("eclac_2020", {"n_eff": 139.9}, "unpublishable"),
        ("eclac_2020", {"df": 8}, "caution"),
        ("eclac_2020", with_cv(0.1999999), "publishable"),
        ("eclac_2020", with_cv(0.2), "caution"),
        ("eclac_2023", {"n": 100, "n_eff": 60.0, "df": 9} | with_cv(0.2), "publishable"),
        ("eclac_2023", with_cv(0.21), "caution"),
        ("eclac_2023", with_cv(0.31), "unpublishable"),
        ("eclac_2023", {"n_eff": 59.0}, "unpublishable"),
        ("statistics_canada", with_cv(0.165), "publishable"),
        ("statistics_canada", with_cv(0.333), "caution"),
        ("statistics_canada", with_cv(0.334), "unpublishable"),
        ("abs", with_cv(0.25), "caution"),
        ("abs", with_cv(0.51), "unpublishable"),
        ("ilo_cv", {"n": 29}, "unpublishable"),
    ],
)
def test_numbers_are_marked_by_each_standard(rules: str, changed: dict, expected: str) -> None:
    assert expected == mark(rules, GOOD, **changed)


@pytest.mark.parametrize(
    ("rules", "cases", "changed", "expected"),
    [
        ("ine_chile", None, {"estimate": 0.125, "se": 0.25 / 9}, "publishable"),  # 0.125^(2/3) = 0.25
        ("ine_chile", None, {"estimate": 0.125, "se": 0.25 / 9 + 1e-9}, "caution"),
        ("ine_chile", None, {"estimate": 0.875, "se": 0.25 / 9}, "publishable"),
        ("ine_chile", None, {"estimate": 0.875, "se": 0.25 / 9 + 1e-9}, "caution"),
        ("ine_chile", None, {"estimate": 0.01, "se": 0.004, "cv": 0.4}, "publishable"),
        ("eclac_2020", 50, {}, "publishable"),
        ("eclac_2020", 49, {}, "unpublishable"),
        ("eclac_2020", 90, {"se": 0.0632, "cv": 0.21}, "caution"),  # log-CV 0.17498
        ("eclac_2020", 90, {"se": 0.0633, "cv": 0.211}, "unpublishable"),
        ("eclac_2023", 49, {}, "caution"),
        ("eclac_2023", 29, {}, "unpublishable"),
        ("eclac_2023", 50, {"se": 0.0632, "cv": 0.21}, "publishable"),
        ("eclac_2023", None, {}, "unpublishable"),
        ("nchs", None, {"ci_low": 0.1, "ci_high": 0.4}, "unpublishable"),
        ("nchs", None, {"estimate": 0.02, "ci_low": 0.005, "ci_high": 0.055}, "publishable"),
        ("nchs", None, {"estimate": 0.02, "ci_low": 0.005, "ci_high": 0.056}, "unpublishable"),
        ("nchs", None, {"df": 7}, "caution"),
    ],
)
def test_shares_are_marked_by_each_standard(
    rules: str, cases: int | None, changed: dict, expected: str
) -> None:
    assert expected == mark(rules, SHARE, cases, **changed)


def test_the_reason_is_a_sentence_for_each_measure_the_worst_first() -> None:
    rated = rate([replace(GOOD, n=40, df=8, cv=0.212, se=212.0)], "ine_chile")[0]
    assert "unpublishable" == rated.mark
    assert [
        "It rests on 40 answers, and INE Chile (2020) asks for 60 or more.",
        "Its error has 8 degrees of freedom, and INE Chile (2020) asks for 9 or more.",
        "Its coefficient of variation is 21.2 %, and INE Chile (2020) allows 15 % or less.",
    ] == rated.to_dict()["reasons"]
    assert ["It keeps every rule of INE Chile (2020)."] == rate([GOOD], "ine_chile")[0].to_dict()["reasons"]


def test_a_value_just_past_its_limit_is_shown_apart_from_it() -> None:
    told = str(rate([replace(GOOD, **with_cv(0.15004))], "ine_chile")[0].reasons[0])
    assert "is 15.004 %, and INE Chile (2020) allows 15 %" in told


def test_what_has_no_error_is_not_vouched_for() -> None:
    for nothing in ({"se": None, "cv": None, "n_eff": None}, {"estimate": 0.0, "se": 0.0, "cv": None}):
        rated = rate([replace(GOOD, **nothing)], "ine_chile")[0]
        assert "unpublishable" == rated.mark
        assert "no error that INE Chile" in str(rated.reasons[0])
    certain = rate([replace(SHARE, estimate=1.0, se=0.0, cv=0.0)], "ine_chile")[0]
    assert "caution" == certain.mark


def test_ratios_are_shares_where_one_says_so_and_they_are_not_more_than_one() -> None:
    rate_row = replace(GOOD, statistic="ratio", variable="idle/active", estimate=0.05, se=0.01, cv=0.2)
    assert "caution" == mark("ine_chile", rate_row)
    assert "publishable" == rate([rate_row], "ine_chile", shares={"idle/active"})[0].mark
    above = replace(rate_row, estimate=1.2, se=0.24)
    assert "caution" == rate([above], "ine_chile", shares={"idle/active"})[0].mark


def test_an_own_set_is_a_mapping_and_its_faults_are_named_by_rule() -> None:
    own = {"title": "House", "rules": [{"measure": "deff", "at_most": 1.2, "otherwise": "caution"}]}
    assert "Its design effect is 1.5, and House allows 1.2 or less." == str(rate([GOOD], own)[0].reasons[0])
    for fault in (
        {"measure": "luck"},
        {"at_least": 3},
        {"otherwise": "maybe"},
        {"of": "totals"},
        {"colour": 1},
    ):
        with pytest.raises(BadInput, match="row 2, rules"):
            rate([GOOD], {"rules": [own["rules"][0], own["rules"][0] | fault]})
    with pytest.raises(BadInput, match="no set of rules mine"):
        rate([GOOD], "mine")
    with pytest.raises(BadInput, match="1 numbers of cases for 2"):
        rate([GOOD, GOOD], "abs", cases=[3])


def test_every_shipped_set_can_be_read_and_a_stricter_one_never_marks_better() -> None:
    assert {"ine_chile", "eclac_2020", "eclac_2023", "ilo_cv"} <= set(rule_sets())
    for name in rule_sets():
        marks = [MARKS.index(mark(name, GOOD, **with_cv(cv))) for cv in (0.05, 0.16, 0.22, 0.35, 0.6)]
        assert sorted(marks) == marks


def test_cases_are_counted_by_level_and_domain() -> None:
    table = {
        "sex": ["f", "f", "m", "m", "m"],
        "status": ["own", "own", "own", "family", None],
        "idle": [1, 0, 0, 1, 0],
        "active": [1, 1, 1, 1, 0],
        "age": [20, 30, 40, 50, 60],
        "w": [1, 1, 1, 1, 0],
    }
    design = Design(table, weights="w")
    shares = design.proportion("status", by="sex")
    counted = {
        (row.domain["sex"], row.level): n for row, n in zip(shares, cases_of(design, shares), strict=True)
    }
    assert {("f", "own"): 2, ("m", "own"): 1, ("f", "family"): 0, ("m", "family"): 1} == counted
    assert [2] == cases_of(design, design.mean("idle"))
    assert [2] == cases_of(design, design.ratio("idle", "active"))
    assert [3] == cases_of(design, design.proportion_interval("age >= 30"))
    assert [4] == cases_of(design, design.mean("age"))


def test_cases_are_counted_among_the_rows_that_the_call_used() -> None:
    table = {
        "sex": ["f", "f", "f", "m", "m", None],
        "area": ["x", "y", None, "x", "y", "y"],
        "status": ["own", "own", "own", "own", "family", "own"],
        "skill": ["low", None, "low", "high", "low", "low"],
        "idle": [1, 1, 1, 0, 1, 1],
        "active": [1, None, 1, 1, 1, 1],
        "w1": [1, 1, 1, 1, 1, 1],
        "w2": [2, 0, 2, 0, 2, 0],
    }
    for sample in (Design(table), ReplicateDesign(table, replicates=["w1", "w2"], kind="bootstrap")):
        both = sample.proportion(["status", "skill"], by="sex")
        counted = {
            (row.variable, row.domain["sex"], row.level): (cases, row.n)
            for row, cases in zip(both, cases_of(sample, both), strict=True)
        }
        assert (2, 2) == counted["status", "f", "own"]
        assert (1, 2) == counted["status", "m", "own"]
        ratio = sample.ratio("idle", "active")
        assert ([4], 5) == (cases_of(sample, ratio), ratio[0].n)
        assert [4] == cases_of(sample, list(ratio))
        shares = sample.proportion("status", by=["sex", "area"], margins=True)
        cases = cases_of(sample, shares)
        assert all(each <= row.n for row, each in zip(shares, cases, strict=True))


def test_the_mean_of_a_column_of_zeros_and_ones_is_judged_as_the_share_that_it_is() -> None:
    made = np.random.default_rng(3)
    table = {"poor": (made.random(400) < 0.06).astype(float), "w": made.uniform(20, 60, 400)}
    table["area"] = np.repeat(np.arange(20), 20)
    design = Design(table, weights="w", clusters="area")
    mean, share = design.mean("poor"), design.proportion_interval("poor", method="mean")
    for rules in rule_sets():
        marks = [rate(found, rules, cases=cases_of(design, found))[0].mark for found in (mean, share)]
        assert marks[0] == marks[1], rules
