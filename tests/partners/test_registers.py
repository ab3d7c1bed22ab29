"""Lines of registers have an owner, a state, a day and evidence; each register says its number and how it counts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import Notice
from mainstay.partners import services
from mainstay.partners.models import Advice, FocalPoint, Message, Researcher
from mainstay.partners.selectors import messages_public
from mainstay.partners.selectors.registers import register_named, registers
from mainstay.partners.services.reminding_lines import remind_lines
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 18)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.at(TODAY):
        yield


def number_of(code, person):
    register = register_named(code)
    return register.figure(register.lines(person).order_by()).words


def test_every_register_names_its_states_and_its_acts():
    from mainstay import playbook

    actions = playbook.current().actions
    for register in registers():
        assert set(register.workflow.states) == set(register.marks), register.code
        assert register.settled <= set(register.workflow.states), register.code
        assert {register.reads, register.enters} <= set(actions), register.code
        assert set(register.shown) <= {column.name for column in register.all_columns()}, register.code
        assert set(register.counts_for) <= set(playbook.current().indicators), register.code


# Focal points


def _named(unit="SKILLS", **more):
    director = builders.person("CD")
    holder = builders.person("CPO")
    given = {"holder": holder, "country": "COM", **more}
    return services.name_focal_point(by=director, unit=unit, **given), director


def test_a_unit_has_one_focal_point_in_a_country():
    _named()
    with pytest.raises(RuleBroken, match="focal point there already"):
        _named()


def test_the_alternate_is_another_person():
    somebody = builders.person("CPO")
    with pytest.raises(RuleBroken, match="another person"):
        _named(unit="RIGHTS", holder=somebody, alternate=somebody)


def test_a_focal_point_may_be_a_named_contact_without_an_account(office):
    body = services.register_organisation(by=office, name="Ministry", type="GOVERNMENT", country="COM")
    contact = services.add_contact(by=office, organisation=body, name="Amina", email="amina@example.org")
    line, _director = _named(holder=None, contact=contact)
    assert (None, contact) == (line.holder, line.contact)
    with pytest.raises(RuleBroken, match="one person"):
        _named(unit="DIALOGUE", contact=contact)


def test_a_director_names_focal_points_in_her_own_country_only():
    builders.country("JOR")
    with pytest.raises(NotAllowed):
        _named(country="JOR")


def test_a_certificate_holds_for_the_months_of_the_playbook_and_then_lapses():
    line, director = _named()
    assert "0 of 70" in number_of("focal-points", director)
    services.certify_focal_point(by=builders.person("ROSTER"), focal_point=line, certified_on=TODAY)
    line.refresh_from_db()
    assert ("CERTIFIED", date(2028, 3, 18)) == (line.state, line.due_on)
    assert "1 of 70" in number_of("focal-points", director)
    with clock.at(date(2028, 3, 19)):
        assert 1 == remind_lines()
        line.refresh_from_db()
        assert "LAPSED" == line.state
        assert 0 == remind_lines()


def test_the_map_names_the_empty_cells():
    line, director = _named()
    board = register_named("focal-points").board(director)
    cells = dict(board.rows)["Skills and employability"]
    assert 1 == sum(words == "named, no certificate" for _mark, words in cells)
    assert 4 == sum(words == "nobody" for _mark, words in cells)
    assert FocalPoint.objects.get() == line


# Events


def _event(office, *, held_in="COM", day=TODAY - timedelta(days=3), **more):
    return services.plan_event(
        by=office,
        title="Response planning",
        kind="WS07",
        starts_on=day,
        country="COM",
        held_in=held_in,
        **more,
    )


def test_the_share_of_events_held_in_the_country_leaves_out_those_online(office):
    builders.country("KEN")
    at_home, abroad, online = (
        _event(office),
        _event(office, held_in="KEN"),
        _event(office, held_in="", online=True),
    )
    for event in (at_home, abroad, online):
        services.hold_event(by=office, event=event, women=6, men=4)
    said = number_of("events", office)
    assert "1 of 2 events (50 %)" in said
    assert "Women among those who came: 60 %" in said


def test_an_event_is_held_once_its_day_is_over_and_with_the_heads_counted(office):
    ahead = _event(office, day=TODAY + timedelta(days=5))
    with pytest.raises(RuleBroken, match="when it was held"):
        services.hold_event(by=office, event=ahead, women=1, men=1)
    over = _event(office)
    with pytest.raises(RuleBroken, match="how many came"):
        services.hold_event(by=office, event=over, women=0, men=0)
    with pytest.raises(RuleBroken, match="only 3 came"):
        services.hold_event(by=office, event=over, women=2, men=1, workers=4)


def test_participants_get_a_certificate_once_and_their_names_lie_encrypted(office):
    event = _event(office)
    services.register_participants(
        by=office, event=event, participants=[{"name": "Halima", "sex": "F", "side": "workers"}]
    )
    with pytest.raises(RuleBroken, match="once the event was held"):
        services.give_certificates(by=office, event=event)
    services.hold_event(by=office, event=event, women=1, men=0)
    assert 1 == services.give_certificates(by=office, event=event)
    assert 0 == services.give_certificates(by=office, event=event)
    row = event.participants.get()
    assert row.certificate
    assert row.certified_until == date(2028, 3, 15)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM partners_eventparticipant")
        assert b"Halima" not in bytes(cursor.fetchone()[0])


def test_a_fault_in_a_list_of_participants_registers_nobody(office):
    event = _event(office)
    with pytest.raises(BadInput) as refused:
        services.import_participants(
            by=office,
            event=event,
            given=b"name,sex,side\nHalima,F,workers\nAli,Q,workers\n",
            filename="list.csv",
        )
    assert [(3, "sex")] == [(problem.row, problem.field) for problem in refused.value.problems]
    assert 0 == event.participants.count()


# Missions, forums, advice


def _reported(office, labour):
    mission = services.announce_mission(
        by=office, title=f"Appeal {labour}", instrument="appeal", country="COM"
    )
    services.join_mission(by=office, mission=mission)
    services.report_mission(by=office, mission=mission, labour_included=labour, evidence="Report, page 4")
    return mission


def test_the_share_of_missions_that_included_labour_counts_those_reported(office):
    _reported(office, "yes")
    _reported(office, "no")
    services.announce_mission(by=office, title="Plan", instrument="plan", country="COM")
    assert "Labour was included in 1 of 2 that were reported (50 %)." == number_of("missions", office)


def test_a_mission_is_reported_only_with_whether_labour_was_included_and_the_evidence(office):
    mission = services.announce_mission(by=office, title="Mission", instrument="mission", country="COM")
    services.join_mission(by=office, mission=mission)
    with pytest.raises(RuleBroken, match="whether labour"):
        services.report_mission(by=office, mission=mission, labour_included="", evidence="x")
    with pytest.raises(RuleBroken, match="evidence"):
        services.report_mission(by=office, mission=mission, labour_included="yes", evidence=" ")


def test_a_forum_is_a_line_with_an_owner_and_its_next_meeting(office):
    forum = services.register_forum(
        by=office, name="Livelihoods cluster", country="COM", next_meeting=TODAY, employment_section="yes"
    )
    assert (office, TODAY, "ACTIVE") == (forum.owner, forum.due_on, forum.state)
    services.rest_forum(by=office, forum=forum)
    services.revive_forum(by=office, forum=forum)
    assert "1 of 1 (100 %)" in number_of("forums", office)


def _given(office):
    advice = services.request_advice(by=office, title="Wage policy", country="COM")
    services.give_advice(by=office, advice=advice, evidence="https://example.org/advice")
    return advice


def test_advice_is_implemented_once_another_person_confirmed_it(office):
    advice = _given(office)
    services.rate_advice(by=office, advice=advice, rating=4)
    services.accept_advice(by=office, advice=advice, words="Council of ministers, 3 March")
    assert "0 of 1" in number_of("advice", office)
    both = builders.person("TT_COORD")
    Advice.objects.filter(pk=advice.pk).update(entered_by=both)
    advice.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.confirm_advice(by=both, advice=advice, evidence="Law 7")
    services.confirm_advice(by=builders.person("TT_COORD"), advice=advice, evidence="Law 7")
    assert "Implemented: 1 of 1 pieces of advice that were given (100 %). Accepted: 1." == number_of(
        "advice", office
    )


def test_advice_goes_its_way_in_order(office):
    advice = services.request_advice(by=office, title="Wage policy", country="COM")
    with pytest.raises(RuleBroken, match="not possible now"):
        services.accept_advice(by=office, advice=advice, words="yes")
    with pytest.raises(RuleBroken, match="1 \\(of no use\\) to 5"):
        services.rate_advice(by=office, advice=_given(office), rating=9)


# Public messages


def _message(office):
    return services.draft_message(
        by=office, title="Works begin", text="Works begin on Monday.", audience="communities", channel="radio",
        country="COM",
    )  # fmt: skip


def test_nothing_is_public_before_another_person_agreed_to_it(office):
    message, comms = _message(office), builders.person("COMMS")
    with pytest.raises(RuleBroken, match="before it is agreed"):
        services.publish_message(by=comms, message=message)
    services.submit_message(by=office, message=message)
    with pytest.raises(RuleBroken, match="before it is agreed"):
        services.publish_message(by=comms, message=message)
    assert not messages_public().exists()
    services.approve_message(by=builders.person("CD"), message=message)
    services.publish_message(by=comms, message=message, evidence="https://example.org/works")
    assert [message] == list(messages_public())


def test_who_drafted_a_message_does_not_agree_to_it():
    comms = builders.person("COMMS")
    message = services.draft_message(
        by=comms, title="Works", text="Soon.", audience="donors", channel="website"
    )
    services.submit_message(by=comms, message=message)
    with pytest.raises(NotAllowed):
        services.approve_message(by=comms, message=message)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(state="AGREED", agreed_by=comms, agreed_at=clock.now())


def test_a_message_sent_back_is_agreed_to_anew_in_its_next_version(office):
    message, director = _message(office), builders.person("CD")
    services.submit_message(by=office, message=message)
    assert Notice.objects.filter(person_id=director.pk, kind="message_to_agree").exists()
    services.send_back_message(by=director, message=message, words="Name the places.")
    services.revise_message(by=office, message=message, text="Works begin in Moroni on Monday.")
    assert ("DRAFT", 2, None) == (message.state, message.version, message.agreed_by)
    services.submit_message(by=office, message=message)
    services.approve_message(by=director, message=message)
    services.revise_message(by=office, message=message, text="Works begin in Moroni on Tuesday.")
    with pytest.raises(RuleBroken, match="before it is agreed"):
        services.publish_message(by=builders.person("COMMS"), message=message)


# Researchers


def _researcher(office):
    return services.propose_researcher(
        by=office, name="Dr Ibrahim", institution="University of the Comoros", expertise="cash transfers",
        country="COM", work_email="ibrahim@example.org", work_phone="+269 1",
    )  # fmt: skip


def test_a_researcher_is_listed_once_she_agreed_and_leaves_without_her_contact(office):
    researcher = _researcher(office)
    with pytest.raises(RuleBroken, match="agreed to be listed"):
        services.list_researcher(by=office, researcher=researcher, agreed_on=TODAY + timedelta(days=1))
    services.list_researcher(by=office, researcher=researcher, agreed_on=TODAY)
    assert "1 researcher is listed (1 institution, 1 country)" in number_of("researchers", office)
    services.remove_researcher(by=office, researcher=researcher)
    assert (None, None) == (researcher.work_email, researcher.work_phone)


def test_the_work_contact_of_a_researcher_lies_encrypted(office):
    _researcher(office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT work_email FROM partners_researcher")
        assert b"ibrahim" not in bytes(cursor.fetchone()[0])


def test_a_researcher_who_asks_for_it_is_forgotten(office):
    from mainstay.partners.services.forgetting import forget_researcher

    researcher = _researcher(office)
    assert 1 == forget_researcher(str(researcher.pk))
    left = Researcher.objects.get()
    assert ("–", "LEFT", None) == (left.title, left.state, left.work_email)


# Positions and risks


def test_a_position_is_agreed_before_it_is_voiced_and_endorsed_in_writing(office):
    position = services.draft_position(
        by=office, title="Jobs in recovery", text="Work first.", debate="SDG 16 review", country="COM"
    )
    with pytest.raises(RuleBroken, match="not possible now"):
        services.voice_position(by=office, position=position, evidence="Speech")
    services.agree_position(by=builders.person("CD"), position=position)
    services.voice_position(by=office, position=position, evidence="Speech")
    services.endorse_position(by=office, position=position, endorsed_by="Group of 77", evidence="Minutes, 4")
    assert "Endorsed by others: 1 of 1 positions" in number_of("positions", office)


def test_a_high_risk_is_counted_by_likelihood_times_impact(office):
    for likelihood, impact in ((5, 3), (2, 2)):
        services.record_house_risk(
            by=office, title=f"Risk {likelihood}", area="security", likelihood=likelihood, impact=impact,
            mitigation="Ask the security officer each week", country="COM",
        )  # fmt: skip
    assert "2 risks are open, 1 of them high; none has happened." == number_of("risks", office)
    with pytest.raises(RuleBroken, match="1 to 5"):
        services.record_house_risk(by=office, title="x", area="other", likelihood=6, impact=1, mitigation="y")
