"""From scope note to answers."""

import io
import json
from datetime import date

import pytest

from mainstay.assess import services
from mainstay.assess.models import RestrictedAnswer, Submission
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.exchange.xlsform import compile_xlsform
from tests import builders
from tests.assess.field import export, fielded, scoped, taken, worker

pytestmark = pytest.mark.django_db


def test_an_assessment_without_a_decision_to_inform_is_refused():
    with pytest.raises(RuleBroken) as refused:
        services.scope_assessment(
            by=builders.person("CPO"), case=builders.case(), stage="RAPID", decisions=[" "]
        )
    assert "no_decision" == refused.value.code


def test_modules_follow_from_the_crisis_type_and_the_stage():
    assessment, _officer = scoped(stage="SNAPSHOT")
    assert {"COMMUNITY", "WORKER", "ENTERPRISE"} >= set(assessment.modules)
    assert "HOUSEHOLD" not in assessment.modules


def test_the_deadline_is_that_of_the_cases_clock():
    with clock.at(date(2026, 3, 1)):
        case = builders.case(onset_at=clock.now())
    assessment, _officer = scoped(case=case)
    assert date(2026, 3, 15) == assessment.due_at.date()


def test_an_officer_of_another_country_cannot_scope():
    builders.country("MDG")
    with pytest.raises(NotAllowed):
        scoped(by=builders.person("CPO", "country", "MDG"))


def test_a_team_without_women_among_the_enumerators_does_not_go_out():
    assessment, officer = scoped()
    seats = [{"role": role, "code": role} for role in ("LEAD", "DIALOGUE", "INCLUSION")]
    with pytest.raises(RuleBroken) as refused:
        services.name_team(
            by=officer,
            assessment=assessment,
            seats=[*seats, {"role": "ENUMERATOR", "code": "E1", "sex": "M"}],
        )
    assert "women_interviewers" == refused.value.code


def test_a_team_with_an_empty_obligatory_seat_does_not_go_out():
    assessment, officer = scoped()
    with pytest.raises(RuleBroken) as refused:
        services.name_team(by=officer, assessment=assessment, seats=[{"role": "LEAD", "code": "L1"}])
    assert "seat_empty" == refused.value.code


def test_the_same_seed_draws_the_same_clusters():
    assessment, officer = scoped()
    drawn = []
    for _again in range(2):
        services.plan_sample(
            by=officer,
            assessment=assessment,
            method="random",
            population=4000,
            seed=3,
            frame=[f"V{n}" for n in range(60)],
        )
        drawn.append(list(assessment.drawn))
    assert drawn[0] == drawn[1]
    assert 20 <= len(drawn[0]) < 60


def test_a_draw_without_a_seed_is_refused():
    assessment, officer = scoped()
    with pytest.raises(BadInput):
        services.plan_sample(by=officer, assessment=assessment, method="random", population=4000)


def test_clusters_raise_the_interviews_by_the_design_effect():
    assessment, officer = scoped()
    size = services.plan_sample(by=officer, assessment=assessment, method="random", seed=1)
    # Cochran (1977): 96.04 for +-10 points, times 1 + 9 * 0.1
    assert 183 == size.completed


def test_the_form_is_taken_by_pyxform(tmp_path):
    _assessment, form, analyst = fielded(module="HOUSEHOLD")
    path = tmp_path / "form.xlsx"
    services.write_form(by=analyst, form=form, to=str(path))
    assert "Q_HHD_04_before" in compile_xlsform(path).xform


@pytest.mark.parametrize(
    ("stage", "asked", "left_for_later"),
    [("SNAPSHOT", "Q_WKR_33", "Q_WKR_34"), ("RAPID", "Q_WKR_39", "Q_WKR_17"), ("TRACER", "Q_WKR_17", None)],
)
def test_the_interview_of_each_stage_skips_by_what_it_asks_itself(tmp_path, stage, asked, left_for_later):
    _assessment, form, analyst = fielded(stage=stage)
    path = tmp_path / "form.xlsx"
    services.write_form(by=analyst, form=form, to=str(path))
    xform = compile_xlsform(path).xform
    assert asked in xform
    assert left_for_later is None or left_for_later not in xform
    assert "Less than a month is 0." in xform or stage == "SNAPSHOT"


