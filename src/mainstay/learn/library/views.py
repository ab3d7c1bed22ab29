"""The library: tools, guides and reports, in which languages, under which licence."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.cases.selectors import head_of
from mainstay.common import files
from mainstay.common.errors import NotFound
from mainstay.common.models import Attachment
from mainstay.common.texts import noop
from mainstay.learn.lessons.selectors import pages_of_learning, search
from mainstay.page.doors import door
from mainstay.page.listing import listed
from mainstay.page.words import counted, named

from .models import Document, ToolUse
from .selectors import documents_visible
from .tables import DOCUMENT_MARKS, LANGUAGE_MARKS, DocumentTable, language_columns, standing

USES = {"USE": _("used"), "REQUEST": _("asked for"), "INTEGRATION": _("built into own procedures")}


class LibraryFilter(forms.Form):
    """What the library is narrowed by."""

    words = forms.CharField(required=False, label=_("Contains"), max_length=80)
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    language = forms.ChoiceField(
        required=False, label=_("Language"), choices=[("", _("All")), *settings.LANGUAGES]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (code, named("reference_lists.knowledge_types", code))
            for code in playbook.current().lists.knowledge_types
        ]
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]


@door("learn.read_library")
def library(request: HttpRequest) -> HttpResponse:
    """Show the documents that the reader may see, each with how far it is in every language."""
    form = LibraryFilter(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    rows = documents_visible(_viewer(request)).prefetch_related("translations")
    if given.get("kind"):
        rows = rows.filter(kind=given["kind"])
    if given.get("language"):
        reviewed = Q(translations__language=given["language"], translations__state="REVIEWED")
        rows = rows.filter(reviewed | Q(language=given["language"])).distinct()
    if given.get("words"):
        hits = search(_viewer(request), given["words"], kinds=["document"], limit=200)
        rows = rows.filter(pk__in=[hit.record_id for hit in hits])
    count = rows.count()
    text = ngettext("{count} document.", "{count} documents.", count)
    shown = {
        "title": gettext("Library"),
        "question": gettext("Which tool is there, and in which language?"),
        "answer": counted(count, text, none=gettext("No document here.")),
        "tabs": pages_of_learning(_viewer(request), "library"),
    }
    table = DocumentTable(rows, extra_columns=language_columns())
    return listed(request, "page/list.html", table, shown, name="library", filters=form)


def _answer(found: Document) -> str:
    """Return what a document is and whether the reader may use it."""
    facts = {"kind": named("reference_lists.knowledge_types", found.kind), "licence": found.licence}
    if not found.licence:
        words = gettext("{kind}. No licence is named: ask before you share it.")
    elif "ND" in found.licence.upper().replace("-", " ").split():
        words = gettext("{kind}. Everybody may share it unchanged, naming its source ({licence}).")
    elif found.licence.upper().startswith("CC0"):
        words = gettext("{kind}. Everybody may use and share it ({licence}).")
    elif found.licence.upper().startswith("CC"):
        words = gettext("{kind}. Everybody may use and share it, naming its source ({licence}).")
    else:
        words = gettext("{kind}. Read its licence before you share it: {licence}.")
    return words.format(**facts)


def _viewer(request: HttpRequest) -> Person | AnonymousUser:
    return request.user


def _found(request: HttpRequest, uid: str) -> Document:
    found = (
        documents_visible(_viewer(request))
        .filter(uid=uid)
        .select_related("case", "country", "added_by")
        .first()
    )
    if found is None:
        raise NotFound("no_document", noop("There is no such document here, or it is not yours to see."))
    return found


@door("learn.read_library")
def document_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one document: what it is, its versions and languages, who used it."""
    viewer, found = _viewer(request), _found(request, uid)
    languages = dict(settings.LANGUAGES)
    translations = {
        row.language: row for row in found.translations.select_related("drafted_by", "reviewed_by")
    }
    inside = isinstance(viewer, Person) and may(viewer, "learn.read_documents", found)
    shown = {
        "document": found,
        "mark": DOCUMENT_MARKS[found.state],
        "kind": named("reference_lists.knowledge_types", found.kind),
        "answer": _answer(found),
        "head": head_of(viewer, found.case.reference) if found.case and isinstance(viewer, Person) else None,
        "versions": list(found.versions.select_related("added_by")) if inside else list(found.versions.all()[:1]),
        "inside": inside,
        "languages": [
            (code, languages.get(code, code), translations.get(code), *LANGUAGE_MARKS[state])
            for code, state in standing(found).items()
            if inside or state in {"SOURCE", "REVIEWED"}
        ],
        "uses": [(USES[row.kind], row) for row in visible(ToolUse.objects.filter(document=found), viewer, "learn.read_documents").select_related("country")[:20]],
    }  # fmt: skip
    return render(request, "library/document.html", shown)


@door("learn.read_library")
def document_file(request: HttpRequest, uid: str, language: str) -> FileResponse:
    """Return the newest file of a document in one language; a draft translation to those inside alone."""
    viewer, found = _viewer(request), _found(request, uid)
    held: Any = found.versions.first() if language == found.language else None
    if held is None:
        held = found.translations.filter(language=language).first()
        inside = isinstance(viewer, Person) and may(viewer, "learn.read_documents", found)
        held = held if held is not None and (inside or held.state == "REVIEWED") else None
    file = Attachment.objects.filter(pk=held.attachment_id).first() if held is not None else None
    if file is None or not files.path_of(file.sha256).exists():
        raise NotFound(
            "no_file", noop("This document has no file in that language. Look which languages it has.")
        )
    stream = files.path_of(file.sha256).open("rb")
    return FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.content_type)
