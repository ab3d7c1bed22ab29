"""Variances of the population and design effects with replacement, as in R `survey`, to 1e-9."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mainstay.statistics.survey import Design
from tests.statistics.survey.test_equals_r_survey import CLUSTERED, ORACLE, STAGES, people

THIN = STAGES | {"strata": "thin"}
DESIGNS: dict[str, dict[str, Any]] = {
    "clustered": CLUSTERED,
    "two_stage": STAGES,
    "thin_remove": THIN | {"lonely": "remove"},
    "thin_adjust": THIN | {"lonely": "adjust"},
    "thin_average": THIN | {"lonely": "average"},
}


def expected(design: str, folder: Path = ORACLE) -> Iterator[dict[str, str]]:
    with (folder / "core.csv").open(encoding="utf-8") as file:
        yield from (row for row in csv.DictReader(file) if row["design"] == design)


def same(ours: list[float | None], row: dict[str, str], keys: tuple[str, ...]) -> None:
    theirs = [float(row[key]) if row[key] != "NA" else math.nan for key in keys]
    for mine, other in zip(ours, theirs, strict=True):
        if not math.isnan(other):
            assert other == pytest.approx(mine, rel=1e-9, abs=1e-12), row


@pytest.mark.parametrize("name", DESIGNS)
def test_variances_and_effects_with_replacement_equal_those_of_r(name: str) -> None:
    check_variances(name, ORACLE)


def check_variances(name: str, folder: Path) -> None:
    design = Design(people(folder), deff="wr", **DESIGNS[name])
    for row in expected(name, folder):
        if row["statistic"] == "intercept":
            where = f"sex == '{row['domain']}'" if row["domain"] else None
            fitted = design.regress("income ~ 1", where=where)[0]
            tested = design.ttest("income", where=where)
            same([fitted.estimate, fitted.se], row, ("estimate", "se"))
            same([tested.estimate, tested.se], row, ("estimate", "se"))
        if row["statistic"] in {"variance", "mean", "total"}:
            by = ["sex"] if row["domain"] else []
            found = next(
                one
                for one in getattr(design, row["statistic"])(row["variable"], by=by)
                if not by or one.domain["sex"] == row["domain"]
            )
            ours = [found.estimate, found.se, None if row["deff"] == "NA" else found.deff, found.df]
            same(ours, row, ("estimate", "se", "deff", "df"))
