"""The list of documents, each with how far it is in every language."""

from typing import Any

import django_tables2
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import DayColumn, ListTable, NamedColumn, StateColumn

DOCUMENT_MARKS = {
    "DRAFT": ("ahead", _("draft")), "PUBLISHED": ("done", _("published")), "WITHDRAWN": ("skipped", _("withdrawn")),
}  # fmt: skip
LANGUAGE_MARKS = {
    "SOURCE": ("done", _("original")), "REVIEWED": ("done", _("reviewed")), "DRAFT": ("waiting", _("draft")),
    "OUTDATED": ("late", _("of an older version")),
}  # fmt: skip


class DocumentTable(ListTable):
    """One line for each document; the languages stand side by side."""

    title = django_tables2.Column(verbose_name=_("Document"))
    kind = NamedColumn(verbose_name=_("Kind"), collection="reference_lists.knowledge_types")
    state = StateColumn(verbose_name=_("State"), marks=DOCUMENT_MARKS)
    licence = django_tables2.Column(verbose_name=_("Licence"))
    added_at = DayColumn(verbose_name=_("Added"))

    nothing = _("What is published under a licence is open to everybody; the rest to those inside.")  # fmt: skip

    def render_title(self, value: str, record: Any) -> Any:
        """Return the title as a link."""
        return format_html('<a href="{}">{}</a>', reverse("document", args=[record.uid]), value)

    def value_title(self, value: str) -> str:
        """Return the title."""
        return value


class LanguageColumn(StateColumn):
    """How far a document is in one language; – where nobody has begun."""

    def __init__(self, code: str, **kwargs: Any) -> None:
        super().__init__(marks=LANGUAGE_MARKS, empty_values=(), orderable=False, **kwargs)
        self.code = code

    def render(self, record: Any) -> Any:
        """Return the mark."""
        state = standing(record).get(self.code, "")
        return super().render(state) if state else "–"

    def value(self, record: Any) -> str:
        """Return the word."""
        state = standing(record).get(self.code, "")
        return super().value(state) if state else "–"


def standing(record: Any) -> dict[str, str]:
    """Return how far a document is in each language, from rows that were fetched with it."""
    found = {row.language: row.state for row in record.translations.all() if row.language != record.language}
    return {record.language: "SOURCE", **found}


def language_columns() -> list[tuple[str, LanguageColumn]]:
    """Return a column for each language of the house."""
    return [(f"in_{code}", LanguageColumn(code, verbose_name=name)) for code, name in settings.LANGUAGES]
