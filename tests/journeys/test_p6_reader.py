"""Those outside read what was done: the public, a donor, a union, employers, a ministry, a worker without account."""

from datetime import timedelta
from io import BytesIO

import pytest
from playwright.sync_api import expect

from mainstay.accounts.models import DataRequest
from mainstay.common import clock
from mainstay.deliver.works.models import Complaint, Contract, Worker
from mainstay.deliver.works.selectors.keeping import receipt_of
from mainstay.deliver.works.services.complaints import answer_complaint, route_complaint
from mainstay.deliver.works.services.own import ask_own_data
from mainstay.deliver.works.services.workers import card_number, issue_card
from mainstay.fund.models import Contribution
from mainstay.learn.library.services import publish_document, upload_document
from mainstay.measure.services import publish_figures
from mainstay.partners.models import Consultation, InternalNote
from mainstay.partners.services import add_member, draft_roadmap, record_consultation, register_organisation
from tests import builders
from tests.journeys.walking import DESK, PHONE, Persona, downloaded, number_in

PERSONA = Persona(
    "P6",
    "Donor, constituent and public reader",
    "ar",
    {
        "P6.1": "Read in one minute what was done with the money, and what went wrong",
        "P6.2": "Follow one pledge to its sites without seeing a person",
        "P6.3": "A union officer reads safeguards by site, speaks on a design and reads the answer",
        "P6.4": "An employers' body lists a vacancy and sees training places",
        "P6.5": "A ministry reads hires of all actors and the shelf of works, and signs a roadmap",
        "P6.6": "A worker without account sees her days and pay, complains, reads the answer by receipt, and has her data deleted",
        "P6.7": "A journalist finds the method, the definitions, open data and limits",
        "P6.8": "A researcher finds tools and questionnaires with licence and translations",
        "P6.9": "Everybody reads by keyboard, on a slow line, from right to left",
        "P6.10": "Everybody sees when a figure was last checked, and by whom",
    },
    {},
    prepared={
        "P6.1": "the figures are counted and published",
        "P6.2": "the contribution and what was given from it",
        "P6.3": "the organisations with who speaks for them, and the round of consultation on the design",
        "P6.5": "the roadmap is drafted",
        "P6.6": "the card is printed; the complaint is sent to an officer and answered; the clock: her contract is over, and she asks again",
        "P6.8": "the guide is published",
        "P6.9": "the card is printed",
    },
)


@pytest.fixture
def outside(crisis, settings, tmp_path):
    """A publication, organisations with who speaks for them, and a worker's card."""
    settings.FILES_FOLDER = tmp_path / "files"
    made = crisis.made
    with clock.at(crisis.now - timedelta(hours=1)):
        made["published"] = publish_figures(
            by=builders.person("ME"), run=crisis.run, title="Work in the Comoros"
        )
    sides = {
        "union": ("Union of dockers", "WORKERS_ORG", crisis.workers),
        "federation": ("Employers' federation", "EMPLOYERS_ORG", crisis.employers),
        "ministry": ("Ministry of labour", "GOVERNMENT", builders.person("CONST_GOV", name="Moussa Labour")),
    }
    for key, (name, kind, person) in sides.items():
        made[key] = register_organisation(by=crisis.officer, name=name, type=kind, country="COM")
        add_member(by=crisis.director, organisation=made[key], person=person)
    made["protector"] = builders.person("DPO")
    made["minister"] = sides["ministry"][2]
    made["round"] = record_consultation(
        by=crisis.officer, about_kind="design", about_key=str(crisis.project.pk), country="COM",
        question="Shall works start with roads?", bodies=[made["union"]],
    )  # fmt: skip
    keeper = builders.person("KM")
    guide = upload_document(
        by=keeper, title="Guide for timekeepers", kind="tool", stream=BytesIO(b"%PDF-1.7 guide"), filename="guide.pdf",
        licence="CC BY 4.0", public=True,
    )  # fmt: skip
    publish_document(by=keeper, document=guide)
    made["roadmap"] = draft_roadmap(
        by=crisis.officer, country="COM", title="Decent work 2027", text="Jobs first"
    )
    crisis.grant.project = crisis.project
    crisis.grant.save()
    given = Contribution.objects.filter(accounts__grant=crisis.grant).distinct().get()
    made["given"], made["donor"] = given, builders.person("DONOR", "organisation", str(given.donor_id))
    return crisis


