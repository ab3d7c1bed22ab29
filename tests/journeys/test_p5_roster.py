"""The roster manager brings people to a crisis and home again."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from mainstay import playbook
from mainstay.common import clock
from mainstay.staff import services
from mainstay.staff.models import AvailabilityAsk, Clearance, Deployment, Expert, Recruitment, Release
from mainstay.staff.services.availability import link_of
from tests import builders
from tests.journeys.walking import Persona, downloaded
from tests.staff.test_missions import asked, clear_all, expert

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
    {
        "P5.10": "The private offer of support is no step of its own. Until then: who holds the talk afterwards names the service.",
    },
    prepared={
        "P5.1": "members of the roster",
        "P5.3": "the mails are not opened: each of the three opens the address that stands in hers",
        "P5.4": "the request for people and its approval",
        "P5.5": "the nomination is accepted; the clearances between the first two and the last are asked for and granted",
        "P5.7": "the nomination, its acceptance, and the two clearances that come before the release",
        "P5.9": "the clock: the next sign of life is set into the past, and what is due is done",
        "P5.10": "the clock: the mission began seventy days ago, and later the rest is over",
    },
)


@pytest.fixture
def roster(crisis):
    """Members who are ready, one of them staff of an office, and two requests for people."""
    made = crisis.made
    made.update(
        one=expert(1, level=4), other=expert(2, open_misconduct=True), third=expert(3), fourth=expert(4)
    )
    made["own"] = expert(5, kind="internal_staff")
    made["asked"], made["again"] = asked(crisis.case), asked(crisis.case)
    made["manager"], made["insurer"] = crisis.roster, builders.person("INSUR")
    made["colleague"] = builders.person("TT_MEM", name="Rosa Panel")
    made["doctor"] = builders.person("MED", "global")
    made["head"] = builders.person("CD", "country", "JOR", name="Head of Amman")
    return crisis


def test_a_roster_manager_brings_people_to_a_crisis_and_home_again(roster, walk):
    going = walk(PERSONA)
    going.enter(roster.manager)
    going.through(
        roster, _depth, _file, _availability, _shortlist, _beforehand, _release, _clearances, _insurer, _mission, _home
    )  # fmt: skip


def _depth(going, _crisis):
    going.task("P5.1")
    going.page.goto("/staff/")
    going.follow("Roster")
    going.lead("4 people could go today.")
    going.lead("20 fields are short of their target.")
    going.sees("Run out within 60 days")


def _file(going, crisis):
    going.task("P5.2")
    going.go("act", "staff", "enter-expert")
    going.send(
        name="Olga Synthetic",
        email="olga@example.org",
        kind="external_consultant",
        **{"skills-0-key": "FA02", "skills-0-value": "3", "languages-0-key": "pt", "languages-0-value": "C1"},
    )  # fmt: skip
    applicant = Expert.objects.latest("pk")
    going.go("expert", applicant.uid)
    panel = f"{crisis.manager.email}\n{crisis.colleague.email}"
    going.act("Invite to test and interview", test="Case study Moroni", panellists=panel)
    file = Recruitment.objects.get(expert=applicant)
    going.go("recruitment", file.uid)
    going.lead("4 rules are not met yet")
    going.act("Mark the written test", mark="82")
    _points(going, file, "4", "Ran two sites in Anjouan")
    going.enter(crisis.colleague)
    going.page.goto("/")
    going.sees("1 interview waits for your points")
    going.go("recruitment", file.uid)
    assert "Anjouan" not in going.page.locator("main").inner_text()
    _points(going, file, "3", "Listens to both sides")
    going.sees("Ran two sites in Anjouan", "Mean of the panel: 3.5")
    going.enter(crisis.manager)
    for referee in ("Ministry of works", "Union of masons"):
        going.go("recruitment", file.uid)
        going.act("Record reference", referee=referee, verdict="SUPPORTS", words="Reliable")
    going.go("recruitment", file.uid)
    going.lead("1 rule is not met yet")
    going.act("Record the misconduct check", clear="true")
    going.go("recruitment", file.uid)
    going.lead("The file meets every rule")
    going.follow("Admit to the roster")
    going.send(briefed_on=clock.today().isoformat(), reason="Meets every rule")
    going.go("recruitment", file.uid)
    going.lead("Admitted to the roster.")
    going.go("recruitments")


def _points(going, file, points, words):
    """Give the points of one panellist."""
    going.go("recruitment_score", file.uid)
    going.send(words=words, **{f"points_{code}": points for code in playbook.current().interview})


def _availability(going, crisis):
    going.task("P5.3")
    going.enter(crisis.manager)
    going.go("team_request_ask", crisis.asked.uid)
    page = going.page
    going.sees(crisis.one.number)
    going.press(page.locator("main form button[type=submit]").last)
    expect(page.locator("main .messages").first).to_be_visible()
    going.enter()
    days = crisis.asked.starts_on, crisis.asked.starts_on + timedelta(days=9)
    for who, answer in ((crisis.one, "YES"), (crisis.third, "PART"), (crisis.fourth, "NO")):
        page.goto(link_of(AvailabilityAsk.objects.get(expert=who)))
        page.locator(f"input[name=answer][value={answer}]").check()
        if answer == "PART":
            page.locator("input[name=first]").fill(days[0].isoformat())
            page.locator("input[name=last]").fill(days[1].isoformat())
        going.press(page.locator("main form button[type=submit]"))
        going.sees("Your answer has arrived")
    going.enter(crisis.manager)
    going.go("team_request_ask", crisis.asked.uid)
    going.sees("can go", "cannot")


def _shortlist(going, crisis):
    going.task("P5.4")
    going.go("team_request", crisis.asked.uid)
    going.act("Draw up the shortlist")
    going.sees("Shortlist", crisis.one.number, "Left out, and why")
    assert "misconduct" not in going.page.locator("main").inner_text()


def _beforehand(going, crisis):
    going.task("P5.6")
    going.go("expert", crisis.own.uid)
    going.act("Clear an expert ahead of time", code="CL-MED")
    held = Clearance.objects.get(expert=crisis.own, deployment__isnull=True)
    going.enter(crisis.doctor)
    going.go("record", "staff", "clearance", held.pk)
    going.act("Grant clearance")
    going.enter(crisis.manager)
    going.go("expert", crisis.own.uid)
    going.sees("Medical fitness, vaccinations")


def _release(going, crisis):
    going.task("P5.7")
    manager, own = crisis.manager, crisis.own
    services.match_candidates(by=manager, request=crisis.again)
    mission = services.select_candidate(by=crisis.director, request=crisis.again, expert=own)
    services.accept_nomination(by=own.account, deployment=mission)
    for code, owner in (("CL-REQ", crisis.coordinator), ("CL-SEL", manager)):
        clearance = mission.clearances.get(code=code)
        services.request_clearance(by=own.account, clearance=clearance)
        services.grant_clearance(by=owner, clearance=clearance)
    going.go("mission", mission.uid)
    # What the doctor gave beforehand stands here as settled already.
    settled = going.page.locator("section.panel", has_text="Settled")
    assert "Medical fitness, vaccinations" in settled.inner_text()
    going.follow("Ask the unit for release")
    going.send(proposal="X-000003 stands in until June", country="JOR")
    going.go("team_request", crisis.again.uid)
    going.sees("release by the unit: asked")
    going.enter(crisis.head)
    going.page.goto("/")
    going.sees("1 unit is asked for one of its people")
    going.go("record", "staff", "release", Release.objects.get().pk)
    going.sees("X-000003 stands in until June")
    until = (mission.ends_on - timedelta(days=5)).isoformat()
    going.act("Answer for the unit", released="true", conditions="Back for the audit", until=until)
    going.enter(manager)
    going.go("mission", mission.uid)
    going.sees("released", "on condition: Back for the audit")


def _move(going, mission, code, owner):
    """Ask for one clearance and grant it as its owner, each on its own page."""
    clearance = mission.clearances.get(code=code)
    going.enter(going.manager)
    going.go("mission", mission.uid)
    name = playbook.current().clearances[code].name
    going.press(going.page.locator("main .panels").get_by_role("link", name=name, exact=True))
    going.act("Ask for the clearance")
    going.enter(owner)
    going.go("record", "staff", "clearance", clearance.pk)
    going.act("Grant clearance")


def _clearances(going, crisis):
    going.task("P5.5")
    going.manager = crisis.manager
    going.enter(crisis.director)
    going.go("team_request", crisis.asked.uid)
    going.follow("Nominate")
    going.send()
    mission = Deployment.objects.get(expert=crisis.one)
    services.accept_nomination(by=mission.expert.account, deployment=mission)
    going.go("mission", mission.uid)
    going.lead("blocking clearances are open")
    assert 0 == going.page.get_by_role("link", name="Send on mission").count()
    _move(going, mission, "CL-REQ", crisis.coordinator)
    _move(going, mission, "CL-SEL", crisis.manager)
    clear_all(mission, but="CL-TRV")
    going.enter(crisis.director)
    going.go("mission", mission.uid)
    going.lead("1 blocking clearance is open")
    assert 0 == going.page.get_by_role("link", name="Send on mission").count()
    _move(going, mission, "CL-TRV", crisis.officer)
    going.enter(crisis.director)
    going.go("mission", mission.uid)
    going.lead("Every blocking clearance is granted")
    going.follow("Send on mission")
    going.send()


def _insurer(going, crisis):
    going.task("P5.8")
    going.enter(crisis.insurer)
    going.go("insured")
    going.sees(str(crisis.one.name))
    assert downloaded(going.page, going.page.locator("a[href*='export=csv']").first.click).endswith(".csv")


def _mission(going, crisis):
    going.task("P5.9")
    going.enter(crisis.one.account)
    mission = Deployment.objects.get(expert=crisis.one)
    going.go("act", "staff", "check-in", deployment=mission.pk)
    going.send(place="Moroni")
    Deployment.objects.filter(pk=mission.pk).update(next_check_in_at=clock.now() - timedelta(hours=3))
    assert 1 == services.raise_missed_check_ins()
    going.enter(crisis.security)
    going.go("missions")
    going.lead("1 check-in is missed")
    going.sees("1 person on mission, 1 sign of life is missed")
    going.go("mission", mission.uid)
    going.lead("A check-in is missed")
    going.sees("Call tree", "Luis Ortega", "Fatima Abdou", "Signs of life", "Moroni")
    going.follow("Close the alarm")
    going.send(words="Reached by radio, all well")
    going.go("mission", mission.uid)
    going.lead("next sign of life")


def _home(going, crisis):
    going.task("P5.10")
    mission = Deployment.objects.get(expert=crisis.one)
    Deployment.objects.filter(pk=mission.pk).update(arrived_at=clock.now() - timedelta(days=70))
    going.enter(crisis.director)
    going.go("mission", mission.uid)
    going.follow("End the mission")
    going.send(rating="4")
    going.enter(crisis.one.account)
    going.go("act", "staff", "rate-mission", deployment=mission.pk)
    going.send(rating="3", words="No radio for a week")
    going.enter(crisis.coordinator)
    going.go("mission", mission.uid)
    going.follow("Record the talk afterwards")
    going.send(lessons="A second radio for each team")
    going.enter(crisis.manager)
    going.go("mission", mission.uid)
    going.sees("4 of 5", "3 of 5", "No radio for a week", "Talk afterwards")
    going.lead("rests until")
    _renew(going, crisis)
    expect(going.page.locator("main .problems, main .errorlist").first).to_contain_text("Rests until")
    Expert.objects.filter(pk=crisis.one.pk).update(rests_until=clock.today() - timedelta(days=1))
    _renew(going, crisis)
    expect(going.page.locator("main .messages").first).to_be_visible()
    going.go("expert", crisis.one.uid)
    going.lead("Ready to go.")


def _renew(going, crisis):
    """Brief afresh who came back; refused while she rests."""
    going.go("act", "staff", "renew-expert", expert=crisis.one.pk)
    going.give("briefed_on", clock.today().isoformat())
    going.press(going.page.locator("main form.sheet button[type=submit]").first)
