"""The timekeeper keeps the rolls of a site with its engineer."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from mainstay.deliver.works.models import Contract, Mark, Roll
from mainstay.deliver.works.services import batches, rolls, terms
from mainstay.deliver.works.services.payroll import calculate_payroll
from tests import builders
from tests.exchange.test_pictures import photograph
from tests.journeys.walking import DESK, PHONE, Persona

NOT_YET = {
    "P3.1": "A page that was opened before the network went keeps its marks and sends them once when it is back; nothing is opened without network. Until then: print the roll, or take the form of the attendance file along, and send it in afterwards.",
    "P3.10": "All of it: no page is opened without network. Until then: the attendance file for two weeks is filled in with any spreadsheet and taken in at once (`mainstay works import-rolls`); what stands twice is refused row by row, nothing is written twice.",
}
PREPARED = {
    "P3.1": "the site, its gang under contract, the rolls of this month",
    "P3.2": "a second contract of one worker, on the other site",
    "P3.3": "the norm, the rate of a unit, and what each of the gang did on one day, as the attendance file brings it",
    "P3.5": "the days until yesterday, marked",
    "P3.9": "the payroll and its batch, approved",
}
PERSONA = Persona(
    "P3",
    "Timekeeper and field engineer",
    "ar",
    {
        "P3.1": "Mark a gang on a telephone in few presses: as on the last day, then what differs",
        "P3.2": "See at once that a person stands on another site today; the supervisor hears both and settles it",
        "P3.3": "See how the task relates to its norm: a lower task is proposed with what it does to pay, and set",
        "P3.4": "Write a measurement down with its photo: quantity, tasks and pay are compared with the roll",
        "P3.5": "Put a wrong mark right: the old value stays, with reason and second signature",
        "P3.6": "Close the week: what is missing, over the limit, not insured, too young",
        "P3.7": "Report an accident on one screen; its clock starts",
        "P3.8": "Stop the site for a storm; the pay rule applies and the text for workers is there",
        "P3.9": "Print pay list and job cards; the check by five workers is recorded",
        "P3.10": "Work two weeks without network and send it in without loss",
    },
    NOT_YET,
    PREPARED,
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
    _slow_gang(crisis)
    return crisis


def test_a_timekeeper_keeps_the_rolls_of_a_site(site, walk):
    going = walk(PERSONA)
    going.enter(site.timekeeper)
    going.through(site, _mark, _clash, _norm, _measure, _correct, _close, _accident, _print, _storm)


def _slow_gang(crisis):
    """A norm of 3 m3 and a rate of a unit; yesterday three of the gang did half of it."""
    task, roll = crisis.task, Roll.objects.get(site=crisis.site, state="OPEN")
    task.norm_milli = 3000
    task.save()
    terms.set_rate(by=crisis.officer, task=task, starts_on=roll.first_on, day_minor=2500, unit_minor=834)
    there = Mark.objects.filter(roll=roll, code="P", superseded=False)
    day = there.latest("day").day
    for place, mark in enumerate(there.filter(day=day).order_by("worker")):
        Mark.objects.filter(pk=mark.pk).update(quantity_milli=1500 if place < 3 else 3000)


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
    page.context.set_offline(True)
    page.locator("ol.grid > li").first.get_by_role("radio", name="Absent").check()
    page.get_by_role("button", name="Save").first.click()
    going.sees("Not sent yet: no connection")
    today = Mark.objects.filter(day=crisis.now.date())
    assert 0 == today.count()
    page.context.set_offline(False)
    going.lead("9 of 9 marked")
    assert 9 == today.count() == today.values("worker").distinct().count()
    _lost_answer(going, crisis)
    page.set_viewport_size(DESK)


def _lost_answer(going, crisis):
    """The marks of the second site arrive, the answer does not: they are sent again and stand once."""
    page, roll = going.page, Roll.objects.get(site=crisis.sites[1], state="OPEN")
    arrived = []

    def lose(route):
        route.fetch(max_redirects=0)
        arrived.append(Mark.objects.filter(roll=roll, day=crisis.now.date()).count())
        route.abort()

    going.go("works_roll", roll.uid)
    page.route("**/mark/", lose, times=1)
    page.get_by_role("button", name="Save, others were present").click()
    going.sees("Not sent yet: no connection")
    page.evaluate("dispatchEvent(new Event('online'))")
    going.lead("4 of 5 marked")
    going.sees("nothing was written twice")
    marks = Mark.objects.filter(roll=roll, day=crisis.now.date())
    assert [4] == arrived
    assert 4 == marks.count() == marks.values("worker").distinct().count()


def _clash(going, crisis):
    going.task("P3.2")
    going.go("works_roll", Roll.objects.get(site=crisis.sites[1], state="OPEN").uid)
    going.lead("1 stands on another roll")
    going.follow("she was here")
    going.send(words="She carried stones with the second gang all day")
    going.sees("Marked by two sites", "the supervisor settles it")
    going.enter(crisis.engineer)
    going.page.goto("/")
    going.follow("W-00001: S01")
    going.lead("Only S01 counts until it is settled")
    going.sees("S01 Drains of Moroni says", "S02 Road to Mitsamiouli says", "She carried stones")
    going.send(decision="CLAIMED", reason="The foreman of S02 and two of its gang say so")
    going.lead("She was on S02")
    going.sees("superseded", "The foreman of S02 and two of its gang say so")
    assert [crisis.sites[1]] == [one.roll.site for one in Mark.objects.filter(worker__card="W-00001", day=crisis.now.date(), superseded=False)]  # fmt: skip
    going.enter(crisis.timekeeper)
    going.go("works_roll", _roll(crisis).uid)
    going.sees("Put right on this day", "signed by Ali Toihir")


def _norm(going, crisis):
    going.task("P3.3")
    going.enter(crisis.engineer)
    going.go("works_certificate", _roll(crisis).uid)
    going.sees(
        "Norm a day", "3 m3", "workers stayed under the norm: more than a fifth. Try 2.7 m3 a day next"
    )
    going.sees("would earn KMF 2,251, and a day KMF 2,500: set the rate to KMF 926")
    going.follow("Set the norm of ROAD")
    going.send(reason="Tried for a day with nine: three did half of it")
    going.sees("2.7 m3")
    going.enter(crisis.officer)
    going.go("act", "works", "set-rate", task=crisis.task.pk)
    going.send(starts_on=f"{_roll(crisis).last_on:%Y-%m-%d}", day_minor="2500", unit_minor="926")
    going.enter(crisis.engineer)


def _measure(going, crisis):
    going.task("P3.4")
    going.go("works_certificate", _roll(crisis).uid)
    going.act("Record measurement", task=str(crisis.task.pk), what="Drain of the market", quantity_milli="40")
    going.go("works_certificate", _roll(crisis).uid)
    going.sees("Drain of the market", "40 m3", "not checked by a second person", "Pay by tasks")
    going.follow("Add a photo")
    going.send(stream={"name": "drain.jpg", "mimeType": "image/jpeg", "buffer": photograph(orientation=6)})
    small = going.page.locator(".photos img")
    expect(small).to_have_js_property("complete", True)
    assert small.evaluate("one => one.naturalHeight > one.naturalWidth")
    kept = going.page.request.get(going.page.locator(".photos a").get_attribute("href"))
    assert 200 == kept.status
    assert b"GPS" not in kept.body()
    going.enter(crisis.officer)
    going.go("works_certificate", _roll(crisis).uid)
    going.follow("Check it")
    going.send()
    going.sees("checked by Said Mohamed")


def _correct(going, crisis):
    going.task("P3.5")
    going.enter(crisis.timekeeper)
    mark = Mark.objects.filter(roll=_roll(crisis), code="A", superseded=False).latest("day")
    going.go("works_roll_day", mark.roll.uid, f"{mark.day:%Y-%m-%d}")
    going.press(going.page.locator(f"a[href='/works/marks/{mark.pk}/correct/']"))
    going.send(code="P", reason="She came at nine")
    going.sees("waits for a second signature")
    here = going.page.url
    going.enter(crisis.engineer)
    going.page.goto(here)
    going.press(going.page.get_by_role("button", name="Sign", exact=True))
    going.sees("signed by Ali Toihir")


def _close(going, crisis):
    going.task("P3.6")
    going.enter(crisis.timekeeper)
    going.go("works_close_roll", _roll(crisis).uid)
    going.sees("Every day is marked", "Absent")
    going.press(going.page.get_by_role("button", name="Close the roll"))
    going.sees("closed")


def _accident(going, crisis):
    going.task("P3.7")
    going.go("works_site", crisis.site.uid)
    going.act("Report an accident", severity="SERIOUS", words="Fall into the drain", lost_days="4")
    going.enter(crisis.safety)
    going.go("works_site", crisis.site.uid)
    going.sees("1 accident; days lost: 4.", "to be told to the inspectorate by")


def _print(going, crisis):
    going.task("P3.9")
    going.enter(crisis.timekeeper)
    going.go("works_certificate", _roll(crisis, "CLOSED").uid)
    going.act("Record the workers' own check", people="Amina\nSalim\nFatouma\nIbrahim\nNadia", agreed="true")
    going.go("works_certificate", _roll(crisis, "CLOSED").uid)
    going.sees("5 workers agreed")
    going.go("job_card")
    going.give("card", "W-00002")
    going.press(going.page.locator("main form button[type=submit]"))
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
