"""The digits of who reads: asked for once a page, and only where something is written in Arabic."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import place_of
from mainstay.page import numerals


class AsItsReaderWrites:
    """Answers with the digits of the reader's place or choice; programs get Western ones."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.path.startswith("/api/"):
            with numerals.western():
                return self.get_response(request)

        @cache
        def reader() -> tuple[str, str]:
            person = request.user
            return (place_of(person), person.digits) if isinstance(person, Person) else ("", "")

        with numerals.read_by(reader):
            return self.get_response(request)
