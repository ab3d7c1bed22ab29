"""What the crisis took, from files alone: losses by both ways, hours lost, needs, a scheme, a scenario."""

import csv
import json
from pathlib import Path

import pyarrow.compute as pc
import pytest
from pyarrow import parquet

from tests.assess.on_files import run, stand_among_samples

SURVEYS = Path(__file__).parent / "methods" / "surveys"
HEAD = "district,sector,status,sex,employed,affected_low,affected,affected_high,earnings"
GROUP = "north,mining,employee,F,1000,0.3,0.4,0.5,10"
YEAR = ("--workdays-per-year", "250")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    return stand_among_samples(tmp_path, monkeypatch)


def rows(*words):
    told = run(*words, "--format", "json")
    assert 0 == told.exit_code, told.stderr
    return json.loads(told.stdout)


def refused(*words):
    told = run(*words)
    assert 6 == told.exit_code, told.output
    return told.stderr


@pytest.mark.parametrize("command", ["losses", "work-losses"])
def test_work_lost_is_summed_from_a_table_of_groups(folder, command):
    (folder / "one.csv").write_text(f"{HEAD},shape,until,gone\n{GROUP},linear,70,0.1\n")
    # 400 persons x 5/7: 40 of them lose all 1095.75 days, 360 half of 70; see employment_losses
    days = (40 * 1095.75 + 360 * 35) * 5 / 7
    assert pytest.approx(
        {
            "workdays": days,
            "income": 10 * days,
            "job_equivalents": days / 250,
            "jobs_lost": 40,
            "jobs_at_risk": 360,
        }
    ) == {row["what"]: row["central"] for row in rows(command, "one.csv", *YEAR)}
    by_horizon = {
        (row["horizon"], row["what"]): row["central"]
        for row in rows(command, "one.csv", *YEAR, "--by", "horizon")
    }
    assert days == pytest.approx(sum(by_horizon[name, "workdays"] for name in ("short", "medium", "long")))


def test_the_path_back_and_a_partial_stoppage_may_be_options(folder):
    (folder / "one.csv").write_text(f"{HEAD}\n{GROUP}\n")
    words = ("losses", "one.csv", *YEAR, "--shape", "step", "--until", "70", "--start", "0.5")
    central = {row["what"]: row["central"] for row in rows(*words)}
    assert pytest.approx(400 * 70 * 0.5 * 5 / 7) == central["workdays"]
    assert "there is no such column" in refused("losses", "one.csv", *YEAR)
    assert "has a column gone: leave --gone out" in refused("losses", "losses.csv", *YEAR, "--gone", "0.2")


def test_both_ways_and_their_gap_stand_over_the_same_days(folder):
    (folder / "one.csv").write_text(f"{HEAD},shape,until\n{GROUP},step,70\n")
    (folder / "sectors.csv").write_text(
        "sector,first_day,last_day,before,after,output,workers,days_per_worker,labour_income,elasticity\n"
        "mining,0,35,100,90,1000,2000,200,400,0.5\nmining,35,700,100,95,1000,2000,200,400,1\n"
    )
    found = {
        (row["period"], row["what"]): row
        for row in rows("losses", "one.csv", *YEAR, "--production", "sectors.csv")
    }
    # 400 persons, 35 days, 5 of 7; from above half of 10/1000 x 2000 x 200
    first = found["0-35", "workdays"]
    assert pytest.approx((10_000, 2_000, -8_000, 0.2)) == (
        first["below"],
        first["above"],
        first["gap"],
        first["ratio"],
    )
    assert "informal units" in first["reasons"]
    assert pytest.approx((10_000, 2_000)) == (
        found["35-700", "workdays"]["below"],
        found["35-700", "workdays"]["above"],
    )
    assert 4 == found["0-35", "income"]["above"]
    told = run("losses", "one.csv", *YEAR, "--production", "sectors.csv").stdout
    assert "jobs_at_risk" in told
    assert "0-35, mining, workdays: Work of informal units" in told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("mining,35,0,100,90,1000,2000,200,400", "sectors.csv, row 2, last_day: is not after first_day"),
        ("mining,0,35,100,101,1000,2000,200,400", "sectors.csv, row 2, after: is more than before"),
        ("mining,0,35,100,90,1000,2000,200,4000", "sectors.csv, row 2, labour_income: is negative or more"),
        ("mining,0,35,100,,1000,2000,200,400", "Row 2 has no after"),
    ],
)
def test_a_row_of_production_that_cannot_be_is_named(folder, row, told):
    head = "sector,first_day,last_day,before,after,output,workers,days_per_worker,labour_income"
    (folder / "sectors.csv").write_text(f"{head}\n{row}\n")
    assert told in refused("losses", "losses.csv", *YEAR, "--production", "sectors.csv")


