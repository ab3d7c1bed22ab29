"""From report to frozen baseline."""

from datetime import date, timedelta

import pytest

from mainstay.assess import services
from mainstay.assess.selectors import approved_basis, baseline_of
from mainstay.common import clock
from mainstay.common.errors import NotAllowed, RuleBroken
from tests import builders
from tests.assess.field import TODAY, fielded, scoped, taken, women_talk
from tests.assess.test_estimating import interviews, source

pytestmark = pytest.mark.django_db


def submitted(*, women=True):
    """Return an assessment with answers, estimates, a finding, an option, handed in; `women` were heard alone."""
    assessment, form, analyst = fielded()
    officer = assessment.scoped_by
    taken(form, analyst, interviews(40, 30))
    services.compute_estimates(by=analyst, assessment=assessment)
    services.record_finding(
        by=officer,
        assessment=assessment,
        topic="SCALE",
        statement="Work was lost.",
        sources=[source("SURVEY")],
    )
    services.cost_option(
        by=officer, assessment=assessment, title="Works", quantities={"WRK-01": 100}, first_day=10
    )
    if women:
        women_talk(assessment, officer)
    services.submit_report(by=officer, assessment=assessment)
    return assessment, officer


def validated(assessment, officer, *, without=(), absent=()):
    """Let the constituents confirm."""
    for body in ("government", "employers", "workers"):
        if body in without:
            continue
        services.record_validation(
            by=officer, assessment=assessment, body=body, organisation=f"{body} body",
            verdict="ABSENT" if body in absent else "CONFIRMED", held_on=TODAY,
            words="No union is registered; the teachers' association was heard." if body in absent else "",
        )  # fmt: skip


def test_a_report_without_findings_is_not_handed_in():
    assessment, form, analyst = fielded()
    taken(form, analyst, interviews(12, 6))
    services.compute_estimates(by=analyst, assessment=assessment)
    with pytest.raises(RuleBroken) as refused:
        services.submit_report(by=assessment.scoped_by, assessment=assessment)
    assert "no_finding" == refused.value.code


def test_answers_after_the_estimates_hold_the_report_up():
    assessment, form, analyst = fielded()
    officer = assessment.scoped_by
    taken(form, analyst, interviews(12, 6))
    services.compute_estimates(by=analyst, assessment=assessment)
    services.record_finding(
        by=officer, assessment=assessment, topic="SCALE", statement="Lost.", sources=[source("SURVEY")]
    )
    services.cost_option(
        by=officer, assessment=assessment, title="Works", quantities={"WRK-01": 100}, first_day=10
    )
    with clock.at(TODAY + timedelta(days=1)):
        taken(form, analyst, [{**interviews(1, 1)[0], "n": 99}])
        with pytest.raises(RuleBroken):
            services.submit_report(by=officer, assessment=assessment)


def test_a_baseline_needs_all_three_constituents():
    assessment, officer = submitted()
    validated(assessment, officer, without=["workers"])
    with pytest.raises(RuleBroken) as refused:
        services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    assert "not_validated" == refused.value.code
    assert "workers" in str(refused.value)


def test_where_no_union_exists_it_says_who_was_heard_instead():
    assessment, officer = submitted()
    validated(assessment, officer, absent=["workers"])
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    assert "APPROVED" == assessment.state


def test_the_baseline_is_frozen_with_interval_and_n():
    assessment, officer = submitted()
    validated(assessment, officer)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    value = baseline_of(assessment.case).get(indicator="PB-02", group="ALL")
    assert (75.0, 40, True) == (value.value, value.n, value.publishable)
    assert value.low < 75 < value.high


def test_who_handed_the_report_in_does_not_approve_it():
    assessment, officer = submitted()
    validated(assessment, officer)
    builders.assign_role(
        by=builders.operator(), person=officer, role="CD", scope_kind="country", scope_key="COM"
    )
    with pytest.raises(NotAllowed):
        services.approve_baseline(by=officer, assessment=assessment)


def test_an_assessment_older_than_six_months_is_no_sole_basis():
    assessment, officer = submitted()
    validated(assessment, officer)
    services.approve_baseline(by=builders.person("CD"), assessment=assessment)
    assert assessment == approved_basis(assessment.case, date(2026, 9, 1))
    assert approved_basis(assessment.case, date(2026, 9, 10)) is None


def test_a_newer_approval_replaces_the_older_one():
    first, officer = submitted()
    validated(first, officer)
    director = builders.person("CD")
    services.approve_baseline(by=director, assessment=first)
    second, _officer = scoped(case=first.case, by=officer, stage="SNAPSHOT")
    services.record_finding(
        by=officer, assessment=second, topic="SCALE", statement="Worse.", sources=[source("SECONDARY")]
    )
    services.submit_report(by=officer, assessment=second)
    services.supersede_assessment(by=director, assessment=first, newer=second, reason="A second storm")
    assert ("SUPERSEDED", second) == (first.state, first.superseded_by)


def test_a_report_sent_back_has_to_be_handed_in_again():
    assessment, _officer = submitted()
    services.return_report(by=builders.person("CD"), assessment=assessment, points="Ask the south.")
    assert ("COLLECTING", None) == (assessment.state, assessment.submitted_at)
