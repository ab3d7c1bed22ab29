"""The country programme officer takes a flood from the first request to the hand-over."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mainstay.assess.models import Assessment
from mainstay.cases import tasks
from mainstay.common import clock
from mainstay.decide.models import Request
from mainstay.deliver.works.models import Roll, Site
from mainstay.fund.models import Contribution
from mainstay.learn.lessons.models import Lesson, Review
from mainstay.learn.lessons.services import add_participants, contribute_review
from mainstay.measure.models import DonorReport
from mainstay.measure.services import publish_figures
from mainstay.page.words import named
from mainstay.partners.services import register_organisation
from mainstay.staff.models import ExpertLanguage, TeamRequest
from tests import builders
from tests.decide.builders import sent
from tests.journeys.walking import DESK, PHONE, Persona, downloaded
from tests.staff.test_missions import expert

NOT_YET = {
    "P1.1": "Nothing is begun without network. Until then: what is typed stays in the open page and is kept again as soon as the network is back.",
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
    prepared={
        "P1.1": "A ministry had asked for the same flood before.",
        "P1.8": "Two engineers are on the roster.",
        "P1.9": "The monitor's figures were published by a second monitor.",
        "P1.10": "The decision that went round was adopted by silence; other people answered four questions of the review and are named as having taken part. Meanwhile the sites were handed over and every day on their rolls was paid.",
    },
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
    sent("COM", onset_on=crisis.onset.date())
    crisis.made["keeper"] = builders.person("KM")


def test_a_country_officer_takes_a_flood_from_the_request_to_the_hand_over(crisis, roster, walk):
    going = walk(PERSONA)
    going.enter(crisis.officer)
    going.through(
        crisis, _request, _case, _snapshot, _design, _options, _voices, _fund, _people, _report, _close
    )  # fmt: skip


def _request(going, crisis):
    going.task("P1.1")
    page = going.page
    page.set_viewport_size(PHONE)
    page.goto("/decide/")
    going.follow("Ask for help")
    going.press(page.get_by_role("button", name="Begin"))
    page.get_by_label("Which country?").select_option("COM")
    page.get_by_label("What happened?").fill("The river flooded Moroni.")
    expect(page.locator("[data-told]")).to_contain_text("Saved at")
    page.context.set_offline(True)
    page.get_by_label("What does it do to work?").fill("2,000 traders without a market.")
    expect(page.locator("[data-told]")).to_contain_text("Not saved: no connection.")
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("Saved at")
    page.get_by_label("What do you ask for?").fill("Paid clearing of drains.")
    page.get_by_text("More, if you know it").click()
    page.locator("[name=crisis_types][value=DISASTER_RAPID]").check()
    page.locator("[name=onset_on]").fill(f"{crisis.onset:%Y-%m-%d}")
    going.press(page.get_by_role("button", name="Check and send"))
    going.sees("Comoros", "1 request is likely about the same event")
    origin = page.get_by_label("In whose name do you ask?")
    origin.select_option(index=1)
    page.get_by_label("Name of the organisation").fill("Office in Moroni")
    going.press(page.get_by_role("button", name="Send the request"))
    going.lead("Your request has arrived. Its number is RQ-COM-")
    assert 2 == Request.objects.exclude(reference=None).count()
    page.set_viewport_size(DESK)


def _case(going, _crisis):
    going.task("P1.2")
    going.page.goto("/cases/")
    going.follow("Cyclone Ilda")
    going.lead("Day 17.")
    going.sees("Next:")


def _snapshot(going, crisis):
    going.task("P1.3")
    going.act("Begin an assessment", stage="SNAPSHOT", decisions="Which sites open first")
    going.page.goto("/assess/")
    going.follow("/A1")
    assert going.page.locator("main .lead").inner_text()
    chosen = Assessment.objects.latest("pk").modules
    assert chosen
    going.go("assess_forms", Assessment.objects.latest("pk").uid)
    going.sees(*(named("assessment_modules", code) for code in chosen))
    going.page.go_back()
    name = downloaded(going.page, going.link("Report, PDF").click)
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
        usd_rate="455",
        usd_rate_on=f"{crisis.now:%Y-%m-%d}",
    )
    going.go("design_package", crisis.project.uid)
    going.sees("WRK-01")
    going.go("design_budget", crisis.project.uid)
    _fill_lines(going, "100")
    _try_another_wage(going)


def _fill_lines(going, quantity):
    """Type how much of each line there is, and store the budget."""
    lines = going.page.locator("form.lines")
    for place in lines.locator("input[name$=-quantity]:not([name^=line-new])").all():
        place.fill(quantity)
    for row in lines.locator("tbody tr", has=going.page.locator("[title^=WRK]")).all():
        row.locator("input[name$=-share]").fill("40")
    going.press(lines.get_by_role("button", name="Store the budget"))
    going.sees("The budget is stored.")


def _figures(going, row):
    """The numbers of one row of what is tried: planned, tried, difference."""
    return going.page.locator("#tried tr", has_text=row).first.locator("td").all_inner_texts()


def _try_another_wage(going):
    """A higher wage changes days and cost while it is typed; the plan becomes so only by its button."""
    page = going.page
    planned = _figures(going, "Worker-days that the wages pay")[0]
    page.locator("[data-live] [name=wage]").fill("5000")
    expect(page.locator("#tried")).to_contain_text("As tried")
    _planned, tried, change = _figures(going, "Worker-days that the wages pay")
    assert planned == _planned != tried
    assert change.startswith("−")
    assert "=" != _figures(going, "Cost of a worker-day")[2]
    going.press(page.get_by_role("button", name="Let this be the plan"))
    going.sees("The plan is now as you tried it.")
    assert tried == _figures(going, "Worker-days that the wages pay")[0]


def _options(going, crisis):
    going.task("P1.5")
    going.go("project", crisis.project.uid)
    going.act("Add option", code="B", title="Cash first", first_day="7", women_share="0.6", copy_of="A")
    going.go("design_options", crisis.project.uid)
    going.sees("Cash first", "60 %")
    going.page.goto(going.page.url.replace("/options/", "/budget/") + "?option=B")
    _fill_lines(going, "50")
    going.go("design_options", crisis.project.uid)
    for quantity in ("Cost", "Worker-days", "Days from approval to the first day of work"):
        row = going.page.locator("main tbody tr", has_text=quantity).first.locator("td").all_inner_texts()
        assert row[0] != row[1], quantity
    going.sees("Cash first in")


def _voices(going, crisis):
    going.task("P1.6")
    going.go("project", crisis.project.uid)
    going.act("Put the design out for consultation")
    going.go("design_voices", crisis.project.uid)
    going.follow("Ask for a consultation")
    going.send(question="Shall works start with roads?", bodies=[str(crisis.union.pk)])
    going.follow("Shall works start with roads?")
    going.act("Record that a body was heard", women="4", men="6", points="Pay each week.")
    going.act("Answer point", answer="REFUSED", reason="The bank pays by fortnight.")
    going.go("design_voices", crisis.project.uid)
    going.sees("Pay each week.", "The bank pays by fortnight.")


def _fund(going, crisis):
    going.task("P1.7")
    going.go("fund_ask", case=crisis.case.reference, amount="80000")
    going.sees("opens")
    going.follow("Write the application")
    going.send(purpose="no_regret_works", what_for="Three sites of drains")
    going.act("Send the application in")
    going.sees("Three sites of drains", "80,000")
    going.page.goto("/fund/grants/")
    going.sees("80,000")


def _people(going, crisis):
    going.task("P1.8")
    start = crisis.now + timedelta(days=5)
    going.go("case", crisis.case.reference)
    going.act(
        "Ask for people", functional_area="FA02", min_level="2", starts_on=f"{start:%Y-%m-%d}", ends_on=f"{start + timedelta(days=60):%Y-%m-%d}",
        terms="Open the first sites", host="Ministry of public works", budget_line="W1", language="pt", tier="T1",
    )  # fmt: skip
    asked = TeamRequest.objects.latest("pk")
    going.enter(crisis.coordinator)
    going.go("team_request", asked.uid)
    going.follow("Approve the request")
    going.send()
    going.enter(crisis.roster)
    going.go("team_request", asked.uid)
    going.act("Draw up the shortlist")
    going.enter(crisis.officer)
    going.page.goto("/staff/")
    going.follow(asked.reference)
    going.sees("Ministry of public works", "Shortlist", crisis.engineer_of_roster.number, "Left out, and why")
    going.enter(crisis.director)
    going.page.reload()
    going.follow("Nominate")
    going.send()
    going.enter(crisis.officer)
    going.go("team_request", asked.uid)
    going.sees("Who goes")
    going.follow(crisis.engineer_of_roster.number)
    going.lead("blocking clearances are open")
    going.sees("blocks")


def _report(going, crisis):
    """The figures are published; her report takes them over as they are, and her director approves it."""
    going.task("P1.9")
    figures = publish_figures(by=builders.person("ME"), run=crisis.run, title="The first weeks")
    contribution = Contribution.objects.filter(accounts__grant=crisis.grant).distinct().get()
    going.go("donor_reports", crisis.project.uid)
    going.act(
        "Write a report to a donor", contribution=str(contribution.pk), narrative="Two drains were cleared."
    )
    report = DonorReport.objects.get()
    going.go("donor_report", report.uid)
    going.sees("680", f"version {figures.version}", "Two drains were cleared.")
    going.act("Hand the report in")
    going.enter(crisis.director)
    going.go("donor_report", report.uid)
    going.act("Approve the report")
    going.sees(f"Approved by {crisis.director.name}")
    going.enter(crisis.officer)
    going.go("grant", crisis.grant.uid)
    going.act("Report on the grant", spent_usd="12000", report="Two sites opened; 680 worker-days.")


def _close(going, crisis):
    """The list is worked through to the closed case; who takes over reads it."""
    going.task("P1.10")
    with clock.at(crisis.now + timedelta(days=3)):
        tasks.decisions()
    going.go("case_closing", crisis.case.reference)
    going.sees(
        "None of the 3 sites is handed over yet.",
        "No lesson is written yet.",
        "No person is named who answers from now on.",
        "things stand against closing.",
    )
    Site.objects.filter(project__case=crisis.case).update(state="HANDED_OVER")
    Roll.objects.filter(site__project__case=crisis.case).update(state="PAID", certified_by=crisis.engineer)
    going.page.reload()
    going.sees("3 of 3 sites are handed over, 0 with a maintenance agreement.")
    _write_lesson(going, crisis)
    _review(going, crisis)
    going.enter(crisis.coordinator)
    going.go("case", crisis.case.reference)
    going.act("Confirm lead", model="CO_LED", holder="director@example.org")
    going.enter(crisis.director)
    going.go("review", Review.objects.get().uid)
    going.act("Approve review", words="The ministry keeps the drains; the office answers until June.")
    going.enter(crisis.region)
    going.go("case_closing", crisis.case.reference)
    going.sees(
        "The case is closed.",
        "The review is approved.",
        "Fatima Abdou leads and answers from now on.",
        "1 lesson is written, 1 checked.",
    )
    assert downloaded(going.page, going.link("Contacts", exact=True).click).endswith(".xlsx")
    going.go("case", crisis.case.reference)
    going.sees("The ministry keeps the drains")


def _write_lesson(going, crisis):
    going.go("case", crisis.case.reference)
    going.act(
        "Write lesson", title="Pay by week", learned="A fortnight is too long without a market.", who="The officer",
        should="Agree with the bank on weekly pay.", source="Meeting of 3 March",
    )  # fmt: skip
    going.enter(crisis.keeper)
    going.go("lesson", Lesson.objects.get().uid)
    going.act("Validate lesson")


def _review(going, crisis):
    """The director opens it, the officer answers what only she can and recommends; the others answered theirs."""
    going.enter(crisis.director)
    going.go("case", crisis.case.reference)
    going.act("Open review")
    review = Review.objects.get()
    for question in ("expected", "happened", "why", "keep"):
        contribute_review(by=crisis.director, review=review, question=question, words="As in the report.")
    add_participants(by=crisis.director, review=review, parties=[("Union of dockers", "workers", 2)])
    going.enter(crisis.officer)
    for act, given in (
        ("Contribute to the review", {"question": "change", "words": "Pay by week."}),
        ("Write a recommendation", {"text": "Agree on weekly pay", "owner_role": "CPO", "due_on": f"{crisis.now + timedelta(days=60):%Y-%m-%d}"}),
    ):  # fmt: skip
        going.go("review", review.uid)
        going.act(act, **given)
