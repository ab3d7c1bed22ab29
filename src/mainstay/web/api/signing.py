"""Who calls: by the session of a browser, or by a key made for a program."""

import hmac
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from ninja.security import HttpBearer, SessionAuth

from mainstay.accounts.rules import token_lets
from mainstay.accounts.selectors import token_in_force
from mainstay.accounts.services import note_use
from mainstay.accounts.services.tokens import digest_of
from mainstay.common.errors import NotAllowed
from mainstay.common.texts import noop as _
from mainstay.page.errors import problem

PREFIX = "/api/"
READS = {"GET", "HEAD", "OPTIONS"}


class SignInByToken:
    """Makes the owner of a key the one who asks, below ``/api/`` only; a key that opens nothing is refused at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        given = request.headers.get("Authorization", "")
        if not request.path.startswith(PREFIX) or not given:
            return self.get_response(request)
        kind, _space, key = given.partition(" ")
        token = token_in_force(digest_of(key.strip())) if kind.lower() == "bearer" else None
        if token is None or not hmac.compare_digest(token.digest, digest_of(key.strip())):
            words = _("This key opens nothing: it is wrong, withdrawn or past its day. Make another one.")
            answer = problem(request, NotAllowed("token_wrong", words), status=401)
            answer["WWW-Authenticate"] = "Bearer"
            return answer
        note_use(token)
        request.user = token.person
        request.token = token  # type: ignore[attr-defined]
        return self.get_response(request)


class ByToken(HttpBearer):
    """The way in for programs: ``Authorization: Bearer mst_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the person for whom the key stands; the middleware has found it already."""
        held = getattr(request, "token", None)
        if held is None:
            return None
        stage = request.path.removeprefix(PREFIX).split("/")[1] if request.path.count("/") > 2 else ""
        if not token_lets(held.scopes, stage=stage, writes=request.method not in READS):
            raise NotAllowed(
                "token_scope_missing",
                _("This key was not made for that: its scopes are {scopes}."),
                scopes=", ".join(held.scopes),
            )
        return held.person


WAYS = (ByToken(), SessionAuth(csrf=True))
