"""What regressions and tests promise beside R's numbers: laws, refusals by name, answers that print."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design
from mainstay.statistics.survey.quadratic_forms import exact_chance, saddlepoint_chance

from .test_design import design_of, sample
from .test_equals_r_survey import CLUSTERED
from .test_inference import citizens


def table_of(seed: int) -> dict[str, Any]:
    table = sample(seed)
    draw = np.random.default_rng(seed + 1)
    rows = len(table["y"])
    return table | {
        "sex": draw.choice(["f", "m"], rows),
        "works": draw.integers(0, 2, rows).astype(float),
        "member": draw.integers(0, 2, rows).astype(float),
    }


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_a_regression_on_a_constant_is_the_mean(seed: int) -> None:
    design = design_of(table_of(seed))
    mean, slope = design.mean("y")[0], design.regress("y ~ 1")[0]
    assert [slope.estimate, slope.se] == pytest.approx([mean.estimate, mean.se], rel=1e-9)


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_a_t_test_of_two_groups_is_the_regression_on_their_indicator(seed: int) -> None:
    design = design_of(table_of(seed))
    tested, slope = design.ttest("y ~ sex"), design.regress("y ~ sex")["sex = m"]
    assert [tested.estimate, tested.se, tested.value, tested.p] == pytest.approx(
        [slope.estimate, slope.se, slope.t, slope.p], rel=1e-9
    )
    means = {row.domain["sex"]: row.estimate for row in design.mean("y", by="sex")}
    assert tested.details == pytest.approx({f"mean of sex = {name}": mean for name, mean in means.items()})


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_the_test_of_one_coefficient_is_its_t_squared(seed: int) -> None:
    found = design_of(table_of(seed)).regress("works ~ x + sex", family="binomial")
    slope, tested = found["x"], found.test("x")
    assert slope.t is not None
    assert [tested.value, tested.p] == pytest.approx([slope.t**2, slope.p], rel=1e-9)


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.floats(0.01, 1000))
def test_neither_order_of_rows_nor_scale_of_weights_changes_an_inference(seed: int, factor: float) -> None:
    table = table_of(seed)
    order = np.random.default_rng(seed).permutation(len(table["y"]))
    other = {name: values[order] for name, values in table.items()}
    other["w"] = other["w"] * factor
    assert inferences(design_of(table)) == pytest.approx(inferences(design_of(other)), rel=1e-7)


def inferences(design: Design) -> list[float | None]:
    logistic = design.regress("works ~ x * sex", family="binomial")
    tests = [design.chisq("sex", "group", statistic=name) for name in ("F", "Chisq", "Wald", "lincom")]
    tests += [design.ttest("y", mu=10), design.ttest("y ~ sex")]
    return [*(row.se for row in logistic), *(test.p for test in tests)]


def test_the_chi_square_of_an_independent_table_is_zero() -> None:
    rows = [
        (r, c, float(wr * wc)) for r, wr in (("a", 1), ("b", 3)) for c, wc in (("x", 2), ("y", 5), ("z", 1))
    ]
    many = rows * 4
    table = {"r": [row[0] for row in many], "c": [row[1] for row in many], "w": [row[2] for row in many]}
    design = Design(table, weights="w")
    for name in ("F", "Chisq", "Wald", "adjWald"):
        assert design.chisq("r", "c", statistic=name).value == pytest.approx(0, abs=1e-12)


def test_the_exact_law_gives_imhofs_published_chances() -> None:
    scale = np.asarray([0.6, 0.3, 0.1])
    for x, published in ((0.1, 0.9458), (0.7, 0.5064), (2.0, 0.1240)):
        assert exact_chance(x, scale, 1e9) == pytest.approx(published, abs=5e-5)


@pytest.mark.parametrize(("x", "df"), [(0.5, 3.0), (4.0, 13.4), (25.0, 26.0)])
def test_with_equal_scales_the_exact_law_is_that_of_f(x: float, df: float) -> None:
    from scipy.special import fdtrc

    known = float(fdtrc(3, df, x / 3 / 1.7))
    assert exact_chance(x, np.full(3, 1.7), df) == pytest.approx(known, rel=1e-9)
    assert saddlepoint_chance(x, np.full(3, 1.7), df) == pytest.approx(known, rel=0.05)


def test_the_exact_law_and_the_saddlepoint_agree_on_a_survey() -> None:
    design = Design(citizens(), **CLUSTERED)
    exact, near = (design.chisq("sex", "status", statistic=name).p for name in ("lincom", "saddlepoint"))
    assert exact == pytest.approx(near, rel=0.02)


def test_columns_that_say_the_same_are_named() -> None:
    table = table_of(1)
    design = design_of(table | {"twice": table["x"] * 2 + 1, "flat": np.ones(len(table["x"]))})
    with pytest.raises(BadInput, match=r"twice says nothing that .*x do not"):
        design.regress("y ~ x + twice")
    with pytest.raises(BadInput, match="flat says nothing"):
        design.regress("y ~ flat + x")


@pytest.mark.parametrize("family", ["binomial", "poisson"])
def test_a_column_that_separates_the_answers_is_named(family: str) -> None:
    table = table_of(2)
    design = design_of(table | {"never": np.where(table["sex"] == "m", 0.0, table["works"])})
    with pytest.raises(BadInput, match=r"all alike in some group or beyond some value of .*sex = m"):
        design.regress("never ~ x + sex", family=family)


def test_answers_may_be_a_condition_or_a_text_of_two_values() -> None:
    design = design_of(table_of(3))
    text, condition = (design.regress(f"{left} ~ x", family="binomial") for left in ("sex", "sex == 'm'"))
    assert [row.estimate for row in text] == pytest.approx([row.estimate for row in condition])
    assert "sex = m" in str(text)


def test_missing_rows_are_dropped_and_counted_within_the_part_that_is_asked() -> None:
    design = Design(citizens(), **CLUSTERED)
    whole, women = (design.regress("income ~ age", where=part) for part in (None, "sex == 'female'"))
    assert (9, 96) == (whole.missing, whole.n)
    assert women.n < whole.n
    assert 9 == design.ttest("income").missing


def test_what_cannot_be_asked_is_refused_with_the_reason() -> None:
    design = Design(citizens(), **CLUSTERED)
    for call, said in (
        (lambda: design.regress("income"), "two sides"),
        (lambda: design.regress("income ~ age +"), "cannot be read"),
        (lambda: design.regress("income ~ wage"), "no column wage"),
        (lambda: design.regress("sex ~ age"), "holds text"),
        (lambda: design.regress("status ~ age", family="binomial"), "3 values"),
        (lambda: design.regress("income ~ age", family="gamma"), "poisson"),
        (lambda: design.regress("income ~ age").test("sex"), "no term sex"),
        (lambda: design.regress("income ~ age", where="age > 99"), "No row"),
        (lambda: design.ttest("income ~ status"), "compares two"),
        (lambda: design.ttest("age", "sex", paired="hours"), "not both"),
        (lambda: design.chisq("sex", "region", where="sex == 'male'"), "sex has one value"),
        (lambda: design.chisq("sex", "region", statistic="G"), "adjWald"),
        (lambda: Design(citizens(), purposive=True).ttest("age"), "purposive"),
    ):
        with pytest.raises(BadInput, match=said):
            call()


def test_answers_print_and_go_to_dicts_and_arrow() -> None:
    design = Design(citizens(), **CLUSTERED)
    found = design.regress("employed ~ sex + age", family="binomial")
    assert ["(intercept)", "sex = male", "age"] == [row["name"] for row in found.to_dicts()]
    assert found.to_arrow().column("ratio").to_pylist() == pytest.approx(np.exp(found.slopes).tolist())
    assert "logistic regression of employed" in str(found)
    assert (3, 3) == found.covariance().shape
    tested = design.ttest("income ~ sex")
    assert tested.to_arrow().column("details")[0].as_py()[0][0] == "mean of sex = female"
    assert "t(12" in str(tested)
    assert tested.covariance()[0, 0] == pytest.approx((tested.se or 0) ** 2)
    assert design.chisq("sex", "status").covariance().shape == (2, 2)


def test_a_wald_test_with_more_differences_than_degrees_of_freedom_is_refused() -> None:
    made = np.random.default_rng(3)
    table = {
        "area": np.repeat([1, 2], 100),
        "town": np.repeat(np.arange(10), 20),
        "work": made.integers(0, 5, 200),
        "school": made.integers(0, 4, 200),
        "sex": made.integers(0, 2, 200),
    }
    design = Design(table, strata="area", clusters="town")
    for name in ("Wald", "adjWald"):
        with pytest.raises(
            BadInput, match="work by school needs 12 degrees of freedom, but the sample gives 8"
        ):
            design.chisq("work", "school", statistic=name)
        assert 0 < (design.chisq("work", "sex", statistic=name).p or 0) < 1
    assert design.chisq("work", "school").p is not None


def test_a_term_with_more_coefficients_than_the_sample_tells_apart_is_not_tested() -> None:
    made = np.random.default_rng(5)
    table = {
        "area": np.repeat([1, 2], 100),
        "town": np.repeat(np.arange(10), 20),
        "pay": made.normal(size=200),
        "trade": made.choice([f"trade {letter}" for letter in "abcdefghij"], 200),
        "sex": made.choice(["f", "m"], 200),
    }
    found = Design(table, strata="area", clusters="town").regress("pay ~ trade + sex")
    with pytest.raises(BadInput, match="term trade has 9 coefficients, and the sample tells 8 of them apart"):
        found.test("trade")
    assert found.test("sex").value == pytest.approx((found[-1].t or 0) ** 2)
