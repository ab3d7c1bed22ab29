"""Lists of measure: projects with figures, a framework, a figure by groups, the rows behind it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.measure.methods.groups import group_of
from mainstay.page.tables import CaseColumn, DayColumn, ListTable, NumberColumn
from mainstay.page.words import day, named, number

DIMENSIONS = {
    "sex": _("Sex"), "age_band": _("Age"), "month": _("Month"), "site": _("Site"), "location": _("Place"),
    "area": _("Place"), "disability": _("Disability"), "population_status": _("Population group"), "status": _("Population group"),
    "nationality": _("Nationality"), "task_class": _("Task"), "payment_channel": _("Way of payment"), "currency": _("Currency"),
    "project": _("Project"), "country": _("Country"), "occupation": _("Occupation"),
}  # fmt: skip
SEXES = {"F": _("women"), "M": _("men"), "X": _("another sex")}
LIGHTS = {
    "on_track": ("done", _("on track")), "behind": ("waiting", _("behind")), "far_behind": ("late", _("far behind")),
    "too_few": ("ahead", _("too little data")),
}  # fmt: skip
GRADES = {
    "A": _("counted and verified by a sample"), "B": _("counted from certified records"),
    "C": _("estimated from a sample"), "D": _("indicative, to confirm"),
}  # fmt: skip


def cell_words(text: str, sites: Mapping[str, str] | None = None) -> str:
    """Return a cell in words: “women”, “Mar 2026”, “S01 Drains · women”; “all” for the whole."""
    parts = [_value(dimension, value, sites or {}) for dimension, value in group_of(text)]
    return " · ".join(parts) or gettext("all")


def _value(dimension: str, value: str, sites: Mapping[str, str]) -> str:
    if value == "unknown":
        return gettext("not known")
    if dimension == "site":
        return sites.get(value, value)
    if dimension == "sex":
        return str(SEXES.get(value, value))
    if dimension == "month" and len(value) == 7:
        return month_shown(value)
    if dimension == "population_status":
        return named("reference_lists.population_status", value)
    if dimension == "age_band":
        return named("reference_lists.age_bands", value)
    return value


def month_shown(text: str) -> str:
    """Return ``2026-03`` as “Mar 2026”."""
    return date_format(date(int(text[:4]), int(text[5:7]), 1), "M Y")


class ResultTable(ListTable):
    """One line for each project with figures."""

    reference = django_tables2.Column(verbose_name=_("Project"))
    title = django_tables2.Column(verbose_name=_("Title"))
    case = CaseColumn()
    indicators = NumberColumn(verbose_name=_("Indicators"))
    computed = DayColumn(verbose_name=_("Counted on"))

    nothing = _("No project has indicators yet. The monitoring officer chooses them from the catalogue.")

    def render_reference(self, record: Any) -> Any:
        """Return the reference as a link to the figures."""
        return format_html('<a href="{}">{}</a>', reverse("figures", args=[record.uid]), record.reference)

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value


class FrameworkTable(ListTable):
    """One line for each indicator of a project: what was reached, what was promised."""

    code = django_tables2.Column(verbose_name=_("Indicator"))
    value = NumberColumn(verbose_name=_("Reached"), empty_values=())
    target = NumberColumn(verbose_name=_("Target"))
    percent = NumberColumn(verbose_name=_("Share of the target, %"), places=0)
    light = django_tables2.Column(verbose_name=_("State"))
    grade = django_tables2.Column(verbose_name=_("Can it be trusted?"))

    nothing = _("No indicator is locked yet. Choose and lock them, then count.")

    def render_code(self, record: dict[str, Any]) -> Any:
        """Return name and code as a link."""
        return format_html(
            '<a href="{}">{}</a> <small class="quiet">{}</small>',
            record["link"],
            record["name"],
            record["code"],
        )

    def value_code(self, record: dict[str, Any]) -> str:
        """Return code and name."""
        return f"{record['code']} {record['name']}"

    def render_value(self, record: dict[str, Any]) -> Any:
        """Return the value with its unit, or why there is none."""
        if record["withheld"]:
            return format_html('<span class="mark skipped">{}</span>', gettext("too few to show"))
        return f"{number(record['value'])} {record['unit']}"

    def value_value(self, record: dict[str, Any]) -> Any:
        """Return the bare value."""
        return record["value"]

    def render_light(self, value: str) -> Any:
        """Return the mark of the light."""
        return format_html('<span class="mark {}">{}</span>', *LIGHTS.get(value, ("ahead", value)))

    def value_light(self, value: str) -> str:
        """Return the word of the light."""
        return str(LIGHTS.get(value, ("", value))[1])

    def render_grade(self, value: str) -> Any:
        """Return what the grade means."""
        return GRADES.get(value, value)


class PlainColumn(django_tables2.Column):
    """A value of a row as it stands: numbers are keys and years here, so that nothing is grouped."""

    def render(self, value: Any) -> str:
        """Return the value as it is read."""
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        return day(value) if isinstance(value, date) else str(value)

    def value(self, value: Any) -> Any:
        """Return the value as it is exported."""
        return value


class RowTable(ListTable):
    """The pseudonymised rows behind a figure, with the columns that the facts hold."""

    nothing = _("No row stands behind this cell.")


def span_words(first: Any, last: Any) -> str:
    """Return the days that a figure covers."""
    if first is None:
        return gettext("until {last}").format(last=date_format(last, "j M Y"))
    return f"{date_format(first, 'j M Y')} – {date_format(last, 'j M Y')}"
