"""Each address over HTTP: once allowed, once refused, once anonymous, and with each wrong method.

Walks the addresses that are installed, so that a new one is tried by itself. What cannot be refused to anybody, or
asks nobody to sign in, stands below by name: such a list grows only on purpose.
"""

import re
import uuid

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import checks
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from mainstay import playbook
from mainstay.accounts.permissions.grants import by_action
from mainstay.accounts.rules import EVERYBODY, SIGNED_IN
from mainstay.page.doors import PUBLIC, action_of, walk
from mainstay.page.doors import SIGNED_IN as DOOR_SIGNED_IN
from tests import builders
from tests.deliver.works.pages import client_of

pytestmark = pytest.mark.django_db(databases="__all__")

SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": str(uuid.UUID(int=1))}


def _address(route):
    """Return an address of `route` in which each part has a value of its kind."""
    plain = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found.group(1) or "str", "x"), route)
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "1", plain)
    return "/" + re.sub(r"[\^$\\?]", "", plain)


ROUTES = [(_address(route), pattern.callback) for route, pattern in walk(get_resolver().url_patterns)]
OURS = [(address, view) for address, view in ROUTES if hasattr(view, "methods")]
#: Open to whoever has an account: every such page starts from what the person herself may see.
OPEN_TO_ACCOUNTS = {
    "web.read_home", "web.search_records", "playbook.read_playbook", "decide.send_request", "decide.read_own_requests",
    "watch.read_profile", "accounts.create_token", "measure.read_published", "learn.read_library", "web.read_public_page",
}  # fmt: skip
#: Ours that answer without an account.
OPEN_TO_ALL = {
    "/help/", "/help/x/", "/mission/", "/language/", "/watch/", "/watch/accuracy/", "/watch/countries/x/", "/decide/ask/", "/playbook/", "/playbook/x/",
    "/staff/can-you-go/x/", "/there/",
    "/learn/library/", f"/learn/library/{SAMPLES['uuid']}/", f"/learn/library/{SAMPLES['uuid']}/x/",
    *(address for address, _view in ROUTES if address.startswith(("/public/", "/mine/"))),
}  # fmt: skip
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
GUARDED = [(address, view) for address, view in OURS if action_of(view) not in {PUBLIC, DOOR_SIGNED_IN}]


def _roles_that_may(action):
    return {grant.role for grant in by_action()[action]}


def _is_open(action):
    return any(grant.role == EVERYBODY and grant.scope == "public" for grant in by_action()[action])


