"""`mainstay watch index` answers from files alone, in every format, and refuses plainly."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from mainstay.watch.cli import app
from mainstay.watch.feeds.inform_sheets import SHIPPED

INFORM = str(SHIPPED / "inform_risk_2025_indicators.csv")
TREE = """
name: mine
round: 1
period: year
first: [index]
nodes:
  index: {title: Index, of: [work, pay], by: geometric}
  work: {column: work, normalise: minmax}
  pay: {column: pay, normalise: minmax, direction: down}
"""
ROWS = "iso3,year,work,pay\nAAA,2020,1,9\nBBB,2020,4,4\nCCC,2020,9,no data\nAAA,2021,5,5\nBBB,2021,2,1\nCCC,2021,,\n"


def run(*arguments):
    return CliRunner().invoke(app, ["index", *arguments], env={"COLUMNS": "200"})


def rows_of(result):
    assert 0 == result.exit_code, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def mine(tmp_path):
    (tmp_path / "mine.yaml").write_text(TREE, encoding="utf-8")
    (tmp_path / "mine.csv").write_text(ROWS, encoding="utf-8")
    return [str(tmp_path / "mine.csv"), "--model", str(tmp_path / "mine.yaml")]


def test_inform_comes_out_as_csv_with_the_dimensions_first():
    result = run(INFORM, "--model", "inform-risk-2025", "--format", "csv")
    rows = rows_of(result)
    assert 191 == len(rows)
    assert ["iso3", "risk", "hazard", "vulnerability", "coping"] == list(rows[0])[:5]
    assert ["AFG", "7.8", "7.6", "8.3", "7.4"] == list(rows[0].values())[:5]


def test_a_trace_says_why_from_the_index_to_the_cell():
    result = run(INFORM, "--model", "inform-risk-2025", "--trace", "afg", "--format", "json")
    lines = json.loads(result.stdout)
    assert ("INFORM Risk", 7.8) == (lines[0]["title"], lines[0]["value"])
    assert [
        "geometric mean of Hazard & Exposure 7.6, Vulnerability 8.3, Lack of Coping Capacity 7.4 = 7.757",
        "rounded to 7.8",
    ] == lines[0]["how"]
    earthquake = next(line for line in lines if line["code"] == "earthquake_mmi_vi_relative")
    assert "divided by population of 2024 = 0.001913" == earthquake["how"][1]
    assert "Human is 8.9, the median 1.4" in result.stderr


def test_a_changed_weight_shows_what_moves_and_intervals_come_from_the_seed():
    asked = [
        INFORM,
        "--model",
        "inform-risk-2025",
        "--weight",
        "risk.hazard=2",
        "--uncertainty",
        "20",
        "--format",
        "csv",
    ]
    first, again = run(*asked, "--seed", "3"), run(*asked, "--seed", "3")
    assert first.stdout == again.stdout
    row = rows_of(first)[0]
    assert ("7.8", "7") == (row["before"], row["rank_before"])
    assert int(row["rank_low"]) <= int(row["rank_median"]) <= int(row["rank_high"])


def test_two_editions_are_compared():
    other = str(SHIPPED / "inform_risk_2024_indicators.csv")
    result = run(
        INFORM,
        "--model",
        "inform-risk-2025",
        "--against",
        other,
        "--against-model",
        "inform-risk-2024",
        "--format",
        "csv",
    )
    first = rows_of(result)[0]
    assert ("PSE", "3.7", "6.4", "hazard") == (first["iso3"], first["before"], first["after"], first["most"])


def test_an_own_tree_on_an_own_panel_ranks_each_year_and_names_who_has_no_index(mine):
    result = run(*mine, "--format", "csv")
    rows = {(row["iso3"], row["year"]): row for row in rows_of(result)}
    assert "No index, for want of data (1): CCC 2021 (work, pay)." in result.stderr
    assert {""} == {rows["CCC", "2021"][name] for name in ("index", "rank")}
    assert {"1", "2"} == {rows[unit, "2021"]["rank"] for unit in ("AAA", "BBB")}
    assert "1" == rows["CCC", "2020"]["indicators_known"]


def test_what_if_sensitivity_and_correlations_answer_at_the_terminal(mine):
    changed = rows_of(run(*mine, "--set", "AAA.work=10", "--format", "csv"))
    assert [row["iso3"] for row in changed if row["change"] not in {"0.0", ""}] == ["AAA"]
    assert {"weights of index"} == {
        row["choice"] for row in rows_of(run(*mine, "--sensitivity", "16", "--format", "csv"))
    }
    assert 3 == len(rows_of(run(*mine, "--correlations", "--format", "csv")))
    assert "Index" in run(*mine, "--trace", "BBB", "--period", "2020").stdout


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--model", "inform-risk-1999"], 4, "There are: "),
        (["--model", "inform-risk-2024"], 6, "Use --model inform-risk-2025"),
        (["--model", "inform-risk-2025", "--trace", "XYZ"], 4, "no row for XYZ"),
        (["--model", "inform-risk-2025", "--trace", "AFG", "--correlations"], 6, "one thing at a time"),
        (["--model", "inform-risk-2025", "--weight", "risk.luck=1"], 6, "risk is not made of luck"),
        (["--model", "inform-risk-2025", "--weight", "risk.hazard"], 6, "without a number"),
        (["--model", "missing.yaml"], 6, "missing.yaml cannot be opened"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(more, code, said):
    result = run(INFORM, *more)
    assert code == result.exit_code
    assert said in result.stderr
    assert "" == result.stdout
