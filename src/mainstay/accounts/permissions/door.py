"""The door of every address: what names no action is shut, and so is what the person holds nowhere."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mainstay.common.errors import NotAllowed
from mainstay.common.texts import noop as _
from mainstay.page.doors import PUBLIC, SIGNED_IN, action_of
from mainstay.page.errors import problem, refused

from .policy import may_anywhere


class DefaultDeny:
    """Refuses every address whose view does not name an action, and every person who holds it nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; its frame asks `opens` which doors to show."""
        request.opens = lambda action: self._opens(request, action)  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _opens(request: HttpRequest, action: str | None) -> bool:
        person = request.user
        if action == PUBLIC or (action == SIGNED_IN and person.is_authenticated):
            return True
        return bool(action) and action != SIGNED_IN and may_anywhere(person, str(action))

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Return a refusal, or None to let the view answer."""
        action = action_of(view)
        if self._opens(request, action):
            return None
        if not request.user.is_authenticated and request.path.startswith("/api/"):
            words = _("Sign in, or send a key: Authorization: Bearer ….")
            return problem(request, NotAllowed("not_signed_in", words), status=401)
        if not request.user.is_authenticated and action:
            return redirect_to_login(request.get_full_path())
        return refused(request, NotAllowed("not_allowed", _("Your roles do not cover this page.")))
