"""Regressions and tests equal R `survey`."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from mainstay.statistics.survey import Design, Sample
from mainstay.statistics.survey.likelihoods import FAMILIES
from mainstay.statistics.survey.regression_result import Regression

from .test_equals_r_survey import CLUSTERED, ORACLE, STAGES
from .test_quantiles import persons, rows_of, same

DESIGNS: dict[str, dict[str, Any]] = {
    "simple": {"weights": "weight"},
    "clustered": CLUSTERED,
    "two_stage": STAGES,
}


def citizens(folder: Path = ORACLE) -> dict[str, list[Any]]:
    table = persons(folder)
    poor = [None if income is None else float(income < 600) for income in table["income"]]
    return table | {"poor": poor}


def where_of(row: dict[str, str]) -> str | None:
    return f"sex == '{row['domain']}'" if row["domain"] else None


def fitted(design: Sample, row: dict[str, str]) -> Regression:
    return design.regress(row["formula"], family=row["family"], where=where_of(row))


@pytest.mark.parametrize("name", DESIGNS)
def test_coefficients_errors_and_chances_equal_those_of_r(name: str) -> None:
    check_coefficients(name, ORACLE)


def check_coefficients(name: str, folder: Path) -> None:
    design = Design(citizens(folder), **DESIGNS[name])
    models: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in rows_of("regressions.csv", name, folder):
        models[row["family"], row["formula"], row["domain"]].append(row)
    for rows in models.values():
        found = fitted(design, rows[0]).rows
        for mine, row in zip(found, rows, strict=True):
            pairs = {
                "estimate": mine.estimate,
                "se": mine.se,
                "p": mine.p,
                "low": mine.ci_low,
                "high": mine.ci_high,
            }
            assert [] == [key for key, value in pairs.items() if not same(value, row[key])], (row, mine)
            assert mine.df == int(float(row["df"]))


@pytest.mark.parametrize("name", DESIGNS)
def test_tests_of_terms_equal_those_of_r(name: str) -> None:
    check_terms(name, ORACLE)


def check_terms(name: str, folder: Path) -> None:
    design = Design(citizens(folder), **DESIGNS[name])
    for row in rows_of("terms.csv", name, folder):
        mine = fitted(design, row).test(row["term"])
        pairs = {"value": mine.value, "p": mine.p, "df": mine.df, "df_error": mine.df_error}
        assert [] == [key for key, value in pairs.items() if not same(value, row[key])], (row, mine)


@pytest.mark.parametrize("name", DESIGNS)
def test_t_and_chi_square_tests_equal_those_of_r(name: str) -> None:
    check_tests(name, ORACLE)


def check_tests(name: str, folder: Path) -> None:
    design = Design(citizens(folder), **DESIGNS[name])
    for row in rows_of("tests.csv", name, folder):
        if row["kind"] == "t":
            paired = "hours" if row["asked"].startswith("I(") else None
            asked = "age" if paired else row["asked"]
            mine = design.ttest(asked, paired=paired, where=where_of(row))
            pairs = {"estimate": mine.estimate, "low": mine.ci_low, "high": mine.ci_high, "df": mine.df}
        else:
            first, second = row["asked"].split(" + ")
            mine = design.chisq(first, second, statistic=row["kind"], where=where_of(row))
            pairs = {"df": mine.df, "df_error": mine.df_error}
        pairs |= {"value": mine.value, "p": mine.p}
        assert [] == [key for key, value in pairs.items() if not same(value, row[key])], (row, mine)


def test_inference_after_post_stratification_equals_that_of_r() -> None:
    check_poststratified(ORACLE)


def check_poststratified(folder: Path) -> None:
    table = citizens(folder)
    heavy = [place for place, weight in enumerate(table["weight"]) if weight > 0]
    design = Design({name: [values[k] for k in heavy] for name, values in table.items()}, **CLUSTERED)
    post = design.poststratify("employed", {0: 900, 1: 1300})
    found: dict[tuple[str, str], list[tuple[float | None, float | None, float | None]]] = {}
    rows = rows_of("poststratified.csv", "post", folder)
    for kind, asked in dict.fromkeys((row["kind"], row["asked"]) for row in rows):
        if kind in FAMILIES:
            slopes = post.regress(asked, family=kind).rows
            found[kind, asked] = [(own.estimate, own.se, own.p) for own in slopes]
        elif kind == "median":
            median = post.quantile(asked)[0]
            found[kind, asked] = [(median.estimate, median.se, None)]
        else:
            first, _plus, second = asked.partition(" + ")
            tested = post.ttest(asked) if kind == "t" else post.chisq(first, second, statistic=kind)
            found[kind, asked] = [(tested.value, None, tested.p)]
    mine = [own for answers in found.values() for own in answers]
    for own, row in zip(mine, rows, strict=True):
        assert all(same(value, row[key]) for value, key in zip(own, ("value", "se", "p"), strict=True)), row
