"""A newcomer has an account and has never been here."""

import pytest
from playwright.sync_api import expect

from mainstay.accounts.models import Person
from mainstay.accounts.services import people

EMAIL, PASSWORD = "amina@example.org", "a long and quiet river"


@pytest.fixture
def account():
    """An account that the local operator gave."""
    people.ensure_own_accounts()
    operator = Person.objects.acting("")
    return people.invite_person(by=operator, email=EMAIL, name="Amina H.", password=PASSWORD, synthetic=True)


def sign_in(page, password):
    """Fill in the sign-in form with the keyboard's means: labels and Enter."""
    page.goto("/sign-in/login/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")


def test_a_newcomer_signs_in(page, account):
    sign_in(page, PASSWORD)
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    assert Person.objects.get(email=EMAIL).last_login is not None


def test_a_wrong_password_is_told_and_the_address_is_kept(page, account):
    sign_in(page, "something else entirely")
    expect(page.get_by_text("not correct")).to_be_visible()
    expect(page.get_by_label("Email")).to_have_value(EMAIL)
