"""`mainstay playbook`: standard output carries the result only."""

import json

import pytest
from typer.testing import CliRunner

from mainstay.cli.playbook import app


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *words: runner.invoke(app, list(words))


def test_a_sound_playbook_says_so_beside_the_result(run):
    told = run("check")
    assert 0 == told.exit_code
    assert "" == told.stdout
    assert "files agree" in told.stderr


def test_faults_are_listed_and_end_with_one(run, tmp_path):
    (tmp_path / "matching.yaml").write_text("weights:\n- {code: level, weight: 16}\n", encoding="utf-8")
    told = run("check", "--overlay", str(tmp_path), "--format", "json")
    assert 1 == told.exit_code
    (fault,) = json.loads(told.stdout)
    assert ("matching.yaml", "weights") == (fault["file"], fault["place"])


def test_one_entry_is_shown_with_all_its_fields(run):
    (row,) = json.loads(run("show", "safeguards", "SG-AGE-01", "--format", "json").stdout)
    assert 18 == row["params"]["min_age_hazardous"]


def test_a_catalogue_is_listed(run):
    rows = json.loads(run("show", "crisis_types.yaml", "--format", "json").stdout)
    assert "CONFLICT" in {row["code"] for row in rows}


@pytest.mark.parametrize(
    ("words", "said"), [(("show", "nope"), "There is no catalogue"), (("show", "modules", "X"), "WRK-01")]
)
def test_what_is_not_there_is_said_with_what_is(run, words, said):
    told = run(*words)
    assert 4 == told.exit_code
    assert said in told.stderr


def test_what_an_office_changes_is_listed(run, tmp_path):
    (tmp_path / "fund.yaml").write_text("allocation: {reserve_share: 0.2}\n", encoding="utf-8")
    told = run("diff", str(tmp_path), "--format", "json")
    assert [
        {"file": "fund.yaml", "place": "allocation/reserve_share", "shipped": 0.15, "overlaid": 0.2}
    ] == json.loads(told.stdout)
