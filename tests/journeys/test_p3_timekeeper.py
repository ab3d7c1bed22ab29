"""The timekeeper keeps the rolls of a site with its engineer."""

from uuid import uuid4

import pytest

from mainstay.deliver.works.models import Contract, Mark, Roll
from mainstay.deliver.works.services import batches, rolls
from mainstay.deliver.works.services.payroll import calculate_payroll
from tests import builders
from tests.journeys.walking import DESK, PHONE, Persona

NOT_YET = {
    "P3.1": "The day is marked on the site's own connection: a page that was opened stays and is sent when the network is back, but nothing is opened or kept without network. Until then: print the roll, or take the form of the attendance file along, and send it in afterwards.",
    "P3.2": "The clash is shown and the mark refused; that a supervisor settles it is no step of its own. Until then: the engineer corrects the mark that is wrong.",
    "P3.4": "A photo is attached to the roll's documents in the case, not to the measurement. Until then: name the file in the words of the measurement.",
    "P3.10": "All of it: no part of Mainstay works without network yet. Until then: the attendance file for two weeks is filled in with any spreadsheet and taken in at once (`mainstay works import-rolls`); what stands twice is refused row by row, nothing is written twice.",
}
PERSONA = Persona(
    "P3",
    "Timekeeper and field engineer",
    "ar",
    {
        "P3.1": "Mark a gang on a telephone in few presses: as on the last day, then what differs",
        "P3.2": "See at once that a person stands on another site today",
        "P3.3": "See how the task relates to its norm; a lower task is proposed",
        "P3.4": "Write a measurement down: quantity, tasks and pay are compared with the roll",
        "P3.5": "Put a wrong mark right: the old value stays, with reason and second signature",
        "P3.6": "Close the week: what is missing, over the limit, not insured, too young",
        "P3.7": "Report an accident on one screen; its clock starts",
        "P3.8": "Stop the site for a storm; the pay rule applies and the text for workers is there",
        "P3.9": "Print pay list and job cards; the check by five workers is recorded",
        "P3.10": "Work two weeks without network and send it in without loss",
    },
    NOT_YET,
)


@pytest.fixture
def site(crisis):
    """The site, with a worker of its gang who is under contract at the other site too, and a paid list."""
    twice = Contract.objects.get(worker__card="W-00001")
    twice.pk, twice.uid, twice.site = None, uuid4(), crisis.sites[1]
    twice.save(force_insert=True)
    people = {key: builders.person(role, "project", str(crisis.project.pk)) for key, role in (("pays", "PAY_OFF"), ("signs", "PAY_APP"))}  # fmt: skip
    rolls.approve_rolls(by=crisis.officer, rolls=crisis.rolls)
    owed = calculate_payroll(by=people["pays"], project=crisis.project, rolls=crisis.rolls)
    batch = batches.create_batch(by=people["pays"], payroll=owed, channel="CASH")
    for person in (people["signs"], crisis.director):
        batches.approve_batch(by=person, batch=batch)
    crisis.made.update(people, batch=batch)
    return crisis


def test_a_timekeeper_keeps_the_rolls_of_a_site(site, walk):
    going = walk(PERSONA)
    going.enter(site.timekeeper)
    going.through(site, _mark, _clash, _norm, _measure, _correct, _close, _accident, _print, _storm)


def _roll(crisis, state="OPEN"):
    return Roll.objects.filter(site=crisis.site, state=state).latest("first_on")


def _mark(going, crisis):
    going.task("P3.1")
    page = going.page
    page.set_viewport_size(PHONE)
    page.goto("/")
    going.lead("2 rolls to mark today")
    going.follow("S01 Drains of Moroni")
    going.lead("0 of 9 marked")
    going.follow("Fill in as on")
    page.locator("ol.grid > li").first.get_by_role("radio", name="Absent").check()
    page.get_by_role("button", name="Save").first.click()
    going.lead("9 of 9 marked")
    page.set_viewport_size(DESK)


def _clash(going, crisis):
    going.task("P3.2")
    going.go("works_roll", Roll.objects.get(site=crisis.sites[1], state="OPEN").uid)
    going.lead("1 stands on another roll")
    going.sees("S01")


def _norm(going, crisis):
    going.task("P3.3")
    crisis.task.norm_milli = 3000
    crisis.task.save()
    going.enter(crisis.engineer)
    going.go("works_certificate", _roll(crisis).uid)
    going.sees("Norm a day", "3 m3")


def _measure(going, crisis):
    going.task("P3.4")
    going.act("Record measurement", task=str(crisis.task.pk), what="Drain of the market", quantity_milli="40")
    going.go("works_certificate", _roll(crisis).uid)
    going.sees("Drain of the market", "40 m3", "not checked by a second person", "Pay by tasks")


def _correct(going, crisis):
    going.task("P3.5")
    going.enter(crisis.timekeeper)
    mark = Mark.objects.filter(roll=_roll(crisis), code="A").latest("day")
    going.go("works_roll_day", mark.roll.uid, f"{mark.day:%Y-%m-%d}")
    going.page.locator(f"a[href='/works/marks/{mark.pk}/correct/']").click()
    going.send(code="P", reason="She came at nine")
    going.sees("waits for a second signature")
    here = going.page.url
    going.enter(crisis.engineer)
    going.page.goto(here)
    going.page.get_by_role("button", name="Sign", exact=True).click()
    going.sees("signed by Ali Toihir")


def _close(going, crisis):
    going.task("P3.6")
    going.enter(crisis.timekeeper)
    going.go("works_close_roll", _roll(crisis).uid)
    going.sees("Every day is marked", "Absent")
    going.page.get_by_role("button", name="Close the roll").click()
    going.sees("closed")


def _accident(going, crisis):
    going.task("P3.7")
    going.go("works_site", crisis.site.uid)
    going.act("Open incident", severity="SERIOUS", words="Fall into the drain", lost_days="4")
    going.enter(crisis.safety)
    going.go("works_site", crisis.site.uid)
    going.sees("1 accident; days lost: 4.", "to be told to the inspectorate by")


def _print(going, crisis):
    going.task("P3.9")
    going.enter(crisis.timekeeper)
    going.go("works_certificate", _roll(crisis, "CLOSED").uid)
    going.act("Verify roll", people="Amina\nSalim\nFatouma\nIbrahim\nNadia", agreed="true")
    going.go("works_certificate", _roll(crisis, "CLOSED").uid)
    going.sees("5 workers agreed")
    going.go("job_card")
    going.give("card", "W-00002")
    going.page.locator("main form button[type=submit]").click()
    going.sees("W-00002")
    going.enter(crisis.pays)
    going.go("works_batch", crisis.batch.uid)
    going.follow("Pay list to print")
    going.sees("W-00002")


def _storm(going, crisis):
    going.task("P3.8")
    going.enter(crisis.timekeeper)
    going.go("works_site", crisis.site.uid)
    going.follow("Stop the site")
    going.send(reason="WEATHER", words="The river rises")
    going.sees("Text for the workers:")
