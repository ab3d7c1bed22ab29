"""`mainstay watch forecast` and `backtest` on files of country-months; no database is asked."""

import json

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from mainstay.watch.cli import app
from mainstay.watch.methods.conflict_forecast.panel import month_number


@pytest.fixture
def file(tmp_path):
    """Fifteen synthetic countries over fifteen years, from January 2005."""
    generator = np.random.default_rng(1)
    first, months, countries = month_number(2005, 1), 180, 15
    rate = np.repeat([0, 8, 90], 5)[:, None] * generator.gamma(0.5, 2.0, (countries, months))
    deaths = generator.poisson(rate)
    path = tmp_path / "deaths.parquet"
    codes = [f"X{number:02d}" for number in range(countries)]
    table = pa.table(
        {
            "country_id": np.repeat(np.arange(countries), months),
            "iso3": np.repeat(codes, months),
            "month_id": np.tile(np.arange(first, first + months), countries),
            "ged_sb": deaths.ravel(),
        }
    )
    parquet.write_table(table, path)
    return path


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.slow
def test_a_forecast_gives_chances_and_writes_every_draw(file, tmp_path):
    out = tmp_path / "draws.parquet"
    told = run(
        "forecast",
        file,
        "--origin",
        "2018-10",
        "--leads",
        "3-4",
        "--seed",
        "7",
        "--draws",
        out,
        "--format",
        "json",
    )
    assert 0 == told.exit_code, told.stderr
    rows = json.loads(told.stdout)
    assert 30 == len(rows)
    assert {"2019-01", "2019-02"} == {row["month"] for row in rows}
    draws = parquet.read_table(out)
    assert ["model", "country_id", "month_id", "draw", "value"] == draws.column_names
    assert 15 * 2 * 1000 == len(draws)
    first = draws.slice(29_000, 1000)
    assert {14} == set(first["country_id"].to_pylist())
    assert {month_number(2019, 2)} == set(first["month_id"].to_pylist())
    values = np.asarray(first["value"])
    assert round(float((values >= 25).mean()), 4) == rows[-1]["p_25"]


@pytest.mark.slow
def test_a_backtest_scores_every_model_by_window_and_lead(file):
    told = run("backtest", file, "--windows", "2018-2019", "--leads", "3,14", "--format", "json")
    assert 0 == told.exit_code, told.stderr
    rows = json.loads(told.stdout)
    assert ["mainstay", "zero", "last", "bootstrap240", "conflictology"] == list(
        dict.fromkeys(row["model"] for row in rows)
    )
    ours = [row for row in rows if row["model"] == "mainstay"]
    assert [2018, 2018, 2018, 2019, 2019, 2019, "all", "all", "all"] == [row["window"] for row in ours]
    assert ["all", 3, 14] * 3 == [row["lead"] for row in ours]
    assert [30, 15, 15, 30, 15, 15, 60, 30, 30] == [row["n"] for row in ours]
    assert {"log_crps", "crps", "ign", "brier_25", "ap_25", "auc_25", "ece_25"} <= set(rows[0])


def test_differences_to_the_benchmarks_come_with_intervals(file):
    told = run(
        "backtest", file, "--windows", "2019", "--leads", "3-5", "--model", "conflictology", "--model", "zero", "--compare",
        "--format", "json",
    )  # fmt: skip
    rows = json.loads(told.stdout)
    assert [("log_crps", "zero"), ("ign", "zero")] == [(row["score"], row["against"]) for row in rows]
    assert all(row["low"] <= row["difference"] <= row["high"] < 0 for row in rows)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["forecast", "--origin", "October"], "“October” is no month"),
        (["forecast", "--origin", "2018-10", "--leads", "0-3"], "--leads: “0-3” is none"),
        (["forecast", "--origin", "2030-10"], "needs that month"),
        (["forecast", "--origin", "2018-10", "--draws-each", "10"], "At least 1000 draws"),
        (["forecast", "--origin", "2018-10", "--vintage", "C"], "no vintage C"),
        (["backtest", "--windows", "2018-2050"], "window 2020 has no months"),
        (["backtest", "--windows", "2019", "--model", "crystal"], "no model crystal"),
    ],
)
def test_what_cannot_be_forecast_is_refused_with_the_way_out(file, words, told):
    answer = run(words[0], file, *words[1:])
    assert 6 == answer.exit_code
    assert told in answer.stderr


def test_a_file_that_is_no_table_is_refused(tmp_path):
    path = tmp_path / "deaths.parquet"
    path.write_text("no table")
    answer = run("backtest", path, "--windows", "2019")
    assert 6 == answer.exit_code
    assert "deaths.parquet cannot be read" in answer.stderr
