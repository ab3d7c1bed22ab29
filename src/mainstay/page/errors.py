"""What a person reads when something is refused: the one place where errors become sentences."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.common.errors import AppError, BadInput, Problem, Reason
from mainstay.common.texts import fill
from mainstay.page.words import facts

#: What a safeguard asks for begins a sentence of its own behind the code: “(SG-FOA-01). Hold an election”.
AFTER_CODE = re.compile(r"(?<=\)\. )[a-z]")

log = structlog.get_logger(__name__)

HEADINGS = {
    400: _("This request could not be read"),
    401: _("Nobody is signed in"),
    403: _("This is not open to you"),
    404: _("There is nothing here for you to see"),
    405: _("This address does not answer that"),
    409: _("A rule stops this now"),
    422: _("Something in what you gave cannot be used"),
    429: _("Too many attempts"),
    500: _("A fault of ours"),
}


def sentence(reason: Reason) -> str:
    """Return `reason` in the reader's language: texts among its facts translated, dates and numbers written out."""
    return fill(gettext(reason.msgid), facts(reason.facts))


def sentence_of(code: str, msgid: str, facts: Mapping[str, Any]) -> str:
    """Return a stored sentence (its text and facts stand in a row) in the reader's language."""
    said = sentence(Reason(code, msgid, facts)) if msgid else ""
    return AFTER_CODE.sub(lambda found: found[0].upper(), said)


def place_and_sentence(problem: Problem) -> str:
    """Return where the fault is and what it is: “Row 4, wage: …”."""
    if problem.row is not None and problem.field:
        place = gettext("Row {row}, {field}").format(row=problem.row, field=problem.field)
    elif problem.row is not None:
        place = gettext("Row {row}").format(row=problem.row)
    else:
        place = problem.field or ""
    return f"{place}: {sentence(problem.reason)}" if place else sentence(problem.reason)


def problem(request: HttpRequest, error: AppError, *, status: int = 0) -> JsonResponse:
    """Return a refusal as ``application/problem+json`` (RFC 9457), its sentences in the language that was asked for."""
    found = {
        "type": f"{settings.ADDRESS}/api/problems/{error.code}",
        "title": str(HEADINGS.get(status or error.status, HEADINGS[409])),
        "status": status or error.status,
        "detail": sentence(error.reason),
        "code": error.code,
        "instance": request.path,
    }
    if isinstance(error, BadInput):
        found["problems"] = [
            {"row": one.row, "field": one.field, "code": one.reason.code, "detail": sentence(one.reason)}
            for one in error.problems[:500]
        ]
    return JsonResponse(found, status=status or error.status, content_type="application/problem+json")


def _page(request: HttpRequest, status: int, reason: str, problems: list[str] | None = None) -> HttpResponse:
    if request.path.startswith("/api/"):
        found = {"type": "about:blank", "title": str(HEADINGS[status]), "status": status, "detail": reason}
        return JsonResponse(found, status=status, content_type="application/problem+json")
    shown = {"heading": HEADINGS[status], "reason": reason, "problems": problems or [], "status": status}
    return render(request, "page/refused.html", shown, status=status)


def refused(request: HttpRequest, error: AppError) -> HttpResponse:
    """Return the page that says what was refused, why, and the way out."""
    if request.path.startswith("/api/"):
        return problem(request, error)
    problems = (
        [place_and_sentence(problem) for problem in error.problems[:100]]
        if isinstance(error, BadInput)
        else []
    )
    return _page(request, error.status, sentence(error.reason), problems)


class TranslateErrors:
    """Turns an `AppError` that a page did not answer itself into a page with its status and sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a bare “method not allowed” gets its words."""
        answer = self.get_response(request)
        if answer.status_code == 405 and not answer.content:
            worded = _page(request, 405, gettext("Go back and use the page's own buttons."))
            worded["Allow"] = answer.get("Allow", "")
            return worded
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for an `AppError`; other faults go their way."""
        return refused(request, error) if isinstance(error, AppError) else None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request that cannot be read."""
    return _page(
        request, 400, gettext("Go back and try again; if it happens again, tell your administrator.")
    )


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a refused address."""
    return _page(request, 403, gettext("Your roles do not cover this. “What I may see” names who can help."))


def not_genuine(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that carries no valid token: the session ended, or another site sent it."""
    return _page(
        request,
        403,
        gettext(
            "The form was open too long or came from elsewhere. Go back, load the page again, and send it."
        ),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for an address or record that is not there for this person."""
    return _page(
        request,
        404,
        gettext("It may have moved, or it is not yours to see. Search, or go to the situation room."),
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Return the page for somebody who tried too often."""
    return _page(request, 429, gettext("Wait a few minutes, then try again. Nobody was locked out for good."))


def fault(request: HttpRequest, *args: Any) -> HttpResponse:
    """Return the page for a fault; the log holds the details, never the page."""
    return _page(
        request, 500, gettext("Nothing was saved. Try again; if it happens again, tell your administrator.")
    )
