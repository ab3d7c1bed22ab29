"""Organisations are entered once, checked by two, and keep what is theirs to themselves."""

from datetime import date, timedelta

import pytest
from django.db import connection

from mainstay.accounts.permissions import visible
from mainstay.common import clock, due
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry
from mainstay.partners import selectors
from mainstay.partners.models import Contact, IndependenceNote
from mainstay.partners.services import (
    add_contact,
    add_member,
    approve_partner,
    assess_capacity,
    check_partner,
    draft_agreement,
    edit_own_organisation,
    end_member,
    merge_organisations,
    note_independence,
    rate_partner,
    register_organisation,
    sign_agreement,
    write_internal_note,
)
from tests import builders

pytestmark = pytest.mark.django_db
CLEAR = {"sanctions": "clear", "values": "clear", "psea": "clear", "finance": "clear"}


@pytest.fixture
def director():
    return builders.person("CD")


def _make(office, name="Union of Works", code="WORKERS_ORG", **more):
    return register_organisation(by=office, name=name, type=code, country="COM", **more)


def test_the_type_says_whose_voice_an_organisation_is(office):
    assert "workers" == _make(office).side
    assert "none" == _make(office, "Health for All", "NGO_CSO").side


def test_the_same_organisation_is_not_entered_twice(office):
    _make(office)
    with pytest.raises(RuleBroken, match="registered already"):
        _make(office, "union of works")


def test_a_national_organisation_has_a_country():
    with pytest.raises(BadInput, match="country"):
        register_organisation(by=builders.person("TT_COORD"), name="Union", type="WORKERS_ORG")


def test_an_organisation_of_the_world_is_read_from_any_country(office):
    coordinator = builders.person("TT_COORD")
    agency = register_organisation(by=coordinator, name="Agency", type="UN_AGENCY")
    assert agency in selectors.organisations_visible(office)
    from mainstay.partners.services import edit_organisation

    with pytest.raises(NotAllowed):
        edit_organisation(by=office, organisation=agency, short_name="AG")


def test_contacts_lie_encrypted_and_are_found_by_their_mail(office):
    contact = add_contact(by=office, organisation=_make(office), name="Amina H.", email="Amina@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email FROM partners_contact WHERE id = %s", [contact.pk])
        stored = b"".join(bytes(value) for value in cursor.fetchone())
    assert b"Amina" not in stored
    from mainstay.common import crypto

    assert contact == Contact.objects.get(email_digest=crypto.lookup_digest("amina@example.org"))
    assert "amina@example.org" == Contact.objects.get().email


def test_a_contact_is_not_in_the_audit_in_the_clear(office):
    add_contact(by=office, organisation=_make(office), name="Amina H.", email="amina@example.org")
    assert "amina" not in str(list(AuditEntry.objects.values_list("facts", "digests"))).lower()


def test_a_person_speaks_for_one_side_only(office, director):
    speaker = builders.person("CONST_WORK")
    add_member(by=director, organisation=_make(office), person=speaker)
    with pytest.raises(RuleBroken, match="another side"):
        add_member(by=director, organisation=_make(office, "Employers", "EMPLOYERS_ORG"), person=speaker)


def test_an_organisation_keeps_its_own_profile_and_nobody_elses(office, director):
    own, other = _make(office), _make(office, "Second Union")
    speaker = builders.person("CONST_WORK")
    member = add_member(by=director, organisation=own, person=speaker)
    edit_own_organisation(by=speaker, organisation=own, members_women=1200, members_men=900)
    with pytest.raises(NotAllowed):
        edit_own_organisation(by=speaker, organisation=other, members_women=1)
    with pytest.raises(BadInput):
        edit_own_organisation(by=speaker, organisation=own, side="employers")
    with clock.at(clock.now() + timedelta(days=2)):
        end_member(by=director, member=member)
        with pytest.raises(NotAllowed):
            edit_own_organisation(by=speaker, organisation=own, members_women=1)


def test_neither_unions_nor_employers_nor_we_read_the_others_notes(office, director):
    union, employers = _make(office), _make(office, "Employers", "EMPLOYERS_ORG")
    worker, employer = builders.person("CONST_WORK"), builders.person("CONST_EMP")
    add_member(by=director, organisation=union, person=worker)
    add_member(by=director, organisation=employers, person=employer)
    mine = write_internal_note(by=worker, organisation=union, text="Ask for a third more.")
    assert [mine] == list(selectors.internal_notes_visible(worker))
    for other in (employer, office, director, builders.person("TT_COORD"), builders.operator()):
        assert [] == list(selectors.internal_notes_visible(other))
    with pytest.raises(NotAllowed):
        write_internal_note(by=employer, organisation=union, text="x")


def test_a_note_on_independence_has_two_readers_and_nobody_else(office, director):
    union = _make(office)
    second = builders.person("TT_COORD")
    third = builders.person("TT_COORD")
    note = note_independence(
        by=director,
        organisation=union,
        text="Pressed by the party.",
        first_reader=director,
        second_reader=second,
    )
    for person, seen in ((director, [note]), (second, [note]), (third, []), (office, [])):
        notes = visible(IndependenceNote.objects.all(), person, "partners.read_independence_notes")
        assert seen == list(notes)
    entry = AuditEntry.objects.get(action="partners.note_independence")
    assert "restricted" == entry.chain.key
    with pytest.raises(RuleBroken, match="two different"):
        note_independence(
            by=director, organisation=union, text="x", first_reader=director, second_reader=director
        )


