"""Our own interviews as a labour survey: the mappings that come with the product fit the forms it builds."""

import csv
import io

import pytest

from mainstay import playbook
from mainstay.assess.methods.decent_work import decent_work
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


def jobless(**more):
    return worker(Q_WKR_02_status="none", **more)


def at_work(hours=40, status="employee", isic="F", **more):
    return worker(Q_WKR_02_status=status, Q_WKR_02_hours=hours, Q_WKR_02_isic=isic, **more)


def table(form, told, icls=19):
    return labour_table(columns(export(form, told)), playbook.load().surveys["MS-WORKER"], icls=icls)


def test_the_whole_interview_gives_underutilization_by_the_international_standard():
    _assessment, form, _analyst = fielded()
    told = [
        at_work(Q_WKR_24="no"),
        at_work(hours=20, Q_WKR_24="yes", Q_WKR_25="yes"),
        at_work(hours=20, Q_WKR_24="yes", Q_WKR_25="no"),
        jobless(Q_WKR_05=5, Q_WKR_33="yes", Q_WKR_34="friends", Q_WKR_35=13),
        jobless(Q_WKR_05=5, Q_WKR_33="no", Q_WKR_36="yes", Q_WKR_37=1),
        jobless(Q_WKR_05=5, Q_WKR_33="yes", Q_WKR_34="only_read", Q_WKR_36="no", Q_WKR_38="yes"),
        jobless(Q_WKR_05=0, Q_WKR_33="yes", Q_WKR_34="employers"),
        jobless(Q_WKR_05=5, Q_WKR_33="no", Q_WKR_36="no", Q_WKR_38="no"),
    ]
    made = table(form, told)
    assert [1, 1, 1, 2, 2, 3, 3, 3] == made.force.status.tolist()
    assert [2 / 5, 3 / 5, 4 / 7, 5 / 7] == [
        pytest.approx(value(made, code)) for code in ("LU1", "LU2", "LU3", "LU4")
    ]
    assert 1 == value(made, "LONG_TERM")


AWAY = (
    ({"Q_WKR_19": "own_illness"}, 1),
    ({"Q_WKR_19": "slack", "Q_WKR_20": "yes", "Q_WKR_21": "no"}, 1),
    ({"Q_WKR_19": "disorganisation", "Q_WKR_20": "dont_know", "Q_WKR_21": "yes"}, 1),
    ({"Q_WKR_19": "slack", "Q_WKR_20": "no", "Q_WKR_21": "no", "Q_WKR_05": 5, "Q_WKR_33": "yes"}, 2),
    ({"Q_WKR_19": "seasonal", "Q_WKR_22": "yes"}, 1),
    ({"Q_WKR_19": "seasonal", "Q_WKR_22": "no"}, 3),
    ({"Q_WKR_19": "lost", "Q_WKR_33": "no"}, 3),
)


def test_who_is_away_keeps_the_work_by_reason_length_and_pay():
    _assessment, form, _analyst = fielded()
    made = table(form, [at_work(hours=0, **away) for away, _status in AWAY])
    assert [status for _away, status in AWAY] == made.force.status.tolist()


def test_farm_work_for_the_own_family_is_employment_by_the_older_standard_only():
    _assessment, form, _analyst = fielded()
    told = [
        at_work(status="own_account", isic="A", Q_WKR_18="mainly_own", Q_WKR_33="no", Q_WKR_05=0),
        at_work(status="own_account", isic="A", Q_WKR_18="mainly_sale"),
    ]
    assert [[3, 1], [1, 1]] == [table(form, told, icls=icls).force.status.tolist() for icls in (19, 13)]


