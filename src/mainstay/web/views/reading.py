"""Help: the documentation, page by page, and what belongs to the page that one comes from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
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

#: What is looked up now and then, behind one line each.
FOLDED = frozenset({"explanation", "reference", "methods", "decisions"})
#: Pages for who runs, translates or builds the product, apart from those for who works with it.
BUILDERS = frozenset({
    "how-to/change-a-library", "how-to/mend-a-start", "how-to/run-the-tests", "how-to/translate", "how-to/use-the-api",
    "how-to/work-at-the-terminal",
})  # fmt: skip


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
    mine = [entry for entry in parts["how-to"] if entry["page"].place not in BUILDERS]
    parts["how-to"], building = mine, [entry for entry in parts["how-to"] if entry not in mine]
    shown = [
        {"name": KINDS[kind], "pages": pages, "folded": kind in FOLDED}
        for kind, pages in parts.items()
        if pages
    ]
    shown.append({"name": gettext("Running, translating and building it"), "pages": building, "folded": True})
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
    head, heading, body = str(made.html).partition("</h1>")
    if not heading:
        head, body = "", str(made.html)
    shown = {
        "found": found,
        "made": made,
        "head": SafeString(head + heading),
        "body": SafeString(body),
        "kind": KINDS[found.folder],
        "english_only": found.language != _language(),
    }
    return render(request, "web/help_page.html", shown)
