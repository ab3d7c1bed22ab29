"""Requests: the list, and one with its number."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.cases.selectors import head_of
from mainstay.decide import selectors
from mainstay.decide.rules import OPEN_STATES
from mainstay.decide.tables import REQUEST_MARKS, RequestTable
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted

from .shown import request_shown


class RequestFilter(ListFilter):
    """A request by its own number or that of its case, and a state."""

    case = forms.CharField(required=False, label=_("Number of the request or case"), max_length=24)

    def narrowed(self, rows: Any, *, case: str, state: str = "state") -> Any:
        """Return the rows of the chosen number and state."""
        if self.reference.startswith("RQ-"):
            rows = rows.filter(reference=self.reference)
            self.chosen = {**self.chosen, "case": ""}
        return super().narrowed(rows, case=case, state=state)


@door("decide.read_own_requests")
def request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests that this person may read, her own drafts among them."""
    person = who(request)
    form = RequestFilter(request.GET, marks=REQUEST_MARKS)
    rows = form.narrowed(selectors.requests_visible(person), case="case").order_by("-received_at", "-pk")
    count, waiting = rows.count(), rows.filter(state__in=OPEN_STATES).count()
    answer = " ".join(
        [
            counted(
                count,
                ngettext("{count} request.", "{count} requests.", count),
                none=gettext("No request here."),
            ),
            counted(
                waiting,
                ngettext("{count} waits for an answer.", "{count} wait for an answer.", waiting),
                none=gettext("None waits for an answer."),
            )
            if count
            else "",
        ]
    )
    shown: dict[str, Any] = {
        "title": gettext("Requests"),
        "question": gettext("Who asks for help, and who waits for an answer?"),
        "answer": answer,
        "head": head_of(person, form.reference),
        "acts": [(reverse("ask"), gettext("Ask for help"))],
    }
    opens = request.opens  # type: ignore[attr-defined]
    shown["links"] = [
        (reverse(page), words)
        for page, action, words in (
            ("queue", "decide.read_scores", gettext("The ranked queue")),
            ("portfolio", "decide.read_portfolio", gettext("Portfolio")),
        )
        if opens(action)
    ]
    return listed(request, "page/list.html", RequestTable(rows), shown, name="requests", filters=form)


@door("decide.read_own_requests")
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request: the receipt for who sent it, its standing for who decides."""
    person = who(request)
    found = selectors.request_by_reference(person, reference)
    if found.reference != reference.upper() and found.reference:
        return redirect("request", reference=found.reference)
    return render(request, "decide/request.html", request_shown(person, found))
