"""`mainstay assess` on anybody's file: no database, no sign-in, in an empty folder."""

import csv
import json
import re
import shlex

import pytest
import yaml
from pyarrow import parquet
from typer.testing import CliRunner

from mainstay.assess.cli import app
from mainstay.assess.cli.example import SAMPLE
from mainstay.exchange.surveys import read_survey
from tests.assess.on_files import DESIGN, estimate, refused, run, stand_among_samples


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    return stand_among_samples(tmp_path, monkeypatch)


def commands(*above):
    """Yield the words of each command below `above`."""
    told = run(*above, "--help").stdout
    for name in re.findall(r"^│ ([a-z-]+) ", told.partition("─ Commands ─")[2], re.MULTILINE):
        below = list(commands(*above, name)) if name in {"sample", "disclose"} else []
        yield from below or [(*above, name)]


def examples():
    """Yield each example that the help of a command shows, as words."""
    for command in commands():
        told = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).stdout
        lines = [line.strip() for line in told.splitlines()]
        for place, line in enumerate(lines):
            if line.startswith("mainstay assess "):
                whole = [line]
                while whole[-1].endswith("\\"):
                    whole.append(lines[place + len(whole)])
                yield shlex.split(" ".join(part.rstrip("\\") for part in whole))[2:]


def test_every_example_of_the_help_runs_on_the_files_that_are_shipped():
    shown = list(examples())
    on_files = {"estimate", "labour", "calibrate", "sample", "disclose", "losses", "hours-lost"}
    assert on_files | {"needs", "scheme", "scenario"} == {words[0] for words in shown}
    for words in shown:
        told = run(*words)
        assert 0 == told.exit_code, (words, told.output)
        assert told.stdout


def test_means_of_a_part_by_domain_equal_those_of_r_survey():
    # svyby(~income+hours, ~sex, subset(svydesign(~town, strata=~region, weights=~weight, nest=TRUE), worked==1),
    #       svymean, na.rm=TRUE, deff=TRUE)
    rows = estimate(*DESIGN, "--mean", "income,hours", "--where", "worked == 1", "--by", "sex")
    found = {(row["variable"], row["domain"]["sex"]): row for row in rows}
    assert 438.59477103776385 == pytest.approx(found["income", "female"]["estimate"], rel=1e-12)
    assert 48.574013961480695 == pytest.approx(found["income", "female"]["se"], rel=1e-12)
    assert 0.84390386085210478 == pytest.approx(found["income", "female"]["deff"], rel=1e-9)
    assert 40.374662598286584 == pytest.approx(found["hours", "male"]["estimate"], rel=1e-12)
    assert 2.286878068586701 == pytest.approx(found["hours", "male"]["se"], rel=1e-12)


def test_a_row_has_the_keys_that_programs_read():
    row = estimate(*DESIGN, "--proportion", "status", "--by", "region,sex")[0]
    wanted = [
        "statistic",
        "variable",
        "level",
        "domain",
        "estimate",
        "se",
        "ci_low",
        "ci_high",
        "cv",
        "deff",
        "n",
        "df",
    ]
    assert wanted == list(row)[: len(wanted)]
    assert {"region": "coast", "sex": "female"} == row["domain"]


def test_crossings_totals_conditions_and_ratios_come_in_one_run():
    rows = estimate(
        *(*DESIGN, "--total", "worked", "--ratio", "income/hours", "--proportion", "age >= 15, sex"),
        *("--by", "region,sex", "--by", "region", "--by", ""),
    )
    sums = {len(row["domain"]): 0.0 for row in rows}
    for row in rows:
        sums[len(row["domain"])] += row["estimate"] if row["statistic"] == "total" else 0
    assert sums[0] == pytest.approx(sums[1]) == pytest.approx(sums[2])
    assert {"income/hours", "age >= 15", "sex", "worked"} == {row["variable"] for row in rows}


def test_a_specification_asks_for_several_tables():
    rows = estimate("--spec", "estimate.yaml")
    assert ["Work by sex", "Earnings", "People"] == list(dict.fromkeys(row["table"] for row in rows))
    given = yaml.safe_load((SAMPLE / "estimate.yaml").read_text())
    assert given["tables"][1]["where"] == "worked == 1"
    alone = estimate(
        *DESIGN, "--mean", "hours", "--mean", "income", "--where", "worked == 1", "--by", "region"
    )
    same = [row for row in rows if (row["table"], row["statistic"]) == ("Earnings", "mean")]
    assert [row["se"] for row in alone] == [row["se"] for row in same]


