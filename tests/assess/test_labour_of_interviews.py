"""Our own interviews as a labour survey: the mappings that come with the product fit the forms it builds."""

import csv
import io

import pytest

from mainstay import playbook
from mainstay.assess.methods.labour_table import labour_table

from .field import export, fielded, worker

pytestmark = pytest.mark.django_db


def columns(text):
    """Return a CSV as columns; empty cells are missing, whole numbers numbers."""
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    return {
        name: [int(row[name]) if row[name].isdigit() else row[name] or None for row in rows]
        for name in rows[0]
    }


def value(made, code):
    return next(row.estimate for row in made.estimates if row.variable == code)


def test_worker_interviews_give_employment_and_the_relaxed_rate():
    _assessment, form, _analyst = fielded()
    told = [
        worker(Q_WKR_02_status="employee", Q_WKR_02_hours=40, Q_WKR_02_isic="F"),
        worker(Q_WKR_02_status="own_account", Q_WKR_02_hours=12, Q_WKR_02_isic="A"),
        worker(Q_WKR_02_status="employee", Q_WKR_02_hours=0, Q_WKR_03="unpaid_leave", Q_WKR_02_isic="F"),
        worker(Q_WKR_02_status="none", Q_WKR_05=5),
        worker(Q_WKR_02_status="none", Q_WKR_05=0),
    ]
    made = labour_table(columns(export(form, told)), playbook.load().surveys["MS-WORKER"])
    assert (0.6, 0.25) == (pytest.approx(value(made, "EPOP")), pytest.approx(value(made, "LU1_RELAXED")))
    assert "LU1" in {line["code"] for line in made.left_out}
    assert all(row.se is None for row in made.estimates), "workers are chosen by quota"


def test_who_lost_the_work_and_worked_no_hour_is_not_away_from_it():
    _assessment, form, _analyst = fielded()
    told = [
        worker(Q_WKR_02_status="employee", Q_WKR_02_hours=0, Q_WKR_03="lost", Q_WKR_02_isic="F", Q_WKR_05=5),
        worker(Q_WKR_02_status="employee", Q_WKR_02_hours=0, Q_WKR_03="no_change", Q_WKR_02_isic="F"),
    ]
    made = labour_table(columns(export(form, told)), playbook.load().surveys["MS-WORKER"])
    assert [1, 3] == sorted(made.force.status.tolist())
    assert 1 / 2 == pytest.approx(value(made, "EPOP")) == pytest.approx(value(made, "LU1_RELAXED"))


def test_follow_up_interviews_give_employment_and_insurance():
    _assessment, form, _analyst = fielded(stage="TRACER")
    told = [
        worker(Q_WKR_17_status="employee", Q_WKR_17_insured="yes"),
        worker(Q_WKR_17_status="employee", Q_WKR_17_insured="no"),
        worker(Q_WKR_17_status="none"),
    ]
    made = labour_table(columns(export(form, told)), playbook.load().surveys["MS-TRACER"])
    assert 2 / 3 == pytest.approx(value(made, "EPOP"))
    assert 1 / 2 == pytest.approx(value(made, "NO_SOCIAL_SECURITY"))
    left_out = {line["code"] for line in made.left_out}
    assert {"informal", "INFORMAL", "INFORMAL_SECTOR"} <= left_out, (
        "nothing is asked of own-account workers' units"
    )
