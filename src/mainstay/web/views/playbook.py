"""The playbook: what we know, as it is in force here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mainstay import playbook
from mainstay.page.doors import door


@door("playbook.read_playbook")
def contents(request: HttpRequest) -> HttpResponse:
    """Show the sections of the playbook with their sizes, its version, and what is to be confirmed."""
    book = playbook.current()
    to_confirm = {place.collection for place in book.to_confirm()}
    sections = [
        {"name": name, "size": len(catalogue), "to_confirm": name in to_confirm}
        for name, catalogue in book.collections()
    ]
    return render(request, "web/playbook.html", {"version": book.version, "sections": sections})


@door("playbook.read_playbook")
def section(request: HttpRequest, name: str) -> HttpResponse:
    """Show the entries of one section."""
    book = playbook.current()
    try:
        catalogue = book.collection(name)
    except KeyError:
        raise Http404 from None
    marked = {place.code for place in book.to_confirm() if place.collection == name}
    entries = [
        {
            "code": entry.code,
            "name": getattr(entry, "name", None)
            or getattr(entry, "title", None)
            or getattr(entry, "does", ""),
            "to_confirm": entry.code in marked,
            "fields": [
                (field, value)
                for field, value in entry.model_dump(mode="json").items()
                if field not in {"code", "name", "title"} and value not in (None, "", [], {})
            ],
        }
        for entry in catalogue.values()
    ]
    return render(
        request, "web/playbook_section.html", {"name": name, "entries": entries, "version": book.version}
    )
