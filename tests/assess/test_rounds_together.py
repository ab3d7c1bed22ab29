"""Two rounds in the same places: the error of what changed counts what they share, as R has it; drawn apart it does not."""

import csv
import math
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.assess.documents.report import assessment_report
from mainstay.assess.selectors.answers import Table, design_of
from mainstay.assess.selectors.comparing import compared, paired
from mainstay.assess.selectors.key_figures import key_figures
from mainstay.assess.selectors.rounds import moved
from mainstay.assess.selectors.together import Shared, correlation_of_rounds, joint_design, shared_units
from mainstay.assess.services.analysing import published
from tests.assess.field import TODAY
from tests.assess.panel import panel, read, surveyed
from tests.assess.test_comparing import page
from tests.assess.test_papers import texts
from tests.statistics.survey.drawn import write
from tests.statistics.survey.test_r_itself import r_takes_part

ORACLE = Path(__file__).parent / "oracle"
LATER = TODAY + timedelta(days=200)
APART = "The rounds were drawn apart: no place of the sample is known to be in both"


def two_rounds(rows, *, same_case=True, method="random"):
    before, analyst = surveyed(rows, "before", at=TODAY, method=method)
    case = {"case": before.case} if same_case else {}
    after, second = surveyed(rows, "after", at=LATER, method=method, **case)
    return before, after, analyst if same_case else second


def differences(before, after):
    sides = (list(one.estimates.filter(value__isnull=False)) for one in (before, after))
    return compared(before, after, paired(*sides))


