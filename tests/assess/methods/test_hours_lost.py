"""Hours lost on a real pair of rounds, Argentina's towns before and in the recession of 2009; and as remembered."""

import csv
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.methods.hours_lost import (
    HoursRound,
    hours_lost,
    hours_lost_between,
    weekly_hours,
)
from mainstay.assess.methods.recalled_change import CAUTION, recalled_change
from mainstay.common.errors import BadInput
from mainstay.statistics.survey import Design
from mainstay.statistics.survey.columns import Columns

SURVEYS = Path(__file__).parent / "surveys"
# Standard errors of the ratio by R survey 4.1-1 on the whole files: strata AGLOMERADO, clusters CODUSU.
ERRORS = {
    "2008q4": (25.409937187057551, 0.19249262747979068),
    "2009q3": (24.211844530410602, 0.19524948393448216),
}


def totals(quarter):
    with (SURVEYS / "argentina_hours.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["quarter"] == quarter]
    return {name: sum(int(row[name]) for row in rows) for name in list(rows[0])[2:]}


def round_of(quarter):
    whole = totals(quarter)
    return HoursRound(whole["hours"] / whole["people_asked"], ERRORS[quarter][1], whole["people"])


@pytest.mark.parametrize(("quarter", "unemployment"), [("2008q4", 7.28), ("2009q3", 9.09)])
def test_the_sums_are_those_of_the_published_rounds(quarter, unemployment):
    whole = totals(quarter)
    assert unemployment == round(100 * whole["unemployed"] / (whole["employed"] + whole["unemployed"]), 2)
    assert pytest.approx(ERRORS[quarter][0], rel=1e-12) == round_of(quarter).hours_per_head


def test_argentina_lost_more_hours_than_jobs():
    before, after = totals("2008q4"), totals("2009q3")
    lost = hours_lost(round_of("2008q4"), round_of("2009q3"))
    # 1 - 24.2118 / 25.4099, and 1.198093 hours a head for 16,137,976 people over 48
    assert pytest.approx(0.0471505, abs=1e-7) == lost.share[1]
    assert pytest.approx(402_808, abs=1) == lost.full_time_jobs[1]
    assert lost.share[0] > 0, "the loss is told apart from none"
    fewer = 1 - after["employed"] / after["people"] / (before["employed"] / before["people"])
    assert lost.share[1] > fewer > 0


@pytest.fixture(scope="module")
def argentina():
    """Return the people of both quarters with their hours, 15 to 64 marked, and each quarter's towns as strata."""
    table = pq.read_table(SURVEYS / "argentina_hours.parquet")
    columns = Columns(table)
    status, age = columns.numbers("status"), columns.numbers("age")
    hours = weekly_hours(
        columns, ["main_hours", "other_hours"], worked=(status == 1).astype(float), missing=[999]
    )
    towns = pc.binary_join_element_wise(table["quarter"].cast("string"), table["town"].cast("string"), " ")
    return (
        table.append_column("hours", pa.array(hours, from_pandas=True))
        .append_column("meant", pa.array(((age >= 15) & (age <= 64)).astype(float)))
        .append_column("towns_of_round", towns)
    )


def between(table, *, strata, **more):
    draw = partial(Design, weights="weight", strata=strata, clusters="dwelling", nest=True, lonely="adjust")
    words = {"round": "quarter", "before": "2008q4", "after": "2009q3", "hours": "hours", "within": "meant"}
    return hours_lost_between(table, draw, **words | more)


def test_rounds_drawn_apart_have_the_errors_of_r_survey(argentina):
    found = between(argentina, strata="towns_of_round")
    for row, quarter in ((found.before, "2008q4"), (found.after, "2009q3")):
        assert pytest.approx(ERRORS[quarter], rel=1e-12) == (row.estimate, row.se)
    assert pytest.approx(0, abs=1e-15) == found.covariance
    assert pytest.approx(found.lost.share) == hours_lost(round_of("2008q4"), round_of("2009q3")).share
    assert totals("2009q3")["people"] == found.rounds[1].people
    assert 0 < found.missing <= 60


def test_dwellings_that_were_asked_twice_make_the_loss_surer(argentina):
    # svyby(~h, ~quarter, svydesign(ids=~dwelling, strata=~town, weights=~weight), svyratio, denominator=~one, covmat=TRUE)
    found = between(argentina, strata="town")
    assert pytest.approx(0.0042434070998389282, rel=1e-9) == found.covariance
    assert (
        pytest.approx(0.0099479610395204199, rel=1e-9)
        == (found.lost.share[2] - found.lost.share[1]) / 1.959963984540054
    )
    apart = between(argentina, strata="towns_of_round")
    assert found.lost.share[2] - found.lost.share[0] < apart.lost.share[2] - apart.lost.share[0]


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"before": "2007q4"}, "no row with known hours of the round 2007q4. It has 2008q4, 2009q3"),
        ({"after": "2008q4"}, "Name two rounds"),
        ({"hours": "main_hours"}, "more hours than a week in 46 rows, first in row"),
    ],
)
def test_rounds_and_hours_that_cannot_be_are_named(argentina, more, named):
    with pytest.raises(BadInput, match=named):
        between(argentina, strata="town", **more)