def _client(role, cache):
    if role not in cache:
        client = Client()
        client.force_login(
            builders.person(role), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        cache[role] = client
    return cache[role]


def _call(client, view, address):
    method = "get" if "GET" in view.methods else view.methods[0].lower()
    return getattr(client, method)(address)


def _at_the_door(answer):
    return answer.status_code == 302 and answer.url.startswith("/sign-in/login/")


@pytest.fixture(scope="module")
def house_roles():
    return [role for role in playbook.current().roles if role not in {EVERYBODY, "SYSTEM"}]


def test_there_are_addresses_to_try():
    assert ROUTES


def test_every_address_lets_in_who_holds_its_action(house_roles):
    clients, refused = {}, []
    for address, view in GUARDED:
        may = _roles_that_may(action_of(view))
        role = next((role for role in house_roles if role in may), house_roles[0] if may else None)
        if role is None:
            refused.append(f"{address} is nobody's: {action_of(view)} has no grant")
            continue
        answer = _call(_client(role, clients), view, address)
        if answer.status_code == 403 or _at_the_door(answer):
            refused.append(f"{address} refuses {role}")
    assert [] == refused


def test_every_address_refuses_who_does_not_hold_its_action(house_roles, pytestconfig):
    clients, opened = {}, []
    for address, view in GUARDED:
        may = _roles_that_may(action_of(view))
        if may & {SIGNED_IN, EVERYBODY}:
            continue  # nobody can be refused: `test_what_is_open_to_every_account_is_named` holds these few
        outside = [role for role in house_roles if role not in may]
        assert outside, f"{address} is open to every role of the house"
        asked = outside if pytestconfig.getoption("--full") else outside[:1]
        answers = {role: _call(_client(role, clients), view, address).status_code for role in asked}
        opened += [f"{address} lets in {role}" for role, status in answers.items() if status != 403]
    assert [] == opened


def test_what_is_open_to_every_account_is_named():
    found = {
        action_of(view) for _address, view in GUARDED if _roles_that_may(action_of(view)) & {SIGNED_IN, EVERYBODY}
    }  # fmt: skip
    assert set() == found - OPEN_TO_ACCOUNTS


def test_nobody_comes_in_without_signing_in():
    client, opened = Client(), []
    for address, view in OURS:
        if not _at_the_door(_call(client, view, address)):
            opened.append(address)
    assert set() == set(opened) - OPEN_TO_ALL


def test_pages_about_oneself_ask_to_sign_in_and_let_every_account_in(house_roles):
    own = [(address, view) for address, view in ROUTES if action_of(view) == DOOR_SIGNED_IN]
    assert 10 < len(own)
    anonymous, clients, faults = Client(), {}, []
    for address, view in own:
        methods = getattr(view, "methods", ("GET",))
        ask = "get" if "GET" in methods else methods[0].lower()
        if not _at_the_door(getattr(anonymous, ask)(address)):
            faults.append(f"{address} asks nobody to sign in")
        if hasattr(
            view, "methods"
        ):  # a library's own pages ask for a password again, which these accounts lack
            answer = getattr(_client(house_roles[0], clients), ask)(address)
            if answer.status_code in {403, 500} or _at_the_door(answer):
                faults.append(f"{address} refuses an account")
    assert [] == faults


@pytest.mark.one_database
def test_every_address_refuses_every_wrong_method(house_roles):
    clients, taken = {}, []
    for address, view in OURS:
        action = action_of(view)
        known = action not in {PUBLIC, DOOR_SIGNED_IN}
        may = _roles_that_may(action) if known else set()
        role = next((role for role in house_roles if role in may), house_roles[0])
        client, wrong = _client(role, clients), [name for name in METHODS if name not in view.methods]
        answers = {name: client.generic(name, address).status_code for name in wrong}
        taken += [f"{name} {address}" for name, status in answers.items() if status != 405]
    assert [] == taken


def test_every_address_of_ours_names_its_methods():
    """What a library wrote stands below ``sign-in/``; all else is ours and says what it answers."""
    ours = {address for address, _view in OURS}
    assert [] == [address for address, _view in ROUTES if address not in ours and not address.startswith("/sign-in/")]  # fmt: skip


def test_addresses_of_libraries_that_nobody_named_are_shut():
    client = Client()
    client.force_login(
        builders.person("TT_COORD"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    unnamed = [address for address, view in ROUTES if action_of(view) is None]
    assert [] == [address for address in unnamed if client.get(address).status_code != 403]


# Default deny: plant what somebody could forget.


@override_settings(ROOT_URLCONF="tests.accounts.planted")
def test_a_view_without_an_action_is_refused_to_everybody():
    client = Client()
    assert 403 == client.get("/forgotten/").status_code
    client.force_login(
        builders.person("TT_COORD"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert 403 == client.get("/forgotten/").status_code
    assert b"this was open" not in client.get("/forgotten/").content
    assert 403 == client.get("/misspelt/").status_code
    assert 200 == client.get("/welcome/").status_code


@override_settings(ROOT_URLCONF="tests.accounts.planted")
def test_a_view_without_an_action_stops_the_start():
    found = [error.msg for error in checks.run_checks() if error.id == "mainstay.E001"]
    assert 2 == len(found)
    assert any("/forgotten/ names no action" in message for message in found)
    assert any("cases.read_everything" in message for message in found)


def test_the_house_as_it_stands_starts():
    assert [] == [error for error in checks.run_checks() if error.id and error.id.startswith("mainstay")]


def test_a_closed_account_comes_in_nowhere():
    from mainstay.accounts.services import deactivate_person

    person = builders.person("TT_COORD")
    client = client_of(person)
    deactivate_person(by=builders.operator(), person=person, reason="Left.")
    for address, view in GUARDED[:5]:
        assert _at_the_door(_call(client, view, address)) or _is_open(action_of(view))


@pytest.mark.parametrize(
    ("address", "asked"),
    [("account_reauthenticate", 'name="password"'), ("mfa_reauthenticate", 'name="code"')],
)
def test_who_changes_an_account_is_asked_once_more_who_she_is(address, asked):
    person = builders.person()
    person.set_password("a long road of stones")
    person.save(update_fields=["password"])
    TOTP.activate(person, generate_totp_secret())
    client = client_of(person)
    page = client.get(reverse(address)).content.decode()
    assert "What comes next changes your account." in page
    assert asked in page
    assert f'action="{reverse(address)}"' in page