def test_who_checks_a_partner_does_not_approve_it(director):
    office = director
    check = check_partner(by=office, organisation=_make(office), **CLEAR)
    with pytest.raises(NotAllowed, match="SD-PARTNER"):
        approve_partner(by=director, check=check)
    approve_partner(by=builders.person("CD"), check=check)
    assert selectors.is_cleared(check.organisation)


def test_a_failed_check_cannot_be_approved_and_a_concern_needs_conditions(office, director):
    failed = check_partner(by=office, organisation=_make(office, "A"), **{**CLEAR, "psea": "fail"})
    with pytest.raises(RuleBroken, match="failed"):
        approve_partner(by=director, check=failed, conditions="Promise.")
    doubtful = check_partner(by=office, organisation=_make(office, "B"), **{**CLEAR, "finance": "concern"})
    with pytest.raises(RuleBroken, match="conditions"):
        approve_partner(by=director, check=doubtful)
    approve_partner(by=director, check=doubtful, conditions="Pay against receipts.")


def test_nothing_is_signed_with_an_unchecked_partner(office, director):
    union = _make(office)
    today = clock.today()
    agreement = draft_agreement(
        by=office,
        organisation=union,
        kind="cooperation",
        title="Work together",
        starts_on=today,
        ends_on=today + timedelta(days=365),
    )
    with pytest.raises(RuleBroken, match="check"):
        sign_agreement(by=director, agreement=agreement)
    approve_partner(by=director, check=check_partner(by=office, organisation=union, **CLEAR))
    sign_agreement(by=director, agreement=agreement)
    assert "SIGNED" == agreement.state


def test_data_is_shared_for_named_purposes_and_fields_only(office, director):
    union = _make(office)
    approve_partner(by=director, check=check_partner(by=office, organisation=union, **CLEAR))
    today = clock.today()
    agreement = draft_agreement(
        by=office,
        organisation=union,
        kind="data_sharing",
        title="Share",
        starts_on=today,
        ends_on=today + timedelta(days=30),
    )
    with pytest.raises(RuleBroken, match="purposes"):
        sign_agreement(by=director, agreement=agreement)


def test_there_is_no_joint_delivery_with_armed_forces(office, director):
    army = _make(office, "Army", "MILITARY_CONTACT")
    approve_partner(by=director, check=check_partner(by=office, organisation=army, **CLEAR))
    today = clock.today()
    agreement = draft_agreement(
        by=office,
        organisation=army,
        kind="implementation",
        title="x",
        starts_on=today,
        ends_on=today + timedelta(days=30),
    )
    with pytest.raises(RuleBroken, match="contact only"):
        sign_agreement(by=director, agreement=agreement)


def test_an_agreement_is_announced_before_its_end_and_expires_on_its_day(office, director):
    with clock.at(date(2026, 1, 1)):
        union = _make(office)
        approve_partner(by=director, check=check_partner(by=office, organisation=union, **CLEAR))
        agreement = draft_agreement(
            by=office,
            organisation=union,
            kind="cooperation",
            title="x",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
        )
        sign_agreement(by=director, agreement=agreement)
    with clock.at(date(2026, 5, 15)):
        assert 1 == due.run_all()["partners.agreements"]
        assert 0 == due.run_all()["partners.agreements"]
    with clock.at(date(2026, 7, 1)):
        due.run_all()
    agreement.refresh_from_db()
    assert "EXPIRED" == agreement.state
    done = {"partners.remind_agreement", "partners.expire_agreement"}
    assert done <= set(AuditEntry.objects.values_list("action", flat=True))


def test_joining_doubles_moves_who_speaks_and_never_over_sides(office, director):
    kept, double = _make(office), _make(office, "Union of Works (2)")
    speaker = builders.person("CONST_WORK")
    add_member(by=director, organisation=double, person=speaker)
    merge_organisations(by=office, kept=kept, double=double, reason="Same union.")
    assert [kept] == list(selectors.organisations_of(speaker))
    assert double not in selectors.organisations_visible(office)
    with pytest.raises(RuleBroken, match="side"):
        merge_organisations(by=office, kept=kept, double=_make(office, "E", "EMPLOYERS_ORG"), reason="x")


def test_a_partner_is_rated_once_a_year_by_known_benefits(office):
    union = _make(office)
    rate_partner(by=office, organisation=union, year=2026, rating=4, benefits=["knowledge", "ownership"])
    with pytest.raises(RuleBroken):
        rate_partner(by=office, organisation=union, year=2026, rating=4)
    with pytest.raises(BadInput):
        rate_partner(by=office, organisation=union, year=2025, rating=6)


def test_capacity_is_read_latest_and_independence_is_not_scored_in_the_open(office):
    union = _make(office)
    with clock.at(date(2025, 1, 1)):
        assess_capacity(by=office, organisation=union, scores={"CD-REP": 1, "CD-GOV": 2})
    with clock.at(date(2026, 1, 1)):
        assess_capacity(by=office, organisation=union, scores={"CD-REP": 3})
    assert {union.pk: {"CD-REP": 3, "CD-GOV": 2}} == selectors.capacity_latest([union])
    with pytest.raises(RuleBroken, match="two readers"):
        assess_capacity(by=office, organisation=union, scores={"CD-IND": 1})
