"""`mainstay decide rank` and `portfolio` on people's files: the shipped example, and every fault with its place."""

import csv
import json

import pytest
from typer.testing import CliRunner

from mainstay.decide.cli import app

CONTEXTS = {
    "Afghanistan", "Solomon Islands", "Haiti", "Yemen", "Guinea", "Central African Republic", "Somalia", "South Sudan", "Chad",
    "São Tomé and Príncipe", "Syria crisis", "Sierra Leone", "Togo", "DR Congo", "Côte d'Ivoire", "Ukraine",
}  # fmt: skip


def run(*given):
    return CliRunner().invoke(app, [str(word) for word in given])


@pytest.fixture
def example(tmp_path):
    assert run("example", tmp_path).exit_code == 0
    return tmp_path / "workshop_2015.csv"


@pytest.fixture
def table(tmp_path):
    def write(text, name="options.csv"):
        place = tmp_path / name
        place.write_text(text, encoding="utf-8")
        return place

    return write


def test_the_sixteen_contexts_of_2015_hold_no_score_that_nobody_gave(example):
    rows = list(csv.DictReader(example.read_text(encoding="utf-8").splitlines()))
    assert {row["country"] for row in rows} == CONTEXTS
    for column in (
        "demand",
        "assessment",
        "start_usd",
        "staff",
        "C02",
        "C03",
        "C04",
        "C06",
        "C07",
        "C08",
        "C09",
    ):
        assert {row[column] for row in rows} == {""}
    assert run("example", example.parent).exit_code != 0  # nothing is written over


def test_the_example_is_chosen_with_prices_and_says_what_it_does_not_know(example):
    found = json.loads(run("portfolio", example, "--money", 40e6, "--draws", 10, "--format", "json").stdout)
    assert (found["status"], len(found["countries"])) == ("optimal", 10)
    assert {"Haiti", "Ukraine"} <= set(found["countries"])  # the only ones of their regions
    assert {("P4", 6.0)} == {(row["rule"], row["price"]) for row in found["rules"] if row["binding"]}
    assert {"P7", "P8", "P9"} == {row["rule"] for row in found["not_judged"]}
    assert found["draws"]["portfolio"] < 1


def test_what_if_a_country_must_be_in_or_out_and_a_rule_has_another_number(example):
    given = [
        "--add",
        "chad",
        "--remove",
        "Somalia",
        "--set",
        "P1.max_active=9",
        "--draws",
        0,
        "--format",
        "json",
    ]
    found = json.loads(run("portfolio", example, *given).stdout)
    assert "Chad" in found["countries"]
    assert "Somalia" not in found["countries"]
    assert len(found["countries"]) == 9


def test_an_infeasible_portfolio_names_the_rules_and_the_way_out(example):
    found = run("portfolio", example, "--money", 20e6)
    assert found.exit_code == 5
    assert "These cannot hold together: P1.least, P5.money." in found.stderr
    assert "There would be one without P5.money." in found.stderr


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--add", "Peru"], "Peru is no candidate of the file."),
        (["--set", "P1.most=9"], "There is no number P1.most in the rules."),
        (["--set", "P1.max_active=many"], "“many” is no number."),
        (["--without", "P12"], "There is no rule P12."),
    ],
)
def test_a_try_that_cannot_be_understood_says_what_there_is(example, given, words):
    assert words in run("portfolio", example, *given).stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("country,score\nHaiti,120\n", "Row 2, score: «120» lies off the scale from 0 to 100."),
        ("country,score\nHaiti,high\n", "Row 2, score: «high» is no score."),
        ("country,score,crisis_types\nHaiti,50,WAR\n", "Row 2, crisis_types: WAR is no kind of crisis."),
        ("country,score\nHaiti,50\nHaiti,60\n", "Row 3, country: Rows 2 and 3 both have Haiti"),
        ("country,remarks\nHaiti,poor\n", "neither a column score (0 to 100) nor one of the criteria"),
        ("country,score\n", "has a header and no rows"),
    ],
)
def test_a_fault_in_a_file_is_named_with_row_field_and_way_out(table, text, words):
    found = run("portfolio", table(text))
    assert found.exit_code == 6
    assert words in " ".join(found.stderr.split())


def test_a_file_is_ranked_by_its_own_criteria_with_ranges_and_gaps(table):
    options = table("option,price,speed\nA,3,1\nB,5,2\nC,1..9,\n")
    criteria = table("criterion,weight,best,least,most\nprice,2,low,0,10\nspeed,1,high,0,3\n", "criteria.csv")
    found = json.loads(
        run("rank", options, "--criteria", criteria, "--draws", 500, "--format", "json").stdout
    )
    rows = {row["option"]: row for row in found["options"]}
    # A: (0.7 · 2 + 1/3) / 3; C: price 9 and speed 0 at worst, price 1 and speed 3 at best.
    assert pytest.approx(57.78, abs=0.01) == rows["A"]["total"]
    assert (6.67, 93.33) == (rows["C"]["total"], rows["C"]["at_most"])
    assert pytest.approx(1.0, abs=1e-3) == sum(row["first_in"] for row in rows.values())
    assert {"price", "speed"} == {turn["criterion"] for turn in found["weights"]}


def test_the_playbooks_weights_hold_where_its_criteria_head_the_columns(table):
    rows = table("country,C01,C05\nA,5,0\nB,0,5\n")
    found = json.loads(run("rank", rows, "--draws", 100, "--format", "json").stdout)
    assert [("A", 15.0, 92.0), ("B", 8.0, 85.0)] == [
        (row["option"], row["total"], row["at_most"]) for row in found["options"]
    ]


@pytest.mark.parametrize(
    ("criteria", "words"),
    [
        ("criterion,weight\nprize,1\n", "has no column prize"),
        ("criterion,weight,least\nprice,1,0\n", "Row 2, most: A scale needs both ends"),
        ("criterion,weight\nprice,0\n", "the weights sum to nothing"),
        ("criterion,weight,preference\nprice,1,gauss\n", "needs a threshold above 0: inflection"),
        ("criterion,weight,least,most\nprice,1,0,2\n", "Row 2, price: «3» lies off the scale from 0 to 2."),
    ],
)
def test_a_fault_in_the_criteria_is_named(table, criteria, words):
    options = table("option,price\nA,3\nB,5\n")
    assert words in " ".join(
        run("rank", options, "--criteria", table(criteria, "criteria.csv")).stderr.split()
    )
