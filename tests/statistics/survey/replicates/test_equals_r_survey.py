"""Replicate weights of every kind give what R `survey` gives, to 1e-9 (see oracle/SOURCE.md)."""

import csv
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mainstay.statistics.survey import Design, Estimate, Estimates, Sample
from mainstay.statistics.survey.replicates import ReplicateDesign

ORACLE = Path(__file__).parent / "oracle"
TEXTS = ("stratum", "sex", "status", "place")
UNEVEN = [0.0, *(round(0.1 * step, 1) for step in range(1, 12))]
JKN: dict[str, Any] = {"replicates": "jk_*", "kind": "JKn", "rscales": [0.5] * 12}
FACTORS: dict[str, Any] = {"replicates": "jkf_*", "combined": False}
OTHER: dict[str, Any] = {"kind": "other", "scale": 0.7, "rscales": UNEVEN}
GIVEN: dict[str, dict[str, Any]] = {
    "jkn": JKN,
    "jkn_factors": FACTORS | {"kind": "JKn", "mse": True},
    "jk1_factors": {"replicates": "jack_*", "kind": "JK1", "combined": False},
    "jk1": {"replicates": "jk_*", "kind": "JK1", "mse": True},
    "jk2": {"replicates": "jk_*", "kind": "JK2"},
    "brr": {"replicates": "brr_*", "kind": "BRR"},
    "fay": {"replicates": "fay_*", "kind": "Fay", "rho": 0.3, "mse": True},
    "bootstrap": {"replicates": "boot_*", "kind": "bootstrap"},
    "bootstrap_scaled": {"replicates": "boot_*", "kind": "bootstrap", "scale": 0.09, "mse": True},
    "sdr": {"replicates": "brr_*", "kind": "ACS"},
    "other": {"replicates": "jk_*"} | OTHER,
    "other_mse": FACTORS | OTHER | {"mse": True},
}


def read(path: Path) -> dict[str, list[Any]]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    texts = (*TEXTS, "region", "thin")
    return {
        name: [(row[name] if name in texts else float(row[name])) if row[name] else None for row in rows]
        for name in rows[0]
    }


def pairs(folder: Path = ORACLE) -> dict[str, list[Any]]:
    return read(folder / "pairs.csv")


def expected(file: str, design: str, folder: Path) -> Iterator[dict[str, str]]:
    with (folder / file).open(encoding="utf-8") as opened:
        yield from (row for row in csv.DictReader(opened) if row["design"] == design)


Answers = dict[tuple[str, ...], Estimates]


def ask(design: Sample, row: dict[str, str], by: str, told: Answers) -> Estimate:
    """Return our estimate beside a row of R's; `told` keeps what was asked before."""
    domains = [by] if row["domain"] else []
    variable, statistic = row["variable"], row["statistic"]
    level = variable.removeprefix("status") if variable.startswith("status") else None
    name = "status" if level else variable
    key = (statistic, name, *domains)
    if key not in told:
        if statistic == "ratio":
            told[key] = design.ratio(*name.split("/"), by=domains)
        elif statistic in {"mean", "total", "variance"} and name != "employed":
            told[key] = getattr(design, statistic)(name, by=domains)
        else:
            told[key] = design.proportion_interval(name, method=statistic, by=domains)
    wanted = {by: row["domain"]} if domains else {}
    return next(found for found in told[key] if found.domain == wanted and found.level == level)


def compare(design: Sample, rows: Iterator[dict[str, str]], by: str) -> None:
    told: Answers = {}
    for row in rows:
        agrees(ask(design, row, by, told), row, *counts_of(design, row, by))


def counts_of(design: Sample, row: dict[str, str], by: str) -> tuple[int, int, float]:
    """Return for the rows behind a row of R's: how many, how many with a weight, and the sum of weights."""
    name = "status" if row["variable"].startswith("status") else row["variable"]
    rows = np.logical_and.reduce([design.columns.present(part) for part in name.split("/")])
    if row["domain"]:
        levels = design.columns.levels(by)
        rows &= levels.codes == levels.values.index(row["domain"])
    return int(rows.sum()), int((rows & (design.weights != 0)).sum()), float(design.weights[rows].sum())


def agrees(found: Estimate, row: dict[str, str], rows: int, n: int, whole: float) -> None:
    """Compare with a row of R's, whose design effect of replicates takes rows of weight 0 for answers."""
    ours = [found.estimate, found.se, found.deff, found.df]
    theirs = [float(row[key]) for key in ("estimate", "se", "deff", "df")]
    theirs[2] *= (1 - rows / whole) / (rows - 1) * (n - 1) / (1 - n / whole) if n > 1 else math.nan
    at_an_end = found.ci_high == 1 or found.ci_low == 0 or found.method.endswith("beta (Kish) interval")
    if found.df and not at_an_end:  # R's arcsine interval folds back at 0 and 1; an edge has no error in R
        ours += [found.ci_low, found.ci_high]
        theirs += [float(row["low"]), float(row["high"])]
    for mine, other in zip(ours, theirs, strict=True):
        if not math.isnan(other):
            assert other == pytest.approx(mine or 0.0, rel=1e-9, abs=1e-12 * max(1.0, abs(theirs[0]))), row


