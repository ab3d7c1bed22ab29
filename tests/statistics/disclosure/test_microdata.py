"""Nobody stands out in a released file, and its codebook says what was done."""

import datetime as dt
import itertools
import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mainstay.common.errors import BadInput
from mainstay.statistics.disclosure import individual_risk, release_microdata
from mainstay.statistics.disclosure.microdata.identifiers import why_identifying
from mainstay.statistics.disclosure.microdata.release import refuse_rare

FEW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
LADDERS = {"age": [[0, 20, 40, 60], [0, 40]], "region": [{"East": "Rest", "South": "Rest"}]}


def people(count, seed=1):
    rng = np.random.default_rng(seed)
    return {
        "region": rng.choice(["North", "South", "East"], count, p=[0.6, 0.3, 0.1]).tolist(),
        "age": rng.integers(0, 80, count).tolist(),
        "sex": rng.choice(["f", "m"], count).tolist(),
        "status": rng.choice(["employed", "unemployed", "outside"], count).tolist(),
        "weight": (5 + 100 * rng.random(count)).tolist(),
        "asked": [dt.date(2026, 1, 1) + dt.timedelta(days=int(day)) for day in rng.integers(0, 90, count)],
    }


def combinations_of(table, keys):
    rows = list(zip(*(table.column(key).to_pylist() for key in keys), strict=True))
    return {row: rows.count(row) for row in rows}


@FEW
@given(st.integers(8, 60), st.integers(0, 10_000), st.integers(2, 5))
def test_every_combination_stands_in_k_rows_or_more(count, seed, k):
    released = release_microdata(people(count, seed), keys=["region", "age", "sex"], ladders=LADDERS, k=k)
    assert min(combinations_of(released.table, ["region", "age", "sex"]).values()) >= k
    assert (0, 0) == (released.after.sample_uniques, released.after.below_k)
    assert released.after.expected <= released.before.expected + 1e-9


@FEW
@given(st.integers(0, 10_000), st.integers(2, 3), st.sampled_from([1, 5]))
def test_no_other_steps_and_blanks_lose_less(seed, k, blank_cost):
    rng = np.random.default_rng(seed)
    table = {"a": rng.choice(["x", "y", "z"], 6).tolist(), "b": rng.choice(["u", "v"], 6).tolist()}
    released = release_microdata(
        table, keys=["a", "b"], ladders={"a": [{"y": "yz", "z": "yz"}]}, k=k, blank_cost=blank_cost
    )
    found = bits_lost(table, released.table.to_pydict(), released.steps["a"], blank_cost)
    assert found == pytest.approx(exhaustive_least(table, k, blank_cost), abs=1e-2)


def bits_lost(table, released, step, blank_cost):
    """Add up −log2(P(value) / P(group)), and for a blank −log2 P(group) so many times: by its definition."""
    lost = 0.0
    for name, values in table.items():
        shown = [
            {"y": "yz", "z": "yz"}.get(value, value) if name == "a" and step else value for value in values
        ]
        for value, group, out in zip(values, shown, released[name], strict=True):
            lost += math.log2(shown.count(group) / values.count(value))
            if out is None:
                lost += blank_cost * math.log2(len(values) / shown.count(group))
    return lost


def exhaustive_least(table, k, blank_cost):
    """Try each step and each way to blank six rows of two keys."""
    best = math.inf
    for step in (0, 1):
        shown = [{"y": "yz", "z": "yz"}.get(value, value) if step else value for value in table["a"]]
        rows = list(zip(shown, table["b"], strict=True))
        for masks in itertools.product(range(4), repeat=len(rows)):
            out = [
                (None if m & 1 else a, None if m & 2 else b) for (a, b), m in zip(rows, masks, strict=True)
            ]
            if min(out.count(row) for row in out) >= k:
                columns = {"a": [row[0] for row in out], "b": [row[1] for row in out]}
                best = min(best, bits_lost(table, columns, step, blank_cost))
    return best


def test_the_order_of_rows_changes_neither_steps_nor_risk():
    table = people(200)
    turned = {name: values[::-1] for name, values in table.items()}
    given = {"keys": ["region", "age", "sex"], "ladders": LADDERS, "weight": "weight", "k": 4}
    one, other = release_microdata(table, **given), release_microdata(turned, **given)
    assert (one.steps, one.blanked) == (other.steps, other.blanked)
    assert one.after.expected == pytest.approx(other.after.expected, rel=0.2)
    assert one.before.expected == pytest.approx(other.before.expected)


def test_individual_risk_is_that_of_sdcmicro():
    # Values of sdcMicro's own tests, indivRisk(method = "exact"): eight rows, keys A, B, C, and weights.
    frequency = np.array([3.0, 1, 3, 1, 2, 2, 1, 3])
    weights = np.array([108.0, 45.5, 108, 17, 100, 100, 123.5, 108])
    known = [0.01355297, 0.08579129, 0.01355297, 0.17707583, 0.01877883, 0.01877883, 0.03931625, 0.01355297]
    assert individual_risk(frequency, weights) == pytest.approx(known, abs=5e-9)


@given(st.integers(1, 60), st.floats(0.01, 1))
@settings(max_examples=10, deadline=None)
def test_individual_risk_is_the_mean_of_one_over_the_population_frequency(frequency, share):
    from scipy.stats import nbinom

    population = np.arange(frequency, frequency + 20_000)
    mean = (nbinom.pmf(population - frequency, frequency, share) / population).sum()
    found = individual_risk(np.array([float(frequency)]), np.array([frequency / share]))
    assert found[0] == pytest.approx(mean, rel=1e-6)


