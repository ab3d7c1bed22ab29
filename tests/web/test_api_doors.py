"""Each operation of the API: let in by who holds its action, refused to who does not, shut without an account."""

import re
import uuid

import pytest
from django.test import Client

from mainstay import playbook
from mainstay.accounts.permissions.grants import by_action
from mainstay.accounts.rules import EVERYBODY, SIGNED_IN
from mainstay.page.doors import SIGNED_IN as DOOR_SIGNED_IN
from mainstay.page.doors import action_of
from mainstay.web.api.addresses import PREFIX
from mainstay.web.api.root import addresses
from tests import builders

pytestmark = pytest.mark.django_db(databases="__all__")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def filled(route):
    """A route with a value for each of its parts."""
    route = re.sub(r"<int:\w+>", "1", route).replace("<uuidstr:uid>", str(uuid.UUID(int=1)))
    return re.sub(r"<\w+>|<uuid:\w+>", str(uuid.UUID(int=1)), route)


@pytest.fixture(scope="module")
def operations():
    """Each operation: its address, the method that it answers, the action that opens it."""
    found = [pattern for pattern in addresses() if pattern.name != "api-description"]
    return [
        (
            f"/{PREFIX}{filled(str(pattern.pattern))}",
            pattern.callback.methods[0],
            action_of(pattern.callback),
        )
        for pattern in found
    ]


@pytest.fixture
def client_of():
    made = {}

    def client(role):
        if role not in made:
            made[role] = Client()
            made[role].force_login(builders.person(role), backend=BACKEND)
        return made[role]

    return client


def call(client, address, method):
    return client.generic(method, address, data="{}", content_type="application/json")


def test_there_are_operations_to_try(operations):
    assert 400 < len(operations)


@pytest.mark.one_database
def test_nobody_comes_in_without_an_account(operations):
    opened = [
        address
        for address, method, _action in operations
        if call(Client(), address, method).status_code != 401
    ]
    assert [] == opened


def test_who_holds_no_role_for_it_is_refused(operations, client_of):
    house = [role for role in playbook.current().roles if role not in {EVERYBODY, "SYSTEM"}]
    opened = []
    for address, method, action in operations:
        may = {grant.role for grant in by_action().get(action, ())}
        if action == DOOR_SIGNED_IN or may & {SIGNED_IN, EVERYBODY}:
            continue
        outside = next(role for role in house if role not in may)
        if call(client_of(outside), address, method).status_code != 403:
            opened.append(f"{address} lets in {outside}")
    assert [] == opened


def test_who_holds_a_role_for_it_is_not_stopped_at_the_door(operations, client_of):
    house = [role for role in playbook.current().roles if role not in {EVERYBODY, "SYSTEM"}]
    stopped = []
    for address, method, action in operations:
        may = {grant.role for grant in by_action().get(action, ())}
        role = next((role for role in house if role in may), None)
        if role is None:
            continue
        answer = call(client_of(role), address, method)
        if answer.status_code in {401, 500} or b"do not cover this" in answer.content:
            stopped.append(f"{address} stops {role}: {answer.status_code}")
    assert [] == stopped


@pytest.mark.one_database
def test_a_wrong_method_is_refused_with_the_right_one_named(operations, client_of):
    wrong = []
    for address, method, action in operations[::5]:
        may = {grant.role for grant in by_action().get(action, ())}
        other = "DELETE" if method == "POST" else "PUT"
        client = client_of(
            next(
                (role for role in playbook.current().roles if role in may - {EVERYBODY, "SYSTEM"}), "TT_COORD"
            )
        )
        if client.generic(other, address).status_code != 405:
            wrong.append(address)
    assert [] == wrong