def people(folder: Path = ORACLE) -> dict[str, list[Any]]:
    table = read(folder.parents[1] / "oracle" / "people.csv")
    table["key"] = [f"{region} {town}" for region, town in zip(table["region"], table["town"], strict=True)]
    table["whole"] = [91.0] * len(table["key"])
    west = [region == "west" for region in table["region"]]
    table["certain"] = [2.0 if own else towns for own, towns in zip(west, table["towns"], strict=True)]
    table["old"] = [float(age >= 40) for age in table["age"]]
    return table


def without_east(folder: Path = ORACLE) -> dict[str, list[Any]]:
    table = people(folder)
    kept = [place for place, region in enumerate(table["region"]) if region != "east"]
    return {name: [values[place] for place in kept] for name, values in table.items()}


TOWNS: dict[str, Any] = {"strata": "region", "clusters": "town"}
THIN: dict[str, Any] = {"strata": "thin", "clusters": "town"}
UNITS: dict[str, Any] = {"strata": "stratum", "clusters": "unit"}
MADE: dict[str, tuple[Callable[[Path], dict[str, list[Any]]], dict[str, Any], dict[str, Any]]] = {
    "jk1": (people, {"clusters": "key"}, {"kind": "JK1"}),
    "jk1_fpc": (people, {"clusters": "key", "fpc": "whole"}, {"kind": "JK1", "mse": True}),
    "jkn": (people, TOWNS, {"kind": "JKn"}),
    "jkn_mse": (people, TOWNS, {"kind": "JKn", "mse": True}),
    "jkn_fpc": (people, TOWNS | {"fpc": "towns"}, {"kind": "JKn"}),
    "jkn_certain": (people, TOWNS | {"fpc": "certain"}, {"kind": "JKn"}),
    "jkn_remove": (people, THIN | {"lonely": "remove"}, {"kind": "JKn"}),
    "jkn_adjust": (people, THIN | {"lonely": "adjust"}, {"kind": "JKn"}),
    "jkn_average": (people, THIN | {"lonely": "average"}, {"kind": "JKn"}),
    "brr": (pairs, UNITS, {"kind": "BRR"}),
    "fay": (pairs, UNITS, {"kind": "Fay", "rho": 0.3}),
    "brr_split": (without_east, TOWNS, {"kind": "BRR"}),
}


@pytest.mark.parametrize("name", GIVEN)
def test_replicates_that_come_with_a_survey_give_what_r_gives(name: str) -> None:
    check_given(name, ORACLE)


def check_given(name: str, folder: Path) -> None:
    design = ReplicateDesign(pairs(folder), weights="weight", **GIVEN[name])
    compare(design, expected("expected.csv", name, folder), "place")


@pytest.mark.parametrize("name", ["jkn", "brr", "other_mse"])
def test_the_variance_of_a_population_under_replicates_is_that_of_r(name: str) -> None:
    check_variance(name, ORACLE)


def check_variance(name: str, folder: Path) -> None:
    design = ReplicateDesign(pairs(folder), weights="weight", **GIVEN[name])
    for row in expected("variance.csv", name, folder):
        found = ask(design, row, "place", {})
        rows, n, _whole = counts_of(design, row, "place")
        more = n / (n - 1) * (rows - 1) / rows  # R takes rows of weight 0 for answers in n/(n-1)
        assert float(row["estimate"]) * more == pytest.approx(found.estimate, rel=1e-9)
        assert float(row["se"]) * more == pytest.approx(found.se, rel=1e-9)


ADJUSTED: dict[str, tuple[str, tuple[Any, ...]]] = {
    "jkn_poststratified": ("poststratify", ("old", {0: 610, 1: 720})),
    "jkn_calibrated": ("calibrate", ("~ age + old", {"(Intercept)": 1300, "age": 52000, "old": 700})),
}


@pytest.mark.parametrize("first", ["adjusted", "replicated"])
@pytest.mark.parametrize("name", ADJUSTED)
def test_every_replicate_is_adjusted_as_the_sample_was(name: str, first: str) -> None:
    check_adjusted(name, first, ORACLE)


def check_adjusted(name: str, first: str, folder: Path) -> None:
    design = Design(people(folder), weights="weight", nest=True, **TOWNS)
    call, given = ADJUSTED[name]
    if first == "adjusted":
        replicates = getattr(design, call)(*given).as_replicates("JKn")
    else:
        replicates = getattr(design.as_replicates("JKn"), call)(*given)
    compare(replicates, expected("converted.csv", name, folder), "sex")


@pytest.mark.parametrize("name", MADE)
def test_replicates_made_from_a_design_give_what_those_of_r_give(name: str) -> None:
    check_made(name, ORACLE)


def check_made(name: str, folder: Path) -> None:
    drawn, design, made = MADE[name]
    table = drawn(folder)
    replicates = Design(table, weights="weight", nest=True, **design).as_replicates(**made)
    compare(replicates, expected("converted.csv", name, folder), "sex" if "town" in table else "place")
