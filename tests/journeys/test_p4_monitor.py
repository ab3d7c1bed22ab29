"""The monitoring officer chooses, checks, publishes and corrects the figures of a project."""

import zipfile
from datetime import date, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import expect

from mainstay.common import clock
from mainstay.deliver.skills import services as courses
from mainstay.measure.models import Publication
from mainstay.measure.services import compute_indicators
from mainstay.partners.models import Agreement, Organisation
from tests import builders
from tests.assess.test_comparing import survey
from tests.journeys.walking import Persona, downloaded
from tests.measure import builders as facts
from tests.measure.odd_crew import odd_crew

NOT_YET: dict[str, str] = {}
PREPARED = {
    "P4.2": "certified days as facts",
    "P4.3": "facts of six sites, five of them odd, each in its own way",
    "P4.5": "a course of thirty, seventeen of whom were reached",
    "P4.6": "two surveys of a hundred women each, taken in and estimated",
    "P4.9": "facts with the two rolls that were missing, counted anew",
    "P4.10": "the signed data-sharing agreement",
}
PERSONA = Persona(
    "P4",
    "Monitoring and evaluation officer",
    "fr",
    {
        "P4.1": "Choose a project's indicators from the catalogue: formula and unit locked, a local name beside",
        "P4.2": "See distinct workers by site and group, with what is missing",
        "P4.3": "Spot odd data, open them to their rows, and say what each was",
        "P4.4": "Draw a random sample with its seed and record what was found",
        "P4.5": "Trace trainees after a course: whom to call first, a weighted share, none under 60 % unless flagged",
        "P4.6": "Compare perceptions before and after: the difference with its interval, in a sentence",
        "P4.7": "Publish with disclosure control, after seeing what outsiders could infer",
        "P4.8": "Read figures under the codes of others",
        "P4.9": "Correct a published figure: a new version with its reason, the old link still works",
        "P4.10": "Send an evaluator a pack under pseudonyms with codebook, method and terms, under an agreement",
    },
    NOT_YET,
    PREPARED,
)


ODD_SITES = ("S01", "S02", "S03", "S04", "S05", "S06")
#: How each oddity that was planted begins in words.
ODD = (
    "The same quantity day after day",
    "Nearly all of",
    "No day of rest",
    "Ages that can hardly be",
    "Far over the norm",
)


@pytest.fixture
def second():
    """The officer who signs off what the first has counted."""
    return builders.person("ME", name="Rachida Ben")


def test_a_monitor_chooses_checks_publishes_and_corrects_figures(crisis, second, walk):
    crisis.made["second"] = second
    _taught(crisis)
    _asked_twice(crisis)
    _agreed(crisis)
    going = walk(PERSONA)
    going.enter(crisis.monitor)
    going.through(
        crisis, _choose, _distinct, _odd, _sample, _trace, _compare, _publish, _crosswalk, _correct, _pack
    )  # fmt: skip


def _taught(crisis):
    """A course of twenty women and ten men; fourteen and three of them were reached."""
    with clock.at(crisis.now - timedelta(days=14)):
        first = crisis.now.date() - timedelta(days=10)
        course = courses.plan_course(
            by=crisis.officer, project=crisis.project, code="MASON", title="Masonry", provider="Centre", hours=10, places=30,
            starts_on=first, ends_on=first + timedelta(days=4), isco="7112",
        )  # fmt: skip
        courses.approve_course(by=crisis.director, course=course)
        rows = [
            {"name": f"Trainee {place}", "sex": "F" if place < 20 else "M", "birth_year": 1999}
            for place in range(30)
        ]
        trainees = courses.enrol_trainees(by=crisis.officer, course=course, rows=rows)
        reached = [*trainees[:14], *trainees[20:23]]
        answers = {
            one.number: ("EMPLOYED" if place % 2 else "WORKLESS", None) for place, one in enumerate(reached)
        }
        answers[trainees[25].number] = ("NOT_REACHED", None)
        courses.trace_trainees(by=crisis.monitor, course=course, months=6, answers=answers)
    crisis.made.update(course=course, trainees=trainees)


def _asked_twice(crisis):
    """Two surveys of the case: forty, then seventy of a hundred women see a fair chance."""
    survey(40, case=crisis.case, at=crisis.now - timedelta(days=12), Q_WKR_13="3")
    crisis.made["survey"], _analyst = survey(
        70, case=crisis.case, at=crisis.now - timedelta(days=1), Q_WKR_13="3"
    )


def _agreed(crisis):
    """A signed agreement with an evaluator on some fields."""
    today = crisis.now.date()
    crisis.made["agreement"] = Agreement.objects.create(
        organisation=Organisation.objects.first(), kind="data_sharing", title="Data for the evaluation",
        starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=90), purposes=["Final evaluation"],
        shared_fields=["month", "site", "sex", "days"], state="SIGNED", signed_at=crisis.now, drafted_by=crisis.officer,
    )  # fmt: skip