def test_own_account_work_is_informal_where_the_business_is_not_registered():
    _assessment, form, _analyst = fielded()
    told = [
        at_work(status="own_account", Q_WKR_26="private", Q_WKR_27="yes", Q_WKR_28="no"),
        at_work(status="own_account", Q_WKR_26="private", Q_WKR_27="no", Q_WKR_28="no"),
        at_work(Q_WKR_26="government", Q_WKR_30="no", Q_WKR_29="short_term"),
        at_work(Q_WKR_26="private", Q_WKR_27="yes", Q_WKR_30="yes", Q_WKR_29="permanent"),
    ]
    made = table(form, told)
    assert (1 / 2, 1 / 4) == (value(made, "INFORMAL"), value(made, "INFORMAL_SECTOR"))
    assert [22, 22, 43, 41] == made.jobs.icse18.tolist()


def test_a_snapshot_gives_the_rates_that_its_questions_allow_and_names_the_others():
    _assessment, form, _analyst = fielded(stage="SNAPSHOT")
    told = [at_work(), jobless(Q_WKR_05=5, Q_WKR_33="yes"), jobless(Q_WKR_05=5, Q_WKR_33="no"), jobless(Q_WKR_05=0, Q_WKR_33="no")]  # fmt: skip
    made = table(form, told)
    assert (1 / 4, 1 / 2, 2 / 3) == (value(made, "EPOP"), value(made, "LU1"), value(made, "LU3"))
    assert {"LU2", "LU4", "NEET", "INFORMAL"} <= {line["code"] for line in made.left_out}
    used = {line["concept"]: line["dropped"] for line in made.used}
    assert "This form does not ask it, or nobody answered." == used["wants_more_hours"]


def test_a_question_that_nobody_answered_makes_no_rate():
    _assessment, form, _analyst = fielded()
    made = table(form, [at_work(), jobless(Q_WKR_05=5)])
    assert "LU1" in {line["code"] for line in made.left_out}
    assert 1 / 2 == value(made, "LU1_RELAXED")


def test_interviews_of_an_older_form_keep_their_table():
    """The answers of a form that was built before the search was asked: its columns are not in the file at all."""
    told = {
        "consent": ["yes"] * 4,
        "RESP_AGE": [30] * 4,
        "RESP_SEX": ["F", "F", "M", "M"],
        "RESP_PLACE": ["A"] * 4,
        "Q_WKR_02_status": ["employee", "own_account", "employee", "none"],
        "Q_WKR_02_hours": [40, 12, 0, None],
        "Q_WKR_02_isic": ["F", "A", "F", None],
        "Q_WKR_03": ["no_change", None, "lost", None],
        "Q_WKR_05": [0, 0, 5, 5],
    }
    made = labour_table(told, playbook.load().surveys["MS-WORKER"], by="sex")
    found = {(row.variable, row.domain["sex"]): row.estimate for row in made.estimates}
    assert (1, 0) == (found["EPOP", "Women"], found["EPOP", "Men"])


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


def test_pay_for_some_days_of_work_gives_what_an_hour_earns():
    _assessment, form, _analyst = fielded()
    told = [
        at_work(Q_WKR_23=40, Q_WKR_31_amount=80, Q_WKR_31_number=2, Q_WKR_32=8),
        at_work(Q_WKR_23=40, Q_WKR_31_amount=100, Q_WKR_31_number=5, Q_WKR_32=10),
        at_work(Q_WKR_23=60, Q_WKR_31_amount=48, Q_WKR_31_number=1, Q_WKR_32=12),
        at_work(status="own_account", Q_WKR_23=50),
    ]
    made = decent_work(table(form, told))
    found = {row.variable: row.estimate for row in made.estimates}
    assert (11 / 3, 4, 1 / 3) == tuple(
        pytest.approx(found[code]) for code in ("EARNINGS_MEAN", "EARNINGS_MEDIAN", "LOW_PAY")
    )
    assert 1 / 2 == found["LONG_HOURS"]
    assert {"INJURIES", "PROTECTED"} <= {line["code"] for line in made.left_out}


def test_a_snapshot_asks_no_pay_and_says_so():
    _assessment, form, _analyst = fielded(stage="SNAPSHOT")
    made = decent_work(table(form, [at_work(), jobless(Q_WKR_05=5, Q_WKR_33="yes")]))
    assert "EARNINGS_MEAN" in {line["code"] for line in made.left_out}
