"""What a browser or a proxy may keep of an answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class KeptNowhere:
    """Lets nobody keep what is answered to a person who is known; a view that says otherwise itself is left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request. Who is known is told by cookie or key, so that no session is opened only to ask."""
        answer = self.get_response(request)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        if known and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "private, no-store"
        return answer
