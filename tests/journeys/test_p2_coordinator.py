"""The coordinator of the task team runs a crisis from headquarters."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mainstay import playbook
from mainstay.cases import tasks
from mainstay.cases.models import Decision
from mainstay.cases.services import confirm_lead
from mainstay.common import clock
from mainstay.decide.services import score_request
from mainstay.fund import services as funds
from tests import builders
from tests.decide.builders import marks, triaged
from tests.journeys.conftest import overflow
from tests.journeys.walking import DESK, PHONE, Persona, downloaded, number_in
from tests.staff.test_missions import expert

HOUR = timedelta(hours=1)
PERSONA = Persona(
    "P2",
    "Coordinator of the task team",
    "es",
    {
        "P2.1": "Begin the day on one screen: alerts, new requests, late clocks, open decisions",
        "P2.2": "Score three requests with a colleague without seeing her scores; what differs is discussed",
        "P2.3": "See the portfolio, and what one country more or less would change",
        "P2.4": "Run a silence procedure: silence adopts, an objection stops it; its record for auditors",
        "P2.5": "Spend from the fund within earmarks; the fund refuses what is not there",
        "P2.6": "Activate level 3: the roll call, the tasks, the first hours",
        "P2.7": "Send a public message back or approve it, and find it on the public page",
        "P2.8": "See who leads and when the lead is handed over; an overdue hand-over is told",
        "P2.9": "See week by week where more people are needed than stand ready",
        "P2.10": "Take the list of rule waivers away for the review of processes",
    },
    prepared={
        "P2.2": "The requests were received and triaged, and the colleague gave her scores.",
        "P2.4": "The hours of silence are moved on; then the work of every minute adopts, as it does by itself.",
        "P2.5": "The office applied and the fund screened; the hours of silence are moved on.",
        "P2.8": "The team took the lead on itself sixteen days ago.",
        "P2.9": "The office asked for two profiles; one engineer stands ready.",
    },
)


@pytest.fixture
def headquarters(crisis):
    """Three requests that wait for two blind scores, a lead that is overdue, a grant to decide, an engineer who is ready."""
    crisis.made["colleague"] = builders.person("TT_MEM")
    crisis.made["requests"] = [triaged(crisis.coordinator) for _number in range(3)]
    builders.country("JOR")
    with clock.at(crisis.onset + 24 * HOUR):
        confirm_lead(by=crisis.coordinator, case=crisis.case, model="TT_INITIATED", holder=crisis.coordinator)
    crisis.made["asked"] = funds.apply_grant(
        by=crisis.officer, case=crisis.case, window="W1", purpose="no_regret_works", what_for="Two more drains",
        amount_usd=20_000_00,
    )  # fmt: skip
    funds.submit_grant(by=crisis.officer, grant=crisis.asked)
    funds.screen_grant(by=crisis.fund, grant=crisis.asked, passed=True)
    crisis.made["ready"], crisis.made["speaker"] = expert(1), builders.person("COMMS")
    return crisis


def test_a_coordinator_runs_a_crisis_from_headquarters(headquarters, walk):
    going = walk(PERSONA)
    going.enter(headquarters.coordinator)
    going.through(
        headquarters, _morning, _score, _portfolio, _objection, _silence, _fund, _level, _message, _lead, _gap, _waivers
    )  # fmt: skip


def _morning(going, _crisis):
    going.task("P2.1")
    going.page.goto("/")
    going.lead("1 decision waits for you")
    going.sees("Cyclone Ilda", "Second surge team for Anjouan", "Wages of dock workers unpaid")


def _score(going, crisis):
    going.task("P2.2")
    codes = list(playbook.current().criteria)
    for place, request in enumerate(crisis.requests):
        score_request(by=crisis.colleague, request=request, scores=marks())
        going.go("request_score", request.reference)
        assert "report of 19 May" not in going.page.locator("main").inner_text()
        given = {f"score_{code}": "4" for code in codes} | {
            f"evidence_{code}": "cluster report" for code in codes
        }
        if place == 0:
            given[f"score_{codes[1]}"] = "1"
        for name, value in given.items():
            going.give(name, value)
        going.press(going.page.locator("main form.sheet button[type=submit]").first)
        going.sees("Your scores are sealed", "report of 19 May")
    going.go("request", crisis.requests[0].reference)
    going.sees("differ")
    going.press(going.page.locator("main a[href$='/discuss/']").first)
    going.send(criterion=codes[1], words="The port opens on Monday: both see it now.", agreed="3")
    going.go("request", crisis.requests[0].reference)
    going.sees("The port opens on Monday")


def _portfolio(going, _crisis):
    """The what-if is ticked with a thumb: boxes and one list, at 390 pixels."""
    going.task("P2.3")
    page = going.page
    page.set_viewport_size(PHONE)
    page.goto("/decide/portfolio/")
    going.lead("1 active country.")
    page.get_by_label("Add another country").select_option("JOR")
    page.get_by_label("Money expected in 12 months, USD").fill("9000000")
    going.press(page.get_by_role("button", name="Try it"))
    going.lead("If it were so: 2 active countries")
    going.sees("USD 6,000,000 needed, USD 9,000,000 expected")
    expect(page.get_by_role("checkbox", name="Jordan")).to_be_checked()
    page.get_by_role("checkbox", name="Jordan").uncheck()
    page.get_by_role("checkbox", name="Comoros").check()
    going.press(page.get_by_role("button", name="Try it"))
    going.lead("If it were so: No country is active.")
    assert 0 == overflow(page)
    page.set_viewport_size(DESK)


def _objection(going, crisis):
    going.task("P2.4")
    going.go("decision", crisis.case.reference, crisis.decision.uid)
    going.sees("Objections may come until", "Silent so far")
    going.enter(crisis.chair)
    going.page.reload()
    going.act("Object to the decision", words="Two engineers are too few")
    going.enter(crisis.coordinator)
    going.go("decision", crisis.case.reference, crisis.decision.uid)
    going.lead("1 objection stands")
    going.sees("Two engineers are too few")
    with clock.at(crisis.now + 72 * HOUR):
        tasks.decisions()
    going.page.reload()
    going.lead("1 objection stands")
    going.act("Record the discussion", words="Three engineers go, the dialogue officer follows.")
    going.go("decision", crisis.case.reference, crisis.decision.uid)
    going.act("Reject decision", outcome="A new text with three engineers goes round.")


def _silence(going, crisis):
    """A new text goes round; nobody objects within the day, and it is adopted; the auditor reads every act."""
    going.go("case", crisis.case.reference)
    going.act(
        "Draft decision", title="Three engineers for Anjouan", text="Send three engineers for six weeks."
    )
    drafted = Decision.objects.latest("pk")
    going.go("decision", crisis.case.reference, drafted.uid)
    going.act("Circulate decision", fast=True)
    going.go("decision", crisis.case.reference, drafted.uid)
    going.sees("Object until", "Silent so far")
    with clock.at(crisis.now + 23 * HOUR):
        tasks.decisions()
    going.page.reload()
    going.sees("Silent so far")
    with clock.at(crisis.now + 25 * HOUR):
        tasks.decisions()
    going.page.reload()
    going.lead("Adopted on")
    going.go("case_history", crisis.case.reference)
    going.sees("Ingrid Solberg", "Object to the decision", "Circulate decision")
    name = downloaded(going.page, going.page.locator("a[href*='export=csv']").first.click)
    assert name.endswith(".csv")


def _fund(going, crisis):
    """The money that is tied to the country goes first; what is not there is refused in a sentence."""
    going.task("P2.5")
    free = _tied(going)
    going.go("grant", crisis.asked.uid)
    going.act("Approve grant")
    with clock.at(crisis.now + 49 * HOUR):
        funds.adopt_silent_grants()
    assert free - 20_000 == _tied(going)
    going.go("ledger")
    going.sees("20,000")
    going.go("fund_ask", case=crisis.case.reference, amount="5000000")
    going.sees("stays shut")
    going.sees("USD 5,000,000")


def _tied(going):
    """How much of the money that is tied to the Comoros lies free."""
    going.go("earmarks")
    row = going.page.locator("main tbody tr", has_text="Comoros").first.inner_text()
    return max(
        int(part.replace(",", ""))
        for part in row.replace("USD", " ").split()
        if part.replace(",", "").isdigit()
    )


def _level(going, crisis):
    """Level 3 calls the roll; each answers for herself; the first 48 hours are counted."""
    going.task("P2.6")
    going.go("case", crisis.case.reference)
    going.act("Set or propose the crisis level", level="L3", reason="The capital is cut off")
    going.enter(crisis.chair)
    going.go("case", crisis.case.reference)
    going.act("Approve level 3", reason="All offices are needed")
    going.go("case_team", crisis.case.reference)
    going.sees("0 of 8 seats have answered", "All offices are needed", "silent so far")
    going.act("Answer the roll call", answer="HERE")
    going.enter(crisis.security)
    going.go("case_team", crisis.case.reference)
    going.act("Answer the roll call", answer="COMING_LATER", words="At two, from the airport")
    going.enter(crisis.coordinator)
    going.go("case_team", crisis.case.reference)
    going.sees("2 of 8 seats have answered", "is there", "At two, from the airport", "First 48 hours:")
    number_in(going.page, r"First 48 hours: (\d+) of \d+ tasks are done")


def _message(going, crisis):
    """Sent back with a reason, written anew, agreed to as version 2, and public only then."""
    going.task("P2.7")
    going.enter(crisis.officer)
    going.go("act", "partners", "draft-message")
    going.send(
        title="Works opened",
        text="Two sites opened in Moroni.",
        audience="Public",
        channel="website",
        country="COM",
        case_key=str(crisis.case.pk),
    )
    going.act("Ask that the message be agreed to")
    here = going.page.url
    going.enter(crisis.coordinator)
    going.page.goto(here)
    going.act("Send the message back", words="Say how many people work")
    going.sees("Say how many people work")
    going.enter(crisis.officer)
    going.page.goto(here)
    going.act("Write the message anew", text="Two sites opened in Moroni; 13 people work.")
    going.act("Ask that the message be agreed to")
    going.enter(crisis.coordinator)
    going.page.goto(here)
    going.act("Approve message")
    going.enter(crisis.speaker)
    going.page.goto(here)
    going.act("Publish message")
    going.enter(None)
    going.go("public")
    going.sees("What we say", "Two sites opened in Moroni; 13 people work.", "Web site", "version 2")
    going.enter(crisis.coordinator)


def _lead(going, crisis):
    going.task("P2.8")
    going.go("case_team", crisis.case.reference)
    going.lead("The hand-over of the lead is overdue.")
    going.sees("Hand over by", "overdue")
    going.act(
        "Offer the lead to another office",
        model="CO_LED",
        to="director@example.org",
        words="Offices are open again",
    )
    going.go("case_team", crisis.case.reference)
    going.sees("Offered to", "Fatima Abdou", "not accepted yet")
    going.enter(crisis.director)
    going.go("case_team", crisis.case.reference)
    going.act("Take over the lead")
    going.enter(crisis.coordinator)
    going.go("case_team", crisis.case.reference)
    going.sees("Fatima Abdou", "Who led before")
    assert "not accepted yet" not in going.page.locator("main").inner_text()


def _gap(going, crisis):
    """Two profiles are asked for, one of them has somebody; each cell opens to its requests and people."""
    going.task("P2.9")
    going.page.goto("/staff/")
    going.follow("Week by week")
    going.lead("1 of 2 open places find nobody who stands ready")
    assert downloaded(going.page, going.link("CSV").click).startswith("needs-by-week")
    going.follow("1 short")
    going.sees("Who asks", "Ministry of public works", "Nobody of this profile")
    going.page.go_back()
    going.follow("enough")
    going.sees("Ministry of labour", "1 person stands ready and is free all week.")
    going.enter(crisis.roster)
    going.page.reload()
    going.follow(crisis.ready.number)
    going.lead("Ready to go.")
    going.enter(crisis.coordinator)


def _waivers(going, crisis):
    going.task("P2.10")
    going.go("case", crisis.case.reference)
    going.act(
        "Ask that a rule be set aside",
        rule="procurement_threshold",
        text="One quote for tools",
        reason="One supplier is open",
    )
    going.go("register_waivers")
    going.sees("One quote for tools")
    assert downloaded(going.page, going.page.locator("a[href*='export=csv']").first.click).endswith(".csv")