def test_labels_of_spss_are_shown_and_compared_and_codes_are_kept(folder):
    import pyreadstat

    frame = read_survey("people.csv", ["weight", "sex", "worked"]).table.to_pandas()
    frame["sex"] = frame["sex"].map({"male": 1.0, "female": 2.0})
    labels = {"sex": {1: "Man", 2: "Woman"}}
    pyreadstat.write_sav(frame, folder / "people.sav", variable_value_labels=labels)
    row = estimate(
        "--weight",
        "weight",
        "--mean",
        "worked",
        "--by",
        "sex",
        "--where",
        "sex == 'Woman'",
        file="people.sav",
    )[0]
    assert {"sex": "Woman"} == row["domain"]
    assert {"sex": 2} == row["domain_codes"]
    told = refused("--weight", "weight", "--mean", "worked", "--where", "sex == 'Frau'", file="people.sav")
    assert "1 Man, 2 Woman" in told


def test_a_label_of_two_codes_means_both_and_totals_ask_which(folder):
    import pyreadstat

    frame = read_survey("people.csv", ["weight", "worked"]).table.to_pandas()
    frame["answer"] = [[1.0, 8.0, 9.0][row % 3] for row in range(len(frame))]
    labels = {"answer": {1: "Yes", 8: "Other", 9: "Other"}}
    pyreadstat.write_sav(frame, folder / "people.sav", variable_value_labels=labels)

    def rows_where(condition):
        row = estimate("--weight", "weight", "--mean", "weight", "--where", condition, file="people.sav")[0]
        return row["n"], row["estimate"]

    both = rows_where("answer in (8, 9)")
    assert both == rows_where("answer == 'Other'") == rows_where("answer in ('Other',)")
    assert both == rows_where("not answer != 'Other'")
    assert rows_where("answer == 1") == rows_where("answer != 'Other'")
    told = refused("--mean", "weight", "--where", "answer >= 'Other'", file="people.sav")
    assert "stands for several codes: 8, 9" in told
    (folder / "two.yaml").write_text("answer: {Yes: 100, Other: 200}")
    words = ("calibrate", "people.sav", "--weight", "weight", "--totals", "two.yaml", "--out", "w.csv")
    told = run(*words)
    assert 6 == told.exit_code
    assert "stands for several codes: 8, 9" in told.stderr


def test_a_table_names_method_confidence_and_what_was_dropped():
    told = run("estimate", "people.csv", *DESIGN, "--mean", "income", "--confidence", "0.9")
    assert "Taylor linearisation, mean interval (90% confidence)" in told.stdout
    assert "99 rows dropped, a value is missing: income" in told.stdout
    assert "cells separated by comma" in told.stderr


def test_every_form_of_output_holds_the_same_numbers(folder):
    want = [row["estimate"] for row in estimate(*DESIGN, "--mean", "hours", "--by", "sex")]
    for name in ("t.json", "t.csv", "t.xlsx", "t.parquet"):
        assert (
            0
            == run(
                "estimate", "people.csv", *DESIGN, "--mean", "hours", "--by", "sex", "--out", name
            ).exit_code
        )
    with (folder / "t.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert want == [float(row["estimate"]) for row in rows]
    assert ["female", "male"] == [row["sex"] for row in rows]
    assert want == [row["estimate"] for row in json.loads((folder / "t.json").read_text())]
    table = parquet.read_table(folder / "t.parquet")
    assert want == table["estimate"].to_pylist()
    assert [("sex", "female")] == table["domain"][0].as_py()
    assert want == pytest.approx(read_survey("t.xlsx").table["estimate"].to_pylist(), rel=1e-14)


def test_a_written_file_is_whole_or_not_there(folder, monkeypatch):
    before = sorted(file.name for file in folder.iterdir())

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", interrupted)
    run("estimate", "people.csv", *DESIGN, "--mean", "hours", "--out", "t.json")
    assert before == sorted(file.name for file in folder.iterdir())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--mean", "incme"), "incme: there is no such column; did you mean income?"),
        (("--weight", "status", "--mean", "hours"), "row 2, status: «employee» is not a number"),
        (("--weight", "weight"), "asks for nothing"),
        (("--mean", "hours", "--confidence", "95"), "confidence"),
        (("--ratio", "income"), "numerator/denominator"),
        (("--mean", "hours", "--where", "age > 200"), "holds in none of 158 rows"),
        (("--mean", "hours", "--where", "sex == 1"), "sex == '1'"),
        (("--mean", "hours", "--where", "age == 'old'"), "holds numbers"),
        (("--mean", "hours", "--where", "age >"), "cannot be read"),
        (("--mean", "hours", "--nest"), "only with strata and cluster"),
        (("--mean", "hours", "--interval", "beta"), "interval is for proportions"),
        (("--mean", "hours", "--lonely", "ignore"), "Choose one of fail, remove"),
        (("--mean", "hours", "--strata", "region", "--cluster", "town"), "--nest"),
        (("--mean", "hours", "--spec", "estimate.yaml"), "write --mean there"),
        (("--mean", "hours", "--format", "xlsx"), "--out table.xlsx"),
        (("--mean", "hours", "--out", "nowhere/t.csv"), "no folder"),
        (("--mean", "hours", "--sheet", "data"), "Leave it out"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_way_out(words, told):
    assert told in refused(*words)


def test_a_negative_weight_is_named_by_the_row_that_a_spreadsheet_shows(folder):
    (folder / "bad.csv").write_text("w,x\n1,2\n-1,3\n")
    assert "row 3, w: is missing or negative" in refused("--weight", "w", "--mean", "x", file="bad.csv")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tables:\n - meen: x\n", "tables.1.meen: no such word"),
        ("tables:\n - mean: [x\n", "line 3"),
        ("tables:\n - mean: 7\n", "a text with commas, or a list"),
        ("tables:\n - by: sex\n", "asks for nothing"),
        ("- 7\n", "must hold names"),
    ],
)
def test_a_faulty_specification_is_refused_by_word_or_line(folder, text, told):
    (folder / "s.yaml").write_text(text)
    assert told in refused("--spec", "s.yaml")


