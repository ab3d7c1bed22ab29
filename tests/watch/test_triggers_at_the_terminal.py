"""`mainstay watch trigger`: on anybody's file, on the shipped copies, with bad input."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from mainstay.watch.cli import app

RULE = """
code: DEATHS
name: Deaths after a quiet year
period: M
activation: {kind: threshold, series: [deaths], at: 25, exit: 10, after_quiet: {periods: 3, at: 25}}
event: {kind: threshold, series: [deaths], at: 100, after_quiet: {periods: 3, at: 100}}
event_name: a hundred deaths in a month
window: {first: 1, last: 3}
"""
HISTORY = [0, 0, 0, 30, 12, 120, 5, 0, 0, 40, 0, 0, 0, 0]
FILE = "iso3,period,value\n" + "".join(
    f"SDN,2020-{month:02d},{deaths}\n" for month, deaths in enumerate(HISTORY[:12], 1)
)
FILE += "SDN,2021-01,0\nSDN,2021-02,0\n"


@pytest.fixture
def files(tmp_path):
    def write(rule=RULE, file=FILE, name="deaths.csv"):
        (tmp_path / "rule.yaml").write_text(rule, encoding="utf-8")
        (tmp_path / name).write_text(file, encoding="utf-8")
        return [str(tmp_path / "rule.yaml"), str(tmp_path / name)]

    return write


def run(*words):
    return CliRunner().invoke(app, ["trigger", *words])


def test_a_rule_is_tested_on_anybodys_file(files):
    found = json.loads(run("test", *files(), "--format", "json").output)
    stage = found["stages"][0]
    assert [("2020-04", "hit", "2020-06", 2), ("2020-10", "false", None, None)] == [
        (row["first"], row["outcome"], row["event"], row["lead"]) for row in stage["alarm_list"]
    ]
    assert (1, 1, 0.5, 1.0) == (stage["caught"], stage["false"], stage["precision"], stage["recall"])
    assert ["value", "quiet"] == [row["role"] for row in stage["alarm_list"][0]["readings"]]
    assert 3 == len([note for note in stage["notes"] if note.startswith("History too short")])
    assert "nothing is written" in stage["notes"][-1]


def test_the_end_of_the_history_can_be_set_back(files):
    rows = run("test", *files(), "--until", "2020-05", "--list", "alarms", "--format", "csv").output
    assert [("2020-04", "open", "standing")] == [
        (row["first"], row["outcome"], row["end"]) for row in csv.DictReader(io.StringIO(rows))
    ]


def test_a_shipped_trigger_is_tested_on_the_shipped_copy():
    found = run("test", "TR05", "--country", "MOZ", "--list", "alarms", "--format", "json")
    assert 0 == found.exit_code
    told = json.loads(found.output)
    assert ("gdacs running", ["readiness", "activation"]) == (
        told["source"].partition(" ")[2],
        [stage["stage"] for stage in told["stages"]],
    )
    assert all(row["outcome"] == "open" for stage in told["stages"] for row in stage["alarm_list"])


def test_the_shipped_triggers_are_listed():
    assert "TR01" in run("list", "--format", "csv").output


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (FILE + "Sudan,2021-03,1\n", ["row 16", "iso3", "“Sudan” is no country code of three letters"]),
        (FILE + "SDN,2021,1\n", ["row 16", "period", "“2021” is no period", "2024-03"]),
        (FILE + "SDN,9999-01,1\n", ["row 16", "period", "“9999-01”"]),
        (FILE + "SDN,2021-13,1\n", ["row 16", "period", "“2021-13”"]),
        (FILE + "SDN,2021-03,many\n", ["row 16", "value", "“many” is no number"]),
        (FILE + "SDN,2021-02,7\n", ["row 16", "deaths", "already, in row 15"]),
        ("iso3,month_id,value\nSDN,3,1\n", ["no column period", "month_id"]),
        ("iso3,period,deceased\nSDN,2020-01,1\n", ["which series", "deaths"]),
        ("iso3,period,value\nSDN,2020-01,\n", ["no reading of deaths"]),
        ("iso3,period,value,vintage\nSDN,2020-01,1,A\nSDN,2020-01,2,B\n", ["never mixed", "--edition A"]),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_row_field_and_way_out(files, file, said):
    found = run("test", *files(file=file))
    assert 6 == found.exit_code
    for words in said:
        assert words in found.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["test", "TR99"], "There are: TR01"),
        (["test", "TR05", "--country", "XYZ"], "Nothing is known of XYZ"),
        (["test", "TR05", "--until", "lately"], "“lately” is no period"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(words, said):
    found = run(*words)
    assert (6, True) == (found.exit_code, said in found.stderr)


def test_a_probability_is_a_share_and_may_come_from_a_column_of_its_name(files):
    rule = "{code: P, name: P, period: M, activation: {kind: probability, series: [forecast.p25], at: 0.3}}"
    good = "country,year,month,p25\nSDN,2024,1,0.2\nSDN,2024,2,0.4\n"
    found = run("test", *files(rule, good), "--list", "alarms", "--format", "json")
    assert "2024-02" == json.loads(found.output)["stages"][0]["alarm_list"][0]["first"]
    assert "lies between 0 and 1" in run("test", *files(rule, good + "SDN,2024,3,40\n")).stderr
