"""The roster manager brings people to a crisis and home again."""

import pytest

from mainstay.staff import services
from mainstay.staff.models import AvailabilityAsk, Deployment
from mainstay.staff.services.availability import link_of
from tests import builders
from tests.journeys.walking import Persona, downloaded
from tests.staff.test_missions import asked, clear_all, expert

NOT_YET = {
    "P5.2": "Tests, and scores by two panellists, are no steps of their own. Until then: write what interview and references said when the expert is admitted.",
    "P5.7": "All of it: the release by a unit is no step of its own. Until then: the director who nominates agrees it with the unit and says so in the words of the request.",
}
PERSONA = Persona(
    "P5",
    "Roster manager",
    "es",
    {
        "P5.1": "See the depth of the roster, where it falls short, and what runs out in 60 days",
        "P5.2": "Invite, test, interview and take references in one file",
        "P5.3": "Ask many who can go; they answer by link without an account",
        "P5.4": "Make a shortlist that says why, and why others were left out",
        "P5.5": "Watch clearances as lanes; nobody travels before all that block are granted",
        "P5.6": "Clear people beforehand",
        "P5.7": "Have staff released by their unit, with a proposal who replaces them",
        "P5.8": "Give the insurer the list of who is insured: names and days alone",
        "P5.9": "Follow people on mission by their signs of life",
        "P5.10": "Bring them home: rated both ways, rested, with a talk",
    },
    NOT_YET,
)


@pytest.fixture
def roster(crisis):
    """Two people who are ready, and a request for one of them."""
    crisis.made.update(one=expert(1, level=4), other=expert(2, open_misconduct=True))
    crisis.made["asked"] = asked(crisis.case)
    crisis.made["manager"], crisis.made["insurer"] = crisis.roster, builders.person("INSUR")
    return crisis


def test_a_roster_manager_brings_people_to_a_crisis_and_home_again(roster, walk):
    going = walk(PERSONA)
    going.enter(roster.manager)
    going.through(
        roster, _depth, _file, _availability, _shortlist, _clearances, _beforehand, _insurer, _mission, _home
    )  # fmt: skip


def _depth(going, _crisis):
    going.task("P5.1")
    going.page.goto("/staff/")
    going.follow("Roster")
    going.lead("stand")
    going.sees("Run out within 60 days")


def _file(going, _crisis):
    going.task("P5.2")
    going.go("act", "staff", "enter-expert")
    going.send(
        name="Olga Synthetic",
        email="olga@example.org",
        kind="external_consultant",
        skills="FA02: 3",
        languages="pt: C1",
    )


def _availability(going, crisis):
    going.task("P5.3")
    going.go("team_request_ask", crisis.asked.uid)
    page = going.page
    going.sees(crisis.one.number)
    page.locator("main form button[type=submit]").last.click()
    going.sees("asked")
    link = link_of(AvailabilityAsk.objects.get(expert=crisis.one))
    going.enter()
    page.goto(link)
    page.locator("input[name=answer][value=YES]").check()
    page.locator("main form button[type=submit]").click()
    going.enter(crisis.manager)
    going.go("team_request_ask", crisis.asked.uid)
    going.sees("can go")


def _shortlist(going, crisis):
    going.task("P5.4")
    going.go("team_request", crisis.asked.uid)
    going.act("Match candidates")
    going.sees("Shortlist", crisis.one.number, "Left out, and why")
    assert "misconduct" not in going.page.locator("main").inner_text()


def _clearances(going, crisis):
    going.task("P5.5")
    going.enter(crisis.director)
    going.go("team_request", crisis.asked.uid)
    going.follow("Nominate")
    going.send()
    mission = Deployment.objects.get()
    services.accept_nomination(by=mission.expert.account, deployment=mission)
    going.go("mission", mission.uid)
    going.lead("blocking clearances are open")
    assert 0 == going.page.get_by_role("link", name="Send on mission").count()
    clear_all(mission)
    going.page.reload()
    going.lead("Every blocking clearance is granted")
    going.follow("Send on mission")
    going.send()


def _beforehand(going, crisis):
    going.task("P5.6")
    going.enter(crisis.manager)
    going.go("expert", crisis.other.uid)
    going.act("Preclear expert", code="CL-MED")


def _insurer(going, crisis):
    going.task("P5.8")
    going.enter(crisis.insurer)
    going.go("insured")
    going.sees(str(crisis.one.name))
    assert downloaded(going.page, going.page.locator("a[href*='export=csv']").first.click).endswith(".csv")


def _mission(going, crisis):
    going.task("P5.9")
    going.enter(crisis.one.account)
    mission = Deployment.objects.get()
    going.go("act", "staff", "check-in", deployment=mission.pk)
    going.send(place="Moroni")
    going.enter(crisis.security)
    going.go("mission", mission.uid)
    going.sees("Signs of life", "Moroni")


def _home(going, crisis):
    going.task("P5.10")
    mission = Deployment.objects.get()
    going.enter(crisis.director)
    going.go("mission", mission.uid)
    going.page.locator("main .actions").get_by_role("link").first.click()
    going.send(rating="4")
    going.enter(crisis.one.account)
    going.go("act", "staff", "rate-mission", deployment=mission.pk)
    going.send(rating="3", words="No radio for a week")
    going.enter(crisis.manager)
    going.go("mission", mission.uid)
    going.sees("4 of 5", "3 of 5", "No radio for a week")
