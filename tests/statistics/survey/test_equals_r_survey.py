"""Every estimator gives what R `survey` gives, to 1e-9 (see oracle/SOURCE.md)."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mainstay.statistics.survey import Design, Estimate, Estimates

ORACLE = Path(__file__).parent / "oracle"
TEXTS = ("region", "sex", "status", "thin")
STRATIFIED: dict[str, Any] = {"weights": "weight", "strata": "region"}
CLUSTERED = STRATIFIED | {"clusters": "town", "nest": True}
STAGES = CLUSTERED | {"clusters": ["town", "household"], "fpc": ["towns", "households"]}
THIN = CLUSTERED | {"strata": "thin"}
DESIGNS: dict[str, dict[str, Any]] = {
    "simple": {"weights": "weight"},
    "stratified": STRATIFIED,
    "clustered": CLUSTERED,
    "first_stage": CLUSTERED | {"fpc": "towns"},
    "two_stage": STAGES,
    "implied": STAGES | {"weights": None},
    "lonely_remove": THIN | {"lonely": "remove"},
    "lonely_adjust": THIN | {"lonely": "adjust"},
    "lonely_average": THIN | {"lonely": "average"},
}


def people(folder: Path = ORACLE) -> dict[str, list[Any]]:
    with (folder / "people.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        name: [(row[name] if name in TEXTS else float(row[name])) if row[name] else None for row in rows]
        for name in rows[0]
    }


def expected(design: str, folder: Path = ORACLE) -> Iterator[dict[str, str]]:
    with (folder / "expected.csv").open(encoding="utf-8") as file:
        yield from (row for row in csv.DictReader(file) if row["design"] == design)


def ask(design: Design, row: dict[str, str]) -> Estimate:
    by = ["sex"] if row["domain"] else []
    variable, statistic = row["variable"], row["statistic"]
    level = variable.removeprefix("status") if variable.startswith("status") else None
    name = "status" if level else variable
    answer: Estimates
    if statistic == "ratio":
        answer = design.ratio(*name.split("/"), by=by)
    elif statistic in {"mean", "total"} and name != "employed":
        answer = getattr(design, statistic)(name, by=by)
    else:
        answer = design.proportion_interval(name, method=statistic, by=by)
    wanted = {"sex": row["domain"]} if by else {}
    return next(found for found in answer if found.domain == wanted and found.level == level)


@pytest.mark.parametrize("name", DESIGNS)
def test_estimates_errors_intervals_and_design_effects_equal_those_of_r(name: str) -> None:
    check_estimates(name, ORACLE)


def check_estimates(name: str, folder: Path) -> None:
    design = Design(people(folder), **DESIGNS[name])
    for row in expected(name, folder):
        found = ask(design, row)
        ours = [found.estimate, found.se, found.ci_low, found.ci_high, found.deff, found.df]
        theirs = [float(row[key]) for key in ("estimate", "se", "low", "high", "deff", "df")]
        for mine, other in zip(ours, theirs, strict=True):
            if not math.isnan(other):
                assert other == pytest.approx(mine, rel=1e-9, abs=1e-12), row


@pytest.mark.parametrize("name", DESIGNS)
def test_the_covariance_has_the_squared_errors_on_its_diagonal(name: str) -> None:
    design = Design(people(), **DESIGNS[name])
    for found in (
        design.mean(["income", "status"]),
        design.total("income", by="sex"),
        design.ratio("income", "hours"),
    ):
        errors = [row.se or 0.0 for row in found]
        assert np.sqrt(np.diag(found.covariance())) == pytest.approx(errors, rel=1e-9)
        if name != "lonely_average" or found[0].domain == {}:
            assert np.linalg.eigvalsh(found.covariance()).min() > -1e-9 * max(errors) ** 2