def _choose(going, crisis):
    going.task("P4.1")
    going.go("choose_indicators", crisis.project.uid, words="disab")
    page = going.page
    page.locator("input[name=code][value='JB-08']").check()
    page.locator("input[name='name-JB-08']").fill("Travailleurs handicapés")
    going.press(page.get_by_role("button", name="Choose what is ticked"))
    expect(page.locator("main .messages")).to_be_visible()
    going.go("figures", crisis.project.uid)
    going.act("Lock the chosen indicators")
    going.go("figures", crisis.project.uid)
    going.sees("Travailleurs handicapés")


def _distinct(going, crisis):
    going.task("P4.2")
    going.go("indicator", crisis.project.uid, "JB-02")
    going.sees("85 persons", "women", "Rows behind it")
    going.follow("Open by site and month")


def _odd(going, crisis):
    going.task("P4.3")
    crisis.task.norm_milli = 3000
    crisis.task.save()
    rows = odd_crew(crisis.project.pk, sites=ODD_SITES, month=date(crisis.now.year - 1, 12, 1))
    facts.store(settings.FACTS_FOLDER, worker_day=rows)
    going.go("odd_data", crisis.project.uid)
    going.act("Look for odd data")
    going.go("odd_data", crisis.project.uid)
    going.lead("5 things look odd")
    for words in ODD:
        going.follow(words)
        going.sees("Which rows make it odd")
        assert going.page.locator("main tbody tr").count() >= 1
        going.page.go_back()
    going.follow("No day of rest in a month")
    going.sees("31")
    going.act(
        "Explain or correct odd data", verb="explain", words="The guard lives on the site and is paid for it"
    )
    going.go("odd_data", crisis.project.uid)
    going.lead("4 things look odd")
    going.sees("The guard lives on the site")


def _sample(going, crisis):
    going.task("P4.4")
    going.go("samples", crisis.project.uid)
    going.act("Draw a random sample to verify", code="JB-01", seed="7", share="0.01")
    page = going.page
    going.follow("JB-01")
    for choice in page.locator("select[name^=finding-]").all():
        choice.select_option("CONFIRMED")
    for choice in page.locator("input[type=radio][value=CONFIRMED]").all():
        choice.check()
    page.locator("input[name=found_on]").fill(f"{crisis.now:%Y-%m-%d}")
    going.press(page.locator("main form button[type=submit]").last)
    going.sees("Closed on")


def _trace(going, crisis):
    going.task("P4.5")
    going.go("course", crisis.course.uid)
    going.follow("Whom to call after 6 months")
    going.lead("17 of 30 were reached (57 %). That is fewer than 60 %")
    first = going.page.locator("main tbody tr").first
    expect(first).to_contain_text("Trainee 23")
    expect(first).to_contain_text("30")
    going.follow("Show the share all the same, flagged")
    going.lead("Flagged: not to be published.")
    called = [crisis.trainees[place].number for place in (23, 25)]
    told = {f"answers-{place}-key": number for place, number in enumerate(called)}
    told |= {f"answers-{place}-value_1": "EMPLOYED" for place in range(2)}
    told |= {f"answers-{place}-value_2": "true" for place in range(2)}
    going.act("Record what became of trainees", months="6", **told)
    going.go("course_tracer", crisis.course.uid, 6)
    going.lead("19 of 30 were reached (63 %).")
    going.lead("% work (between")


def _compare(going, crisis):
    going.task("P4.6")
    going.go("assess_compare", crisis.survey.uid)
    going.sees("Rose by 30 points; between 16 and 42.", "Cannot be told apart")
    assert going.page.locator("svg.whisker.two").count() >= 2
    assert downloaded(going.page, going.page.locator("a[href*='export=csv']").first.click).endswith(".csv")


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
    page = going.page
    going.go("evaluation_packs", crisis.project.uid)
    going.lead("Nobody outside holds rows of this project.")
    going.go("act", "measure", "issue-evaluation-pack", project=crisis.project.pk)
    asked = {
        "agreement": crisis.agreement.pk,
        "recipient": "Dr Amal",
        "purpose": "Curiosity",
        "until": f"{crisis.now + timedelta(days=60):%Y-%m-%d}",
    }
    for name, value in asked.items():
        going.give(name, str(value))
    going.press(page.locator("main form.sheet button[type=submit]").first)
    going.sees("for which purpose of the agreement: Final evaluation")
    going.give("purpose", "Final evaluation")
    with page.expect_download() as waiting:
        page.locator("main form.sheet button[type=submit]").first.click()
    with zipfile.ZipFile(waiting.value.path()) as whole:
        assert {"work.csv", "codebook.csv", "method.txt", "terms.txt"} <= set(whole.namelist())
        assert whole.read("work.csv").decode("utf-8-sig").startswith("person,month,site,sex,days")
    going.go("evaluation_packs", crisis.project.uid)
    going.lead("1 pack is held by an evaluator now.")
    going.sees("Dr Amal", "Final evaluation", "Data for the evaluation")
