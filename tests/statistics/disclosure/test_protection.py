"""A protected table gives nothing away that it should not, and hides no more than it must."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import OptimizeResult

from mainstay.common.errors import BadInput
from mainstay.statistics.disclosure import Rules, protect_table
from mainstay.statistics.disclosure.contributions import contributions_of
from mainstay.statistics.disclosure.protection import sheet_of
from mainstay.statistics.disclosure.reader import Reader
from tests.statistics.disclosure.tables import (
    cheaper_patterns,
    is_safe,
    lone_groups,
    protected,
    reach,
    rows_of,
)

FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
FISCHETTI_SALAZAR = [[20, 50, 10], [8, 19, 22], [17, 32, 12]]


def grids(*shape, most=12):
    size = int(np.prod(shape))
    counts = st.lists(st.integers(0, most), min_size=size, max_size=size)
    return counts.map(lambda values: np.array(values).reshape(shape))


def protected_or_none(grid, **given):
    try:
        return protected(grid, **given)
    except BadInput as refused:
        if refused.code != "disclosure.unprotectable":
            raise
        return None


def test_the_published_interval_of_fischetti_and_salazar_is_found():
    # Management Science 47 (2001), figures 1 and 2: with four cells hidden the 22 lies between 5 and 30.
    safe = protected(FISCHETTI_SALAZAR, rules=Rules(threshold=0))
    hidden = {
        at
        for at, cell in enumerate(safe.cells)
        if cell.key[0] in {"a01", "a02"} and cell.key[1] in {"b00", "b02"}
    }
    target = next(at for at, cell in enumerate(safe.cells) if cell.key == ("a01", "b02"))
    assert reach(safe.cells, hidden, target) == pytest.approx((5, 30))


@FEW
@given(grids(2, 3), st.sampled_from([3, 5]), st.sampled_from(["cells", "value"]))
def test_no_cheaper_pattern_is_safe(grid, threshold, cost):
    safe = protected_or_none(grid, rules=Rules(threshold=threshold), cost=cost, margin_cost=2)
    if safe is None:
        return
    mean = max(grid.mean(), 1e-12)
    costs = [
        (cell.value / mean + 1e-3 if cost == "value" else 1.0) * (2 if cell.margin else 1)
        for cell in safe.cells
    ]
    chosen = {at for at, cell in enumerate(safe.cells) if cell.status != "open"}
    assert safe.method == "optimal"
    assert is_safe(safe.cells, chosen, threshold)
    extra = [at for at, cell in enumerate(safe.cells) if cell.status == "complementary"]
    assert safe.cost == pytest.approx(sum(costs[at] for at in extra))
    for hidden in itertools.islice(cheaper_patterns(safe.cells, safe.cost, costs), 120):
        assert not is_safe(safe.cells, hidden, threshold)


@FEW
@given(grids(4), st.sampled_from([3, 6]))
def test_a_line_with_its_total_is_protected_best(grid, threshold):
    safe = protected_or_none(grid, rules=Rules(threshold=threshold), margin_cost=2)
    if safe is None:
        return
    chosen = {at for at, cell in enumerate(safe.cells) if cell.status != "open"}
    assert is_safe(safe.cells, chosen, threshold)
    costs = [2.0 if cell.margin else 1.0 for cell in safe.cells]
    assert not any(
        is_safe(safe.cells, hidden, threshold) for hidden in cheaper_patterns(safe.cells, safe.cost, costs)
    )


@settings(FEW, max_examples=4)
@given(grids(2, 2, 2, most=9), st.sampled_from(["optimal", "quick"]))
def test_three_dimensions_are_safe_against_who_knows_that_counts_are_whole(grid, method):
    safe = protected_or_none(grid, rules=Rules(threshold=4), method=method)
    if safe is None:
        return
    groups = lone_groups(safe.cells)
    hidden = {at for at, cell in enumerate(safe.cells) if cell.status != "open"}
    for at, cell in enumerate(safe.cells):
        if cell.status != "sensitive":
            continue
        for known in [(), *(group for group in groups if at not in group)]:
            low, high = reach(safe.cells, hidden, at, known, whole=True)
            assert high >= 4 - 1e-6
            assert high - low >= 4 - 1e-6


def test_bounds_told_are_those_that_an_independent_reader_finds():
    safe = protected([[3, 40, 25], [31, 35, 1], [33, 60, 51]])
    hidden = {at for at, cell in enumerate(safe.cells) if cell.status != "open"}
    assert {"sensitive", "complementary"} == {cell.status for cell in safe.hidden}
    for at, cell in enumerate(safe.cells):
        low, high = reach(safe.cells, hidden, at)
        assert (low, high) == pytest.approx((cell.low, np.inf if cell.high is None else cell.high))


def test_two_lone_respondents_of_a_line_do_not_protect_each_other():
    grid = [[1, 1, 40, 60], [30, 50, 45, 20], [25, 20, 33, 41]]
    knowing = protected(grid, rules=Rules(threshold=2))
    trusting = protected(grid, rules=Rules(threshold=2, own_value=False))
    assert len(trusting.hidden) < len(knowing.hidden)
    first = knowing.cells[0]
    assert first.inside_high - first.inside_low >= 2
    chosen = {at for at, cell in enumerate(trusting.cells) if cell.status != "open"}
    assert not is_safe(knowing.cells, chosen, 2)


def test_the_order_of_rows_and_names_of_categories_change_nothing():
    grid = np.array([[3, 40, 25], [31, 35, 2], [33, 60, 51]])
    cost = protected(grid).cost
    turned = protected(grid[[2, 0, 1]][:, [1, 2, 0]])
    assert (cost, len(turned.hidden)) == (turned.cost, len(protected(grid.T).hidden))


def test_subtotals_of_a_tree_are_published_and_attacked_too():
    rows = rows_of([[4, 30], [40, 35], [33, 60], [28, 31]])
    safe = protect_table(
        rows,
        by=["a", "b"],
        count="n",
        hierarchies={"a": {"a00": "North", "a01": "North", "a02": "South", "a03": "South"}},
    )
    keys = {cell.key: cell for cell in safe.cells}
    assert 34 + 75 == keys["North", "Total"].value
    assert keys["a00", "b00"].status == "sensitive"
    # North's other district gives it away unless it is hidden too, with both columns of North.
    assert "complementary" == keys["a01", "b00"].status
    assert keys["a00", "b00"].high >= 10


def test_a_group_with_one_district_says_no_less_than_the_district():
    rows = rows_of([[4, 30], [40, 35], [33, 60]])
    safe = protect_table(
        rows, by=["a", "b"], count="n", hierarchies={"a": {"a00": "North", "a01": "South", "a02": "South"}}
    )
    keys = {cell.key: cell for cell in safe.cells}
    assert {"sensitive"} == {keys["a00", "b00"].status, keys["North", "b00"].status}


def test_dominance_and_percent_rules_count_contributions_by_cell():
    rows = {"region": ["A"] * 4 + ["B"] * 12, "turnover": [90.0, 5, 3, 2] + [10.0] * 12}
    rules = Rules(threshold=3, dominance=(1, 0.8))
    safe = protect_table(rows, by=["region"], value="turnover", rules=rules)
    cell = safe.cells[0]
    assert ("sensitive", "disclosure.dominated") == (cell.status, cell.why[0].code)
    # 1/0.8 · 90 − 100 = 12.5 is what the upper end must be away (Hundepool et al. 2012, 4.2.2).
    assert cell.high >= 112.5
    near = protect_table(rows, by=["region"], value="turnover", rules=Rules(threshold=0, percent=10))
    assert "disclosure.too_close" == near.cells[0].why[0].code
    assert near.cells[0].high >= 100 + 0.1 * 90 - 5


def test_a_respondent_with_several_rows_counts_once():
    rows = {"region": ["A"] * 6 + ["B"] * 6, "firm": [1, 1, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8], "jobs": [1] * 12}
    safe = protect_table(rows, by=["region"], value="jobs", respondent="firm", rules=Rules(threshold=3))
    assert [2, 6, 8] == [cell.persons for cell in safe.cells]
    assert ["sensitive", "complementary", "open"] == [cell.status for cell in safe.cells]


def test_weights_publish_more_but_hide_no_person():
    rows = {"region": ["A"] * 3 + ["B"] * 20, "weight": [4000.0] * 3 + [10.0] * 20}
    safe = protect_table(rows, by=["region"], weight="weight")
    assert (3, 12_000.0, "sensitive") == (safe.cells[0].persons, safe.cells[0].value, safe.cells[0].status)


@pytest.mark.parametrize("weight", [1.0, 400.0, 0.1])
def test_the_same_weight_for_everybody_protects_a_table_like_no_weight(weight):
    grid = np.array([[3, 40, 25], [31, 35, 2], [33, 60, 51]])
    rows = {
        "a": np.repeat(["x", "y", "z"], grid.sum(axis=1)).tolist(),
        "b": [name for line in grid for name, count in zip("uvw", line, strict=True) for _ in range(count)],
    }
    rows["weight"] = [weight] * len(rows["a"])
    plain = protect_table(rows, by=["a", "b"])
    safe = protect_table(rows, by=["a", "b"], weight="weight")
    assert [cell.status for cell in plain.cells] == [cell.status for cell in safe.cells]
    for counted, cell in zip(plain.cells, safe.cells, strict=True):
        assert cell.low == pytest.approx(weight * counted.low)
        high = None if counted.high is None else weight * counted.high
        assert cell.high == (high if high is None else pytest.approx(high))


def test_weighted_persons_stay_uncertain_by_the_threshold_times_their_mean_weight():
    weights = [300.0, 400, 500] + [380.0, 420.0] * 20
    rows = {
        "a": ["x"] * 3 + ["x"] * 20 + ["y"] * 20,
        "b": ["u"] * 3 + ["v"] * 20 + ["u", "v"] * 10,
        "weight": weights,
    }
    cell = protect_table(rows, by=["a", "b"], weight="weight").cells[0]
    assert (3, 1_200.0, "sensitive") == (cell.persons, cell.value, cell.status)
    # the threshold of 10 persons at 400 each
    assert cell.high is None or cell.high >= 4_000 - 1e-3
    assert cell.high is None or cell.high - cell.low >= 4_000 - 1e-3


def test_a_way_of_search_that_is_not_known_is_refused():
    with pytest.raises(BadInput, match="Choose one of optimal, quick"):
        protected([[4, 30], [40, 35]], method="fast")


@pytest.mark.parametrize("status", [1, 2, 3, 4])
def test_an_attack_that_the_solver_does_not_finish_proves_nothing(monkeypatch, status):
    rows = rows_of([[4, 30], [40, 35]])
    behind = contributions_of(
        rows, by=["a", "b"], value=None, count="n", weight=None, respondent=None, hierarchies=None
    )
    reader = Reader(sheet_of(behind, Rules()), np.ones(len(behind.values), dtype=bool))
    monkeypatch.setattr("scipy.optimize.milp", lambda *_, **__: OptimizeResult(x=None, status=status))
    with pytest.raises(BadInput) as refused:
        reader.interval(0)
    assert "disclosure.unsolved" == refused.value.code


def test_a_weighted_contribution_counts_as_so_many_equal_ones():
    rows = {"region": ["A"] * 3, "turnover": [50.0, 10, 10], "weight": [3.0, 1, 1]}
    behind = contributions_of(
        rows, by=["region"], value="turnover", count=None, weight="weight", respondent=None, hierarchies=None
    )
    assert [50, 100, 150, 160] == [behind.largest(n)[0] for n in (1, 2, 3, 4)]
    assert 170 == behind.values[0]


def test_prior_knowledge_makes_more_cells_sensitive():
    rows = {"region": ["A"] * 4 + ["B"] * 9, "turnover": [100.0, 60, 10, 5, *[10.0] * 9]}
    plain = protect_table(rows, by=["region"], value="turnover", rules=Rules(threshold=0, percent=10))
    prior = protect_table(
        rows, by=["region"], value="turnover", rules=Rules(threshold=0, percent=10, prior=50)
    )
    assert ["open", "sensitive"] == [made.cells[0].status for made in (plain, prior)]
    # p/q · 100 − (175 − 160) = 5
    assert prior.cells[0].high >= 180


def test_a_line_of_one_secret_category_is_hidden_with_its_zeros():
    grid = [[14, 0, 0], [20, 15, 30], [18, 22, 16]]
    assert [] == protected(grid).hidden
    safe = protected(grid, rules=Rules(secret=["b"]))
    keys = {cell.key: cell for cell in safe.cells}
    assert "disclosure.full" == keys["a00", "b00"].why[0].code
    assert keys["a00", "b00"].low <= 12


def test_empty_cells_can_be_sensitive_and_impossible_ones_are_not():
    grid = [[0, 40, 25], [31, 35, 12], [33, 60, 51]]
    safe = protected(grid, rules=Rules(zeros=True))
    assert ("disclosure.zero", True) == (safe.cells[0].why[0].code, safe.cells[0].high >= 10)
    assert [] == protected(grid, rules=Rules(zeros=True), structural=[("a00", "b00")]).hidden


def test_what_leaves_the_house_says_neither_value_nor_which_cell_was_sensitive():
    safe = protected([[4, 30, 25], [40, 35, 28], [33, 60, 51]])
    out = safe.to_dicts()
    assert {"open", "hidden"} == {row["status"] for row in out}
    assert all(row["value"] is None for row in out if row["status"] == "hidden")
    assert {"a", "b", "value", "status"} == set(safe.to_arrow().column_names)
    assert "why" in safe.to_arrow(inside=True).column_names
    assert "×" in str(safe)


def test_the_search_can_be_watched_and_stopped_and_is_safe_all_the_same():
    rng = np.random.default_rng(5)
    grid = rng.negative_binomial(1, 0.05, (6, 7))
    steps = []
    safe = protected(grid, progress=lambda step: steps.append(step) or False)
    assert steps[0].best is not None
    best = protected(grid)
    assert safe.bound <= best.cost <= safe.cost
    hidden = {at for at, cell in enumerate(safe.cells) if cell.status != "open"}
    assert is_safe(safe.cells, hidden, 10)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"by": ["a", "a"]}, "disclosure.dimensions"),
        ({"by": ["a"], "cost": "beauty"}, "disclosure.cost"),
        ({"by": ["a"], "rules": Rules(secret=["b"])}, "disclosure.rules"),
        ({"by": ["a"], "rules": Rules(dominance=(1, 0.8))}, "disclosure.no_contributions"),
        ({"by": ["a"], "hierarchies": {"a": {"x": "y", "y": "x", "a00": "x"}}}, "disclosure.circle"),
        ({"by": ["a"], "hierarchies": {"a": {"a01": "a00"}}}, "disclosure.group_in_rows"),
        ({"by": ["a"], "hierarchies": {"b": {}}}, "disclosure.strange_hierarchy"),
        ({"by": ["a"], "structural": [("a00",)]}, "disclosure.structural"),
    ],
)
def test_what_cannot_be_used_is_refused(given, code):
    with pytest.raises(BadInput) as refused:
        protect_table(rows_of([12, 40]), count="n", **given)
    assert code == refused.value.code


def test_who_is_alone_in_a_line_knows_anyway_that_its_other_cells_are_empty():
    safe = protected([[0, 1], [30, 40]], rules=Rules(zeros=True))
    assert "disclosure.zero" == safe.cells[0].why[0].code
    assert safe.cells[0].high >= 10


def test_a_negative_amount_is_refused_with_its_row():
    with pytest.raises(BadInput, match="row 2, n"):
        protect_table({"a": ["x", "y"], "n": [4, -1]}, by=["a"], count="n")
