"""The register of tools and guidelines in their languages: the library seen by one pattern with all registers."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common.texts import noop
from mainstay.exchange.tables import Column
from mainstay.learn.library import rules
from mainstay.learn.library.models import Document
from mainstay.learn.library.selectors import documents_visible
from mainstay.page.words import enumerated, language_name, named, number
from mainstay.partners.methods.register_share import register_share
from mainstay.partners.selectors.registers import Board, Figure, Register, keep

from . import DOCUMENT_MARKS, LANGUAGE_MARKS, standing

#: Documents that the board shows at most, the latest first.
MOST = 50


def tools_figure(rows: QuerySet[Document]) -> Figure:
    """Return how many published tools can be read in two languages or more, and how often tools were used."""
    published = rows.filter(state="PUBLISHED").order_by()
    counted = published.annotate(
        reviewed=Count("translations", filter=Q(translations__state="REVIEWED"), distinct=True)
    )
    whole, part = published.count(), counted.filter(reviewed__gte=1).count()
    share = register_share(part, whole)
    if share is None:
        words = gettext("No tool is published yet.")
    else:
        words = gettext("In two languages or more: {part} of {whole} that are published ({share} %).").format(
            part=number(part), whole=number(whole), share=number(round(share))
        )
    uses = rows.aggregate(uses=Count("uses", distinct=True))["uses"]
    words = gettext("{words} Recorded uses, requests and integrations: {uses}.").format(
        words=words, uses=number(uses)
    )
    how = gettext("Published documents; a language counts once another person has reviewed the translation.")
    return Figure(words, how)


def language_board(person: Person) -> Board:
    """Return the published documents, each with how far it is in every language of the house."""
    languages = [code for code, _name in settings.LANGUAGES]
    rows = documents_visible(person).filter(state="PUBLISHED").prefetch_related("translations")
    return Board(
        gettext("Documents and languages"),
        [gettext("Document"), *(str(name) for _code, name in settings.LANGUAGES)],
        [
            (document.title, list(_cells(document, languages)))
            for document in rows.order_by("-published_at")[:MOST]
        ],
    )


def _cells(document: Document, languages: list[str]) -> Iterator[tuple[str, str]]:
    there = standing(document)
    for language in languages:
        mark, word = LANGUAGE_MARKS.get(there.get(language, ""), ("ahead", _("none")))
        yield mark, str(word)


def _languages(document: Document) -> str:
    return ", ".join(sorted(standing(document)))


def _readable(document: Document) -> Iterator[str]:
    """Yield the languages of a document; what is not the original nor reviewed says that it is a draft."""
    for language, state in sorted(standing(document).items()):
        name = language_name(language)
        yield name if state in {"SOURCE", "REVIEWED"} else gettext("{language} (draft)").format(language=name)


def _kinds() -> dict[str, tuple[str, ...]]:
    known = playbook.current().lists.knowledge_types
    return {code: (named("reference_lists.knowledge_types", code), code) for code in known}


class LibraryRegister(Register):
    """The library's own sight: public documents for everybody, the others by right."""

    def lines(self, person: Person) -> QuerySet[Any]:
        """Return the documents that `person` may read."""
        return documents_visible(person).select_related(*self.related).prefetch_related("translations")

    def address(self, line: Any) -> str:
        """Return the address of a document's own page."""
        return reverse("document", args=[line.uid])


keep(
    LibraryRegister(
        code="tools",
        order=90,
        title=_("Tools and guidelines"),
        question=_("What can be read in which language, and is it used?"),
        nothing=_("No tool is in the library yet. Upload one with its licence."),
        model=Document,
        workflow=rules.DOCUMENT,
        marks=DOCUMENT_MARKS,
        settled=frozenset({"PUBLISHED", "WITHDRAWN"}),
        reads="learn.read_documents",
        enters="learn.upload_document",
        stage="learn.library",
        verb="upload-document",
        takes_files=False,
        columns=lambda: (
            Column("kind", noop("Kind"), "choice", choices=_kinds()),
            Column("language", noop("Language")),
            Column("languages", noop("Languages")),
            Column("licence", noop("Licence")),
            Column("authors", noop("Authors")),
            Column("abstract", noop("What it is about"), multiline=True),
        ),
        paths={
            "owner": "added_by",
            "due_on": None,
            "case_key": "case_id",
            "case": "case_id",
            "evidence": "source",
        },
        computed={"languages": _languages},
        faces={
            "language": (_("Original"), lambda line: language_name(line.language)),
            "languages": (
                _("Can be read in"),
                lambda line: enumerated(_readable(line)),
            ),
        },
        adds=_("Upload a tool"),
        related=("added_by", "country"),
        shown=("kind", "language", "languages", "licence"),
        figure=tools_figure,
        board=language_board,
        counts_for=("IF-02", "IF-09"),
    )
)
