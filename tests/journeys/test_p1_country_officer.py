"""The country programme officer takes a flood from the first request to the hand-over."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mainstay.decide.models import Request
from mainstay.partners.services import register_organisation
from mainstay.staff.models import ExpertLanguage, TeamRequest
from tests.journeys.walking import PHONE, Persona, downloaded
from tests.staff.test_missions import expert

NOT_YET = {
    "P1.1": "Nothing is begun without network. Until then: what is typed stays in the open page and is kept again as soon as the network is back.",
    "P1.9": "The report to the donor is words beside the figures, it does not take them over. Until then: put the address of the published figures into the report; it keeps its corrections.",
}
PERSONA = Persona(
    "P1",
    "Country programme officer",
    "fr",
    {
        "P1.1": "Send a request from a telephone, kept while it is typed, with a number as receipt",
        "P1.2": "See where the case stands in one line",
        "P1.3": "Start the snapshot of 72 hours: modules chosen, document the same day",
        "P1.4": "Turn it into a design: package prefilled, what is missing in words, cost and days live",
        "P1.5": "Compare two options side by side",
        "P1.6": "Record what unions and employers said and what became of it",
        "P1.7": "Ask the fund, its windows tested before anything is sent",
        "P1.8": "Ask for an engineer and read the shortlist with its reasons",
        "P1.9": "Give the donor a report with the figures of the dashboard",
        "P1.10": "Close and hand over by one guided list",
    },
    NOT_YET,
)


@pytest.fixture
def roster(crisis):
    """An engineer who speaks Portuguese, and one who does not."""
    crisis.made["engineer_of_roster"] = expert(1)
    crisis.made["union"] = register_organisation(
        by=crisis.officer, name="Union of dockers", type="WORKERS_ORG", country="COM"
    )
    ExpertLanguage.objects.create(expert=crisis.engineer_of_roster, language="pt", level="C1")
    expert(2)


def test_a_country_officer_takes_a_flood_from_the_request_to_the_hand_over(crisis, roster, walk):
    going = walk(PERSONA)
    going.enter(crisis.officer)
    going.through(
        crisis, _request, _case, _snapshot, _design, _options, _voices, _fund, _people, _report, _close
    )  # fmt: skip


def _request(going, _crisis):
    going.task("P1.1")
    page = going.page
    page.set_viewport_size(PHONE)
    page.goto("/decide/")
    going.follow("Ask for help")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Which country?").select_option("COM")
    page.get_by_label("What happened?").fill("The river flooded Moroni.")
    expect(page.locator("[data-told]")).to_contain_text("Saved at")
    page.get_by_label("What does it do to work?").fill("2,000 traders without a market.")
    page.get_by_label("What do you ask for?").fill("Paid clearing of drains.")
    page.get_by_role("button", name="Check and send").click()
    going.sees("Comoros")
    origin = page.get_by_label("In whose name do you ask?")
    origin.select_option(index=1)
    page.get_by_label("Name of the organisation").fill("Office in Moroni")
    page.get_by_role("button", name="Send the request").click()
    going.lead("Your request has arrived. Its number is RQ-COM-")
    assert 1 == Request.objects.exclude(reference=None).count()
    page.set_viewport_size({"width": 1440, "height": 900})


def _case(going, _crisis):
    going.task("P1.2")
    going.page.goto("/cases/")
    going.follow("Cyclone Ilda")
    going.lead("Day 17.")


def _snapshot(going, crisis):
    going.task("P1.3")
    going.act("Scope assessment", stage="SNAPSHOT", decisions="Which sites open first")
    going.page.goto("/assess/")
    going.follow("/A1")
    assert going.page.locator("main .lead").inner_text()
    name = downloaded(going.page, lambda: going.follow("Report, PDF"))
    assert name.endswith(".pdf")


def _design(going, crisis):
    going.task("P1.4")
    going.go("project", crisis.project.uid)
    going.act("Choose package")
    going.go("project", crisis.project.uid)
    going.sees("Not heard on this design")
    going.act(
        "Set wage",
        daily_wage_minor="2500",
        days_per_worker="40",
        usd_rate="0.0022",
        usd_rate_on=f"{crisis.now:%Y-%m-%d}",
    )
    going.go("design_package", crisis.project.uid)
    going.sees("WRK-01")
    going.go("design_budget", crisis.project.uid)


def _options(going, crisis):
    going.task("P1.5")
    going.go("project", crisis.project.uid)
    going.act("Add option", code="B", title="Cash first", first_day="7", women_share="0.6", copy_of="A")
    going.go("design_options", crisis.project.uid)
    going.sees("Cash first", "60 %")


def _voices(going, crisis):
    going.task("P1.6")
    going.go("project", crisis.project.uid)
    going.act("Consult design")
    going.go("design_voices", crisis.project.uid)
    going.follow("Record consultation")
    going.send(question="Shall works start with roads?", bodies=[str(crisis.union.pk)])
    going.follow("Shall works start with roads?")
    going.act("Hear body", women="4", men="6", points="Pay each week.")
    going.act("Answer point", answer="REFUSED", reason="The bank pays by fortnight.")
    going.go("design_voices", crisis.project.uid)
    going.sees("Pay each week.", "The bank pays by fortnight.")


def _fund(going, crisis):
    going.task("P1.7")
    going.go("fund_ask", case=crisis.case.reference, amount="80000")
    going.sees("opens")
    going.follow("Write the application")
    going.send(purpose="no_regret_works", what_for="Three sites of drains")
    going.act("Submit grant")
    going.sees("Three sites of drains", "80,000")


def _people(going, crisis):
    going.task("P1.8")
    start = crisis.now + timedelta(days=5)
    going.go("case", crisis.case.reference)
    going.act(
        "Request team", functional_area="FA02", min_level="2", starts_on=f"{start:%Y-%m-%d}", ends_on=f"{start + timedelta(days=60):%Y-%m-%d}",
        terms="Open the first sites", host="Ministry of public works", budget_line="W1", language="pt", tier="T1",
    )  # fmt: skip
    asked = TeamRequest.objects.latest("pk")
    for person, act in ((crisis.coordinator, "Approve team request"), (crisis.roster, "Match candidates")):
        going.enter(person)
        going.go("team_request", asked.uid)
        going.act(act)
    going.enter(crisis.officer)
    going.page.goto("/staff/")
    going.follow(asked.reference)
    going.sees("Ministry of public works", "Shortlist", crisis.engineer_of_roster.number, "Left out, and why")


def _report(going, crisis):
    going.task("P1.9")
    going.go("grant", crisis.grant.uid)
    going.act("Report grant", spent_usd="12000", report="Two sites opened; 680 worker-days.")
    going.go("figures", crisis.project.uid)
    going.sees("680")


def _close(going, crisis):
    going.task("P1.10")
    going.go("case_closing", crisis.case.reference)
    going.sees("with a maintenance agreement", "lessons", "Contacts")