def expected(folder):
    with (folder / "rounds.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def check_against_r(before, after, folder):
    made = differences(before, after)
    assert {"HOUSEHOLD": 10} == made.shared
    found = {
        (row.after.field, row.after.level, row.after.statistic, row.after.domain): row for row in made.rows
    }
    for row in expected(folder):
        level = "yes" if row["statistic"] == "proportion" else ""
        domain = f"sex={row['sex']}" if row["sex"] else ""
        mine = found[row["field"], level, row["statistic"], domain].difference
        theirs = [float(row["estimate"]), float(row["se"])]
        assert theirs == pytest.approx([mine.value, mine.se], rel=1e-9), row


@pytest.mark.django_db(databases="__all__")
def test_what_changed_and_its_error_are_those_of_r_on_both_rounds_in_one_design():
    before, after, analyst = two_rounds(read(ORACLE / "panel.csv"))
    check_against_r(before, after, ORACLE)
    over_all = {row.after.code: row for row in moved(key_figures(before), key_figures(after))}
    theirs = {row["statistic"]: row for row in expected(ORACLE) if not row["sex"]}
    for code, statistic in (("KF-02", "ratio"), ("KF-04", "proportion")):
        mine = over_all[code].difference
        wanted = [float(theirs[statistic][key]) for key in ("estimate", "se")]
        assert wanted == pytest.approx([mine.value, mine.se], rel=1e-9)
    said = "Both rounds asked in 10 same places of the sample"
    assert any(text.startswith(said) for text in texts(assessment_report(after)))
    shown = page(analyst, after, **{"with": str(before.uid)})
    assert said in shown
    assert (
        "5.1\u00a0%" in shown
    )  # the error of the share of insured households, 0.0508; drawn apart it is 0.1022


@pytest.mark.django_db(databases="__all__")
@pytest.mark.skipif(not r_takes_part(), reason="no Rscript with the package survey here")
def test_on_a_panel_drawn_anew_r_computes_the_same(tmp_path):
    rows = panel(np.random.default_rng().integers(1_000_000))
    write(rows, tmp_path / "panel.csv")
    shutil.copy(ORACLE / "rounds.R", tmp_path)
    done = subprocess.run(
        ["Rscript", "rounds.R"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300
    )
    assert 0 == done.returncode, done.stderr
    before, after, _analyst = two_rounds(rows)
    check_against_r(before, after, tmp_path)


@pytest.mark.django_db(databases="__all__")
def test_rounds_in_other_places_or_of_another_case_are_told_as_drawn_apart():
    rows = panel(4, anew=True)
    before, after, analyst = two_rounds(rows)
    for row in differences(before, after).rows:
        assert row.difference.se == pytest.approx(math.hypot(row.before.se, row.after.se))
    assert APART in page(analyst, after, **{"with": str(before.uid)})
    before, after, _analyst = two_rounds(panel(4), same_case=False)
    assert {"HOUSEHOLD": 0} == differences(before, after).shared


@pytest.mark.django_db(databases="__all__")
def test_people_not_chosen_by_lot_have_no_error_though_the_places_are_the_same():
    before, after, analyst = two_rounds(panel(4), method="purposive")
    made = differences(before, after)
    assert ({}, {None}) == (made.shared, {row.difference for row in made.rows})
    shown = page(analyst, after, **{"with": str(before.uid)})
    assert "People were not chosen by lot in both surveys" in shown
    assert APART not in shown


@pytest.mark.django_db(databases="__all__")
def test_what_is_shared_is_read_only_of_answers_that_may_be_published():
    before, after, _analyst = two_rounds(panel(4))
    sides = [published(one.estimates.filter(value__isnull=False)) for one in (before, after)]
    shown = {(row.after.field, row.after.domain) for row in compared(before, after, paired(*sides)).rows}
    assert shown <= {(row.field, row.domain) for row in sides[1]}


def table_of(seed, *, codes, places):
    """Return a round of 4 strata × 5 clusters × 8 people, whose answers follow their place and a little chance."""
    draw = np.random.default_rng(seed)
    at = [(stratum, cluster) for stratum in range(4) for cluster in range(5) for _each in range(8)]
    columns = {
        "weight": [1.0 + stratum for stratum, _cluster in at],
        "stratum": [f"s{stratum}" for stratum, _cluster in at],
        "cluster": [f"{codes}{cluster}" for _stratum, cluster in at],
        "y": [float(places[stratum, cluster] + draw.normal(0, 0.4)) for stratum, cluster in at],
    }
    return Table("ANY", columns, (), (), frozenset(), weighted=True, by_chance=True)


def errors(first, second):
    """Return the error of the difference in one design over both rounds, and if they were drawn apart."""
    design = joint_design(Shared(first, second, shared_units(first, second)), (first.columns, second.columns))
    found = correlation_of_rounds(design, lambda drawn, by: drawn.mean("y", by=by))[""]
    alone = [design_of(table.columns, table).mean("y")[0].se for table in (first, second)]
    return found, math.hypot(*alone)


def test_estimates_of_which_nobody_knows_how_they_go_together_are_left_out():
    places = np.zeros((4, 5))
    first, second = (table_of(at, codes="a", places=places) for at in (0, 1))
    design = joint_design(Shared(first, second, shared_units(first, second)), (first.columns, second.columns))
    assert {"": True} == {
        group: found.se > 0
        for group, found in correlation_of_rounds(
            design, lambda drawn, by: drawn.quantile("y", 0.5, by=by)
        ).items()
    }
    assert {} == correlation_of_rounds(design, lambda drawn, by: drawn.quantile("y", 1, by=by))


@given(st.integers(0, 100_000))
def test_places_of_their_own_give_the_error_of_rounds_drawn_apart_by_themselves(seed):
    places = np.random.default_rng(seed).normal(0, 1, (4, 5))
    first, second = (table_of(seed + at, codes="ab"[at], places=places) for at in (0, 1))
    assert not shared_units(first, second)
    found, apart = errors(first, second)
    assert (0, apart) == pytest.approx((found.correlation, found.se), rel=1e-9, abs=1e-12)


@given(st.integers(0, 100_000))
def test_the_same_places_with_people_alike_are_surer_than_rounds_drawn_apart(seed):
    places = np.random.default_rng(seed).normal(0, 1, (4, 5))
    first, second = (table_of(seed + at, codes="a", places=places) for at in (0, 1))
    assert 20 == len(shared_units(first, second))
    found, apart = errors(first, second)
    assert found.se < 0.8 * apart
    assert 0 < found.correlation <= 1


def test_interviews_that_do_not_tell_their_place_are_known_only_as_drawn_apart():
    places = np.zeros((4, 5))
    first, second = (table_of(at, codes="a", places=places) for at in (0, 1))
    second.columns["cluster"][0] = None
    assert not shared_units(first, second)


@pytest.mark.django_db(databases="__all__")
def test_the_page_and_the_report_judge_alike_whether_two_rounds_share_places():
    before, after, _analyst = two_rounds(panel(4))
    # Of the first round no interview tells its stratum, of the second some do not: each then has one stratum.
    before.submissions.update(stratum="")
    after.submissions.filter(stratum="west").update(stratum="")
    page_says = {
        row.after.field: row.difference for row in differences(before, after).rows if not row.after.domain
    }
    shared = differences(before, after).shared["HOUSEHOLD"]
    in_report = moved(key_figures(before), key_figures(after))
    assert {shared} == {row.shared for row in in_report}
    assert 0 < shared
    insured = next(row for row in in_report if row.after.code == "KF-04")
    assert insured.difference.se == pytest.approx(page_says["Q_HHD_13"].se)
