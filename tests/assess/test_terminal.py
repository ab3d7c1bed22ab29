"""The commands of `mainstay assess`."""

import json

import pytest
from typer.testing import CliRunner

from mainstay.assess.cli import app
from mainstay.assess.views.losses import losses_shown
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


TABLES = {
    "baseline.csv": "area,sector,sex,employed,own_account_share\nKM1,farming,F,1000,0.4\nKM1,farming,M,500,0.2\n",
    "impact.csv": "sector,low,central,high\n*,0.1,0.2,0.4\n",
    "exposure.csv": "area,share\nKM1,0.5\n",
    "risk.csv": "sector,low,central,high\n*,0.1,0.2,0.3\n",
    "production.csv": "sector,first_day,last_day,before,after,output,workers,days_per_worker,labour_income\n"
    "farming,0,100,5000,4000,20000,1500,250,9000\nmining,0,100,10,9,100,10,250,40\n",
}


def losses(assessment, officer, folder, *more):
    for name, text in TABLES.items():
        (folder / name).write_text(text)
    tables = [folder / name for name in ("baseline.csv", "impact.csv", "exposure.csv")]
    return run("losses", assessment.reference, *tables, "--source", "Census", "--as", officer.email, *more)


def told_losses(assessment, officer):
    told = run("losses", assessment.reference, "--as", officer.email, "--format", "json")
    assert 0 == told.exit_code, told.stderr
    return json.loads(told.stdout)


def test_losses_of_an_assessment_tell_at_the_terminal_what_its_page_tells(tmp_path):
    assessment, officer = scoped(stage="SNAPSHOT")
    more = (
        "--at-risk",
        tmp_path / "risk.csv",
        "--production",
        tmp_path / "production.csv",
        "--currency",
        "kmf",
    )
    path = ("--shape", "exponential", "--start", 0.25, "--left", 0.1, "--days", 50, "--recovery-days", 100)
    pay = ("--daily-wage", 3000, "--daily-mixed-income", 2000)
    kept = losses(assessment, officer, tmp_path, *more, *path, *pay)
    assert 0 == kept.exit_code, kept.stderr
    shown = losses_shown(assessment, list(assessment.losses.all()))
    rows = told_losses(assessment, officer)
    below = [held["row"] for held in shown["losses"]]
    people = [row for row in rows if row["way"] == "people"]
    names = ("jobs_low", "jobs", "jobs_high", "at_risk_low", "at_risk", "at_risk_high", "workdays", "shape", "partial", "stays_lost")  # fmt: skip
    assert [[getattr(row, name) for name in names] for row in below] == [
        [row[name] for name in names] for row in people
    ]
    assert ("exponential", 0.25, 0.1) == (below[0].shape, below[0].partial, below[0].stays_lost)
    produced = [(row["sector"], row["workdays"]) for row in rows if row["way"] == "production"]
    assert [(held["row"].sector, held["row"].workdays) for held in shown["production"]] == produced
    both = shown["both_ways"][0]
    days, income = (
        [row for row in rows if row["way"] == "gap" and row["of"] == of] for of in ("workdays", "income")
    )
    assert [line["above"] for line in both["lines"]] == [row["above"] for row in days]
    assert [line["below"].central for line in both["lines"][:1]] == [row["below"] for row in days[:1]]
    assert ["KMF"] * 2 == [row["currency"] for row in income]
    assert [round(line.gap) for line in both["income"] if line.gap is not None] == [
        int(float(row["gap"])) for row in income if row["gap"] is not None
    ]


def test_without_pay_the_two_ways_are_told_in_workdays_alone(tmp_path):
    assessment, officer = scoped(stage="SNAPSHOT")
    losses(assessment, officer, tmp_path, "--production", tmp_path / "production.csv", "--currency", "KMF")
    assert {"workdays"} == {row["of"] for row in told_losses(assessment, officer) if row["way"] == "gap"}


def test_losses_that_cannot_be_are_refused_whole(tmp_path):
    assessment, officer = scoped(stage="SNAPSHOT")
    assert "--currency KMF" in losses(assessment, officer, tmp_path, "--daily-wage", 3000).stderr
    (tmp_path / "bad.csv").write_text(TABLES["production.csv"].replace("5000,4000", "4000,5000"))
    refused = losses(assessment, officer, tmp_path, "--production", tmp_path / "bad.csv", "--currency", "KMF")
    assert refused.exit_code
    assert "a gain is no loss" in refused.stderr
    assert not assessment.losses.exists()


@pytest.mark.parametrize("told", ["--daily-wage", "--daily-mixed-income"])
def test_pay_that_is_not_known_does_not_become_nothing(tmp_path, told):
    assessment, officer = scoped(stage="SNAPSHOT")
    refused = losses(assessment, officer, tmp_path, told, 3000, "--currency", "KMF")
    assert 6 == refused.exit_code
    assert "--daily-wage and --daily-mixed-income" in " ".join(refused.stderr.split())
    assert not assessment.losses.exists()
    both = ("--daily-wage", 3000, "--daily-mixed-income", 0, "--currency", "KMF")
    assert 0 == losses(assessment, officer, tmp_path, *both).exit_code
    assert {0} == {row.income_own_account_minor for row in assessment.losses.all()}


def test_an_option_that_would_do_nothing_is_refused_by_name(tmp_path):
    assessment, officer = scoped(stage="SNAPSHOT")
    alone = ("losses", assessment.reference, "--as", officer.email)
    for option in (("--daily-wage", 3000), ("--days", 30), ("--shape", "step"), ("--from-watch",), ("--by", "sex")):  # fmt: skip
        refused = run(*alone, *option)
        assert 6 == refused.exit_code
        assert f"would do nothing: {option[0]}. Leave it out" in " ".join(refused.stderr.split())
    kept = losses(assessment, officer, tmp_path, "--by", "sex", "--gone", "0.1")
    assert "not for an assessment: --by, --gone." in " ".join(kept.stderr.split())
    assert not assessment.losses.exists()
    assert 0 == run(*alone, "--format", "json").exit_code


def test_the_report_is_written(tmp_path):
    assessment, officer = scoped(stage="SNAPSHOT")
    out = tmp_path / "report.pdf"
    assert 0 == run("report", assessment.reference, "--out", out, "--as", officer.email).exit_code
    assert out.read_bytes().startswith(b"%PDF")
