"""A composite index keeps its laws whatever its tree and its data, and says plainly what it cannot use."""

import math

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kurtosis, skew

from mainstay.common.errors import BadInput, NotFound
from mainstay.watch.methods.composite_index import Table, composite_index, ranks_of, table_of, tree_of
from mainstay.watch.methods.composite_index.aggregation import MEANS, aggregate
from mainstay.watch.methods.composite_index.clusters import clusters
from mainstay.watch.methods.composite_index.comparison import compared, what_if
from mainstay.watch.methods.composite_index.models import model, tree_in
from mainstay.watch.methods.composite_index.normalisation import normalised
from mainstay.watch.methods.composite_index.tracing import drivers, trace
from mainstay.watch.methods.composite_index.treatment import Limits, treated
from mainstay.watch.methods.composite_index.uncertainty import reweighted

NAN = float("nan")
TREE = """
name: work
scale: [0, 100]
first: [index, jobs, pay]
nodes:
  index: {title: Index, of: {jobs: 2, pay: 1}, by: %s}
  jobs: {title: Jobs, of: [unemployed, hours]}
  pay: {title: Pay, of: [wage]}
  unemployed: {title: Unemployed, column: unemployed, normalise: minmax, direction: down}
  hours: {title: Hours, column: hours, normalise: minmax}
  wage: {title: Wage, column: wage, goalposts: [1, 9]}
"""
numbers = st.lists(st.floats(0, 1000, allow_nan=False), min_size=4, max_size=12)


def tree(by="arithmetic"):
    return tree_of(yaml.safe_load(TREE % by))


def table(**columns):
    size = len(next(iter(columns.values())))
    return Table(
        units=tuple(f"U{n}" for n in range(size)), columns={k: np.array(v, float) for k, v in columns.items()}
    )


def example():
    return table(unemployed=[4, 8, 12, 20], hours=[30, 42, 36, NAN], wage=[9, 5, 1, 3])


def faults_of(text):
    with pytest.raises(BadInput) as refused:
        tree_of(yaml.safe_load(text))
    return [str(problem) for problem in refused.value.problems] or [str(refused.value)]


def test_an_index_is_what_its_tree_says():
    scores = composite_index(tree(), example())
    # unemployed 100 75 50 0, hours 0 100 50 –, wage 100 50 0 25
    assert [50, 87.5, 50, 0] == scores.values["jobs"].tolist()
    np.testing.assert_allclose(scores.top, [200 / 3, 75, 100 / 3, 25 / 3])
    assert [2, 1, 3, 4] == scores.ranks().tolist()


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("arithmetic", 5.0), ("geometric", 16 ** (1 / 3) * 1.0), ("harmonic", 3 / (1 / 8 + 1 / 2 + 1 / 1)),
        ("sum", 11.0), ("product", 16.0), ("minimum", 1.0), ("maximum", 8.0), ("median", 2.0), ("first", 8.0),
    ],
)  # fmt: skip
def test_several_become_one_in_the_named_way(way, value):
    found = aggregate(way, [np.array([8.0]), np.array([2.0]), np.array([1.0])], np.ones(3))
    assert math.isclose(11 / 3 if way == "arithmetic" else value, found[0])


@pytest.mark.parametrize("weights", [np.ones(2), np.ones((3, 2))])
def test_a_mean_that_cannot_take_a_known_score_is_unknown_and_never_a_mean_of_the_others(weights):
    found = aggregate("geometric", [np.array([-1.0, 0.0, 4.0, NAN]), np.array([4.0, 4.0, 4.0, 4.0])], weights)
    np.testing.assert_allclose(np.atleast_2d(found)[0], [NAN, 0.0, 4.0, 4.0])


def test_levels_and_nodes_of_one_level_may_be_averaged_in_different_ways():
    mixed = yaml.safe_load(TREE % "geometric")
    mixed["nodes"]["jobs"]["by"] = "harmonic"
    scores = composite_index(tree_of(mixed), example())
    jobs, pay = scores.values["jobs"][1], scores.values["pay"][1]
    assert math.isclose(2 / (1 / 75 + 1 / 100), jobs)
    assert math.isclose((jobs**2 * pay) ** (1 / 3), scores.top[1])


