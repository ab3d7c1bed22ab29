"""`mainstay playbook`: standard output carries the result only."""

import json
import os
import subprocess
import sys

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


@pytest.fixture
def installation(tmp_path, repository):
    """Return a function that runs a command in an installation of its own, under an office's folder."""
    office = tmp_path / "office"
    office.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAINSTAY_")}
    kept |= {
        "MAINSTAY_VAR": str(tmp_path),
        "MAINSTAY_PLAYBOOK": str(office),
        "PYTHONPATH": str(repository / "src"),
    }

    def command(rule, *words):
        (office / "fund.yaml").write_text(rule, encoding="utf-8")
        program = [sys.executable, *words] if words[0] == "-c" else [sys.executable, "-m", "mainstay", *words]
        return subprocess.run(program, env=kept, capture_output=True, text=True, check=False)

    return command


SHOW = """
from mainstay.page.terminal import ready
ready()
from mainstay import playbook
from mainstay.fund.selectors import limit_of
print(playbook.current().fund.allocation.reserve_share, limit_of("W1", "L2"))
"""


@pytest.mark.slow
def test_the_folder_that_the_settings_name_is_in_force(installation):
    rule = "allocation: {reserve_share: 0.2}\nwindows: [{code: W1, ceiling_by_level: {L2: 120000}}]\n"
    assert "0.2 120000\n" == installation(rule, "-c", SHOW).stdout
    checked = installation(rule, "playbook", "check")
    assert (0, True) == (checked.returncode, "files agree" in checked.stderr)
    faulty = installation("windows: [{code: W1, early_start: {max_days: 60}}]\n", "playbook", "check")
    assert (1, True) == (faulty.returncode, "end_early_start" in faulty.stdout)


@pytest.mark.slow
def test_a_folder_that_cannot_be_read_stops_the_start_with_its_place(installation):
    told = installation("allocation: {reserve_shar: 0.2}\n", "setup", "--no-demo")
    assert 1 == told.returncode
    assert "allocation/reserve_shar" in told.stderr
    assert "Traceback" not in told.stderr
