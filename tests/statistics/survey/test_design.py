"""What a design promises beside its numbers: refusals that help, laws that hold, nothing dropped unseen."""

import tracemalloc
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design
from mainstay.statistics.survey.columns import Columns
from mainstay.statistics.survey.expression import truth_of

TOWNS: dict[str, list[Any]] = {
    "w": [2.0, 2.0, 3.0, 3.0, 1.0, 1.0],
    "area": ["n", "n", "n", "s", "s", "s"],
    "town": [1, 1, 2, 1, 2, 2],
    "jobs": [1.0, 0.0, 2.0, None, 1.0, 3.0],
    "sex": ["f", "m", "f", "f", None, "m"],
}


def sample(seed: int, rows: int = 60) -> dict[str, Any]:
    draw = np.random.default_rng(seed)
    area = draw.integers(0, 3, rows)
    town = draw.integers(0, 3, rows)
    return {
        "area": np.concatenate([area, np.repeat([0, 1, 2], 3)]),
        "town": np.concatenate([town, np.tile([0, 1, 2], 3)]),
        "w": draw.uniform(0.5, 3, rows + 9),
        "y": draw.normal(10, 4, rows + 9),
        "x": draw.uniform(1, 5, rows + 9),
        "group": draw.choice(["a", "b", "c"], rows + 9),
    }


def design_of(table: dict[str, Any]) -> Design:
    return Design(table, weights="w", strata="area", clusters="town", nest=True)


def test_a_stratum_of_one_unit_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="Stratum s has only one sampled unit") as refused:
        Design({"area": ["n", "n", "s"], "town": [1, 2, 3], "y": [1, 2, 3]}, strata="area", clusters="town")
    assert "lonely='collapse'" in str(refused.value)


def test_cluster_numbers_that_start_again_in_each_stratum_are_noticed() -> None:
    with pytest.raises(BadInput, match="nest=True"):
        Design(TOWNS, weights="w", strata="area", clusters="town")


def test_missing_rows_are_dropped_listwise_and_counted() -> None:
    design = design_of(TOWNS)
    whole, by_sex = design.mean("jobs"), design.mean("jobs", by="sex")
    assert (1, 5) == (whole.missing, whole[0].n)
    assert 2 == by_sex.missing
    assert {"f": 1, "m": 0} == {row.domain["sex"]: row.missing for row in by_sex}


def test_a_purposive_sample_has_estimates_and_no_error_and_says_so() -> None:
    result = Design(TOWNS, weights="w", purposive=True).mean("jobs")
    row = result[0]
    assert row.estimate == pytest.approx(12 / 9)
    assert [None] * 5 == [row.se, row.ci_low, row.ci_high, row.cv, row.deff]
    assert "no design error" in row.method
    assert "no design error" in str(result)


@pytest.mark.parametrize("method", ["logit", "beta", "asin"])
def test_a_proportion_of_one_is_never_printed_as_certain(method: str) -> None:
    row = design_of(TOWNS).proportion_interval("jobs >= 0", method=method)[0]
    assert 1.0 == row.estimate
    assert row.ci_low is not None
    assert row.ci_low < 0.8
    assert "beta (Kish)" in row.method


def test_a_condition_may_only_compare_columns_with_values() -> None:
    design = design_of(TOWNS)
    row = design.proportion_interval("sex == 'f' and jobs > 0 or town in (2,)")[0]
    assert (5, 1) == (row.n, row.missing), "town 2 holds whatever the sex that is missing"
    for wrong in ("__import__('os')", "jobs + 1", "sex < 'f'", "jobs >"):
        with pytest.raises(BadInput, match="cannot be read"):
            design.proportion_interval(wrong)


def test_errors_name_the_column_and_the_rows() -> None:
    with pytest.raises(BadInput, match="no column wage") as unknown:
        design_of(TOWNS).mean("wage")
    assert "jobs" in str(unknown.value)
    with pytest.raises(BadInput, match="row 2, w: is missing or negative"):
        Design(TOWNS | {"w": [1, -1, 1, 1, 1, 1]}, weights="w")
    with pytest.raises(BadInput, match="row 3, area: is empty"):
        Design(TOWNS | {"area": ["n", "n", None, "s", "s", "s"]}, strata="area")
    with pytest.raises(BadInput, match="smaller than the sample"):
        Design(TOWNS | {"towns": [9, 9, 9, 1, 1, 1]}, strata="area", clusters="town", fpc="towns", nest=True)


def test_weights_are_not_guessed_where_a_stage_has_no_fraction() -> None:
    table = TOWNS | {"towns": [9.0] * 6, "person": list(range(6))}
    with pytest.raises(BadInput, match="Name the weights"):
        Design(table, strata="area", clusters=["town", "person"], fpc="towns", nest=True)


