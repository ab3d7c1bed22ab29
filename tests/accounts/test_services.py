"""Accounts are given, roles have places and dates, and what stands in for them is answered for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings

from mainstay.accounts import selectors
from mainstay.accounts.models import BreakGlass
from mainstay.accounts.permissions import forget, may, visible, why_not
from mainstay.accounts.services import (
    answer_data_request,
    ask_data_request,
    assign_role,
    break_glass,
    deactivate_person,
    delegate_role,
    edit_own_account,
    end_delegation,
    end_restricted,
    end_role,
    erase_person,
    grant_restricted,
    invite_person,
    reactivate_person,
    request_restricted,
    review_break_glass,
    set_password,
)
from mainstay.accounts.services.mailing import send
from mainstay.common import audit, clock, due, notices
from mainstay.common.errors import BadInput, NotAllowed, NotFound, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from tests import builders

pytestmark = pytest.mark.django_db(databases="__all__")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "amber-bridge-cedar-41"


@pytest.fixture
def operator():
    return builders.operator()


def _reader():
    """Return a person to whom nothing waits to be sent."""
    reader = builders.person()
    Notice.objects.all().delete()
    return reader


def _fresh(person):
    forget(person)
    return person


def test_an_account_is_given_once_whatever_the_letters(operator):
    invite_person(by=operator, email="Salma@example.org", name="Salma")
    with pytest.raises(RuleBroken, match="already"):
        invite_person(by=operator, email="salma@EXAMPLE.org", name="Salma")


def test_nobody_gives_a_role_to_herself(operator):
    with pytest.raises(RuleBroken, match="herself"):
        assign_role(by=operator, person=operator, role="DPO", scope_kind="global", scope_key="*")


@pytest.mark.parametrize(
    ("role", "kind", "key", "code"),
    [
        ("CPO", "global", "*", "scope_too_wide"),
        ("CPO", "region", "Africa", "scope_too_wide"),
        ("CPO", "country", "*", "scope_key"),
        ("TIMEKEEPER", "site", "x", "scope_key"),
        ("ENUM", "global", "*", "scope_too_wide"),
        ("NOBODY", "global", "*", "unknown_role"),
        ("CPO", "planet", "*", "unknown_scope"),
    ],
)
def test_a_role_is_held_where_it_belongs_or_narrower(operator, role, kind, key, code):
    with pytest.raises((RuleBroken, BadInput)) as refused:
        assign_role(by=operator, person=builders.person(), role=role, scope_kind=kind, scope_key=key)
    assert code == refused.value.code


def test_a_director_gives_roles_in_the_own_country_alone():
    director = builders.person("CD")
    builders.country("JOR")
    assign_role(by=director, person=builders.person(), role="CPO", scope_kind="country", scope_key="COM")
    case = builders.case()
    assign_role(by=director, person=builders.person(), role="CPO", scope_kind="case", scope_key=str(case.pk))
    for role, kind, key in (("CPO", "country", "JOR"), ("FUND", "global", "*"), ("DPO", "global", "*")):
        with pytest.raises((NotAllowed, RuleBroken)):
            assign_role(by=director, person=builders.person(), role=role, scope_kind=kind, scope_key=key)


def test_a_role_ends(operator):
    officer = builders.person("CPO")
    assert may(officer, "cases.edit_case", [("country", "COM")])
    end_role(by=operator, assignment=selectors.roles_held(officer).get(), reason="Moved.")
    assert not may(officer, "cases.edit_case", [("country", "COM")])


def test_a_delegation_lends_all_roles_between_its_days_and_no_longer():
    giver, taker = builders.person("CD"), builders.person()
    with clock.at(NOW):
        made = delegate_role(
            by=giver,
            taker=taker,
            starts_on=NOW.date() + timedelta(days=1),
            ends_on=NOW.date() + timedelta(days=5),
            reason="Leave.",
        )
        assert not may(_fresh(taker), "cases.close_case", [("country", "COM")])
    with clock.at(NOW + timedelta(days=2)):
        assert may(_fresh(taker), "cases.close_case", [("country", "COM")])
        end_delegation(by=giver, delegation=made)
    with clock.at(NOW + timedelta(days=3)):
        assert not may(_fresh(taker), "cases.close_case", [("country", "COM")])


def test_a_delegation_covers_an_absence_only():
    giver, taker = builders.person("CD"), builders.person()
    today = clock.today()
    for ends in (today + timedelta(days=200), today - timedelta(days=1)):
        with pytest.raises(RuleBroken):
            delegate_role(by=giver, taker=taker, starts_on=today, ends_on=ends, reason="x")
    with pytest.raises(RuleBroken, match="colleague"):
        delegate_role(by=giver, taker=giver, starts_on=today, ends_on=today, reason="x")


def test_what_is_lent_is_not_lent_on():
    first, second, third = builders.person("CD"), builders.person(), builders.person()
    today = clock.today()
    delegate_role(by=first, taker=second, starts_on=today, ends_on=today, reason="x")
    delegate_role(by=_fresh(second), taker=third, starts_on=today, ends_on=today, reason="x")
    assert not may(_fresh(third), "cases.close_case", [("country", "COM")])


def test_a_closed_account_may_nothing_and_can_be_opened_again(operator):
    officer = builders.person("CPO")
    deactivate_person(by=operator, person=officer, reason="Left.")
    assert "account_closed" == why_not(officer, "cases.read_cases").code
    reactivate_person(by=operator, person=officer, reason="Back.")
    assert may(officer, "cases.edit_case", [("country", "COM")])
    with pytest.raises(RuleBroken):
        deactivate_person(by=operator, person=operator, reason="x")


def test_one_changes_ones_own_name_and_language_alone():
    officer = builders.person("CPO")
    edit_own_account(by=officer, name="Zahra", language="fr")
    assert ("Zahra", "fr") == (officer.name, officer.language)


def test_emergency_access_lasts_four_hours_opens_one_kind_and_is_answered_for():
    admin, officer = builders.person("ADMIN"), builders.person("DPO")
    with clock.at(NOW):
        assert not may(admin, "works.read_sea_cases")
        opened = break_glass(by=admin, record_kind="sea_case", reason="The focal point is in hospital.")
        assert may(admin, "works.read_sea_cases")
        assert not may(admin, "staff.read_medical")
        assert not may(admin, "works.mark_roll")
    with clock.at(NOW + timedelta(hours=4)):
        assert not may(admin, "works.read_sea_cases")
        with pytest.raises(NotAllowed):
            review_break_glass(by=admin, opened=opened, justified=True, review="Fine.")
        review_break_glass(by=officer, opened=opened, justified=True, review="No other way.")
    notice = Notice.objects.get(kind="break_glass")
    assert (officer.pk, True) == (notice.person_id, notice.without_content)
    assert [opened] == list(visible(BreakGlass.objects.all(), officer, "accounts.read_break_glass"))


def test_emergency_access_needs_a_reason_and_an_administrator():
    with pytest.raises(BadInput):
        break_glass(by=builders.person("ADMIN"), record_kind="sea_case", reason=" ")
    with pytest.raises(NotAllowed):
        break_glass(by=builders.person("CD"), record_kind="sea_case", reason="Curious.")
    with pytest.raises(BadInput, match="no restricted kind"):
        break_glass(by=builders.person("ADMIN"), record_kind="everything", reason="x")


def test_an_extra_grant_is_asked_for_and_given_by_another_until_a_day():
    analyst, officer = builders.person("ME"), builders.person("DPO")
    other = builders.person("DPO")
    today = clock.today()
    grant = request_restricted(
        by=analyst,
        record_kind="restricted_answer",
        starts_on=today,
        ends_on=today + timedelta(days=30),
        reason="Survey.",
    )
    assert not may(analyst, "assess.read_restricted_answers")
    grant_restricted(by=officer, grant=grant)
    assert may(analyst, "assess.read_restricted_answers", [("country", "COM")])
    with clock.at(clock.now() + timedelta(days=31)):
        assert not may(_fresh(analyst), "assess.read_restricted_answers", [("country", "COM")])
    end_restricted(by=officer, grant=grant, reason="Done.")
    assert not may(analyst, "assess.read_restricted_answers", [("country", "COM")])
    own = request_restricted(
        by=officer, record_kind="sea_case", starts_on=today, ends_on=today, reason="Curious."
    )
    with pytest.raises(NotAllowed):
        grant_restricted(by=officer, grant=own)
    grant_restricted(by=other, grant=own)


# Mails


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_notice_is_mailed_once():
    reader = _reader()
    notices.tell([reader.pk], "x", "{case}: “{task}” is due.", key="a", case="MS-COM-2026-0001", task="Call")
    assert 1 == notices.deliver_waiting(send)
    assert 0 == notices.deliver_waiting(send)
    assert "MS-COM-2026-0001: “Call” is due." in mail.outbox[0].subject
    assert [reader.email] == mail.outbox[0].to


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_restricted_notice_carries_no_content():
    reader = _reader()
    notices.tell([reader.pk], "x", "Case of {name}.", key="a", without_content=True, name="Amina")
    notices.deliver_waiting(send)
    sent = mail.outbox[0]
    assert "Amina" not in sent.subject + sent.body
    assert "sign in" in sent.body.lower()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_text_cannot_write_the_headers_of_a_mail():
    reader = _reader()
    notices.tell([reader.pk], "x", "{text}", key="a", text="Hello\nBcc: all@example.org")
    assert 1 == notices.deliver_waiting(send)
    assert "\n" not in mail.outbox[0].subject
    assert [reader.email] == mail.outbox[0].recipients()


def test_a_notice_to_a_closed_account_waits_and_fails_in_the_end(operator):
    reader = _reader()
    notices.tell([reader.pk], "x", "Hello.", key="a")
    deactivate_person(by=operator, person=reader, reason="Left.")
    with pytest.raises(NotFound):
        send(Notice.objects.get(kind="x"))
    with clock.at(NOW + timedelta(days=999)):
        for _attempt in range(notices.LIMIT):
            Notice.objects.filter(kind="x").update(due_at=NOW)
            assert 0 == notices.deliver_waiting(send)
    assert "FAILED" == Notice.objects.get(kind="x").state


# Erasure and requests


def test_erasing_an_account_leaves_the_audit_verifying_and_nothing_to_read(operator):
    officer = builders.person("DPO")
    person = builders.person("CPO", name="Amina Hassan")
    email = person.email
    notices.tell([person.pk], "x", "Dear {name}.", key="a", name="Amina Hassan")
    assert erase_person(by=officer, subject=f"person:{person.pk}", reason="Asked for it.") >= 1
    person.refresh_from_db()
    assert not person.is_active
    assert "Amina" not in person.name + person.email
    assert not selectors.roles_held(person).exists()
    assert not Notice.objects.filter(person_id=person.pk).exists()
    shown = [audit.read_values(entry) for entry in AuditEntry.objects.all()]
    assert email not in str(shown)
    assert [] == list(audit.verify())


def test_a_contact_is_forgotten_and_its_row_stays():
    from mainstay.partners.models import Contact
    from mainstay.partners.services import add_contact, register_organisation

    office = builders.person("CPO")
    union = register_organisation(by=office, name="Union", type="WORKERS_ORG", country="COM")
    contact = add_contact(by=office, organisation=union, name="Amina H.", email="amina@example.org")
    erase_person(by=builders.person("DPO"), subject=f"contact:{contact.pk}", reason="Asked for it.")
    contact = Contact.objects.get()
    assert ("–", None, "") == (contact.name, contact.email, contact.email_digest)


def test_erasure_is_for_the_data_protection_officer_with_a_reason(operator):
    person = builders.person()
    with pytest.raises(NotAllowed):
        erase_person(by=builders.person("ADMIN"), subject=f"person:{person.pk}", reason="x")
    officer = builders.person("DPO")
    with pytest.raises(BadInput):
        erase_person(by=officer, subject=f"person:{person.pk}", reason=" ")
    with pytest.raises(BadInput, match="Kinds"):
        erase_person(by=officer, subject="planet:1", reason="x")
    with pytest.raises(RuleBroken):
        erase_person(by=officer, subject=f"person:{operator.pk}", reason="x")


def test_a_request_about_ones_data_is_answered_in_thirty_days():
    person, officer = builders.person(), builders.person("DPO")
    with clock.at(NOW):
        request = ask_data_request(by=person, kind="see")
        assert NOW + timedelta(days=30) == request.due_at
    with clock.at(NOW + timedelta(days=24)):
        due.run_all()
        due.run_all()
    assert 1 == Notice.objects.filter(kind="data_request_due", person_id=officer.pk).count()
    answer_data_request(by=officer, request=request, answer="We hold your name.")
    with pytest.raises(RuleBroken):
        answer_data_request(by=officer, request=request, answer="Again.")


# Signing in


def _sign_in(client, email, password):
    return client.post("/sign-in/login/", {"login": email, "password": password})


def test_people_sign_in_by_e_mail_and_password(operator):
    person = invite_person(by=operator, email="salma@example.org", name="Salma", password=PASSWORD)
    assert 302 == _sign_in(Client(), "SALMA@example.org", PASSWORD).status_code
    assert 200 == _sign_in(Client(), "salma@example.org", "wrong").status_code
    deactivate_person(by=operator, person=person, reason="Left.")
    answer = _sign_in(Client(), "salma@example.org", PASSWORD)
    assert "sessionid" not in answer.cookies or "inactive" in answer.headers.get("Location", "")


def test_guessing_is_slowed_down(operator):
    from django.core.cache import cache

    cache.clear()
    invite_person(by=operator, email="salma@example.org", name="Salma", password=PASSWORD)
    for _guess in range(12):
        _sign_in(Client(), "salma@example.org", "wrong")
    answer = _sign_in(Client(), "salma@example.org", PASSWORD)
    assert 302 != answer.status_code
    cache.clear()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_a_person_sets_her_own_password_by_mail(operator):
    import re

    from django.core.cache import cache

    cache.clear()
    invite_person(by=operator, email="salma@example.org", name="Salma")
    client = Client()
    client.post("/sign-in/password/reset/", {"email": "salma@example.org"})
    link = re.search(r"/sign-in/password/reset/key/\S+", mail.outbox[-1].body)[0]
    page = client.get(link, follow=True)
    answer = client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert 302 == answer.status_code
    assert 302 == _sign_in(Client(), "salma@example.org", PASSWORD).status_code


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def test_asking_for_a_reset_does_not_tell_who_has_an_account(operator):
    from django.core.cache import cache

    cache.clear()
    invite_person(by=operator, email="salma@example.org", name="Salma")
    known = Client().post("/sign-in/password/reset/", {"email": "salma@example.org"})
    unknown = Client().post("/sign-in/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_nobody_opens_an_account_for_herself():
    answer = Client().get("/sign-in/signup/")
    assert b"password1" not in answer.content


def test_a_weak_password_is_refused_and_the_owner_told_of_a_new_one(operator):
    person = builders.person()
    with pytest.raises(BadInput):
        set_password(by=operator, person=person, password="12345")
    set_password(by=operator, person=person, password=PASSWORD)
    assert Notice.objects.filter(kind="password_set", person_id=person.pk).exists()


def test_rights_are_explained_by_role_and_place():
    rows = selectors.rights_explained(builders.person("CPO"))
    assert any(row["action"] == "cases.edit_case" and row["held at"] == "country:COM" for row in rows)
    assert not any(row["action"] == "fund.approve_grant" for row in rows)


def test_nearest_holder_goes_from_the_case_outwards():
    wide, near = builders.person("RO", "region", "Africa"), builders.person("CPO")
    scopes = [("case", "9"), ("country", "COM"), ("region", "Africa")]
    assert near.pk == selectors.nearest_holder("CPO", scopes)
    assert wide.pk == selectors.nearest_holder("RO", scopes)
    assert selectors.nearest_holder("FUND", scopes) is None
