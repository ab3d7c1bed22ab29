"""Lists of what was published: its versions, and the cells of one as outsiders read them."""

from decimal import Decimal
from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import DayColumn, ListTable, NumberColumn, StateColumn
from mainstay.page.words import number

from . import PUBLICATION_MARKS, FrameworkTable, indicator_words, shown_value


class PublicationTable(ListTable):
    """One line for each version of what was published."""

    title = django_tables2.Column(verbose_name=_("Title"))
    version = NumberColumn(verbose_name=_("Version"))
    as_of = DayColumn(verbose_name=_("As of"))
    state = StateColumn(verbose_name=_("State"), marks=PUBLICATION_MARKS)
    reason = django_tables2.Column(verbose_name=_("Why it was corrected"), orderable=False)
    published_by = django_tables2.Column(verbose_name=_("Signed off by"), accessor="published_by__name")
    published_at = DayColumn(verbose_name=_("Published"))

    nothing = _("Nothing is published yet. Look at the preview first: it says what outsiders could infer.")

    def render_title(self, value: str, record: Any) -> Any:
        """Return the title as a link to that version."""
        return format_html('<a href="{}">{}</a>', reverse("public_figures", args=[record.uid]), value)

    def value_title(self, value: str) -> str:
        """Return the title."""
        return value

    def render_version(self, value: int, record: Any) -> Any:
        """Return the version as a link to its record, where it is corrected or withheld."""
        address = reverse("record", args=["measure", "publication", record.pk])
        return format_html('<a href="{}">{}</a>', address, value)


class PublishedTable(ListTable):
    """One line for each cell as outsiders read it; a hidden one says so."""

    code = django_tables2.Column(verbose_name=_("Indicator"))
    group = django_tables2.Column(verbose_name=_("Group"), empty_values=())
    value = NumberColumn(verbose_name=_("Value"), empty_values=())
    target = NumberColumn(verbose_name=_("Target"))
    grade = django_tables2.Column(verbose_name=_("Can it be trusted?"))

    nothing = _("These figures are withheld.")

    def render_code(self, record: dict[str, Any]) -> Any:
        """Return name and code."""
        name = indicator_words(record["code"], record["name"])
        return format_html('{} <small class="quiet ref">{}</small>', name, record["code"])

    def value_code(self, record: dict[str, Any]) -> str:
        """Return code and name."""
        return f"{record['code']} {record['name']}"

    def render_group(self, record: dict[str, Any]) -> str:
        """Return the group in words."""
        return str(record["words"])

    def value_group(self, record: dict[str, Any]) -> str:
        """Return the group as files hold it."""
        return str(record["group"])

    def render_value(self, record: dict[str, Any]) -> Any:
        """Return the value with its unit, or that it is hidden."""
        if record["hidden"]:
            return format_html('<span class="mark skipped">{}</span>', gettext("hidden: too few persons"))
        if record["value"] is None:
            return format_html('<span class="mark skipped">{}</span>', gettext("not shown"))
        return shown_value(Decimal(record["value"]), record["unit"], record["group"])

    def value_value(self, record: dict[str, Any]) -> Any:
        """Return the bare value; a hidden one is empty."""
        return Decimal(record["value"]) if record["value"] is not None else None

    def render_target(self, value: str) -> str:
        """Return the target."""
        return number(Decimal(value))

    def value_target(self, value: str | None) -> Any:
        """Return the bare target."""
        return Decimal(value) if value is not None else None

    render_grade = FrameworkTable.render_grade