def test_steps_are_said_when_they_are_asked_for():
    told = run("estimate", "people.csv", *DESIGN, "--mean", "hours", "--by", "sex", "--progress").stderr
    assert "reading 5 of 30 columns" in told
    assert "mean of hours by sex" in told


def test_example_files_are_not_written_over():
    told = run("example")
    assert 6 == told.exit_code
    assert "is there already" in told.stderr


def test_quantiles_show_their_shares():
    rows = estimate(*DESIGN, "--quantile", "income:0.25,0.5", "--quantile-rule", "school")
    assert [0.25, 0.5] == [row["level"] for row in rows]
    assert "no quantile is asked for" in refused("--mean", "hours", "--quantile-rule", "school")
    assert "name:0.25,0.5" in refused("--quantile", "income")


def test_marks_of_reliability_come_with_their_reasons(folder):
    row = estimate(*DESIGN, "--mean", "income", "--reliability", "ine_chile")[0]
    assert "unpublishable" == row["reliability"]
    assert "It rests on 59 answers" in row["reliability_reasons"]
    (folder / "own.yaml").write_text(
        "title: House\nrules: [{measure: cv, at_most: 0.01, otherwise: caution}]\n"
    )
    assert "caution" == estimate(*DESIGN, "--mean", "income", "--reliability", "own.yaml")[0]["reliability"]
    assert "Choose one of ine_chile" in refused("--mean", "income", "--reliability", "magic")


def test_a_share_of_a_part_is_judged_by_those_who_have_it():
    rows = estimate(
        *DESIGN, "--proportion", "status", "--where", "worked == 1", "--reliability", "eclac_2020"
    )
    assert all("reliability" in row for row in rows)
    assert any("of those asked belong to it" in row["reliability_reasons"] for row in rows)


def test_weights_are_raked_inside_the_request_and_errors_follow(folder):
    given = yaml.safe_load((folder / "estimate.yaml").read_text())
    given["design"]["rake"] = yaml.safe_load((folder / "totals.yaml").read_text())
    given["tables"] = [{"total": "sex"}, {"mean": "worked"}]
    (folder / "raked.yaml").write_text(yaml.safe_dump(given))
    rows = estimate("--spec", "raked.yaml")
    assert [16_500, 15_500] == pytest.approx([row["estimate"] for row in rows[:2]])
    assert [0, 0] == pytest.approx([row["se"] for row in rows[:2]], abs=1e-6)
    assert estimate(*DESIGN, "--mean", "worked")[0]["se"] != rows[2]["se"]


def test_replicate_weights_give_the_errors_of_r_survey():
    # svrepdesign(weights=~weight, repweights="rep_[0-9]+", type="JKn", scale=1, rscales=rep(4/5, 15))
    words = (
        "--weight",
        "weight",
        "--replicate-weights",
        "rep_*",
        "--replicate-type",
        "JKn",
        "--rscales",
        "0.8",
    )
    income, unemployed = estimate(*words, "--scale", "1", "--mean", "income", "--total", "unemployed")
    assert 362.984271709862 == pytest.approx(income["estimate"], rel=1e-12)
    assert 23.68939 == pytest.approx(income["se"], abs=1e-5)
    assert 701.80286 == pytest.approx(unemployed["se"], abs=1e-5)
    assert 12 == income["df"]
    part = estimate(*words, "--scale", "1", "--mean", "income", "--where", "worked == 1", "--by", "sex")
    assert {"female", "male"} == {row["domain"]["sex"] for row in part}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--replicate-weights", "rep_*"), "replicate_type is needed"),
        (("--replicate-weights", "repl*", "--replicate-type", "JKn"), "No column is called like repl*"),
        (
            ("--replicate-weights", "rep_*", "--replicate-type", "JKn", "--strata", "region"),
            "they carry the design",
        ),
        (("--scale", "1"), "only with replicate_weights"),
    ],
)
def test_words_of_replicates_that_do_not_fit_are_refused(words, told):
    assert told in refused("--weight", "weight", "--mean", "hours", *words)
