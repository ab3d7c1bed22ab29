"""Reads of the library, and what institutional indicators count from it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.learn.lessons.selectors import register_searchable
from mainstay.measure.selectors.institutions import provide

from .models import Document, ToolUse

Viewer = Person | AnonymousUser
REGISTER = {"USE": "TOOL_USE", "REQUEST": "PRODUCT_REQUEST", "INTEGRATION": "PRODUCT_INTEGRATION"}


def documents_visible(person: Viewer) -> QuerySet[Document]:
    """Return the documents that `person` may read: published public ones for everybody, the others by right."""
    everybody = visible(Document.objects.filter(state="PUBLISHED", public=True), person, "learn.read_library")
    inside = visible(Document.objects.all(), person, "learn.read_documents")
    return Document.objects.filter(Q(pk__in=everybody.values("pk")) | Q(pk__in=inside.values("pk")))


def languages_of(document: Document) -> dict[str, str]:
    """Return how far a document is in each language: SOURCE, DRAFT, REVIEWED, OUTDATED."""
    found = {row.language: row.state for row in document.translations.all()}
    return {document.language: "SOURCE", **found}


def uses_counted() -> Iterator[Mapping[str, Any]]:
    """Yield the uses, requests and integrations of documents as the registers of measure count them."""
    for use in ToolUse.objects.select_related("document", "country"):
        yield {
            "kind": REGISTER[use.kind],
            "key": f"use:{use.pk}",
            "day": use.used_on,
            "country": use.country_id,
            "region": use.country.region if use.country else None,
            "tool": use.document.title,
            "user_type": use.user_type,
            "level": use.level,
            "language": use.document.language,
            "type": use.document.kind,
        }


def products_counted() -> Iterator[Mapping[str, Any]]:
    """Yield each published document once in each language in which it can be read."""
    published = Document.objects.filter(state="PUBLISHED", public=True).prefetch_related("translations")
    for document in published:
        reviewed = [row.language for row in document.translations.all() if row.state == "REVIEWED"]
        for language in [document.language, *reviewed]:
            yield {
                "kind": "PRODUCT",
                "key": f"document:{document.pk}:{language}",
                "day": document.published_at.date() if document.published_at else document.added_at.date(),
                "country": document.country_id,
                "language": language,
                "type": document.kind,
            }


register_searchable("document", documents_visible)
provide("register", uses_counted)
provide("register", products_counted)
