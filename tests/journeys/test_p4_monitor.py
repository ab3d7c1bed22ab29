"""The monitoring officer chooses, checks, publishes and corrects the figures of a project."""

from datetime import timedelta

import pytest
from django.conf import settings

from mainstay.common import clock
from mainstay.deliver.skills import services as courses
from mainstay.measure.models import Publication
from mainstay.measure.services import compute_indicators
from tests import builders
from tests.journeys.walking import Persona, downloaded
from tests.measure import builders as facts

NOT_YET = {
    "P4.5": "There is no order of whom to call first and no weighting. Until then: the page of the course tells how many were reached; take a rate of fewer than 60 % as a hint only.",
    "P4.6": "All of it: a survey is estimated with its intervals, but two surveys with the same question are not set side by side. Until then: read the estimates of both assessments on their pages.",
    "P4.10": "Rows under pseudonyms and the codebook are two files, not one pack. Until then: take both and send them together.",
}
PERSONA = Persona(
    "P4",
    "Monitoring and evaluation officer",
    "fr",
    {
        "P4.1": "Choose a project's indicators from the catalogue: formula and unit locked, a local name beside",
        "P4.2": "See distinct workers by site and group, with what is missing",
        "P4.3": "Spot odd data",
        "P4.4": "Draw a random sample with its seed and record what was found",
        "P4.5": "Trace trainees after a course",
        "P4.6": "Compare perceptions before and after",
        "P4.7": "Publish with disclosure control, after seeing what outsiders could infer",
        "P4.8": "Read figures under the codes of others",
        "P4.9": "Correct a published figure: a new version with its reason, the old link still works",
        "P4.10": "Send an evaluator a pack under pseudonyms, with its codebook",
    },
    NOT_YET,
)


@pytest.fixture
def second():
    """The officer who signs off what the first has counted."""
    return builders.person("ME", name="Rachida Ben")


def test_a_monitor_chooses_checks_publishes_and_corrects_figures(crisis, second, walk):
    crisis.made["second"] = second
    _taught(crisis)
    going = walk(PERSONA)
    going.enter(crisis.monitor)
    going.through(
        crisis, _choose, _distinct, _odd, _sample, _trace, _publish, _crosswalk, _correct, _pack
    )  # fmt: skip


def _taught(crisis):
    """A course with one trainee, half a year ago."""
    with clock.at(crisis.now - timedelta(days=14)):
        first = crisis.now.date() - timedelta(days=10)
        course = courses.plan_course(
            by=crisis.officer, project=crisis.project, code="MASON", title="Masonry", provider="Centre", hours=10, places=2,
            starts_on=first, ends_on=first + timedelta(days=4), isco="7112",
        )  # fmt: skip
        courses.approve_course(by=crisis.director, course=course)
        row = {"name": "Huda", "sex": "F", "birth_year": 1999}
        trainee = courses.enrol_trainees(by=crisis.officer, course=course, rows=[row])[0]
    crisis.made.update(course=course, trainee=trainee)


def _choose(going, crisis):
    going.task("P4.1")
    going.go("choose_indicators", crisis.project.uid, words="disab")
    page = going.page
    page.locator("input[name=code][value='JB-08']").check()
    page.locator("input[name='name-JB-08']").fill("Travailleurs handicapés")
    page.get_by_role("button", name="Choose what is ticked").click()
    going.go("figures", crisis.project.uid)
    going.act("Lock definitions")
    going.go("figures", crisis.project.uid)
    going.sees("Travailleurs handicapés")


def _distinct(going, crisis):
    going.task("P4.2")
    going.go("indicator", crisis.project.uid, "JB-02")
    going.sees("85 persons", "women", "Rows behind it")
    going.follow("Open by site and month")


def _odd(going, crisis):
    going.task("P4.3")
    going.go("odd_data", crisis.project.uid)
    going.act("Flag anomalies")
    going.go("odd_data", crisis.project.uid)


def _sample(going, crisis):
    going.task("P4.4")
    going.go("samples", crisis.project.uid)
    going.act("Draw sample", code="JB-01", seed="7", share="0.01")
    page = going.page
    going.follow("JB-01")
    for choice in page.locator("select[name^=finding-]").all():
        choice.select_option("CONFIRMED")
    for choice in page.locator("input[type=radio][value=CONFIRMED]").all():
        choice.check()
    page.locator("input[name=found_on]").fill(f"{crisis.now:%Y-%m-%d}")
    page.locator("main form button[type=submit]").last.click()
    going.sees("Closed on")


def _trace(going, crisis):
    going.task("P4.5")
    going.go("course", crisis.course.uid)
    going.act("Trace trainees", months="6", answers=f"{crisis.trainee.number}: [EMPLOYED, true]")
    going.sees("After 6 months")


def _publish(going, crisis):
    going.task("P4.7")
    going.go("publish_preview", crisis.project.uid)
    going.sees("What could somebody outside infer", "hidden: too few persons")
    going.enter(crisis.second)
    going.page.reload()
    going.act("Publish figures", title="Work in the Comoros")
    going.enter()
    going.go("public_figures", Publication.objects.get().uid)
    going.sees("Clear roads and drains", "680")


def _crosswalk(going, crisis):
    going.task("P4.8")
    going.enter(crisis.monitor)
    going.go("crosswalk", crisis.project.uid)
    going.sees("8.5 Full employment and equal pay")


def _correct(going, crisis):
    going.task("P4.9")
    first = Publication.objects.get()
    rows = facts.crew(crisis.project.pk, women=60, men=70, days=8)
    for place, row in enumerate(rows):
        row["day"] = crisis.now.date() - timedelta(days=8 - place % 8)
        row["site"] = crisis.site.pk
    facts.store(settings.FACTS_FOLDER, worker_day=rows)
    run = compute_indicators(by=crisis.monitor, project=crisis.project)
    going.enter(crisis.second)
    going.go("record", "measure", "publication", first.pk)
    going.act("Correct figure", run=str(run.pk), reason="Two rolls were missing")
    going.enter()
    going.go("public_figures", first.uid)
    going.sees("Two rolls were missing", "These figures were corrected.")


def _pack(going, crisis):
    going.task("P4.10")
    going.enter(crisis.monitor)
    going.go("indicator_rows", crisis.project.uid, "JB-02")
    going.sees("pseudonym")
    name = downloaded(going.page, going.page.locator("a[href*='export=csv']").first.click)
    assert name.endswith(".csv")
    going.go("public_data")
    assert downloaded(going.page, going.page.locator("a[href$='codebook.csv']").first.click)
