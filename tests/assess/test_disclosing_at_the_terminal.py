"""`mainstay assess disclose`: rules, groups, rounding and ladders from files."""

import json
from collections import Counter

import pytest
import yaml

from mainstay.exchange.surveys import read_survey
from tests.assess.on_files import run, stand_among_samples

KEYS = ("--keys", "region,sex,age", "--drop", "town,household,rep_*", "--k", "4")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    return stand_among_samples(tmp_path, monkeypatch)


def rows_of(*words):
    told = run("disclose", *words, "--format", "json")
    assert 0 == told.exit_code, told.stderr
    return json.loads(told.stdout)


def written(folder, name, content):
    (folder / name).write_text(yaml.safe_dump(content))
    return name


def test_rules_groups_and_empty_cells_come_from_a_file(folder):
    amounts = ("table", "people.csv", "--by", "region,sex", "--value", "income", "--where", "income > 0")
    rows = rows_of(*amounts, "--rules", "rules.yaml", "--inside")
    assert {"inland", "coast", "Total"} <= {row["region"] for row in rows}
    inland = [row for row in rows if row["region"] == "inland"]
    assert [row["value"] for row in inland] == pytest.approx(
        [sum(row["value"] for row in rows if row["region"] in {"north", "south"} and row["sex"] == sex)
         for sex in ("female", "male", "Total")]
    )  # fmt: skip
    assert any("Fewer than 6" in row["why"] for row in rows)
    few = written(folder, "few.yaml", {"threshold": 1, "structural": [["coast", "female"]]})
    told = run("disclose", *amounts, "--rules", few)
    assert 6 == told.exit_code
    assert "coast × female is said to be impossible" in told.stderr
    told = run("disclose", *amounts, "--rules", written(folder, "odd.yaml", {"treshold": 5}))
    assert "treshold: no such word" in told.stderr


def test_what_the_command_says_goes_before_the_file(folder):
    table = ("table", "people.csv", "--by", "region,sex", "--where", "worked == 1")
    strict = written(folder, "strict.yaml", {"threshold": 12})
    hidden = [row["status"] for row in rows_of(*table, "--rules", strict)].count("hidden")
    assert 0 < hidden
    assert 0 == [row["status"] for row in rows_of(*table, "--rules", strict, "--threshold", "1")].count(
        "hidden"
    )


def test_a_rounded_table_adds_up_in_multiples():
    words = ("round", "people.csv", "--by", "region,sex", "--base", "5")
    shown = {(row["region"], row["sex"]): row["value"] for row in rows_of(*words)}
    assert all(value % 5 == 0 for value in shown.values())
    parts = [value for (region, sex), value in shown.items() if "Total" not in {region, sex}]
    assert sum(parts) == shown["Total", "Total"]
    inside = rows_of(*words, "--inside")
    assert all(row["low"] <= row["value"] <= row["high"] for row in inside)
    assert "multiples of 5" in run("disclose", *words).stdout
    assert "2 or more" in run("disclose", *words[:-1], "1").stderr


@pytest.mark.parametrize("command", ["table", "round"])
def test_rows_without_a_category_are_refused_with_the_option_that_counts_them(folder, command):
    lines = ["region,sex", *["north,f", "south,m"] * 30, ",f", "north,m", ",m"]
    (folder / "gaps.csv").write_text("\n".join(lines) + "\n")
    asked = (command, "gaps.csv", "--by", "region,sex")
    told = run("disclose", *asked)
    assert 6 == told.exit_code
    for row in (62, 64):
        assert f"row {row}, region: The category is missing" in told.stderr
    assert "row 63" not in told.stderr
    assert "--unknown “not known”" in told.stderr
    told = run("disclose", *asked, "--where", "sex == 'm'")
    assert "row 64, region" in told.stderr
    assert "not known" in {row["region"] for row in rows_of(*asked, "--unknown", "not known")}


def test_microdata_are_recoded_by_ladders_before_they_are_blanked(folder):
    words = ("disclose", "microdata", "people.csv", *KEYS)
    assert 0 == run(*words, "--out", "plain.csv", "--codebook", "plain.txt").exit_code
    told = run(*words, "--ladders", "ladders.yaml", "--out", "r.csv", "--codebook", "c.txt")
    assert 0 == told.exit_code, told.stderr
    blanks = {name: read_survey(name).table.column("age").null_count for name in ("plain.csv", "r.csv")}
    assert blanks["r.csv"] < blanks["plain.csv"] / 2
    released = read_survey("r.csv").table.select(["region", "sex", "age"]).to_pylist()
    assert 4 <= min(Counter(tuple(row.values()) for row in released).values())
    assert "Recoded to step" in (folder / "c.txt").read_text()
    told = run(
        *words,
        "--ladders",
        written(folder, "l.yaml", {"age": [[1]]}),
        "--out",
        "x.csv",
        "--codebook",
        "x.txt",
    )
    assert 6 == told.exit_code
    assert not (folder / "x.csv").exists()
    told = run(*words, "--ladders", "ladders.yaml", "--out", "ladders.yaml", "--codebook", "x.txt")
    assert 6 == told.exit_code


def test_released_rows_come_in_an_order_that_a_seed_draws(folder):
    words = ("disclose", "microdata", "people.csv", *KEYS, "--codebook", "c.txt")
    for name, seed in (("one.csv", "7"), ("same.csv", "7"), ("other.csv", "8")):
        assert 0 == run(*words, "--seed", seed, "--out", name).exit_code
    one, same, other = (
        (folder / name).read_text().splitlines() for name in ("one.csv", "same.csv", "other.csv")
    )
    assert one == same
    assert one != other
    assert sorted(one) == sorted(other)


def test_one_labelled_refusal_leaves_amounts_numbers(folder):
    import pyreadstat

    frame = read_survey("people.csv", ["sex", "region", "income"]).table.to_pandas()
    frame["sex"] = frame["sex"].map({"male": 1.0, "female": 2.0})
    labels = {"sex": {1: "Man", 2: "Woman"}, "income": {-9: "Refused"}}
    pyreadstat.write_sav(frame, folder / "p.sav", variable_value_labels=labels)
    words = ("disclose", "microdata", "p.sav", "--keys", "region,sex", "--k", "4", "--drop", "")
    told = run(*words, "--out", "r.csv", "--codebook", "c.csv")
    assert 0 == told.exit_code, told.stderr
    released = read_survey("r.csv").table
    assert "double" == str(released.schema.field("income").type)
    assert {"Man", "Woman"} == set(released.column("sex").to_pylist())
    (income,) = (line for line in (folder / "c.csv").read_text().splitlines() if line.startswith("income"))
    assert "other,number" in income
