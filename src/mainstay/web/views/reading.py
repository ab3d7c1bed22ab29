"""Help: the documentation, page by page, and what belongs to the page that one comes from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mainstay.page import help as documentation
from mainstay.page.doors import PUBLIC, door

KINDS = {
    "how-to": _("Doing one thing"),
    "tutorials": _("Learning by doing"),
    "explanation": _("Understanding"),
    "reference": _("Looking up"),
    "methods": _("How each number is calculated"),
    "decisions": _("Why it is so"),
}


def _address(place: str) -> str:
    return reverse("help_page", args=[place])


def _language() -> str:
    return (get_language() or "en")[:2]


@door(PUBLIC)
def contents(request: HttpRequest) -> HttpResponse:
    """Show the contents of the help."""
    parts: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for english in documentation.pages().values():
        page = documentation.in_language(english, _language())
        parts[page.folder].append({"page": page, "link": _address(page.place)})
    shown = [{"name": KINDS[kind], "pages": pages} for kind, pages in parts.items() if pages]
    partly = any(entry["page"].language != _language() for pages in parts.values() for entry in pages)
    return render(request, "web/help.html", {"parts": shown, "partly": partly})


@door(PUBLIC)
def page(request: HttpRequest, place: str) -> HttpResponse:
    """Show one page of the help with the list of its headings, in the reader's language where it is translated."""
    english = documentation.pages().get(place)
    if english is None:
        raise Http404
    found = documentation.in_language(english, _language())
    made = documentation.render(found, _address)
    shown = {
        "found": found,
        "made": made,
        "kind": KINDS[found.folder],
        "english_only": found.language != _language(),
    }
    return render(request, "web/help_page.html", shown)
