"""`mainstay bench` lists the benchmarks, runs them, and says how many times ours takes."""

import json

import pytest
from typer.testing import CliRunner

from mainstay.cli import bench


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *words: runner.invoke(bench.app, list(words))


def test_without_a_name_they_are_listed(run):
    rows = json.loads(run("--format", "json").stdout)
    assert {"facts", "payroll"} <= {row["name"] for row in rows}
    assert all(row["what"] for row in rows)


def test_one_that_is_not_there_is_answered_with_those_that_are(run):
    told = run("nonsense")
    assert 4 == told.exit_code
    assert "facts" in told.stderr


def test_a_package_without_a_clone_says_so(run, monkeypatch, tmp_path):
    monkeypatch.setattr(bench, "FOLDER", tmp_path / "benchmarks")
    told = run()
    assert (4, True) == (told.exit_code, "clone" in told.stderr)


@pytest.mark.slow
def test_one_is_run_on_its_own_data_and_compared_with_peer_and_limit(run):
    (found,) = json.loads(run("facts", "--format", "json", "--rows", "3000").stdout)
    assert ("facts", 3000) == (found["benchmark"], found["rows"])
    assert {"ours / DuckDB alone (wall)", "SQLite records / ours (wall)"} <= set(found["ratios"])


def test_one_that_fails_ends_with_one(run, monkeypatch, tmp_path):
    folder = tmp_path / "benchmarks"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "broken.py").write_text(
        '"""Breaks."""\ndef main(): ...\nraise SystemExit(3)\n', encoding="utf-8"
    )
    monkeypatch.setattr(bench, "FOLDER", folder)
    told = run("broken")
    assert (1, True) == (told.exit_code, "did not end well" in told.stderr)
