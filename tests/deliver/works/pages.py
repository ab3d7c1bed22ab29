"""How tests look at pages: a person's client, a page that opens, its text."""

from typing import Any

from django.test import Client
from django.urls import reverse

from mainstay.accounts.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_of(person: Person) -> Client:
    """Return a browser in which `person` is signed in."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def shown(person: Person, name: str, *args: Any, **asked: Any) -> str:
    """Return the page at an address, as `person` reads it."""
    answer = client_of(person).get(reverse(name, args=args), asked, follow=True)
    assert 200 == answer.status_code, answer.content[:800]
    return answer.content.decode().replace("\u00a0", " ")


def posted(person: Person, name: str, *args: Any, **given: Any) -> Any:
    """Return the answer to a form that `person` sent, followed."""
    return client_of(person).post(reverse(name, args=args), given, follow=True)