def test_those_outside_read_what_was_done(outside, walk):
    going = walk(PERSONA)
    going.enter()
    going.through(
        outside, _minute, _pledge, _union, _employers, _ministry, _worker, _journalist, _researcher, _everybody, _checked
    )  # fmt: skip


def _minute(going, _crisis):
    going.task("P6.1")
    going.go("public")
    going.lead("680")
    going.sees("What went wrong, and what is not known", "Comoros")
    going.follow("Clear roads and drains")
    going.sees("Where")


def _pledge(going, crisis):
    going.task("P6.2")
    going.enter(crisis.donor)
    going.page.goto("/")
    going.follow("Crisis response")
    going.sees("Drains of Moroni")
    assert "W-0000" not in going.page.locator("main").inner_text()


def _union(going, crisis):
    going.task("P6.3")
    going.enter(crisis.workers)
    going.go("act", "partners", "write-internal-note", organisation=crisis.union.pk)
    going.send(text="Our members fear for the harbour")
    going.page.goto("/")
    going.sees("Safeguards by site", "Complaints made: 0", "Ask for help")
    going.follow("Shall works start with roads?")
    going.page.locator("main form textarea").first.fill("Drains first: they flood the port.")
    going.press(going.page.get_by_role("button", name="Say it for Union of dockers"))
    going.sees("Drains first: they flood the port.")
    here = going.page.url
    going.enter(crisis.officer)
    going.page.goto(here)
    point = Consultation.objects.get().bodies.get().points.get()
    going.go("record", "partners", "consultation-point", point.pk)
    going.act("Answer point", answer="REFUSED", reason="No design for drains yet")
    going.enter(crisis.workers)
    going.page.goto(here)
    going.sees("Drains first: they flood the port.", "No design for drains yet")
    note = InternalNote.objects.get()
    for reader, sees in ((crisis.workers, True), (crisis.employers, False), (crisis.minister, False)):
        going.enter(reader)
        assert sees == (200 == going.status("record", "partners", "internal-note", note.pk))


def _employers(going, crisis):
    going.task("P6.4")
    going.enter(crisis.employers)
    going.page.goto("/")
    going.sees("Training places")
    going.follow("List a vacancy")
    going.send(title="Mason", number="12", place="Moroni", contact="Office 4, Corniche")
    going.sees("Mason")


def _ministry(going, crisis):
    going.task("P6.5")
    going.enter(crisis.minister)
    going.page.goto("/")
    going.sees("Hires of all actors", "on the shelf of works", "Decent work 2027")
    going.follow("Sign for Ministry of labour")
    going.send()
    going.sees("Ministry of labour")


def _worker(going, crisis):
    going.task("P6.6")
    page = going.page
    _in_by_card(going, crisis)
    going.follow("Complain")
    page.locator("main form select").first.select_option(index=1)
    page.locator("main form textarea").first.fill("Our tools are broken.")
    going.press(page.locator("main form button[type=submit]"))
    going.sees("Your complaint is written down.")
    complaint = number_in(page, r"Receipt: (\S+)")
    going.follow("My data")
    going.sees(
        "What can be deleted, and what must be kept",
        "Your contract runs until",
        "It proves that you were paid",
    )
    page.locator("main form input[value=delete]").check()
    going.press(page.locator("main form button[type=submit]"))
    going.sees("Your request is written down.")
    request = DataRequest.objects.get()
    going.press(page.get_by_role("button", name="Leave this page"))
    _answered(crisis)
    going.enter(crisis.protector)
    going.go("record", "accounts", "data-request", request.pk)
    going.act("Answer data request", answer="Not while your contract runs; your name goes the day after.")
    going.enter()
    for receipt, answer in (
        (complaint, "New shovels came today"),
        (receipt_of(f"D{request.pk}"), "the day after"),
    ):
        going.go("mine")
        going.follow("You have a receipt?")
        page.get_by_label("Receipt").fill(receipt)
        going.press(page.get_by_role("button", name="Read where it stands"))
        going.sees("answered", answer)
    going.sees("Your contract runs until")
    _erased(going, crisis)


