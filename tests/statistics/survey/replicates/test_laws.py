"""Laws of replicate weights: what linear statistics must give exactly, and what must not matter."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.statistics.survey import Design, Estimates, ReplicateDesign
from mainstay.statistics.survey.replicates.hadamard import hadamard

SEEDS = st.integers(0, 10_000)


def sample(seed: int, *, units: int = 3, rows: int = 60) -> dict[str, Any]:
    """Return a table of four strata of `units` units, each with rows; strata of 12 units in all."""
    draw = np.random.default_rng(seed)
    all_units = 4 * units
    owner = np.concatenate([np.arange(all_units), draw.integers(0, all_units, rows)])
    return {
        "area": owner // units,
        "town": owner % units,
        "towns": np.full(len(owner), 12.0),
        "w": draw.uniform(0.5, 3, len(owner)),
        "y": draw.normal(10, 4, len(owner)),
        "x": draw.uniform(1, 5, len(owner)),
        "group": draw.choice(["a", "b", "c"], len(owner)),
    }


def design_of(table: dict[str, Any], **more: Any) -> Design:
    return Design(table, weights="w", strata="area", clusters="town", nest=True, **more)


def errors(found: Estimates) -> list[float]:
    return [row.se or 0.0 for row in found]


def with_columns(table: dict[str, Any], made: ReplicateDesign, **given: Any) -> ReplicateDesign:
    """Return the same replicates as whole weights in columns of the table."""
    columns = {f"rep_{place}": made.source.replicate(place) for place in range(len(made.source))}
    scales = {"scale": made.scales.scale, "rscales": made.scales.rscales.tolist()}
    return ReplicateDesign(table | columns, weights="w", replicates="rep_*", kind="other", **scales | given)


@settings(max_examples=8)
@given(SEEDS, st.sampled_from([None, "towns"]))
def test_the_jackknife_of_a_total_is_the_linearised_error_exactly(seed: int, fpc: str | None) -> None:
    design = design_of(sample(seed), fpc=fpc)
    jackknife = design.as_replicates("JKn")
    for by in ((), "group"):
        ours, theirs = jackknife.total(["y", "group"], by=by), design.total(["y", "group"], by=by)
        assert errors(ours) == pytest.approx(errors(theirs), rel=1e-9)
        assert np.abs(ours.covariance() - theirs.covariance()).max() < 1e-9 * theirs.covariance().max()


@settings(max_examples=8)
@given(SEEDS, st.sampled_from([None, 0.0, 0.3, 0.9]))
def test_balanced_half_samples_of_a_total_are_the_linearised_error_exactly(
    seed: int, rho: float | None
) -> None:
    design = design_of(sample(seed, units=2))
    balanced = design.as_replicates("BRR" if rho is None else "Fay", rho=rho)
    ours, theirs = balanced.total("y", by="group"), design.total("y", by="group")
    assert errors(ours) == pytest.approx(errors(theirs), rel=1e-9)


@pytest.mark.parametrize("draws", [2, 3])
def test_the_bootstrap_of_a_total_is_the_linearised_error_on_average(draws: int) -> None:
    """Every outcome for two strata of three units: n - 1 draws (Rao, Wu) and n draws (Canty, Davison)."""
    table = sample(3)
    few = {name: values[table["area"] < 2] for name, values in table.items()}
    counts = [np.bincount(picked, minlength=3) for picked in product(range(3), repeat=draws)]
    factors = np.array([np.concatenate(pair) for pair in product(counts, counts)]) * 3 / draws
    columns = {f"rep_{r}": factors[r][3 * few["area"] + few["town"]] for r in range(len(factors))}
    scale = {2: 1.0, 3: 1.5}[draws] / len(factors)
    every = ReplicateDesign(
        few | columns, weights="w", replicates="rep_*", kind="other", scale=scale, combined=False
    )
    assert errors(every.total(["y", "x"])) == pytest.approx(errors(design_of(few).total(["y", "x"])))
    kind = {2: "subbootstrap", 3: "bootstrap"}[draws]
    made = design_of(few).as_replicates(kind, replicates=40, seed=5).source
    assert {tuple(row) for row in np.asarray(made.factors)} <= {tuple(row) for row in factors}


@pytest.mark.parametrize("kind", ["bootstrap", "subbootstrap", "mrbbootstrap"])
def test_many_bootstrap_replicates_come_near_the_linearised_error_and_a_seed_repeats_them(kind: str) -> None:
    table = sample(8)
    design = design_of(table)
    first = design.as_replicates(kind, replicates=1200, seed=11).total(["y", "group"])
    assert errors(first) == pytest.approx(errors(design.total(["y", "group"])), rel=0.1)
    again, other = (design.as_replicates(kind, replicates=1200, seed=seed) for seed in (11, 12))
    assert first.to_dicts() == again.total(["y", "group"]).to_dicts()
    assert first.to_dicts() != other.total(["y", "group"]).to_dicts()


def test_the_bootstrap_of_several_stages_comes_near_the_linearised_error_of_all_of_them() -> None:
    table = sample(8)
    table |= {"person": np.arange(len(table["y"])), "people": np.full(len(table["y"]), 20.0)}
    design = Design(
        table, weights="w", strata="area", clusters=["town", "person"], fpc=["towns", "people"], nest=True
    )
    made = design.as_replicates("mrbbootstrap", replicates=1200, seed=3)
    assert errors(made.total(["y", "x"])) == pytest.approx(errors(design.total(["y", "x"])), rel=0.1)


def test_drawing_out_of_the_rebuilt_population_repeats_no_unit_too_often() -> None:
    design = design_of(sample(2), fpc="towns")
    factors = np.asarray(design.as_replicates("bootstrap", replicates=300, seed=1).source.factors)
    assert {0.0, 1.0, 2.0, 3.0} == set(factors.ravel())
    assert (factors.reshape(300, 4, 3).sum(axis=2) == 3).all()
    # four of each unit among twelve: variance n·p(1-p)·(N-n)/(N-1), p = 1/3
    assert float(factors.var()) == pytest.approx(3 * (2 / 9) * 9 / 11, rel=0.05)


@settings(max_examples=6)
@given(SEEDS)
def test_replicates_of_a_mean_come_near_the_linearised_error(seed: int) -> None:
    design = design_of(sample(seed, rows=300))
    for ours, theirs in (
        (design.as_replicates("JKn").mean("y"), design.mean("y")),
        (design.as_replicates("JKn").ratio("y", "x"), design.ratio("y", "x")),
    ):
        assert errors(ours) == pytest.approx(errors(theirs), rel=0.2)


@settings(max_examples=6)
@given(SEEDS)
def test_neither_the_order_of_rows_nor_that_of_replicates_matters(seed: int) -> None:
    table = sample(seed)
    made = design_of(table).as_replicates("JKn")
    order = np.random.default_rng(seed).permutation(len(table["y"]))
    shuffled = design_of({name: values[order] for name, values in table.items()}).as_replicates("JKn")
    turned = with_columns(table, made)
    turned = ReplicateDesign(
        turned.columns,
        weights="w",
        replicates=[f"rep_{place}" for place in range(11, -1, -1)],
        kind="other",
        scale=made.scales.scale,
        rscales=made.scales.rscales[::-1].tolist(),
    )
    for other in (shuffled, turned):
        assert errors(made.mean("y", by="group")) == pytest.approx(errors(other.mean("y", by="group")))


@settings(max_examples=6)
@given(SEEDS, st.floats(0.01, 1000))
def test_scaling_the_weights_moves_totals_only(seed: int, factor: float) -> None:
    table = sample(seed)
    plain = design_of(table).as_replicates("JKn")
    scaled = design_of(table | {"w": table["w"] * factor}).as_replicates("JKn")
    assert errors(plain.ratio("y", "x")) == pytest.approx(errors(scaled.ratio("y", "x")))
    assert factor * errors(plain.total("y"))[0] == pytest.approx(errors(scaled.total("y"))[0])


@settings(max_examples=6)
@given(SEEDS, st.sampled_from(["JKn", "BRR"]), st.booleans())
def test_factors_of_units_and_columns_of_whole_weights_are_the_same(seed: int, kind: str, mse: bool) -> None:
    table = sample(seed, units=2, rows=20)
    made = design_of(table).as_replicates(kind, mse=mse)
    columns = with_columns(table, made, mse=mse)
    for first, second in zip(
        made.mean(["y", "group"], by=["group", "area"]),
        columns.mean(["y", "group"], by=["group", "area"]),
        strict=True,
    ):
        assert [first.estimate, first.se, first.deff or 0.0] == pytest.approx(
            [second.estimate, second.se, second.deff or 0.0], rel=1e-9, abs=1e-12
        )
        assert first.df == second.df


def test_sub_totals_have_the_errors_of_the_coarser_domains() -> None:
    made = design_of(sample(4)).as_replicates("JKn", mse=True)
    found = made.mean("y", by=["group", "area"], margins=True)
    coarse = {
        **{(row.domain["group"], None): row for row in made.mean("y", by="group")},
        **{(None, row.domain["area"]): row for row in made.mean("y", by="area")},
        (None, None): made.mean("y")[0],
    }
    held = {(row.domain["group"], row.domain["area"]): row for row in found}
    for key, row in coarse.items():
        assert [held[key].estimate, held[key].se] == pytest.approx([row.estimate, row.se], rel=1e-12)
        assert held[key].df == row.df
    assert np.sqrt(np.diag(found.covariance())) == pytest.approx(errors(found))


def test_blocks_of_any_size_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    table = sample(4, rows=900)
    columns = with_columns(table, design_of(table).as_replicates("JKn"))
    whole = columns.mean(["y", "group"], by="group")
    monkeypatch.setattr("mainstay.statistics.survey.replicates.weights.BLOCK", 1)
    for first, second in zip(whole, columns.mean(["y", "group"], by="group"), strict=True):
        assert [first.estimate, first.se] == pytest.approx([second.estimate, second.se], rel=1e-12)


def test_the_covariance_of_any_statistic_agrees_with_that_of_the_estimates() -> None:
    table = sample(6)
    made = design_of(table).as_replicates("JKn")
    inside = [table["group"] == group for group in "abc"]

    def means(weights: np.ndarray) -> np.ndarray:
        return np.array([weights[own] @ table["y"][own] / weights[own].sum() for own in inside])

    found = made.mean("y", by="group")
    own, _notes = made.covariance(means, lambda: np.zeros((0, 3)))
    assert np.abs(own - found.covariance()).max() < 1e-12
    assert [made.freedom(rows) for rows in inside] == [row.df for row in found]
    assert made.freedom() == made.mean("y")[0].df == 8


@pytest.mark.parametrize("least", [1, 2, 3, 7, 11, 13, 20, 25, 29, 37, 50, 93])
def test_hadamard_matrices_are_orthogonal_and_begin_with_ones(least: int) -> None:
    found = hadamard(least)
    assert len(found) >= least
    assert (found @ found.T == len(found) * np.eye(len(found))).all()
    assert (found[0] == 1).all()
    assert {-1, 1} >= set(found.ravel().tolist())
