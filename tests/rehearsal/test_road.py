"""A response is played from its first warning to its closed case, and each stage leaves its mark."""

import csv
from decimal import Decimal

import pytest
from django.db import transaction

from mainstay.assess.selectors import assessments_visible, baseline_of
from mainstay.assess.selectors.labour import labour_market
from mainstay.cases.selectors import (
    cases_visible,
    decisions_visible,
    quorum_missing,
    road,
    timeline,
    vacancies,
)
from mainstay.decide.selectors import requests_visible
from mainstay.design.selectors import projects_visible
from mainstay.fund.selectors import grants_visible
from mainstay.partners.selectors import bodies_heard, consultations_visible, points_open
from mainstay.rehearsal.acts import closing, courses, midway, opening
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.scenario import load
from mainstay.rehearsal.theatre import Theatre
from mainstay.staff.selectors import deployments_visible
from mainstay.watch.selectors import alerts_visible

pytestmark = pytest.mark.django_db
SCALE = Decimal("0.005")


def standing(theatre):
    """Return how the project, the grants and the stages stand now."""
    case = theatre.props["case"]
    grants = grants_visible(theatre.person("coordinator")).filter(case=case).order_by("pk")
    return {
        "project": projects_visible(theatre.person("officer")).get(case=case).state,
        "grants": [(row.window, row.state) for row in grants],
        "stages": {row.stage: row.state for row in road(case)},
    }


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The road without its works: theatre, what was said, acts of a second run, how all stood before and at the end."""
    said: list[str] = []
    out = tmp_path_factory.mktemp("road")
    scenario = load("jordan-works")
    plan = Plan(scenario, SCALE)
    with django_db_blocker.unblock(), transaction.atomic():
        opening.play(Theatre(scenario, SCALE, out, said.append), plan)
        again = Theatre(scenario, SCALE, out, said.append)
        opening.play(again, plan)
        acts = sum(cost.acts for cost in again.costs.values())
        begun = standing(again)
        for scene in midway.scenes(again):
            again.act(scene.stage, scene.name, scene.day, scene.play)
        closing.end(again)
        yield {"theatre": again, "said": said, "acts": acts, "begun": begun, "ended": standing(again)}
        transaction.set_rollback(True)


@pytest.fixture
def theatre(played):
    return played["theatre"]


@pytest.fixture
def case(theatre):
    return theatre.props["case"]


def test_a_second_run_plays_nothing_and_finds_everything_again(played):
    assert (0, "ACTIVE") == (played["acts"], played["begun"]["project"])
    assert {"case", "project"} <= set(played["theatre"].props)


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


def test_the_request_was_scored_by_two_and_decided_with_its_letter(theatre, case):
    request = requests_visible(theatre.person("coordinator")).get()
    assert ("ACTIVE", case.pk) == (request.state, request.case_id)
    letter = (theatre.out / "decision" / f"letter-{request.reference}.txt").read_text(encoding="utf-8")
    assert "Work permits free of charge" in letter


def test_the_first_window_paid_before_the_assessment(theatre, case, played):
    first = grants_visible(theatre.person("coordinator")).get(case=case, window="W1")
    assert first.disbursed_at < assessments_visible(theatre.person("officer")).get(case=case).approved_at
    assert [("W1", "CLOSED"), ("W2", "DISBURSED")] == played["begun"]["grants"]


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
    market = labour_market(assessment, by="")
    assert {"LU1", "LU2", "LU3", "LU4"} <= {row.asked.field for row in market.rows}


def test_without_consultation_the_design_was_refused(played):
    told = [words for words in played["said"] if words.startswith("Without consultation")]
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


def test_each_stage_tells_where_it_stands(case, played):
    states = played["begun"]["stages"]
    assert {"DONE"} == {states["watch"], states["decide"], states["assess"], states["design"]}
    assert timeline(case).count() > 30


def test_the_suspension_led_to_a_redesign_that_was_consulted_on_again(theatre):
    project = projects_visible(theatre.person("officer")).get(pk=theatre.props["project"].pk)
    assert (2, 2) == (project.versions.count(), project.round)
    asked = consultations_visible(theatre.person("officer")).filter(about_key=str(project.pk))
    assert [("ANSWERED", 1), ("ANSWERED", 2)] == list(asked.order_by("round").values_list("state", "round"))
    assert (theatre.out / "design" / "project-document-revised.pdf").exists()


def test_the_road_ends_with_reports_accepted_and_the_case_closed(theatre, played):
    assert [("W1", "CLOSED"), ("W2", "CLOSED"), ("W2", "CLOSED")] == played["ended"]["grants"]
    assert ("CLOSED", "DONE") == (played["ended"]["project"], played["ended"]["stages"]["learn"])
    assert "CLOSED" == cases_visible(theatre.person("coordinator")).get(pk=theatre.props["case"].pk).state


@pytest.mark.parametrize("scale", ["0.01", "0.1"])
def test_as_many_certificates_are_given_out_as_the_scale_says(scale, tmp_path):
    scenario = load("jordan-works")
    theatre = Theatre(scenario, Decimal(scale), tmp_path, print)
    given = [
        person
        for _place, people in courses.shares(theatre, Plan(scenario, Decimal(scale)))
        for person in people
    ]
    assert round(562 * float(scale)) == len(given) == len(set(given))
