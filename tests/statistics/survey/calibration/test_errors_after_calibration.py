"""After each adjustment, and after several, estimates and errors equal those of R `survey`."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mainstay.statistics.survey import Design, Estimate
from tests.statistics.survey.calibration.oracle import (
    CELLS,
    FOLDER,
    MARGINS,
    SCHEMES,
    SIZED,
    households,
    rows_of,
)

DESIGNS: dict[str, dict[str, Any]] = {
    "single": {"weights": "weight", "strata": "region"},
    "staged": {
        "weights": "weight",
        "strata": "region",
        "clusters": ["town", "household"],
        "fpc": ["towns", "households"],
        "nest": True,
    },
}
THIN = {"weights": "weight", "strata": "thin", "clusters": "town", "nest": True}


def adjusted(name: str, scheme: str, folder: Path = FOLDER) -> Design:
    return applied(Design(households(folder), **DESIGNS[name]), scheme)


def applied(design: Design, scheme: str) -> Design:
    for call, given, named in SCHEMES[scheme]:
        design = getattr(design, call)(*given, **named)
    return design


def ask(design: Design, row: dict[str, str]) -> Estimate:
    by = ["sex"] if row["domain"] else []
    name, variable = row["statistic"], row["variable"]
    kind = next((text for text in ("status", "roof") if variable.startswith(text)), None)
    level = variable.removeprefix(kind) if kind else None
    found = (
        design.ratio(*variable.split("/"), by=by)
        if name == "ratio"
        else getattr(design, name)(kind or variable, by=by)
    )
    wanted = {"sex": row["domain"]} if by else {}
    return next(own for own in found if own.domain == wanted and own.level == level)


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_estimates_and_errors_equal_those_of_r(name: str, scheme: str) -> None:
    check_adjusted(name, scheme, FOLDER)


def check_adjusted(name: str, scheme: str, folder: Path) -> None:
    design = adjusted(name, scheme, folder)
    for row in rows_of("expected.csv", folder):
        if (row["design"], row["scheme"]) == (name, scheme):
            found = ask(design, row)
            assert float(row["estimate"]) == pytest.approx(found.estimate, rel=1e-9)
            assert float(row["se"]) == pytest.approx(found.se, rel=1e-9, abs=1e-9 * abs(found.estimate)), row


@pytest.mark.parametrize("name", DESIGNS)
def test_what_the_totals_fix_has_no_error_left(name: str) -> None:
    design = Design(households(), **DESIGNS[name]).calibrate(*SIZED)
    for row in (design.total("size")[0], *design.total("sex")):
        assert 0 == pytest.approx(row.se / row.estimate, abs=1e-12)
    assert 1 == len(design.reports)


@pytest.mark.parametrize("name", DESIGNS)
def test_the_covariance_of_domains_agrees_with_their_errors_and_with_the_scores(name: str) -> None:
    design = Design(households(), **DESIGNS[name]).poststratify(["region", "sex"], CELLS).rake(MARGINS)
    found = design.mean("hours", by=["sex", "roof"])
    matrix = found.covariance()
    assert [row.se**2 for row in found] == pytest.approx(np.diag(matrix).tolist())

    def mean(weights: np.ndarray) -> np.ndarray:
        return np.array([weights @ hours / weights.sum()])

    hours = design.columns.numbers("hours")
    scores = design.weights * (hours - mean(design.weights)) / design.weights.sum()
    own = design.covariance(mean, lambda: scores[:, None])[0][0, 0]
    assert design.mean("hours")[0].se ** 2 == pytest.approx(own)


def test_many_units_are_folded_without_holding_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = adjusted("staged", "poststrata_rake").mean("hours", by="roof")
    monkeypatch.setattr("mainstay.statistics.survey.calibrated.HELD", 1)
    small = adjusted("staged", "poststrata_rake").mean("hours", by="roof")
    assert [row.se for row in usual] == pytest.approx([row.se for row in small])


def test_the_design_that_was_adjusted_stays_as_it_was() -> None:
    design = Design(households(), **DESIGNS["single"])
    before = design.mean("hours")[0]
    design.calibrate(*SIZED).mean("hours")
    assert before == design.mean("hours")[0]
    assert () == design.adjustments
    assert "residuals" not in design.mean("hours")[0].method
    assert "residuals of calibration" in design.calibrate(*SIZED).mean("hours")[0].method


@pytest.mark.parametrize("name", DESIGNS)
def test_sub_totals_have_the_errors_that_they_have_alone(name: str) -> None:
    design = Design(households(), **DESIGNS[name]).calibrate(*SIZED).rake(MARGINS)
    joined = design.mean("hours", by=["sex", "roof"], margins=True)
    alone = {
        **{("sex", row.domain["sex"]): row for row in design.mean("hours", by="sex")},
        **{("roof", row.domain["roof"]): row for row in design.mean("hours", by="roof")},
        ("", ""): design.mean("hours")[0],
    }
    seen = 0
    for row in joined:
        held = {column: value for column, value in row.domain.items() if value is not None}
        if len(held) < 2:
            other = alone[next(iter(held.items()), ("", ""))]
            assert (other.estimate, other.se, other.df) == pytest.approx((row.estimate, row.se, row.df))
            seen += 1
    assert len(alone) == seen
    assert [row.se**2 for row in joined] == pytest.approx(np.diag(joined.covariance()).tolist())


@pytest.mark.parametrize("scheme", ["linear", "poststrata_rake"])
@pytest.mark.parametrize("rule", ["remove", "adjust", "average"])
def test_strata_of_one_unit_keep_their_rule(rule: str, scheme: str) -> None:
    check_lonely(rule, scheme, FOLDER)


def check_lonely(rule: str, scheme: str, folder: Path) -> None:
    table = households(folder)
    towns, region = table.numbers("town"), table.levels("region")
    names = [region.values[code] for code in region.codes]
    thin = [f"{name}{int(town) if name == 'south' else ''}" for name, town in zip(names, towns, strict=True)]
    columns = {name: table.levels(name) for name in table.names}
    rows = {name: [[*own.values, None][code] for code in own.codes] for name, own in columns.items()}
    design = applied(Design(rows | {"thin": thin}, lonely=rule, **THIN), scheme)
    compared = [
        row for row in rows_of("expected.csv", folder) if (row["design"], row["scheme"]) == (rule, scheme)
    ]
    assert 27 == len(compared)
    for row in compared:
        found = ask(design, row)
        assert float(row["se"]) == pytest.approx(found.se, rel=1e-9, abs=1e-9 * abs(found.estimate)), row


def test_replicates_are_trimmed_by_the_factors_of_the_sample() -> None:
    design = Design(households(), **DESIGNS["single"] | {"clusters": "town", "nest": True})
    limits = {"lower": 24.0, "upper": 60.0}
    factor = design.trim(**limits).weights / design.weights
    for replicates in (
        design.trim(**limits).as_replicates("JKn"),
        design.as_replicates("JKn").trim(**limits),
    ):
        plain = design.as_replicates("JKn").source
        for place in range(len(plain)):
            assert replicates.source.replicate(place) == pytest.approx(plain.replicate(place) * factor)
    taylor, jackknife = (own.mean("hours")[0].se for own in (design.trim(**limits), replicates))
    assert jackknife == pytest.approx(taylor, rel=0.1)


def test_totals_that_trimming_undid_have_an_error_again() -> None:
    design = Design(households(), **DESIGNS["single"]).calibrate(*SIZED)
    trimmed = design.trim(lower=24, upper=60)
    assert (design.total("size")[0].se or 0) < 1e-6
    assert (trimmed.total("size")[0].se or 0) > 100
    assert trimmed.total("size")[0].method.startswith("Taylor linearisation, ")


@pytest.mark.parametrize("kind", ["design", "replicates"])
def test_a_sample_keeps_the_classes_that_were_joined_and_the_totals_that_were_missed(kind: str) -> None:
    design: Any = Design(households(), **DESIGNS["single"] | {"clusters": "town", "nest": True})
    design = design if kind == "design" else design.as_replicates("JKn")
    answered = design.adjust_nonresponse("hours > 12", "size", smallest=20, join=True)
    assert [1 / own.rate for own in answered.adjusted[-1].classes] == pytest.approx(
        [own.factor for own in answered.adjusted[-1].classes]
    )
    assert answered.adjusted[-1].joined
    raked = answered.rake(MARGINS, sweeps=1, force=True)
    assert 2 == len(raked.adjusted)
    assert raked.adjusted[-1].missed