def test_any_arrow_dataframe_gives_the_same_as_a_mapping() -> None:
    class Frame:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.table(TOWNS).__arrow_c_stream__(requested_schema)

    assert design_of(TOWNS).mean("jobs").to_dicts() == design_of(Frame()).mean("jobs").to_dicts()  # type: ignore[arg-type]


def test_a_large_mean_costs_no_digits_of_the_error() -> None:
    table = sample(1)
    plain, moved = design_of(table), design_of(table | {"y": table["y"] + 1e7})
    assert plain.mean("y")[0].se == pytest.approx(moved.mean("y")[0].se, rel=1e-7)


def test_results_go_to_arrow_with_every_key() -> None:
    table = design_of(TOWNS).proportion("sex", by="area").to_arrow()
    assert {"statistic", "variable", "level", "domain", "ci_low", "ci_high", "df"} <= set(table.column_names)
    assert [("area", "n")] == table.column("domain")[0].as_py()


@given(st.integers(0, 10_000))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    table = sample(seed)
    order = np.random.default_rng(seed).permutation(len(table["y"]))
    shuffled = {name: values[order] for name, values in table.items()}
    for first, second in zip(
        design_of(table).mean("y", by="group"), design_of(shuffled).mean("y", by="group"), strict=True
    ):
        assert [first.estimate, first.se] == pytest.approx([second.estimate, second.se])


@given(st.integers(0, 10_000), st.floats(0.01, 1000))
def test_scaling_the_weights_moves_totals_only(seed: int, factor: float) -> None:
    table = sample(seed)
    plain, scaled = design_of(table), design_of(table | {"w": table["w"] * factor})
    assert plain.ratio("y", "x")[0].se == pytest.approx(scaled.ratio("y", "x")[0].se)
    assert plain.total("y")[0].se * factor == pytest.approx(scaled.total("y")[0].se)


def test_sub_totals_are_the_same_as_when_they_are_asked_for_alone() -> None:
    design = design_of(sample(3))
    for ask in ("mean", "total", "variance"):
        found = {
            tuple(row.domain.values()): row
            for row in getattr(design, ask)("y", by=["group", "area"], margins=True)
        }
        assert (None, None) == list(found)[-1]
        for by in ([], ["group"], ["area"], ["group", "area"]):
            for row in getattr(design, ask)("y", by=by):
                other = found[row.domain.get("group"), row.domain.get("area")]
                ours = [other.estimate, other.se, other.ci_low, other.deff, other.n, other.df, other.psus]
                theirs = [row.estimate, row.se, row.ci_low, row.deff, row.n, row.df, row.psus]
                assert theirs == pytest.approx(ours)


def test_sub_totals_of_replicate_weights_are_the_same_as_when_they_are_asked_for_alone() -> None:
    design = design_of(sample(3)).as_replicates("JKn")
    together = design.mean("y", by=["group", "area"], margins=True)
    found = {row.domain["group"]: row for row in together if row.domain["area"] is None}
    for row in design.mean("y", by="group"):
        other = found[row.domain["group"]]
        assert [row.estimate, row.se, row.n, row.df] == pytest.approx(
            [other.estimate, other.se, other.n, other.df]
        )
    gap = together.contrast({"gap": {("a", None): 1, ("b", None): -1}})[0]
    assert gap.estimate == pytest.approx((found["a"].estimate or 0) - (found["b"].estimate or 0))


@given(st.integers(0, 10_000))
def test_sub_totals_of_replicate_weights_count_the_rows_whose_columns_are_all_known(seed: int) -> None:
    """Value z of `group` is only where `sex` is missing: no row, and the others as if its rows were not there."""
    table = sample(seed)
    draw = np.random.default_rng(seed)
    sex = draw.choice(np.array(["f", "m", None], dtype=object), len(table["y"]))
    sex[:2] = None, "f"
    group = np.array(table["group"], dtype=object)
    group[0] = "z"
    group[-4:] = None
    table |= {"sex": sex.tolist(), "group": group.tolist()}
    by, taylor = ["group", "sex"], design_of(table)
    ours = taylor.as_replicates("JKn").mean("y", by=by, margins=True)
    theirs = taylor.mean("y", by=by, margins=True)
    assert [dict(row.domain) for row in theirs] == [dict(row.domain) for row in ours]
    assert theirs.missing == ours.missing
    for first, second in zip(theirs, ours, strict=True):
        assert (first.estimate, first.n) == pytest.approx((second.estimate, second.n))
    assert (len(ours), len(ours)) == ours.covariance().shape
    assert ours.differences("sex").rows


@given(st.integers(0, 10_000))
def test_a_row_of_weight_0_counts_for_nothing(seed: int) -> None:
    table = sample(seed)
    more = {name: np.append(values, values[:5]) for name, values in table.items()}
    more["w"][-5:] = 0
    more["y"][-5:] = 1e6
    for ask in ("mean", "total", "variance"):
        plain, wider = (getattr(design_of(one), ask)("y", by="group") for one in (table, more))
        for first, second in zip(plain, wider, strict=True):
            ours = [second.estimate, second.se, second.deff, second.n, second.df, second.n_kish]
            assert [first.estimate, first.se, first.deff, first.n, first.df, first.n_kish] == pytest.approx(
                ours
            )