def _erased(going, crisis):
    """Let the data protection officer erase what is held, once the contract is over and she asks again."""
    worker = Worker.objects.get(card="W-00001")
    asked = ask_own_data(worker=worker, kind="delete")
    Contract.objects.filter(worker=worker).update(ends_on=clock.today() - timedelta(days=1))
    going.enter(crisis.protector)
    going.go("record", "accounts", "data-request", asked.pk)
    going.act("Erase what is held, and answer", answer="Your name is deleted.", cannot_be_undone="true")
    going.enter()
    going.go("mine")
    going.follow("You have a receipt?")
    going.page.get_by_label("Receipt").fill(receipt_of(f"D{asked.pk}"))
    going.press(going.page.get_by_role("button", name="Read where it stands"))
    going.sees("answered", "Your name is deleted.")
    worker.refresh_from_db()
    assert "–" == worker.name


def _in_by_card(going, crisis):
    """Let the worker in by card and PIN."""
    worker = Worker.objects.get(card="W-00001")
    pin = issue_card(by=crisis.timekeeper, worker=worker)
    going.enter()
    going.go("mine")
    going.page.get_by_label("Card number").fill(card_number(worker))
    going.page.get_by_label("PIN", exact=True).fill(pin)
    going.press(going.page.get_by_role("button", name="Show my days"))
    going.sees("My days", "My pay")


def _answered(crisis):
    """Let the officer for complaints send on and answer what the worker wrote."""
    keeper = builders.person("GRM")
    complaint = Complaint.objects.get(channel="card")
    route_complaint(by=keeper, complaint=complaint, to=crisis.officer)
    answer_complaint(by=crisis.officer, complaint=complaint, answer="New shovels came today")


def _journalist(going, _crisis):
    going.task("P6.7")
    going.go("public_method")
    going.sees("What is hidden", "What is not known")
    going.go("public_data")
    assert downloaded(going.page, going.link("All figures, CSV").click).endswith(".csv")
    going.go("public_flagships")


def _researcher(going, _crisis):
    going.task("P6.8")
    going.go("library")
    going.follow("Guide for timekeepers")
    going.sees("CC BY 4.0", "Languages")
    assert downloaded(going.page, going.link("English").click)


def _everybody(going, crisis):
    going.task("P6.9")
    page, keys = going.page, going.page.keyboard
    worker = Worker.objects.get(card="W-00002")
    pin = issue_card(by=crisis.timekeeper, worker=worker)
    page.set_viewport_size(PHONE)
    going.enter(language="ar")
    going.go("public")
    keys.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("main")).to_be_focused()
    going.tab_to("main a[href*='/public/projects/']")
    keys.press("Enter")
    expect(page.locator("main h1")).to_contain_text("Clear roads and drains")
    going.tab_to("main details > summary")
    keys.press("Enter")
    expect(page.locator("main details[open]").first).to_be_visible()
    going.go("mine")
    for field, value in (("number", card_number(worker)), ("pin", pin)):
        going.tab_to(f"main input[name={field}]")
        keys.type(value)
    keys.press("Enter")
    expect(page.locator("main a[href$='/complain/']")).to_be_visible()
    going.tab_to("main a[href$='/complain/']")
    keys.press("Enter")
    expect(page.locator("main select[name=category]")).to_be_visible()
    going.tab_to("main select[name=category]")
    keys.press("ArrowDown")
    going.tab_to("main textarea[name=words]")
    keys.type("No water on the site")
    going.tab_to("main form button[type=submit]")
    keys.press("Enter")
    expect(page.locator("ul.messages")).to_contain_text("-C")
    going.tab_to("main form[action$='/out/'] button")
    keys.press("Enter")
    expect(page.locator("main input[name=pin]")).to_be_visible()
    assert "rtl" == page.evaluate("document.dir")
    page.set_viewport_size(DESK)
    going.enter()


def _checked(going, _crisis):
    going.task("P6.10")
    going.go("public")
    going.sees("Last checked")
    rows = going.page.locator("main tbody tr")
    role = going.page.locator("main tbody td[data-label='Last checked'] small").all_text_contents()
    assert rows.count() == len(role)
    assert all(one.strip() not in {"", "–"} for one in role)
    going.follow("Clear roads and drains")
    going.sees("Last checked and signed off on", "by the role")
    going.go("public_method")
    going.sees("When they were last checked", "by the role")
