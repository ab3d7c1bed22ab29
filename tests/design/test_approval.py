"""What a design needs before it is approved."""

from datetime import timedelta

import pytest

from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from mainstay.design import services
from mainstay.design.models import Project
from tests import builders
from tests.design.plans import TODAY, approved, heard, in_review, planned, scored

pytestmark = pytest.mark.django_db


def refusal(call, **given):
    with pytest.raises(RuleBroken) as refused:
        call(**given)
    return refused.value


def test_a_design_without_consultation_is_refused():
    project, officer = in_review(consult=False)
    refused = refusal(services.submit_design, by=officer, project=project)
    assert "not_consulted" == refused.code
    assert "government, employers, workers" in str(refused)
    Project.objects.filter(pk=project.pk).update(state="IN_REVIEW")
    project.refresh_from_db()
    scored(project)
    assert "not_consulted" == refusal(services.approve_design, by=builders.person("CD"), project=project).code


def test_a_design_on_which_workers_were_not_heard_is_refused():
    project, officer = in_review(consult=False)
    heard(project, officer, bodies=["government", "employers"])
    refused = refusal(services.submit_design, by=officer, project=project)
    assert "workers" in str(refused)
    assert "employers" not in str(refused)


def test_a_design_is_approved_when_assessed_consulted_complete_and_of_quality():
    project, _officer, director = approved()
    assert ("APPROVED", director) == (project.state, project.approved_by)
    version = project.versions.get()
    assert (1, 64, project.case.assessments.get().reference) == (
        version.number,
        len(version.sha256),
        version.assessment,
    )
    assert "APPROVED" == project.case.stages.get(stage="design").record_state


def test_a_point_of_a_constituent_without_an_answer_holds_the_approval_up():
    project, officer = in_review()
    from mainstay.partners.services import record_point

    made = heard(project, officer, bodies=["workers"])
    record_point(by=officer, body=made.bodies.get(), words="The wage is too low.")
    scored(project)
    assert "unanswered" == refusal(services.approve_design, by=builders.person("CD"), project=project).code


def test_a_design_without_an_assessment_is_refused():
    project, _officer = in_review(assess=False)
    scored(project)
    assert "no_assessment" == refusal(services.approve_design, by=builders.person("CD"), project=project).code


def test_the_directors_signature_stands_in_for_the_assessment():
    project, _officer = in_review(assess=False)
    scored(project)
    director = builders.person("CD")
    waiver = services.waive_assessment(
        by=director, project=project, reason="First money before the assessment ends"
    )
    services.approve_design(by=director, project=project)
    assert ("APPROVED", "CD") == (project.state, waiver.role)


def test_an_assessment_older_than_six_months_is_no_sole_basis():
    project, _officer = in_review()
    scored(project)
    director = builders.person("CD")
    with clock.at(TODAY + timedelta(days=200)):
        assert "assessment_old" == refusal(services.approve_design, by=director, project=project).code


def test_who_acts_first_consults_within_thirty_days():
    project, officer = in_review(consult=False)
    director = builders.person("CD")
    waiver = services.waive_consultation(by=director, project=project, reason="Debris blocks the hospital")
    assert TODAY + timedelta(days=30) == waiver.until
    services.submit_design(by=officer, project=project)
    scored(project)
    with clock.at(TODAY + timedelta(days=31)):
        assert "not_consulted" == refusal(services.approve_design, by=director, project=project).code
        assert (
            "waiver_spent"
            == refusal(services.waive_consultation, by=director, project=project, reason="Again").code
        )
    services.approve_design(by=director, project=project)
    assert "APPROVED" == project.state


def test_an_officer_cannot_waive_the_consultation():
    project, officer = planned()
    with pytest.raises(NotAllowed):
        services.waive_consultation(by=officer, project=project, reason="No time")


def test_where_no_union_exists_the_plan_helps_one_to_emerge():
    project, officer = in_review(consult=False)
    heard(project, officer, bodies=["government", "employers"])
    module = project.modules.filter(component="DLG", removed=False).first()
    services.plan_emergence(
        by=officer, project=project, body="workers", why="No union is registered on the island.",
        plan="Support the works' gangs to elect a committee.", module=module.code,
    )  # fmt: skip
    services.submit_design(by=officer, project=project)
    assert "IN_REVIEW" == project.state


def test_nobody_heard_at_all_cannot_be_explained_away():
    project, officer = in_review(consult=False)
    module = project.modules.filter(component="DLG", removed=False).first()
    for body in ("government", "employers", "workers"):
        services.plan_emergence(
            by=officer, project=project, body=body, why="None", plan="Help", module=module.code
        )
    assert "not_consulted" == refusal(services.submit_design, by=officer, project=project).code


def test_a_point_of_the_gate_below_two_refuses_the_design():
    project, _officer = in_review()
    quality = scored(project)
    services.score_quality(
        by=quality, project=project, scores={"QA-COST": (1, "Costs are those of another country")}
    )
    refused = refusal(services.approve_design, by=builders.person("CD"), project=project)
    assert "gate_failed" == refused.code
    assert "QA-COST 1" in str(refused)


def test_a_point_that_nobody_scored_refuses_the_design():
    project, _officer = in_review()
    assert "not_scored" == refusal(services.approve_design, by=builders.person("CD"), project=project).code


def test_who_writes_a_design_does_not_score_it():
    project, officer = in_review()
    builders.assign_role(
        by=builders.operator(), person=officer, role="ME", scope_kind="country", scope_key="COM"
    )
    with pytest.raises((NotAllowed, RuleBroken)):
        scored(project, by=officer)


def test_who_scores_a_design_does_not_approve_it():
    project, _officer = in_review()
    quality = scored(project)
    builders.assign_role(
        by=builders.operator(), person=quality, role="CD", scope_kind="country", scope_key="COM"
    )
    with pytest.raises(NotAllowed):
        services.approve_design(by=quality, project=project)


def test_a_comment_without_an_answer_holds_the_approval_up():
    project, officer = in_review()
    scored(project)
    comment = services.review_design(
        by=builders.person("TT_MEM"), project=project, field="OSH", words="Who screens debris?"
    )
    director = builders.person("CD")
    assert "unanswered" == refusal(services.approve_design, by=director, project=project).code
    services.answer_comment(by=officer, comment=comment, taken=True)
    services.approve_design(by=director, project=project)


def test_a_design_that_was_sent_back_is_scored_afresh():
    project, officer = in_review()
    scored(project)
    director = builders.person("CD")
    services.return_design(by=director, project=project, points="Name the women's share.")
    services.submit_design(by=officer, project=project)
    assert "not_scored" == refusal(services.approve_design, by=director, project=project).code


def test_a_director_of_another_country_does_not_approve():
    project, _officer = in_review()
    scored(project)
    builders.country("MDG")
    with pytest.raises(NotAllowed):
        services.approve_design(by=builders.person("CD", "country", "MDG"), project=project)