def test_hours_of_all_jobs_are_known_or_not():
    columns = Columns({"main": [40.0, 999.0, None, None, 8.0], "other": [None, 0.0, None, 3.0, 999.0]})
    worked = np.array([1.0, 1, 0, 1, np.nan])
    found = weekly_hours(columns, ["main", "other"], worked=worked, missing=[999])
    assert [40, None, 0, None, None] == [None if np.isnan(each) else each for each in found]


rounds = st.builds(HoursRound, st.floats(1, 60), st.floats(0, 2), st.floats(1, 1e7))


@given(rounds, st.floats(0.1, 10))
def test_growth_of_the_population_is_no_loss(before, factor):
    same = hours_lost(before, replace(before, people=before.people * factor))
    assert (0, 0) == (same.share[1], same.full_time_jobs[1])


@given(rounds, rounds)
def test_a_loss_is_the_share_of_its_hours_and_a_panel_is_surer(before, after):
    lost = hours_lost(before, after)
    baseline = before.hours_per_head * after.people / 48
    assert pytest.approx(lost.share[1] * baseline, abs=1e-6) == lost.full_time_jobs[1]
    panel = hours_lost(before, after, covariance=0.5 * before.se * after.se)
    assert (
        panel.full_time_jobs[2] - panel.full_time_jobs[0]
        <= lost.full_time_jobs[2] - lost.full_time_jobs[0] + 1e-6
    )


def test_rounds_that_cannot_be_are_refused():
    with pytest.raises(BadInput, match="above 0 in both"):
        hours_lost(HoursRound(0, 0, 1), HoursRound(1, 0, 1))
    with pytest.raises(BadInput, match="1 to 168"):
        hours_lost(HoursRound(1, 0, 1), HoursRound(1, 0, 1), full_time=0)


def test_what_is_remembered_is_kept_as_pairs_and_says_that_it_is_memory():
    table = {
        "w": [1.0, 3.0, 1.0],
        "was": [40.0, 20.0, 50.0],
        "now": [10.0, 30.0, None],
        "area": ["n", "s", "s"],
    }
    found = recalled_change(table, partial(Design, weights="w"), before="was", after="now", by="area")
    assert [("n", 0.75, 0), ("s", -0.5, 1)] == [
        (row.domain["area"], row.estimate, row.missing) for row in found.lost
    ]
    assert CAUTION == found.caution
    # everybody lost the same share: pairs leave no error
    even = {"w": [1.0, 2.0, 3.0], "was": [10.0, 20.0, 70.0], "now": [5.0, 10.0, 35.0]}
    same = recalled_change(even, partial(Design, weights="w"), before="was", after="now").lost[0]
    assert (0.5, 0) == (same.estimate, pytest.approx(same.se, abs=1e-12))
