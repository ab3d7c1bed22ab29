"""Every register has the same pages; each says its number on top, and shows what its reader may see."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from mainstay.cases.services import decide_rule_waiver, request_rule_waiver
from mainstay.common import clock
from mainstay.common.models import Attachment, AuditEntry
from mainstay.learn.library.services import publish_document, upload_document
from mainstay.page.panels import waits_for
from mainstay.page.words import named
from mainstay.partners import services
from mainstay.partners.selectors.registers import registers
from tests import builders
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = date(2026, 3, 18)


@pytest.fixture(autouse=True)
def at_noon(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path
    with clock.at(TODAY):
        yield


def shown(person, name, *args, **asked):
    answer = client_of(person).get(reverse(name, args=args), asked)
    assert 200 == answer.status_code, answer.content[:400]
    return answer.content.decode()


def _mission(office, **more):
    return services.announce_mission(
        by=office, title="Flash appeal", instrument="appeal", country="COM", **more
    )


def test_the_index_says_the_number_of_every_register_that_one_may_read(office):
    _mission(office, due_on=TODAY - timedelta(days=1))
    page = shown(office, "registers")
    assert "1 line in the registers. 1 is late." in page
    for register in registers():
        may = register.code != "waivers"  # read by the task team's coordination alone
        assert may == (f'"/registers/{register.code}/"' in page), register.code
    assert "Nothing is kept count of here yet" in shown(builders.person(), "registers")


def test_the_partners_page_leads_to_the_registers(office):
    assert reverse("registers") in shown(office, "partners")


def test_every_register_opens_empty_and_says_what_to_do():
    reader = builders.person("TT_COORD")
    for register in registers():
        page = shown(reader, f"register_{register.code}")
        assert str(register.question) in page, register.code
        assert str(register.nothing).replace("'", "&#x27;") in page, register.code


def test_a_list_is_narrowed_by_state_country_case_owner_and_lateness(office):
    case = builders.case()
    _mission(office, due_on=TODAY - timedelta(days=1), case_key=case.pk)
    services.announce_mission(by=office, title="Recovery plan", instrument="plan", country="COM")
    late = shown(office, "register_missions", state="late")
    assert "Flash appeal" in late
    assert "Recovery plan" not in late
    assert "1 line. 1 is late." in late
    assert "Recovery plan" not in shown(office, "register_missions", case=case.reference)
    assert "Recovery plan" in shown(office, "register_missions", state="open", owner=office.name)
    page = shown(office, "register_missions", country="JOR")
    assert "Nothing matches" in page


def test_a_line_shows_how_far_it_is_who_answers_and_what_it_counts_for(office):
    advice = services.request_advice(by=office, title="Wage policy", country="COM", due_on=TODAY)
    services.give_advice(by=office, advice=advice, evidence="https://example.org/advice")
    page = shown(office, "line_advice", advice.uid)
    assert 'aria-current="step"><strong>given' in page
    assert f"{office.name} answers for it." in page
    assert 'href="https://example.org/advice"' in page
    assert named("indicators", "IF-03") in page
    assert "IF-03" not in page


def test_evidence_is_attached_on_the_page_of_its_line(office):
    mission = _mission(office)
    minutes = io.BytesIO(b"minutes")
    minutes.name = "minutes.txt"
    client, address = client_of(office), reverse("evidence_missions", args=[mission.uid])
    assert 302 == client.post(address, {"file": minutes}).status_code
    assert "minutes.txt" in shown(office, "line_missions", mission.uid)
    program = io.BytesIO(b"MZ\x90")
    program.name = "run.exe"
    assert 422 == client.post(address, {"file": program}).status_code


def test_the_map_of_focal_points_is_shown_with_its_gaps():
    services.name_focal_point(
        by=builders.person("CD"), unit="SKILLS", country="COM", holder=builders.person("CPO")
    )
    page = shown(builders.person("TT_COORD"), "register_focal-points")
    assert "0 of 70" in page
    assert 69 == page.count(">nobody<")
    assert 1 == page.count('"Africa"><span class="mark waiting">named, no certificate<')


def test_the_work_contact_of_a_researcher_is_shown_to_few(office):
    researcher = services.propose_researcher(
        by=office,
        name="Dr A",
        institution="University",
        expertise="cash",
        country="COM",
        work_email="a@example.org",
    )
    assert "a@example.org" in shown(office, "line_researchers", researcher.uid)
    finance = builders.person("FUND")
    page = shown(finance, "line_researchers", researcher.uid)
    assert "Dr A" in page
    assert "a@example.org" not in page


def test_participants_are_shown_to_who_may_read_persons(office):
    event = services.plan_event(by=office, title="Day", kind="WS07", starts_on=TODAY, country="COM")
    services.register_participants(by=office, event=event, participants=[{"name": "Halima"}])
    assert "Halima" in shown(office, "line_events", event.uid)
    assert "Halima" not in shown(builders.person("FUND"), "line_events", event.uid)


def test_waivers_are_shown_from_the_cases_and_exported_for_the_review(office):
    case = builders.case()
    waiver = request_rule_waiver(
        by=office, case=case, rule="travel_approval", text="Approve by mail", reason="Flights leave tonight"
    )
    chair = builders.person("TT_CHAIR")
    with clock.at(TODAY + timedelta(days=1)):
        decide_rule_waiver(by=chair, waiver=waiver, approve=True, ends_on=TODAY + timedelta(days=30))
    page = shown(chair, "register_waivers")
    assert "Approved: 1 of 1 that were decided (100\u00a0%). Most often: Travel approval (1)." in page
    exported = client_of(chair).get(reverse("register_waivers"), {"export": "csv"}).content.decode()
    assert "Approve by mail" in exported
    assert "Hours to the decision" in exported
    assert case.reference in exported
    assert "Flights leave tonight" in shown(chair, "line_waivers", waiver.pk)


def test_tools_are_shown_by_language_from_the_library(settings):
    keeper = builders.person("KM")
    writer = builders.person("CPO")
    document = upload_document(
        by=writer, stream=io.BytesIO(b"text"), filename="guide.txt", title="Guide to works", kind="guideline",
        licence="CC BY 4.0", public=True,
    )  # fmt: skip
    publish_document(by=keeper, document=document)
    page = shown(keeper, "register_tools")
    assert "In two languages or more: 0 of 1 that are published (0\u00a0%)." in page
    assert ">original<" in page
    assert len(settings.LANGUAGES) - 1 == page.count('<span class="mark ahead">none</span>')


def test_what_is_due_and_what_is_to_be_agreed_waits_in_the_situation_room(office):
    _mission(office, due_on=TODAY)
    assert ["1 line of a register is yours to do"] == [
        wait.sentence for wait in waits_for(office) if wait.link == reverse("registers")
    ]
    message = services.draft_message(
        by=office, title="Begin", text="We begin.", audience="all", channel="radio", country="COM"
    )
    services.submit_message(by=office, message=message)
    director = builders.person("CD")
    assert ["1 public message waits for your agreement"] == [
        wait.sentence for wait in waits_for(director) if wait.link == reverse("register_messages")
    ]


def test_a_list_of_many_lines_asks_few_questions(office, django_assert_max_num_queries):
    for number in range(12):
        services.announce_mission(by=office, title=f"Appeal {number}", instrument="appeal", country="COM")
    client = client_of(office)
    client.get(reverse("register_missions"))
    with django_assert_max_num_queries(14):
        client.get(reverse("register_missions"))


def test_advice_and_missions_count_for_the_indicators_of_the_house(office):
    from mainstay.measure.selectors.institutions import table_rows

    advice = services.request_advice(by=office, title="Wage policy", country="COM")
    services.give_advice(by=office, advice=advice, evidence="Letter")
    mission = _mission(office)
    services.join_mission(by=office, mission=mission)
    services.report_mission(by=office, mission=mission, labour_included="yes", evidence="Report")
    found = {(row["kind"], row["state"]) for row in table_rows("register")}
    assert {("ADVICE", "GIVEN"), ("JOINT_PLAN", "INCLUDED")} <= found


def test_a_narrowed_list_exports_what_it_shows(office):
    _mission(office)
    page = shown(office, "register_missions", state="open")
    assert 'href="?state=open&amp;export=csv"' in page


def test_a_line_offers_what_its_reader_can_do_with_it_now(office):
    mission = _mission(office)
    page = shown(office, "line_missions", mission.uid)
    assert f"/do/partners/join-mission/?mission={mission.pk}" in page
    assert "report-mission" not in page
    assert "join-mission" not in shown(builders.person("FUND"), "line_missions", mission.uid)


def _attached(person, register, line):
    services.attach_evidence(
        by=person, register=register, line=str(line.uid), stream=io.BytesIO(b"Seen on site."), name="note.txt"
    )
    held = Attachment.objects.get(record_id=str(line.pk), record_kind=line._meta.label_lower)
    return reverse(f"evidence_file_{register}", args=[line.uid, held.uid])


def test_a_file_of_a_line_is_given_to_who_may_read_the_line(office):
    mission = _mission(office)
    address = _attached(office, "missions", mission)
    assert address in shown(office, "line_missions", mission.uid)
    answer = client_of(office).get(address)
    assert (200, b"Seen on site.") == (answer.status_code, b"".join(answer.streaming_content))
    other = _mission(office)
    elsewhere = address.replace(str(mission.uid), str(other.uid))
    assert 404 == client_of(office).get(elsewhere).status_code
    assert client_of(builders.person()).get(address).status_code in {403, 404}


def test_reading_a_file_about_a_person_stands_in_the_audit(office):
    researcher = services.propose_researcher(
        by=office, name="Dr Amina A.", institution="University", expertise="Wages", country="COM"
    )
    address = _attached(office, "researchers", researcher)
    before = AuditEntry.objects.count()
    assert b"Seen on site." == b"".join(client_of(office).get(address).streaming_content)
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (before + 1, office.pk) == (AuditEntry.objects.count(), entry.actor_id)
    assert "opened" in entry.facts