def test_groups_that_cannot_be_are_named_by_row_and_column(folder):
    (folder / "bad.csv").write_text(
        f"{HEAD},shape,until\n{GROUP.replace('1000', '-5')},linear,70\n{GROUP.replace('0.3', '0.9')},linear,70\n"
    )
    assert "row 3, affected" in refused("losses", "bad.csv", *YEAR)
    (folder / "bad.csv").write_text(f"{HEAD},shape,until\n{GROUP.replace('1000', '-5')},linear,70\n")
    assert "row 2, employed" in refused("losses", "bad.csv", *YEAR)
    assert "not by colour" in refused("losses", "losses.csv", *YEAR, "--by", "colour")
    (folder / "bad.csv").write_text(f"{HEAD},shape,until\n")
    assert "names columns but holds no row" in refused("losses", "bad.csv", *YEAR)


def test_the_command_says_how_it_is_written_for_an_assessment():
    assert "reference and then three tables" in refused("losses", "nothing.csv")
    assert "1 are named" in refused("losses", "MS-COM-2026-0001/A1", "losses.csv")
    assert "--workdays-per-year 250" in refused("losses", "losses.csv")
    idle = ("--currency", "KMF", "--days-a-week", "6")
    assert "not for a file of groups: --currency, --days-a-week" in refused(
        "losses", "losses.csv", *YEAR, *idle
    )


ARGENTINA = (
    *("--hours", "main_hours,other_hours", "--missing", "999", "--worked", "status == 1"),
    *(
        "--where",
        "age >= 15 and age <= 64",
        "--weight",
        "weight",
        "--strata",
        "town",
        "--cluster",
        "dwelling",
    ),
    *("--lonely", "adjust"),
)
QUARTERS = ("--round", "quarter", "--before", "2008q4", "--after", "2009q3")


def test_hours_lost_of_two_quarters_equal_r_survey_and_the_season_is_named(folder):
    told = run("hours-lost", SURVEYS / "argentina_hours.parquet", *ARGENTINA, *QUARTERS, "--format", "json")
    assert 0 == told.exit_code, told.stderr
    first, second, share, jobs = json.loads(told.stdout)
    # svyratio(~h, ~one, svydesign(ids=~dwelling, strata=~town, weights=~weight, data=quarter))
    assert pytest.approx((25.409937187057551, 0.19249262747979029)) == (first["estimate"], first["se"])
    assert pytest.approx((24.211844530410602, 0.19524948393448266)) == (second["estimate"], second["se"])
    assert (pytest.approx(0.0471505556), pytest.approx(402_808, abs=1)) == (
        share["estimate"],
        jobs["estimate"],
    )
    assert "different seasons" in told.stderr
    assert "their hours are not known" in told.stderr


def test_two_files_are_two_rounds_and_a_panel_is_surer(folder):
    table = parquet.read_table(SURVEYS / "argentina_hours.parquet")
    table = table.filter(pc.less_equal(table["town"], 4))
    for quarter in ("2008q4", "2009q3"):
        own = table.filter(pc.equal(table["quarter"].cast("string"), quarter))
        parquet.write_table(own.drop_columns(["quarter"]), folder / f"{quarter}.parquet")
    parquet.write_table(table, folder / "both.parquet")
    two = rows("hours-lost", "2008q4.parquet", "2009q3.parquet", *ARGENTINA)
    one = rows("hours-lost", "both.parquet", *ARGENTINA, *QUARTERS)
    assert [pytest.approx(row["estimate"]) for row in one] == [row["estimate"] for row in two]
    assert [pytest.approx(row["low"]) for row in one] == [row["low"] for row in two]
    panel = rows("hours-lost", "both.parquet", *ARGENTINA, *QUARTERS, "--same-units")
    assert one[2]["high"] - one[2]["low"] > panel[2]["high"] - panel[2]["low"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Say which column tells the rounds"),
        (("--round", "quarter", "--before", "2023q2", "--after", "2025q2"), "It has 2024q2, 2025q2"),
        (("people.csv", "--round", "quarter"), "leave --round out"),
        (("--same-units",), "is told by --cluster"),
        (("--missing", "none"), "Codes are numbers"),
    ],
)
def test_rounds_that_are_not_told_apart_are_refused(words, told):
    assert told in refused("hours-lost", "rounds.csv", "--hours", "main_hours", *words)


