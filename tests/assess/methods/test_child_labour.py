"""Child labour by both definitions, on children worked out by hand from the rules."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.methods.child_labour import (
    GLOBAL,
    MICS_CODE_FROM,
    SDG_A,
    SDG_B,
    child_labour,
    chores_hours_together,
    economic_activity_hours,
    global_marks,
    sdg_marks,
)
from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design

# age, hours at work, hours of chores, hazardous -> SDG a, SDG b, global estimates
CHILDREN = [
    (5, 1, 0, 0, 1, 1, 1),
    (11, 0, 20, 0, 0, 0, 0),
    (11, 0, 21, 0, 0, 1, 0),
    (12, 13, 20, 0, 0, 0, 0),  # light work
    (12, 13, 0, 1, 0, 0, 1),  # few hours, and a dangerous tool
    (13, 14, 0, 0, 1, 1, 1),
    (14, 0, 28, 0, 0, 1, 0),
    (15, 42, 60, 0, 0, 0, 0),  # no number of hours of chores counts at 15 to 17
    (16, 43, 0, 0, 1, 1, 1),
    (17, 2, 0, 1, 0, 0, 1),
    (17, 0, 0, 1, 0, 0, 0),  # a hazard without work is none of work
    (18, 60, 60, 1, 0, 0, 0),
    (4, 10, 30, 1, 0, 0, 0),
]
TABLE = {
    name: [float(row[place]) for row in CHILDREN]
    for place, name in enumerate(("age", "work", "home", "hazard"))
} | {"fsweight": [1.0 + row for row in range(len(CHILDREN))]}
DRAW = partial(Design, weights="fsweight")
GIVEN = {
    "age": "age",
    "economic_hours": "work",
    "chores_hours": "home",
    "hazardous": "hazard",
    "code_from": MICS_CODE_FROM,
}


@pytest.mark.parametrize("row", CHILDREN)
def test_each_child_is_judged_as_the_rule_says(row):
    age, work, home, hazard = (np.array([float(value)]) for value in row[:4])
    assert row[4:] == (
        sdg_marks(age, work)[0],
        sdg_marks(age, work, home)[0],
        global_marks(age, work, hazard)["global"][0],
    )


@pytest.mark.parametrize(
    ("definition", "place", "label"), [("a", 4, SDG_A), ("b", 5, SDG_B), ("global", 6, GLOBAL)]
)
def test_shares_are_of_all_children_of_5_to_17_and_carry_their_definition(definition, place, label):
    found = child_labour(TABLE, DRAW, definition=definition, **GIVEN)
    weights = {
        row: weight for row, weight in zip(CHILDREN, TABLE["fsweight"], strict=True) if 5 <= row[0] <= 17
    }
    expected = sum(weight for row, weight in weights.items() if row[place]) / sum(weights.values())
    assert (label, pytest.approx(expected)) == (found.definition, found.shares[0].estimate)
    assert found.shares[0].se > 0


def test_codes_of_hours_are_no_hours_and_are_cleaned_before_the_sum():
    told = np.array([97.0, 98, 99, np.nan, 96])
    assert [0, 0, 0, 0, 96] == economic_activity_hours(told, code_from=MICS_CODE_FROM).tolist()
    water, wood, rest = (np.array([value]) for value in (10.0, 98.0, 10.0))
    together = chores_hours_together(water, wood, rest, code_from=MICS_CODE_FROM)
    assert [20] == together.tolist()
    assert [0] == sdg_marks(np.array([9.0]), np.array([0.0]), together).tolist()


def test_chores_of_more_hours_than_a_code_are_hours():
    table = {"fsweight": [1.0, 1], "age": [9.0, 9], "work": [0.0, 0], "wood": [60.0, 98], "rest": [40.0, 3]}
    asked = {"definition": "b", "age": "age", "economic_hours": "work", "code_from": MICS_CODE_FROM}
    found = child_labour(table, DRAW, **asked, chores_hours=["wood", "rest"])
    assert (0.5, 1) == (found.shares[0].estimate, found.coded)
    summed = child_labour(table | {"home": [100.0, 3]}, DRAW, **asked, chores_hours="home")
    assert (0.5, 0) == (summed.shares[0].estimate, summed.coded)


def test_many_hours_are_codes_only_where_the_survey_has_such_codes():
    table = {"fsweight": [1.0, 1, 1], "age": [16.0, 16, 30], "work": [98.0, 0, 99], "hazard": [0, 0, 0]}
    asked = {"age": "age", "economic_hours": "work", "hazardous": "hazard"}
    for definition in ("a", "global"):
        real = child_labour(table, DRAW, definition=definition, code_from=None, **asked)
        coded = child_labour(table, DRAW, definition=definition, code_from=MICS_CODE_FROM, **asked)
        assert (0.5, 0) == (real.shares[0].estimate, real.coded)
        assert (0.0, 1) == (coded.shares[0].estimate, coded.coded), "the adult is no child with a code"
    with pytest.raises(BadInput, match="more hours than a week in 1 rows, first in row 2"):
        child_labour(table | {"work": [1.0, 998, 999]}, DRAW, definition="a", code_from=None, **asked)


def test_no_child_in_child_labour_is_no_zero_without_error():
    table = {"fsweight": [1.0] * 20, "age": [9.0] * 20, "work": [0.0] * 20}
    row = child_labour(table, DRAW, definition="a", age="age", economic_hours="work", code_from=None).shares[
        0
    ]
    # Clopper-Pearson of 0 in 20: 1 - 0.025^(1/20)
    assert (0.0, 0.0, pytest.approx(1 - 0.025 ** (1 / 20))) == (row.estimate, row.ci_low, row.ci_high)


def test_a_child_whose_hazards_are_not_known_is_dropped_unless_its_hours_decide():
    age, work, hazard = np.array([10.0, 13, 13, 16, 16]), np.array([1.0, 5, 14, 10, 43]), np.full(5, np.nan)
    marks = global_marks(age, work, hazard)
    assert [1, None, 1, None, 1] == [None if np.isnan(mark) else mark for mark in marks["global"]]
    assert [None, None, None, None, 1] == [None if np.isnan(mark) else mark for mark in marks["hazardous"]]


def test_a_missing_column_or_an_unknown_definition_is_named():
    with pytest.raises(BadInput, match="needs the column hazardous"):
        child_labour(TABLE, DRAW, definition="global", age="age", economic_hours="work", code_from=None)
    with pytest.raises(BadInput, match="no definition c of child labour"):
        child_labour(TABLE, DRAW, definition="c", age="age", economic_hours="work", code_from=None)
    with pytest.raises(BadInput, match="hazard is to hold 0 or 1"):
        child_labour(TABLE | {"hazard": [2.0] * 13}, DRAW, definition="global", **GIVEN)


hours = st.floats(0, 96)


@given(st.integers(5, 17), hours, hours, st.booleans())
def test_b_holds_all_of_a_and_hazardous_work_is_child_labour(age, work, home, hazard):
    age, work, home, hazard = (np.array([float(value)]) for value in (age, work, home, hazard))
    assert sdg_marks(age, work)[0] <= sdg_marks(age, work, home)[0]
    marks = global_marks(age, work, hazard)
    assert marks["hazardous"][0] <= marks["global"][0]
    assert sdg_marks(age, work)[0] <= marks["global"][0]