def test_a_secret_that_all_of_a_class_share_is_blanked():
    table = {"region": ["A"] * 4 + ["B"] * 4, "status": ["ill"] * 4 + ["ill", "well", "well", "ill"]}
    released = release_microdata(table, keys=["region"], sensitive=["status"], k=3)
    assert [None] * 4 + ["ill", "well", "well", "ill"] == released.table.column("status").to_pylist()
    assert {"region": 0, "status": 4} == released.blanked


def test_the_codebook_says_for_each_variable_what_was_done():
    table = people(120)
    released = release_microdata(
        table,
        keys=["region", "age", "sex"],
        ladders=LADDERS,
        weight="weight",
        k=5,
        labels={"age": "Age in years"},
    )
    book = released.codebook
    assert list(table) == [variable.name for variable in book]
    age, asked = book["age"], book["asked"]
    assert ("key", "Age in years", "disclosure.recoded") == (age.role, age.label, age.recoded.code)
    assert ("date", "disclosure.coarse_date") == (asked.kind, asked.recoded.code)
    assert ["2026-01", "2026-02", "2026-03"] == [value for value, _n in asked.levels]
    assert all(variable.n + variable.missing + variable.blanked == 120 for variable in book)
    assert 0 == age.rare_after <= age.rare_before
    assert "Risk before" in str(book)
    assert len(table) + 1 == len(book.to_csv().strip().splitlines())


def test_what_was_missing_stays_missing_and_is_told_apart_from_blanks():
    table = {"region": ["A", "A", "A", None, None, "B"], "sex": ["f"] * 6}
    released = release_microdata(table, keys=["region", "sex"], k=3)
    region = released.codebook["region"]
    assert (3, 2, 1) == (region.n, region.missing, region.blanked)


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("head_name", [f"Person {n}" for n in range(30)], "disclosure.name"),
        ("contact", ["+962 7 9012 3456", "+962 7 9012 3457"], "disclosure.phone"),
        ("x", ["a@b.org", "c@d.org"], "disclosure.email"),
        ("gps_latitude", [31.95391, 31.95411, 31.9612], "disclosure.place"),
        ("point", ["31.95391, 35.91012", "31.95411, 35.9133"], "disclosure.place"),
        ("pay", ["4111111111111111", "5500005555555559"], "disclosure.number"),
        ("bank", ["JO94CBJO0010000000000131000302"], "disclosure.number"),
        ("interview_id", list(range(40)), "disclosure.row"),
        ("code", [f"K{n}" for n in range(30)], "disclosure.row"),
        ("line", [float(2 * n) for n in range(30)], "disclosure.row"),
        ("reach", [791_234_567 + 7919 * n for n in range(30)], "disclosure.phone"),
        (
            "why",
            [f"{n} because the road was cut and nobody could come here" for n in range(3)],
            "disclosure.text",
        ),
    ],
)
def test_columns_that_name_persons_are_refused(name, values, code):
    assert code == why_identifying(name, values).code
    with pytest.raises(BadInput, match=name):
        release_microdata(pa.table({name: values, "sex": ["f"] * len(values)}), keys=["sex"], k=2)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("region_name", ["North", "South"] * 10),
        ("income", [101.25, 99.5, 203.75]),
        ("age", [4, 20, 31]),
        ("lateness", [0.5, 1.25, 2.75]),
        ("year", [2024, 2025, 2026]),
        ("wage", [1200 + 137 * n for n in range(30)]),
        ("rent", [1_500_000, 2_000_000, 2_500_000] * 10),
    ],
)
def test_ordinary_columns_are_not(name, values):
    assert why_identifying(name, values) is None


def test_a_table_that_misses_k_does_not_go_out():
    table = pa.table({"sex": ["f"] * 5 + ["m", None], "age": [1, 1, 1, 2, 2, 3, 3]})
    refuse_rare(table, ["age"], 2)
    with pytest.raises(BadInput, match="2 rows would stand"):
        refuse_rare(table, ["sex"], 3)


def test_texts_of_many_values_are_not_listed():
    table = {"sex": ["f", "m"] * 80, "village": [f"Village {row // 2}" for row in range(160)]}
    book = release_microdata(table, keys=["sex"], k=3).codebook
    assert () == book["village"].levels


def test_on_your_word_a_column_is_kept_and_another_left_out():
    table = {
        "head_name": [f"Person {n}" for n in range(6)],
        "phone": [f"+9627901234{n}0" for n in range(6)],
        "sex": ["f", "m"] * 3,
    }
    released = release_microdata(table, keys=["sex"], k=3, keep=["head_name"], drop=["phone"])
    assert ["head_name", "sex"] == released.table.column_names
    assert "Left out: phone." in str(released.codebook)
    assert "on the giver's word, whatever they look like: head_name." in str(released.codebook)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"keys": []}, "disclosure.release"),
        ({"keys": ["sex"], "k": 1}, "disclosure.release"),
        ({"keys": ["sex"], "k": 9}, "disclosure.too_few_rows"),
        ({"keys": ["sex"], "dates": "week"}, "disclosure.dates"),
        ({"keys": ["sex"], "drop": ["none"]}, "disclosure.no_such_column"),
        ({"keys": ["age"], "ladders": {"age": [[40, 20]]}}, "disclosure.bands"),
        ({"keys": ["sex"], "weight": "zero"}, "disclosure.weights"),
    ],
)
def test_what_cannot_be_released_is_refused(given, code):
    table = {"sex": ["f", "m"] * 3, "age": [3, 4, 5, 6, 7, 8], "zero": [0, 1, 2, 3, 4, 5]}
    with pytest.raises(BadInput) as refused:
        release_microdata(table, **{"k": 2, **given})
    assert code == refused.value.code