def test_a_code_for_not_known_is_no_week():
    told = refused(
        *("hours-lost", "rounds.csv", "--hours", "main_hours", "--worked", "worked == 1"),
        *("--round", "quarter", "--before", "2024q2", "--after", "2025q2"),
    )
    with Path("rounds.csv").open() as file:
        row = next(
            number
            for number, cells in enumerate(csv.DictReader(file), start=2)
            if cells["main_hours"] == "999"
        )
    assert f"Row {row} of rounds.csv has 999 in main_hours" in told
    assert "--missing 999" in told


def test_needs_are_costed_by_horizon_and_counted_once():
    words = ("needs", "needs.csv", "--sector-lines", "sector_needs.csv")
    assert "row 3, item: tools of households is already a need of the chapter agriculture" in refused(*words)
    found = rows(*words, "--count-once")
    by_code = {row["code"]: row for row in found}
    # 900 households, 108,000 of damage and a tenth; 60,000 of it stand with agriculture
    assert (118_800, 132, 60_000, 58_800) == tuple(
        by_code["tools"][name] for name in ("full_cost", "per_beneficiary", "counted_elsewhere", "cost")
    )
    assert (0, "agriculture") == (by_code["boats"]["cost"], by_code["boats"]["elsewhere"])
    sums = {row["horizon"]: row["cost"] for row in found if row["of"] == "horizon"}
    assert {"short": 420_000 + 58_800, "medium": 240_000 + 120_000, "long": 90_000} == sums
    assert sum(sums.values()) == found[-1]["cost"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("roads,short,,5,7", "row 2, unit_cost: give either a cost per beneficiary or damage"),
        ("roads,soon,10,5,", "row 2, horizon: is none of short, medium, long"),
        ("roads,,10,5,", "Row 2 has no horizon"),
    ],
)
def test_a_need_that_cannot_be_costed_is_named(folder, row, told):
    (folder / "n.csv").write_text(f"item,horizon,beneficiaries,unit_cost,damage\n{row}\n")
    assert told in refused("needs", "n.csv")


SCHEME = ("scheme", "--households", "1000", "--days", "60", "--wage", "5", "--labour-share", "0.6")


def test_a_scheme_is_sized_and_its_wage_held_against_the_floors():
    found = rows(*SCHEME, "--overhead", "0.12", "--floor", "Decree=4.5")[0]
    assert (60_000, 300_000, 500_000, 560_000, 9.34) == tuple(
        found[name] for name in ("worker_days", "wages", "direct_cost", "cost", "cost_per_worker_day")
    )
    assert not found["remarks"]
    assert "under Decree, which asks for 550" in refused(*SCHEME, "--floor", "Decree=5.5")
    assert "No wage floor was given" in run(*SCHEME).stderr
    assert "NAME=AMOUNT" in refused(*SCHEME, "--floor", "5.5")


SCENARIO = ("scenario", "cells.csv", "employment.csv", "shares.csv", "--at-least", "7", "--error", "0.5")


def test_a_scenario_counts_cells_without_a_reading_at_the_high_end_and_says_so():
    found = rows(*SCENARIO)
    people = found[0]
    assert (6_100, 8_700, 13_150) == (people["low"], people["central"], people["high"])
    assert {"Scenario from exposure to the hazard, not a survey estimate"} == {row["basis"] for row in found}
    told = run(*SCENARIO)
    assert "350 people have no reading" in told.stderr
    assert "not a survey estimate" in told.stdout


def test_districts_without_a_rate_or_said_twice_are_named(folder):
    (folder / "employment.csv").write_text("district,low,rate,high\nnorth,0.4,0.5,0.6\nnorth,0.4,0.5,0.6\n")
    assert "Row 3 of employment.csv says again what row 2 says: north" in refused(*SCENARIO)
    (folder / "employment.csv").write_text("district,low,rate,high\nnorth,0.4,0.5,0.6\n")
    assert "row 5, employment_rate: is not given for district coast" in refused(*SCENARIO)
    (folder / "employment.csv").write_text("district,low,rate,high\nnorth,0.7,0.5,0.6\n")
    assert "employment.csv, row 2, rate" in refused(*SCENARIO)


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.parquet"])
def test_every_form_holds_the_same_rows(folder, name):
    assert 0 == run(*SCENARIO, "--out", name).exit_code
    from mainstay.exchange.surveys import read_survey

    assert [row["central"] for row in rows(*SCENARIO)] == pytest.approx(
        read_survey(name).table["central"].to_pylist()
    )
