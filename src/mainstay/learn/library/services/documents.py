"""Putting documents into the library, publishing and withdrawing them."""

from collections.abc import Sequence
from typing import BinaryIO

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.common import clock, files
from mainstay.common.errors import BadInput, require
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.learn.lessons.services.indexing import forget_record, index_record
from mainstay.learn.library import rules
from mainstay.learn.library.models import Document, DocumentVersion


def upload_document(
    *, by: Person, stream: BinaryIO, filename: str, title: str, kind: str, language: str = "en", licence: str = "",
    abstract: str = "", authors: str = "", text: str = "", public: bool = False, case: Case | None = None,
    country: Country | None = None, topics: Sequence[str] = (), source: str = "",
) -> Document:  # fmt: skip
    """Return a draft document with its first version; `text` is what the search reads beside title and abstract."""
    places = [("country", country.iso3), ("region", country.region)] if country else []
    on = case if case is not None else places or [holding.scope for holding in holdings(by)]
    with act("learn.upload_document", by=by, on=on) as entry:
        if not title.strip() or kind not in playbook.current().lists.knowledge_types:
            kinds = ", ".join(playbook.current().lists.knowledge_types)
            raise BadInput(
                "document", _("Give the document a title and one of these kinds: {kinds}."), kinds=kinds
            )
        document = Document.objects.create(
            title=title.strip(),
            abstract=abstract.strip(),
            kind=kind,
            language=language,
            authors=authors.strip(),
            licence=licence,
            source=source,
            public=public,
            case=case,
            country=country,
            topics=list(topics),
            added_by=by,
            added_at=clock.now(),
            synthetic=bool(case and case.synthetic),
        )
        entry.on(document)
        entry.note(title=document.title, kind=kind)
        _add(document, by, stream, filename, text=text, what_changed="")
    return document


def upload_version(
    *, by: Person, document: Document, stream: BinaryIO, filename: str, what_changed: str, text: str = ""
) -> DocumentVersion:
    """Return the next version of a document; translations of the one before are out of date."""
    with act("learn.upload_document", by=by, on=document) as entry:
        if not what_changed.strip():
            raise BadInput("no_change", _("Say what changed since the version before."))
        version = _add(document, by, stream, filename, text=text, what_changed=what_changed.strip())
        outdated = document.translations.filter(state="REVIEWED").update(state="OUTDATED")
        entry.note(version=version.number, sha256=version.sha256, outdated=outdated)
    return version


def _add(
    document: Document, by: Person, stream: BinaryIO, filename: str, *, text: str, what_changed: str
) -> DocumentVersion:
    data_class = "PUBLIC" if document.public else "INTERNAL"
    held = files.attach(stream, name=filename, record=document, by=by.pk, data_class=data_class)
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = DocumentVersion.objects.create(
        document=document,
        number=last + 1,
        attachment_id=held.pk,
        sha256=held.sha256,
        what_changed=what_changed,
        text=text,
        added_by=by,
        added_at=clock.now(),
    )
    index_document(document, text=text)
    return version


def index_document(document: Document, *, text: str | None = None) -> None:
    """Let the search find a document by title, abstract, authors, topics, text, and its titles in other languages."""
    if text is None:
        text = document.versions.order_by("-number").values_list("text", flat=True).first() or ""
    titles = document.translations.values_list("title", flat=True)
    body = " ".join([document.abstract, document.authors, *document.topics, *titles, text])
    index_record(
        "document",
        document.pk,
        title=document.title,
        body=body,
        dated_on=document.added_at.date(),
        language=document.language,
    )


def publish_document(*, by: Person, document: Document) -> None:
    """Publish a document under its licence."""
    with act("learn.publish_document", by=by, on=document) as entry:
        require(
            rules.why_not_publish(
                licence=document.licence, versions=document.versions.count(), public=document.public
            )
        )
        state = rules.DOCUMENT.move(document.state, "publish")
        entry.change("state", document.state, state)
        document.state, document.published_at = state, clock.now()
        document.save(update_fields=["state", "published_at"])
        index_document(document)


def withdraw_document(*, by: Person, document: Document, reason: str) -> None:
    """Take a document from the public and from the search; its versions stay."""
    with act("learn.withdraw_document", by=by, on=document, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("no_reason", _("Say why the document is withdrawn."))
        state = rules.DOCUMENT.move(document.state, "withdraw")
        entry.change("state", document.state, state)
        document.state, document.withdrawn_reason = state, reason.strip()
        document.save(update_fields=["state", "withdrawn_reason"])
        forget_record("document", document.pk)