def test_a_form_in_a_language_without_reviewed_consent_is_not_fielded():
    assessment, officer = scoped()
    services.name_team(by=officer, assessment=assessment, seats=_team())
    services.plan_sample(by=officer, assessment=assessment, method="quota")
    form = services.build_form(by=officer, assessment=assessment, module="WORKER", languages=["en", "fr"])
    with pytest.raises(RuleBroken) as refused:
        services.field_form(by=officer, form=form)
    assert refused.value.code.startswith("playbook.text_")


def test_a_form_without_a_sample_plan_is_not_fielded():
    assessment, officer = scoped()
    services.name_team(by=officer, assessment=assessment, seats=_team())
    form = services.build_form(by=officer, assessment=assessment, module="WORKER")
    with pytest.raises(RuleBroken) as refused:
        services.field_form(by=officer, form=form)
    assert "no_sample_plan" == refused.value.code


def test_answers_come_in_once_however_often_the_file_does():
    assessment, form, analyst = fielded()
    rows = [worker(Q_WKR_13="4") for _each in range(5)]
    first = taken(form, analyst, [dict(row) for row in rows])
    second = taken(form, analyst, rows)
    assert (5, 0, 0, 5) == (first.rows, first.repeated, second.rows, second.repeated)
    assert 5 == assessment.submissions.count()


def test_who_refuses_is_counted_and_leaves_no_answer():
    _assessment, form, analyst = fielded()
    batch = taken(form, analyst, [worker(Q_WKR_13="4"), worker(consent="no", Q_WKR_13="5", sex="M")])
    kept = Submission.objects.get(consent=False)
    assert (1, {}, "", None) == (batch.refused, kept.answers, kept.sex, kept.age)


def test_restricted_answers_lie_apart_and_encrypted():
    _assessment, form, analyst = fielded()
    taken(form, analyst, [worker(Q_WKR_09="papers_held", Q_WKR_11="sex", Q_WKR_13="4")])
    kept = Submission.objects.get()
    assert "Q_WKR_09" not in json.dumps(kept.answers) + (kept.sensitive_answers or "")
    assert "Q_WKR_11" in kept.sensitive_answers
    assert "Q_WKR_09" in RestrictedAnswer.objects.get().content
    raw = Submission.objects.extra(select={"raw": "sensitive_answers"}).values_list("raw", flat=True).get()
    assert b"Q_WKR_11" not in bytes(raw)


def test_a_bad_cell_names_row_and_field_and_nothing_is_taken_in():
    assessment, form, analyst = fielded()
    with pytest.raises(BadInput) as refused:
        taken(form, analyst, [worker(Q_WKR_13="4"), worker(Q_WKR_13="very")])
    assert [(3, "Q_WKR_13")] == [(problem.row, problem.field) for problem in refused.value.problems]
    assert 0 == assessment.submissions.count()


def test_good_rows_alone_can_be_taken_in():
    assessment, form, analyst = fielded()
    taken(form, analyst, [worker(Q_WKR_13="4"), worker(Q_WKR_13="very")], only_good=True)
    assert 1 == assessment.submissions.count()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (worker(age=14), "child_asked"),
        (worker(today="2026-04-01"), "future_day"),
        (worker(interviewer="E9"), "unknown_interviewer"),
    ],
)
def test_an_interview_that_cannot_be_is_refused(row, code):
    _assessment, form, analyst = fielded()
    with pytest.raises(BadInput) as refused:
        taken(form, analyst, [row])
    assert [code] == [problem.reason.code for problem in refused.value.problems]


def test_answers_to_a_form_that_was_never_released_are_refused():
    assessment, officer = scoped()
    form = services.build_form(by=officer, assessment=assessment, module="WORKER")
    with pytest.raises(RuleBroken):
        services.read_answers(
            by=builders.person("ME"), form=form, given=io.BytesIO(export(form, [worker()])), filename="a.csv"
        )


def test_the_case_says_how_many_interviews_are_in():
    assessment, form, analyst = fielded()
    taken(form, analyst, [worker() for _each in range(3)])
    stage = assessment.case.stages.get(stage="assess")
    assert ("COLLECTING", 3) == (stage.record_state, stage.facts["done"])


def _team():
    from tests.assess.field import TEAM

    return TEAM
