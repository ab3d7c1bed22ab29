"""Mechanisms keep their seats by a rule, their sessions, their history of maturity, and women's share."""

from datetime import date

import pytest

from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.partners import selectors
from mainstay.partners.models import DialogueAgreement, Dispute, Forum
from mainstay.partners.services import (
    check_hire_report,
    draft_roadmap,
    fill_mechanism_seat,
    follow_up_agreement,
    rate_mechanism,
    record_forum_action,
    record_session,
    record_settlement,
    register_forum,
    register_mechanism,
    register_organisation,
    rest_mechanism,
    sign_roadmap,
    submit_hire_report,
    withdraw_roadmap,
)
from tests import builders

pytestmark = pytest.mark.django_db


def _mechanism(office, code="DM02", **more):
    builders.country()
    return register_mechanism(by=office, type=code, name=f"Committee {code}", country="COM", **more)


def _organisation(office, name, code):
    return register_organisation(by=office, name=name, type=code, country="COM")


def test_the_advisory_committee_has_eleven_seats_in_four_groups(office):
    seats = _mechanism(office, "DM12").seats
    assert 11 == seats.count()
    assert 4 == seats.filter(group="government_of_programme_countries", side="government").count()
    assert 2 == seats.filter(side="employers").count() == seats.filter(side="workers").count()


def test_a_seat_goes_to_its_side_alone(office):
    seat = _mechanism(office).seats.filter(side="workers").first()
    with pytest.raises(RuleBroken, match="side"):
        fill_mechanism_seat(by=office, seat=seat, organisation=_organisation(office, "E", "EMPLOYERS_ORG"))
    fill_mechanism_seat(
        by=office, seat=seat, organisation=_organisation(office, "U", "WORKERS_ORG"), holder_sex="F"
    )
    assert {"government": 2, "employers": 2, "workers": 1} == selectors.dialogue_status(seat.mechanism).gaps


def test_womens_share_counts_those_whose_sex_is_known(office):
    mechanism = _mechanism(office)
    union = _organisation(office, "U", "WORKERS_ORG")
    first, second = mechanism.seats.filter(side="workers")
    fill_mechanism_seat(by=office, seat=first, organisation=union, holder_sex="F")
    assert 1.0 == selectors.dialogue_status(mechanism).women_on_seats
    fill_mechanism_seat(by=office, seat=second, organisation=union, holder_sex="M")
    assert 0.5 == selectors.dialogue_status(mechanism).women_on_seats
    assert selectors.dialogue_status(mechanism).women_in_sessions is None
    record_session(
        by=office,
        mechanism=mechanism,
        held_on=clock.today(),
        subject="Wages",
        attendance={"workers": {"women": 3, "men": 1}, "employers": {"women": 0, "men": 4, "unknown": 5}},
    )
    assert 0.375 == selectors.dialogue_status(mechanism).women_in_sessions


def test_unequal_seats_of_employers_and_workers_are_named(office):
    mechanism = _mechanism(office, pattern={"government": 1, "employers": 3, "workers": 2})
    assert "unequal_seats" == selectors.dialogue_status(mechanism).unequal.code


def test_a_session_that_nobody_attended_or_that_lies_ahead_is_refused(office):
    mechanism = _mechanism(office)
    with pytest.raises(RuleBroken):
        record_session(by=office, mechanism=mechanism, held_on=clock.today(), subject="x", attendance={})
    with pytest.raises(BadInput):
        record_session(
            by=office,
            mechanism=mechanism,
            held_on=date(2999, 1, 1),
            subject="x",
            attendance={"workers": {"women": 1}},
        )


def test_agreements_are_followed_up_and_disputes_settled(office):
    mechanism = _mechanism(office)
    record_session(
        by=office,
        mechanism=mechanism,
        held_on=clock.today(),
        subject="Wages",
        attendance={"workers": {"women": 1, "men": 1}},
        agreements=["Pay each week."],
        disputes=["Transport"],
    )
    assert "ACTIVE" == mechanism.state
    follow_up_agreement(by=office, agreement=DialogueAgreement.objects.get(), followed=True)
    dispute = Dispute.objects.get()
    record_settlement(by=office, dispute=dispute, verb="mediate", outcome="A mediator was named.")
    assert 1 == selectors.dialogue_status(mechanism).disputes_open
    record_settlement(by=office, dispute=dispute, outcome="A bus is paid by half.")
    status = selectors.dialogue_status(mechanism)
    assert (0, 1, 1) == (status.disputes_open, status.agreements, status.followed)
    with pytest.raises(RuleBroken):
        record_settlement(by=office, dispute=dispute, outcome="Again.")


