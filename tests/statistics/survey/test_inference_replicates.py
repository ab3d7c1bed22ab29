"""Quantiles, regressions and tests from replicate weights equal R `survey`."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mainstay.statistics.survey import Design
from mainstay.statistics.survey.replicates import ReplicateDesign

from .test_equals_r_survey import CLUSTERED, ORACLE
from .test_inference import citizens, fitted
from .test_quantiles import rows_of, same

#: R lets a replicate in which the answers separate count with the slopes where its steps end; we leave it out.
SEPARATED = "employed ~ age + region"


def columns_of(file: str, folder: Path) -> dict[str, list[Any]]:
    with (folder / file).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {name: [float(row[name]) for row in rows] for name in rows[0]}


@cache
def jackknife(folder: Path = ORACLE) -> ReplicateDesign:
    replicates, scales = columns_of("replicates.csv", folder), columns_of("rscales.csv", folder)["rscales"]
    table = citizens(folder) | replicates
    return ReplicateDesign(
        table, weights="weight", replicates=list(replicates), kind="JKn", rscales=scales, combined=True
    )


def differing(row: dict[str, str], **mine: float | None) -> list[str]:
    return [key for key, value in mine.items() if not same(value, row[key])]


def test_quantiles_and_both_their_intervals_equal_those_of_r() -> None:
    check_quantiles(ORACLE)


def check_quantiles(folder: Path) -> None:
    for row in rows_of("quantiles.csv", "jackknife", folder):
        if row["interval"] == "xlogit":  # R 4.1-1 gives the interval "mean" here, whatever is asked
            continue
        by = ["sex"] if row["domain"] else []
        answer = jackknife(folder).quantile(
            row["variable"], float(row["share"]), by=by, rule=row["rule"], interval=row["interval"]
        )
        own = next(found for found in answer if found.domain.get("sex", "") == row["domain"])
        assert [] == differing(row, estimate=own.estimate, low=own.ci_low, high=own.ci_high, se=own.se), row


def test_regressions_equal_those_of_r() -> None:
    check_regressions(ORACLE)


def check_regressions(folder: Path) -> None:
    for row in rows_of("regressions.csv", "jackknife", folder):
        if row["formula"] != SEPARATED:
            own = fitted(jackknife(folder), row).rows[int(row["place"])]
            found = {
                "estimate": own.estimate,
                "se": own.se,
                "p": own.p,
                "low": own.ci_low,
                "high": own.ci_high,
            }
            assert [] == differing(row, df=own.df, **found), row
    for row in rows_of("terms.csv", "jackknife", folder):
        if row["formula"] != SEPARATED:
            tested = fitted(jackknife(folder), row).test(row["term"])
            assert [] == differing(
                row, value=tested.value, p=tested.p, df=tested.df, df_error=tested.df_error
            )


def test_tests_equal_those_of_r() -> None:
    check_tests(ORACLE)


def check_tests(folder: Path) -> None:
    for row in rows_of("tests.csv", "jackknife", folder):
        if row["kind"] == "t":
            paired = "hours" if row["asked"].startswith("I(") else None
            own = jackknife(folder).ttest("age" if paired else row["asked"], paired=paired)
            assert [] == differing(row, estimate=own.estimate, low=own.ci_low, high=own.ci_high, p=own.p), row
        else:
            first, second = row["asked"].split(" + ")
            own = jackknife(folder).chisq(first, second, statistic=row["kind"])
            assert [] == differing(row, value=own.value, df=own.df, df_error=own.df_error, p=own.p), row


def test_a_replicate_without_a_fit_is_left_out_and_counted() -> None:
    found = jackknife().regress(SEPARATED, family="binomial")
    assert "1 of them without a fit" in found.method
    assert all(row.se is not None and row.se < 2 for row in found)


def test_replicates_and_linearisation_nearly_agree() -> None:
    taylor = Design(citizens(), **CLUSTERED)
    for formula in ("income ~ age", "hours ~ sex + age"):
        ours, theirs = (design.regress(formula) for design in (jackknife(), taylor))
        assert [row.se for row in ours] == pytest.approx([row.se for row in theirs], rel=0.2)
    for statistic in ("F", "lincom"):
        ours_p = jackknife().chisq("region", "employed", statistic=statistic).p
        assert ours_p == pytest.approx(taylor.chisq("region", "employed", statistic=statistic).p, abs=0.05)