@given(st.integers(0, 10_000))
def test_a_variance_scales_with_the_square_and_forgets_the_place(seed: int) -> None:
    table = sample(seed)
    plain, moved = design_of(table), design_of(table | {"y": 3 * table["y"] + 1000})
    for first, second in zip(plain.variance("y", by="area"), moved.variance("y", by="area"), strict=True):
        assert [9 * (first.estimate or 0), 9 * (first.se or 0)] == pytest.approx([second.estimate, second.se])


def test_a_design_effect_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match="no design effect replace"):
        Design(TOWNS, weights="w", deff="replace")


@given(st.integers(0, 10_000))
def test_totals_of_domains_add_up_to_the_whole(seed: int) -> None:
    design = design_of(sample(seed))
    parts = design.total("y", by="group")
    assert design.total("y")[0].estimate == pytest.approx(sum(row.estimate or 0 for row in parts))
    assert 1 == pytest.approx(sum(row.estimate or 0 for row in design.proportion("group")))


@given(st.integers(0, 1_000))
def test_what_is_the_same_for_everybody_has_no_design_effect(seed: int) -> None:
    table = sample(seed)
    ones = np.where(table["group"] == "a", 1.0, table["x"])
    rows = design_of(table | {"ones": ones}).total("ones", by="group").to_dicts()
    assert all((row["deff"], row["n_eff"]) == (None, None) for row in rows if row["domain"]["group"] == "a")


def test_more_columns_of_strata_than_stages_and_columns_that_are_not_there_are_refused() -> None:
    table = {"region": [1, 1, 2, 2], "area": [1, 1, 1, 1], "town": [1, 2, 3, 4], "y": [1, 2, 3, 4]}
    with pytest.raises(BadInput, match="2 columns of strata are named for 1 stages"):
        Design(table, strata=["region", "area"])
    with pytest.raises(BadInput, match="2 columns of strata are named for 1 stages"):
        Design(table, strata=["region", "area"], clusters="town")
    with pytest.raises(BadInput, match="no column haus"):
        Design(table, strata="region", clusters=["town", "haus"])
    assert 4 == len(
        Design(table | {"house": [1, 2, 3, 4]}, strata=["region", "area"], clusters=["town", "house"]).mean(
            "y", by="town"
        )
    )


def test_a_condition_on_what_a_column_cannot_hold_is_refused_and_says_what_it_holds() -> None:
    table = {
        "status": ["1", "2", None],
        "age": [14, 15, 16],
        "name": ["a", "b", "c"],
        "none": [None, None, None],
    }
    design = Design(table | {"sure": [True, False, True]})
    for condition in ("status == 1", "status != 1", "status in (1, 2)", "status == 'employd'"):
        with pytest.raises(BadInput, match=r"The column status never holds .* It holds '1', '2'"):
            design.proportion_interval(condition)
    with pytest.raises(BadInput, match="The column age never holds '15'"):
        design.proportion_interval("age == '15'")
    assert [0, 1, 1 / 3] == [
        design.proportion_interval(condition)[0].estimate
        for condition in ("age == 99", "age != 99", "age in (15, 99)")
    ]
    assert 2 / 3 == pytest.approx(design.proportion_interval("sure == True")[0].estimate)
    many = Columns({"name": [f"person {k}" for k in range(30)]})
    with pytest.raises(BadInput, match="look among its 30 different values") as refused:
        truth_of(many, "name == 'nobody'")
    assert "person" not in str(refused.value)


def test_a_condition_written_for_many_files_may_name_codes_that_one_does_not_hold() -> None:
    columns = Columns({"status": ["a", "b"], "none": [None, None]})
    assert [1, 0] == truth_of(columns, "status in ('a', 'z')", unseen=True).tolist()
    assert np.isnan(truth_of(columns, "none == 'a'")).all()
    with pytest.raises(BadInput, match="never holds 1"):
        truth_of(columns, "status == 1", unseen=True)


def test_many_crossings_take_no_more_memory_than_a_few() -> None:
    made = np.random.default_rng(11)
    rows, names = 20_000, [f"group {number}" for number in range(12)]
    table = {name: made.integers(0, 5, rows) for name in names} | {"y": made.normal(size=rows)}
    design, held = Design(table), []
    tracemalloc.start()
    for name in names:
        design.mean("y", by=name)
        held.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    columns = 8 * rows * (len(names) - 4)  # the codes of each column are kept, eight bytes a row
    assert held[-1] - held[3] < 2 * columns
    assert str(design.mean("y", by=names[0])) == str(Design(table).mean("y", by=names[0]))