def test_maturity_keeps_its_history_and_needs_sessions(office):
    mechanism = _mechanism(office)
    with pytest.raises(RuleBroken, match="never met"):
        rate_mechanism(by=office, mechanism=mechanism, score=3)
    with clock.at(date(2025, 5, 1)):
        rate_mechanism(by=office, mechanism=mechanism, score=1)
    record_session(
        by=office,
        mechanism=mechanism,
        held_on=clock.today(),
        subject="x",
        attendance={"workers": {"women": 1}},
    )
    rate_mechanism(by=office, mechanism=mechanism, score=3)
    assert [3, 1] == list(mechanism.maturity.values_list("score", flat=True))
    assert "works regularly" == selectors.dialogue_status(mechanism).anchor


def test_a_forum_notes_whether_its_plan_speaks_of_employment(office):
    builders.country()
    forum = register_forum(by=office, name="Recovery cluster", country="COM")
    record_forum_action(by=office, forum=forum, text="Add a chapter.", employment_section="negotiating")
    assert (
        "negotiating" == visible(Forum.objects.all(), office, "partners.read_forums").get().employment_section
    )


def test_hires_count_once_another_person_has_checked_them(office):
    director = builders.person("CD")
    from mainstay.partners.services import add_member

    company = _organisation(office, "Roads Ltd", "PRIVATE")
    partner = builders.person("PARTNER", "agreement", "1")
    add_member(by=director, organisation=company, person=partner)
    report = submit_hire_report(
        by=partner,
        organisation=company,
        country="COM",
        year=2025,
        quarter=1,
        local_women=30,
        local_men=60,
        foreign_hires=10,
    )
    assert selectors.local_hire_share("COM", year=2025, quarter=1) is None
    check_hire_report(by=office, report=report)
    assert 0.9 == selectors.local_hire_share("COM", year=2025, quarter=1)


def test_a_roadmap_is_signed_when_government_employers_and_workers_have(office):
    from mainstay.partners.services import add_member

    director = builders.person("CD")
    builders.country()
    roadmap = draft_roadmap(by=office, country="COM", title="Decent work", text="…")
    for role, code in (
        ("CONST_GOV", "GOVERNMENT"),
        ("CONST_EMP", "EMPLOYERS_ORG"),
        ("CONST_WORK", "WORKERS_ORG"),
    ):
        assert "DRAFT" == roadmap.state
        body, speaker = _organisation(office, code, code), builders.person(role)
        with pytest.raises(NotAllowed):
            sign_roadmap(by=speaker, roadmap=roadmap, organisation=body)
        add_member(by=director, organisation=body, person=speaker)
        sign_roadmap(by=speaker, roadmap=roadmap, organisation=body)
    assert "SIGNED" == roadmap.state


def test_a_mechanism_rests_with_a_reason_and_its_next_session_wakes_it(office):
    mechanism = _mechanism(office)
    met = {"subject": "x", "attendance": {"workers": {"women": 1}}}
    record_session(by=office, mechanism=mechanism, held_on=clock.today(), **met)
    with pytest.raises(BadInput):
        rest_mechanism(by=office, mechanism=mechanism, reason="")
    rest_mechanism(by=office, mechanism=mechanism, reason="elections")
    assert "DORMANT" == mechanism.state
    record_session(by=office, mechanism=mechanism, held_on=clock.today(), **met)
    assert "ACTIVE" == mechanism.state
    rest_mechanism(by=office, mechanism=mechanism, reason="merged with the council", close=True)
    assert "CLOSED" == mechanism.state


def test_a_draft_roadmap_is_taken_back_with_its_reason_and_not_signed_any_more(office):
    builders.country()
    roadmap = draft_roadmap(by=office, country="COM", title="Decent work", text="…")
    with pytest.raises(BadInput):
        withdraw_roadmap(by=office, roadmap=roadmap, reason=" ")
    withdraw_roadmap(by=office, roadmap=roadmap, reason="elections; taken up again next year")
    assert "WITHDRAWN" == roadmap.state
    with pytest.raises(RuleBroken):
        withdraw_roadmap(by=office, roadmap=roadmap, reason="again")
