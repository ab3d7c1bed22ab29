"""What is exported can be imported again; a fault in any row is named and nothing is saved."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.partners import services
from mainstay.partners.models import FocalPoint, HouseRisk, JointMission, Message
from mainstay.partners.selectors.registers import own_registers
from tests import builders
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = date(2026, 3, 18)
HEAD = "Title,Kind,Country (three letters),Due\n"


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(TODAY):
        yield


def brought(person, text, register="missions", **more):
    return services.import_register(
        by=person, register=register, given=text.encode(), filename="lines.csv", **more
    )


def exported(client, register, kind="csv"):
    answer = client.get(reverse(f"register_{register}"), {"export": kind})
    assert 200 == answer.status_code
    return answer.content


def test_a_file_enters_lines_in_their_first_state_with_who_brought_it_as_owner(office):
    done = brought(office, HEAD + "Flash appeal,appeal,COM,2026-04-01\nCyclone plan,plan,COM,\n")
    assert (2, 0, 0) == (done.new, done.changed, done.same)
    line = JointMission.objects.get(title="Flash appeal")
    assert ("ANNOUNCED", office, "COM", date(2026, 4, 1)) == (
        line.state,
        line.owner,
        line.country_id,
        line.due_on,
    )


def test_a_fault_in_any_row_names_row_and_field_and_saves_nothing(office):
    with pytest.raises(BadInput) as refused:
        brought(office, HEAD + "Flash appeal,appeal,COM,\nCruise,cruise,COM,\n,plan,XYZ,31.31.2026\n")
    found = {(problem.row, problem.field) for problem in refused.value.problems}
    assert {(3, "instrument"), (4, "title"), (4, "country"), (4, "due_on")} <= found
    assert not JointMission.objects.exists()


def test_a_line_for_a_country_that_is_not_hers_refuses_the_file(office):
    builders.country("JOR")
    with pytest.raises(BadInput) as refused:
        brought(office, HEAD + "Appeal,appeal,COM,\nAppeal,appeal,JOR,\n")
    assert [3] == [problem.row for problem in refused.value.problems]
    assert not JointMission.objects.exists()


def test_a_dry_run_says_what_would_happen_and_saves_nothing(office):
    assert 1 == brought(office, HEAD + "Appeal,appeal,COM,\n", dry_run=True).new
    assert not JointMission.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_brought_in_again_changes_nothing(office, kind):
    director = builders.person("CD")
    case = builders.case()
    lines = {
        "missions": _mission(office, case_key=case.pk),
        "events": services.plan_event(by=office, title="Day", kind="WS07", starts_on=TODAY, country="COM", held_in="COM"),
        "forums": services.register_forum(by=office, name="Cluster", country="COM", employment_section="yes"),
        "advice": services.request_advice(by=office, title="Wages", country="COM", evidence="=1+1"),
        "messages": services.draft_message(
            by=office, title="Begin", text="We begin.", audience="all", channel="radio", country="COM"
        ),
        "researchers": services.propose_researcher(
            by=office, name="Dr A", institution="University", expertise="cash", country="COM", work_email="a@example.org"
        ),
        "positions": services.draft_position(by=office, title="Work", text="First.", debate="SDG 16", country="COM"),
        "risks": services.record_house_risk(
            by=office, title="Roads", area="security", likelihood=3, impact=4, mitigation="Boats", country="COM"
        ),
        "focal-points": services.name_focal_point(by=director, unit="SKILLS", country="COM", holder=office),
    }  # fmt: skip
    assert {register.code for register in own_registers()} == set(lines)
    for code in lines:
        person = director if code == "focal-points" else office
        content = exported(client_of(person), code, kind)
        done = services.import_register(by=person, register=code, given=content, filename=f"{code}.{kind}")
        assert (0, 0, 1) == (done.new, done.changed, done.same), code


def _mission(office, **more):
    return services.announce_mission(by=office, title="Appeal", instrument="appeal", country="COM", **more)


def test_a_changed_cell_of_an_export_changes_its_line(office):
    _mission(office)
    text = exported(client_of(office), "missions").decode("utf-8-sig").replace("Appeal", "Flash appeal")
    assert 1 == brought(office, text).changed
    assert "Flash appeal" == JointMission.objects.get().title


def test_a_file_changes_no_state_and_nothing_that_acts_record(office):
    _mission(office)
    text = exported(client_of(office), "missions").decode("utf-8-sig").replace("announced", "reported")
    with pytest.raises(BadInput) as refused:
        brought(office, text)
    assert ["state"] == [problem.field for problem in refused.value.problems]
    with pytest.raises(BadInput) as refused:
        brought(
            office,
            "Title,Kind,Country (three letters),State,Labour included?\nAppeal 2,appeal,COM,reported,yes\n",
        )
    assert {"state", "labour_included"} == {problem.field for problem in refused.value.problems}


def test_a_file_does_not_change_a_message_that_was_agreed_to(office):
    message = services.draft_message(
        by=office, title="Begin", text="We begin.", audience="all", channel="radio", country="COM"
    )
    services.submit_message(by=office, message=message)
    services.approve_message(by=builders.person("CD"), message=message)
    text = exported(client_of(office), "messages").decode("utf-8-sig").replace("We begin.", "We do not.")
    with pytest.raises(BadInput, match="problems"):
        brought(office, text, "messages")
    assert "We begin." == Message.objects.get().text


def test_an_export_of_researchers_leaves_their_work_contacts_out(office):
    services.propose_researcher(
        by=office, name="Dr A", institution="University", expertise="cash", country="COM",
        work_email="secret@example.org", work_phone="+269 77",
    )  # fmt: skip
    text = exported(client_of(office), "researchers").decode()
    assert "Dr A" in text
    assert "secret@" not in text
    assert "+269" not in text


def test_a_focal_point_is_named_in_a_file_by_an_account_or_a_contact(office):
    director = builders.person("CD")
    body = services.register_organisation(by=office, name="Ministry", type="GOVERNMENT", country="COM")
    services.add_contact(by=office, organisation=body, name="Amina", email="amina@example.org")
    text = "Unit,Region,Country (three letters),Focal point (e-mail),Alternate (e-mail)\n"
    text += f"SKILLS,Africa,COM,{office.email},amina@example.org\n"
    assert 1 == brought(director, text, "focal-points").new
    line = FocalPoint.objects.get()
    assert (office, "Amina") == (line.holder, line.alternate_contact.name)
    with pytest.raises(BadInput) as refused:
        brought(director, text.replace("SKILLS", "RIGHTS").replace("amina", "nobody"), "focal-points")
    assert ["alternate"] == [problem.field for problem in refused.value.problems]


def test_a_second_focal_point_of_a_unit_refuses_the_file(office):
    director = builders.person("CD")
    services.name_focal_point(by=director, unit="SKILLS", country="COM", holder=office)
    text = f"Unit,Region,Country (three letters),Focal point (e-mail)\nSKILLS,Africa,COM,{office.email}\n"
    with pytest.raises(RuleBroken, match="Nothing was saved"):
        brought(director, text, "focal-points")
    assert 1 == FocalPoint.objects.count()


def test_who_may_not_enter_may_not_bring_in_a_file():
    outsider = builders.person("FUND")
    with pytest.raises((BadInput, NotAllowed)):
        brought(outsider, HEAD + "Appeal,appeal,,\n")
    answer = client_of(outsider).get(reverse("file_missions"))
    assert 403 == answer.status_code


def test_the_page_takes_a_file_and_names_its_faults(office):
    client = client_of(office)
    address = reverse("file_risks")
    assert b"Import a file" in client.get(address).content
    head = "Title,Area,Likelihood (1 to 5),Impact (1 to 5),What is done about it,Country (three letters)\n"
    faulty = io.BytesIO((head + "Roads,security,9,4,Boats,COM\n").encode())
    faulty.name = "risks.csv"
    answer = client.post(address, {"file": faulty})
    assert 422 == answer.status_code
    assert "Row 2, likelihood" in answer.content.decode()
    good = io.BytesIO((head + "Roads,security,3,4,Boats,COM\n").encode())
    good.name = "risks.csv"
    assert 302 == client.post(address, {"file": good}).status_code
    assert 12 == HouseRisk.objects.get().rating


def test_the_empty_file_of_a_register_can_be_filled_and_brought_in(office):
    from python_calamine import CalamineWorkbook

    content = client_of(office).get(reverse("template_missions")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "Title *" in row)
    filled = {"Title *": "Appeal", "Kind *": "appeal", "Country (three letters)": "COM"}
    text = ",".join(head) + "\n" + ",".join(filled.get(cell, "") for cell in head) + "\n"
    assert 1 == brought(office, text).new


def test_a_new_due_day_in_a_file_is_reminded_of_anew(office):
    from mainstay.partners.services.reminding_lines import remind_lines

    _mission(office, due_on=TODAY - timedelta(days=1))
    assert 1 == remind_lines()
    text = exported(client_of(office), "missions").decode("utf-8-sig").replace("2026-03-17", "2026-03-16")
    assert 1 == brought(office, text).changed
    assert 1 == remind_lines()
