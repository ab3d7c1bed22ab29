"""The commands of `mainstay assess`."""

import json

import pytest
from typer.testing import CliRunner

from mainstay.assess.cli import app
from tests import builders
from tests.assess.field import export, fielded, scoped, worker

pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_an_assessment_is_scoped_at_the_terminal():
    officer = builders.person("CPO")
    told = run(
        "new",
        builders.case().reference,
        "--decision",
        "Where works start",
        "--as",
        officer.email,
        "--format",
        "json",
    )
    assert json.loads(told.stdout)[0]["reference"].endswith("/A1")


def test_an_assessment_without_a_decision_is_refused_with_a_sentence():
    told = run("new", builders.case().reference, "--as", builders.person("CPO").email)
    assert 5 == told.exit_code
    assert "decision" in told.stderr


def test_answers_are_tried_before_they_are_taken_in(tmp_path):
    assessment, form, analyst = fielded()
    file = tmp_path / "answers.csv"
    file.write_bytes(export(form, [worker(Q_WKR_14="4"), worker(Q_WKR_14="lots")]))
    told = run("import", assessment.reference, file, "--dry-run", "--as", analyst.email, "--format", "json")
    assert [{"rows": 2, "refused": 0, "problems": 1}] == json.loads(told.stdout)
    assert 0 == assessment.submissions.count()
    assert 6 == run("import", assessment.reference, file, "--as", analyst.email).exit_code
    assert 0 == run("import", assessment.reference, file, "--only-good", "--as", analyst.email).exit_code
    assert 0 == run("analyse", assessment.reference, "--as", analyst.email).exit_code


def test_losses_come_from_three_small_tables(tmp_path):
    assessment, officer = scoped(stage="SNAPSHOT")
    tables = {
        "baseline.csv": "area,sector,sex,employed\nKM1,farming,F,1000\n",
        "impact.csv": "sector,low,central,high\n*,0.1,0.2,0.4\n",
        "exposure.csv": "area,share\nKM1,0.5\n",
    }
    for name, text in tables.items():
        (tmp_path / name).write_text(text)
    told = run(
        "losses",
        assessment.reference,
        *(tmp_path / name for name in tables),
        "--source",
        "Census",
        "--as",
        officer.email,
        "--format",
        "json",
    )
    assert (50, 100, 200) == tuple(
        json.loads(told.stdout)[0][name] for name in ("jobs_low", "jobs", "jobs_high")
    )


def test_the_report_is_written(tmp_path):
    assessment, officer = scoped(stage="SNAPSHOT")
    out = tmp_path / "report.pdf"
    assert 0 == run("report", assessment.reference, "--out", out, "--as", officer.email).exit_code
    assert out.read_bytes().startswith(b"%PDF")
