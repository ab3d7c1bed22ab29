"""The playbook: what we know, as it is in force here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from mainstay import playbook
from mainstay.page.doors import door
from mainstay.page.words import enumerated, named, parted, said, told
from mainstay.web.views.section_words import SECTIONS

#: What is read to people from the playbook as it stands.
READ_ALOUD = ("assessment_openings", "questions")


def in_words(name: str) -> str:
    """Return the name of a section or field as it is read: “reference_lists.donor_types” as “Reference lists: donor types”."""
    words = name.replace("_", " ").replace(".", ": ")
    return said(SECTIONS.get(name) or f"{words[:1].upper()}{words[1:]}")


def _unreviewed(section: str, code: str, field: str) -> bool:
    """Return whether what is read aloud to people, such as a text of consent, is a draft in the reader's language."""
    if section not in READ_ALOUD or not told(section, code, field):
        return False
    key = f"{section}/{code}/{field}"
    return playbook.current().why_not_field(key, get_language() or "en") is not None


def _name_of(section: str, entry: Any) -> str:
    name = named(section, entry.code)
    return "" if name == entry.code else name


def shown(value: Any) -> str:
    """Return a value of the playbook as it is read: lists with commas, parts with their names."""
    if isinstance(value, dict):
        return parted(f"{key.replace('_', ' ')}: {shown(part)}" for key, part in value.items())
    if isinstance(value, list):
        return enumerated(shown(part) for part in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value)


@door("playbook.read_playbook")
def contents(request: HttpRequest) -> HttpResponse:
    """Show the sections of the playbook with their sizes, its version, and what is to be confirmed."""
    book = playbook.current()
    to_confirm = {place.collection for place in book.to_confirm()}
    sections = [
        {"name": name, "words": in_words(name), "size": len(catalogue), "to_confirm": name in to_confirm}
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
            "name": _name_of(name, entry),
            "to_confirm": entry.code in marked,
            "fields": [
                (
                    in_words(field),
                    told(name, entry.code, field) or shown(value),
                    _unreviewed(name, entry.code, field),
                )
                for field, value in entry.model_dump(mode="json").items()
                if field not in {"code", "name", "title"} and value not in (None, "", [], {})
            ],
        }
        for entry in catalogue.values()
    ]
    return render(
        request,
        "web/playbook_section.html",
        {"name": in_words(name), "entries": entries, "version": book.version},
    )
