"""Documents in other languages: drafted by one, reviewed by another."""

from typing import BinaryIO

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock, files
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.learn.library import rules
from mainstay.learn.library.models import Document, DocumentTranslation

from .documents import index_document


def draft_translation(
    *,
    by: Person,
    document: Document,
    language: str,
    title: str,
    stream: BinaryIO,
    filename: str,
    machine: bool = False,
) -> DocumentTranslation:
    """Return the draft of a document in another language; a new draft replaces an old one and is read again."""
    with act("learn.draft_translation", by=by, on=document) as entry:
        newest = document.versions.order_by("-number").values_list("number", flat=True).first()
        if language == document.language or not title.strip() or newest is None:
            raise BadInput(
                "translation", _("Translate a document that is there, into another language, with its title.")
            )
        before = DocumentTranslation.objects.filter(document=document, language=language).first()
        state = rules.TRANSLATION.move(before.state, "redraft") if before else rules.TRANSLATION.start
        held = files.attach(stream, name=filename, record=document, by=by.pk)
        made, _created = DocumentTranslation.objects.update_or_create(
            document=document,
            language=language,
            defaults={
                "title": title.strip(),
                "of_version": newest,
                "attachment_id": held.pk,
                "machine": machine,
                "state": state,
                "drafted_by": by,
                "drafted_at": clock.now(),
                "reviewed_by": None,
                "reviewed_at": None,
            },
        )
        entry.on(made)
        entry.note(language=language, version=newest, machine=machine)
        index_document(document)
    return made


def review_translation(*, by: Person, translation: DocumentTranslation) -> None:
    """Say that a translation says what the document says; never by who drafted it."""
    with act("learn.review_translation", by=by, on=translation) as entry:
        state = rules.TRANSLATION.move(translation.state, "review")
        entry.change("state", translation.state, state)
        translation.state, translation.reviewed_by, translation.reviewed_at = state, by, clock.now()
        translation.save(update_fields=["state", "reviewed_by", "reviewed_at"])