@pytest.mark.parametrize("by", list(MEANS))
@settings(max_examples=25, deadline=None)
@given(x=numbers, more=st.floats(0.001, 500))
def test_more_of_a_good_thing_never_lowers_the_index(by, x, more):
    content = yaml.safe_load(TREE % by)
    for code, way in (("unemployed", "down"), ("hours", "up")):
        content["nodes"][code] = {"column": code, "goalposts": [-1, 1500], "direction": way}
    content["nodes"]["wage"]["goalposts"] = [-1, 1500]
    size = len(x)
    before = table(unemployed=x, hours=x[::-1], wage=x)
    raised = before.with_columns({"wage": np.array(x) + np.eye(size)[0] * more})
    lowered = before.with_columns({"unemployed": np.array(x) + np.eye(size)[0] * more})
    held = composite_index(tree_of(content), before).top
    assert composite_index(tree_of(content), raised).top[0] >= held[0] - 1e-9
    assert composite_index(tree_of(content), lowered).top[0] <= held[0] + 1e-9


@settings(max_examples=25, deadline=None)
@given(x=numbers, factor=st.floats(0.01, 100), shift=st.floats(-100, 100))
def test_the_unit_of_an_indicator_does_not_matter_with_minmax_z_and_rank(x, factor, shift):
    held = np.round(np.array(x), 3)
    for method in ("minmax", "z", "rank"):
        whole = [np.arange(len(x))]
        before = normalised(held, method, blocks=whole)
        after = normalised(held * factor + shift, method, blocks=whole)
        if np.ptp(held) > 0.01:
            np.testing.assert_allclose(after, before, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(factor=st.floats(0.001, 1000))
def test_only_the_ratio_of_weights_counts(factor):
    plain = tree("geometric")
    other = reweighted(plain, {"index.jobs": 2 * factor, "index.pay": factor})
    np.testing.assert_allclose(composite_index(other, example()).top, composite_index(plain, example()).top)


def test_a_child_without_weight_says_nothing():
    held = composite_index(reweighted(tree("geometric"), {"index.pay": 0}), example())
    np.testing.assert_allclose(held.top, held.values["jobs"])


def test_equals_share_the_better_rank_and_a_gap_has_none():
    found = ranks_of(np.array([5.0, 7.0, 5.0, NAN, 1.0]), [np.arange(5)])
    assert [2, 1, 2, 4] == found[[0, 1, 2, 4]].tolist()
    assert math.isnan(found[3])


def test_a_parent_needs_the_share_of_children_that_the_tree_asks_for():
    content = yaml.safe_load(TREE % "arithmetic")
    content["nodes"]["jobs"]["available"] = 0.6
    scores = composite_index(tree_of(content), example())
    assert [False, False, False, True] == np.isnan(scores.values["jobs"]).tolist()


def test_scores_compare_within_the_panel_or_within_each_year():
    held = Table(
        units=("A", "B", "A", "B"), periods=(2020, 2020, 2021, 2021), columns={"x": np.array([0, 5, 5, 10.0])}
    )
    node = "nodes: {x: {column: x, normalise: minmax}}"
    panel = composite_index(tree_of(yaml.safe_load(node)), held)
    yearly = composite_index(tree_of(yaml.safe_load(f"over: period\n{node}")), held)
    assert ([0, 5, 5, 10], [0, 10, 0, 10]) == (panel.top.tolist(), yearly.top.tolist())
    assert [2, 1, 2, 1] == panel.ranks().tolist()


def test_gaps_are_filled_by_the_group_or_by_the_last_known_value():
    held = Table(
        units=("A", "B", "C", "A", "B", "C"),
        periods=(1, 1, 1, 2, 2, 2),
        groups={"region": ("N", "N", "S", "N", "N", "S")},
        columns={"x": np.array([1.0, 3.0, NAN, NAN, 5.0, NAN])},
    )
    text = "group: region\nround: none\nnodes: {{x: {{column: x, impute: {}}}}}"
    by_group = composite_index(tree_of(yaml.safe_load(text.format("group_mean"))), held)
    by_panel = composite_index(tree_of(yaml.safe_load(text.format("panel"))), held)
    np.testing.assert_array_equal(by_group.top, [1, 3, NAN, 5, 5, NAN])
    np.testing.assert_array_equal(by_panel.top, [1, 3, NAN, 1, 5, NAN])


def test_outliers_are_drawn_in_until_the_shape_is_within_its_limits():
    x = np.array([*range(1, 21), 400.0, 300.0])
    found = treated(x, Limits(points=5))
    assert ("winsorised", 2) == (found.done, found.points)
    assert [20.0, 20.0] == found.values[-2:].tolist()
    assert np.isclose(found.skew, skew(found.values, bias=False))
    assert abs(found.skew) < 2 or kurtosis(found.values, bias=False) < 3.5


def test_equal_outliers_count_each_towards_the_limit():
    x = np.array([*range(1, 41), 900.0, 900.0, 800.0, 5000.0])
    assert ("winsorised", 4) == (treated(x, Limits(points=4)).done, treated(x, Limits(points=4)).points)
    assert "none" == treated(x, Limits(points=2, then="")).done


def test_a_column_that_drawing_in_does_not_tame_becomes_a_logarithm():
    x = 10.0 ** np.arange(0, 30)
    found = treated(x, Limits(points=1))
    assert "log" == found.done
    np.testing.assert_allclose(found.values, np.log(x - x.min() + 0.01 * np.ptp(x)))
    assert "none" == treated(np.arange(30.0), Limits()).done


def test_distance_to_a_target_is_the_share_of_the_way_that_is_gone():
    found = normalised(
        np.array([20, 50, 80, 95.0]), "target", blocks=[np.arange(4)], given={"target": 80}, scale=(0, 1)
    )
    np.testing.assert_allclose(found, [0, 0.5, 1, 1])


def test_a_column_without_differences_scores_the_middle():
    for method, middle in (("minmax", 5.0), ("rank", 5.0), ("z", 0.0)):
        assert [middle, middle] == normalised(np.array([3.0, 3.0]), method, blocks=[np.arange(2)]).tolist()


def test_the_trace_tells_every_value_from_the_index_down_to_the_columns():
    scores = composite_index(tree(), example())
    lines = trace(scores, 3)
    assert ["index", "jobs", "unemployed", "hours", "pay", "wage"] == [line.code for line in lines]
    assert "arithmetic mean of Jobs 0 × 2, Pay 25 × 1 = 8.333" == lines[0].how[0]
    assert ("column hours: not known",) == lines[3].how
    assert ("column wage: 3", "between the goalposts 1 and 9 = 25") == lines[5].how
    assert [1, 2 / 3, 1 / 2, 1 / 2, 1 / 3, 1] == [line.share for line in lines]


def test_what_drives_an_index_is_its_distance_from_the_index_at_the_median():
    scores = composite_index(tree(), example())
    found = {held.code: held for held in drivers(scores, 1, ("jobs", "pay"))}
    assert 50.0 == found["jobs"].median
    assert math.isclose(75 - (2 * 50 + 50) / 3, found["jobs"].effect)
    assert math.isclose(75 - (2 * 87.5 + 37.5) / 3, found["pay"].effect)


def test_what_if_changes_one_unit_by_node_or_by_column():
    scores = composite_index(tree(), example())
    by_node = what_if(scores, "U2", {"pay": 100.0})
    by_column = what_if(scores, "U2", {"column:wage": 9.0})
    assert math.isclose((2 * 50 + 100) / 3, by_node.top[2])
    np.testing.assert_allclose(by_column.top, by_node.top)
    with pytest.raises(BadInput, match="neither a node"):
        what_if(scores, "U2", {"luck": 1.0})
    with pytest.raises(NotFound, match="no row for X"):
        what_if(scores, "X", {"pay": 1.0})


def test_two_versions_are_compared_unit_by_unit():
    before = composite_index(tree(), example())
    after = what_if(before, "U2", {"pay": 100.0})
    first, *others = compared(before, after)
    assert ("U2", "pay", 100.0) == (first.unit, first.most, first.most_by)
    assert (3, 2) == (first.rank_before, first.rank_after)
    assert [0, 0, 0] == [held.change for held in others]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nodes: {a: {of: [b]}, b: {of: [a]}}", "a ← b ← a"),
        ("nodes: {a: {column: x, parent: z}}", "there is no node z that could be the parent"),
        ("nodes: {a: {of: [z]}}", "there is no node z: add it, or take it out"),
        ("nodes: {a: {column: x, normalize: minmax}}", "a.normalize: unknown key"),
        ("nodes: {a: {column: x, goalposts: [9, 1]}}", "the first number must be the lower one"),
        ("nodes: {a: {column: x, normalise: best}}", "“best” is not one of none, goalposts"),
        ("nodes: {a: {column: x, steps: [{halve: 2}]}}", "“halve” is no step"),
        ("nodes: {a: {column: x}, b: {column: y}}", "say which node is the index"),
        ("nodes: {a: {of: {b: -1}}, b: {column: x}}", "weights must not be negative"),
        ("nodes: {a: {}}", "give either a column of the table, or `of`"),
        ("nodes: []", "needs a mapping `nodes`"),
        ("layout: inform\nnodes: {a: {column: C}}", "about.release: “None” is no number"),
        ("nodes: {a: {of: 5}}", "a.of: “5” is no mapping"),
        ("nodes: {a: {column: x, steps: 5}}", "a.steps: “5” is no list"),
        ("nodes: {a: {column: x, round: 1.5}}", "whole number from 0 to 12"),
        ("nodes: {a: {column: x, goalposts: [0, 5], log_scale: true}}", "logarithmic scale must be above 0"),
        ("classes: [high]\nnodes: {a: {column: x}}", "give each class as its lower limit and its name"),
    ],
)
def test_a_faulty_tree_is_refused_with_the_place_and_the_way_out(text, said):
    assert any(said in fault for fault in faults_of(text))


