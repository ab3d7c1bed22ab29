"""A response is played from its first warning to its first site, and each stage leaves its mark."""

import csv
from decimal import Decimal

import pytest
from django.db import transaction

from mainstay.assess.selectors import assessments_visible, baseline_of
from mainstay.cases.selectors import decisions_visible, quorum_missing, road, timeline, vacancies
from mainstay.fund.selectors import grants_visible
from mainstay.partners.selectors import bodies_heard, points_open
from mainstay.rehearsal.acts import opening
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.scenario import load
from mainstay.rehearsal.theatre import Theatre
from mainstay.staff.selectors import deployments_visible
from mainstay.watch.selectors import alerts_visible

pytestmark = pytest.mark.django_db
SCALE = Decimal("0.005")


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The theatre after the opening, what was said, and how many acts a second run played; all undone at the end."""
    said: list[str] = []
    out = tmp_path_factory.mktemp("road")
    scenario = load("jordan-works")
    with django_db_blocker.unblock(), transaction.atomic():
        first = Theatre(scenario, SCALE, out, said.append)
        opening.play(first, Plan(scenario, SCALE))
        again = Theatre(scenario, SCALE, out, said.append)
        opening.play(again, Plan(scenario, SCALE))
        yield again, said, sum(cost.acts for cost in again.costs.values())
        transaction.set_rollback(True)


@pytest.fixture
def theatre(played):
    return played[0]


@pytest.fixture
def case(theatre):
    return theatre.props["case"]


def test_a_second_run_plays_nothing_and_finds_everything_again(played):
    theatre, _said, acts = played
    assert 0 == acts
    assert ("ACTIVE", theatre.props["case"].pk) == (
        theatre.props["project"].state,
        theatre.props["project"].case_id,
    )


def test_everything_says_that_it_is_synthetic(theatre, case):
    assert (True, True) == (case.synthetic, theatre.props["project"].synthetic)
    assert {True} == {
        person.synthetic for person in theatre.cast.values() if person.email.endswith(".invalid")
    }


def test_the_warning_of_the_social_partners_became_the_case(theatre, case):
    alert = alerts_visible(theatre.person("coordinator")).get()
    assert ("ACTIVATED", case.pk) == (alert.state, alert.case_id)
    assert {"EW04", "EW14", "EW16"} == set(alert.drivers.values_list("indicator", flat=True))


def test_the_team_can_decide_and_names_its_vacancy(theatre, case):
    assert ((), ["TECHNICAL", "COMMUNICATION"]) == (quorum_missing(case), vacancies(case))
    decision = decisions_visible(theatre.person("coordinator")).get(case=case)
    assert "ADOPTED" == decision.state


def test_the_first_window_paid_before_the_assessment(theatre, case):
    grants = grants_visible(theatre.person("coordinator")).filter(case=case)
    first, second = grants.get(window="W1"), grants.get(window="W2")
    approved = assessments_visible(theatre.person("officer")).get(case=case)
    assert first.disbursed_at < approved.scoped_at if hasattr(approved, "scoped_at") else approved.approved_at
    assert ("CLOSED", "DISBURSED") == (first.state, second.state)


def test_two_experts_came_back_and_were_debriefed(theatre, case):
    missions = deployments_visible(theatre.person("coordinator")).filter(request__case=case)
    assert ["DEBRIEFED", "DEBRIEFED"] == list(missions.values_list("state", flat=True))
    assert not missions.filter(clearances__blocking=True, clearances__state="REQUIRED").exists()


def test_the_interviews_made_an_approved_baseline(theatre, case):
    assessment = assessments_visible(theatre.person("officer")).get(case=case)
    assert ("APPROVED", 120) == (assessment.state, assessment.submissions.count())
    assert {"PB-01", "PB-02", "PB-03", "PB-05"} <= {row.indicator for row in baseline_of(case)}
    with (theatre.out / "assessment" / "answers-worker.csv").open(newline="", encoding="utf-8") as stream:
        assert 60 == sum(1 for _row in csv.DictReader(stream))


def test_without_consultation_the_design_was_refused(played):
    _theatre, said, _acts = played
    told = [words for words in said if words.startswith("Without consultation")]
    assert 2 == len(told)
    assert "government, employers, workers" in told[0]


def test_all_three_constituents_were_heard_and_answered(theatre):
    key = str(theatre.props["project"].pk)
    assert {"government", "employers", "workers"} == bodies_heard("design", key)
    assert 0 == points_open("design", key)


def test_the_plan_promises_the_published_shares(theatre):
    targets = {row.group: row.value for row in theatre.props["project"].targets.filter(indicator="JB-02")}
    shares = {group: round(float(value / targets["ALL"]), 2) for group, value in targets.items()}
    assert (0.5, 0.2, 0.03) == (
        shares["refugees"],
        shares["women"],
        shares["persons_with_disabilities"],
    )


def test_reports_and_documents_are_written(theatre):
    names = {path.name for path in theatre.out.rglob("*") if path.is_file()}
    assert {
        "form-household.xlsx",
        "assessment-report.docx",
        "assessment-report.pdf",
        "project-document.docx",
        "project-document.pdf",
    } <= names


def test_each_stage_tells_where_it_stands(case):
    states = {row.stage: row.state for row in road(case)}
    assert {"DONE"} == {states["watch"], states["assess"], states["design"]}
    assert timeline(case).count() > 30