def test_a_name_that_stands_twice_in_a_tree_is_refused_with_its_line(tmp_path):
    place = tmp_path / "my.yaml"
    place.write_text("nodes:\n  a: {column: x}\n  a: {column: y}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="a stands twice in the mapping that begins in line 2"):
        tree_in(place)


def test_children_may_name_their_parent():
    told = tree_of(
        yaml.safe_load("nodes: {i: {}, a: {column: a, parent: i}, b: {column: b, parent: i, weight: 3}}")
    )
    assert (("a", "b"), (1.0, 3.0)) == (told.nodes["i"].children, told.nodes["i"].weights)


def test_a_missing_column_is_refused_with_the_node_that_asks_for_it():
    with pytest.raises(BadInput, match="no column wage, which wage needs"):
        composite_index(tree(), table(unemployed=[1, 2], hours=[3, 4]))


def test_a_unit_that_stands_twice_is_refused_with_both_rows():
    with pytest.raises(BadInput) as refused:
        table_of([{"iso3": "A", "x": 1}, {"iso3": "A", "x": 2}], unit="iso3")
    assert ["row 2, iso3: A stands twice, first in row 1: keep one"] == [
        str(p) for p in refused.value.problems
    ]


def test_an_unknown_model_is_refused_with_those_that_there_are():
    with pytest.raises(NotFound, match=r"no model risk. There are: .*inform-risk-2025"):
        model("risk")


def test_units_are_clustered_by_the_sixth_decile_of_causes_outcome_and_index():
    text = """
    clusters: {causes: [input, process], outcome: outcome}
    nodes:
      index: {of: [input, process, outcome]}
      input: {column: input}
      process: {column: process}
      outcome: {column: outcome}
    """
    held = table(input=[9, 1, 8, 1, 2, NAN], process=[9, 2, 8, 2, 1, 5], outcome=[9, 8, 1, 2, 1, 5])
    scores = composite_index(tree_of(yaml.safe_load(text)), held)
    assert ["pacesetter", "pragmatist", "conventional", "much to be done", "much to be done", ""] == clusters(
        scores
    )


def test_where_low_is_good_the_fourth_decile_of_the_scores_is_the_limit():
    text = "clusters: {causes: [a], outcome: b, low_is_good: true}\nnodes: {i: {of: [a, b]}, a: {column: a}, b: {column: b}}"
    scores = composite_index(tree_of(yaml.safe_load(text)), table(a=[1, 2, 3, 4, 5], b=[1, 9, 8, 7, 6]))
    assert "pacesetter" == clusters(scores)[0]
    assert "much to be done" == clusters(scores)[3]


WORDS = st.sampled_from(
    ["a", "b", "x", "goalposts", "minmax", "first", "none", "missing", "per", "codes", ""]
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-3, 9), st.floats(), WORDS)
KEYS = st.sampled_from(
    ["column", "of", "by", "steps", "goalposts", "normalise", "treat", "zero", "missing", "round", "parent", "weight",
     "curve", "direction", "impute", "log_scale", "available", "per", "unless", "codes", "target", "a", "b"]
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES, lambda held: st.lists(held, max_size=3) | st.dictionaries(KEYS, held, max_size=3), max_leaves=6
)
TOP = st.sampled_from(
    ["top", "scale", "first", "classes", "uncertainty", "clusters", "survey_years", "since", "round", "over"]
)


@settings(max_examples=150, deadline=None)
@given(
    nodes=st.dictionaries(st.sampled_from("ab"), st.dictionaries(KEYS, ANYTHING, max_size=4), max_size=2),
    more=st.dictionaries(TOP, ANYTHING, max_size=2),
)
def test_whatever_stands_in_a_file_is_a_tree_or_is_refused(nodes, more):
    refusal = None
    try:
        found = tree_of({"nodes": nodes, **more})
    except BadInput as refused:
        refusal = refused
    if refusal is None:
        assert set(nodes) == set(found.nodes)
    else:
        assert refusal.problems or refusal.code in {"index.no_tree", "index.circle"}


def test_a_row_without_a_code_is_refused():
    with pytest.raises(BadInput) as refused:
        table_of([{"iso3": "A", "x": 1}, {"iso3": None, "x": 2}], unit="iso3")
    assert ["row 2, iso3: the row has no code: fill it, or leave the row out"] == [
        str(p) for p in refused.value.problems
    ]
