"""Lists of watch: countries, alerts, readings of a series."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page import charts
from mainstay.page.tables import DayColumn, ListTable, MarkColumn, NumberColumn
from mainstay.page.words import country_name, day, named, number, said

ALERT_MARKS = {
    "WATCH": ("waiting", _("watch")),
    "ALERT": ("late", _("alert")),
    "ACTIVATED": ("open", _("became a case")),
    "CLOSED_EVENT": ("done", _("closed: it came")),
    "CLOSED_FALSE": ("skipped", _("closed: false")),
    "NORMAL": ("ahead", _("normal")),
}


def period_shown(on: date, period: str) -> str:
    """Return a period as it is read: 2024, Mar 2024, or the day."""
    if period == "Y":
        return str(on.year)
    return date_format(on, "M Y") if period in {"M", "Q"} else day(on)


class SignalColumn(django_tables2.Column):
    """A value with its year; a stale one says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        number_cell = {"th": {"class": "number"}, "td": {"class": "number"}}
        super().__init__(*args, attrs=number_cell, **kwargs)

    def render(self, value: Any) -> Any:
        """Return the value and its year."""
        shown, on, stale = value
        mark = format_html(' <span class="stale">{}</span>', gettext("stale")) if stale else ""
        return format_html('{} <small class="quiet">{}</small>{}', number(shown, 1), str(on.year), mark)

    def value(self, value: Any) -> Any:
        """Return the bare value."""
        return value[0] if value else None


class CountryTable(ListTable):
    """One line for each country."""

    country = django_tables2.Column(verbose_name=_("Country"), order_by="country__name")
    region = django_tables2.Column(verbose_name=_("Region"))
    unemployment = SignalColumn(verbose_name=_("Unemployment, %"))
    youth_unemployment = SignalColumn(verbose_name=_("Youth unemployment, %"))
    informality = SignalColumn(verbose_name=_("Informal employment, %"))
    inform = SignalColumn(verbose_name=_("INFORM Risk, 0–10"))
    alert = MarkColumn(verbose_name=_("Alert"), empty_values=("", None))
    cases = NumberColumn(verbose_name=_("Open cases"))

    nothing = _("No country is loaded. Run: mainstay setup.")

    def render_country(self, value: Any) -> Any:
        """Return the country's name as a link."""
        return format_html(
            '<a href="{}">{}</a>', reverse("country", args=[value.pk]), country_name(value.names, value.name)
        )

    def value_country(self, value: Any) -> str:
        """Return the country's name."""
        return country_name(value.names, value.name)

    def render_region(self, value: str) -> str:
        """Return the region's name in the reader's language."""
        return said(value)

    def render_alert(self, value: str) -> Any:
        """Return the mark of the open alert."""
        return format_html('<span class="mark {}">{}</span>', *ALERT_MARKS[value])

    def value_alert(self, value: str) -> str:
        """Return the word of the open alert."""
        return str(ALERT_MARKS[value][1])


class AlertTable(ListTable):
    """One line for each alert."""

    reference = django_tables2.Column(verbose_name=_("Alert"))
    title = django_tables2.Column(verbose_name=_("What"))
    country = django_tables2.Column(verbose_name=_("Country"), order_by="country__name")
    state = MarkColumn(verbose_name=_("State"))
    raised_at = DayColumn(verbose_name=_("Raised"))
    workers = django_tables2.Column(verbose_name=_("Workers concerned"), empty_values=(), orderable=False)
    case = django_tables2.Column(verbose_name=_("Case"))

    nothing = _("The thresholds are checked each night. An indicator that crosses one raises an alert here.")

    def render_reference(self, value: str) -> Any:
        """Return the number as a link to the alert."""
        return format_html('<a href="{}">{}</a>', reverse("alert", args=[value]), value)

    def value_reference(self, value: str) -> str:
        """Return the number."""
        return value

    def render_title(self, value: str, record: Any) -> Any:
        """Return what the alert is about, marked when it is made up."""
        if not record.synthetic:
            return value
        return format_html('{} <span class="synthetic">{}</span>', value, gettext("Synthetic"))

    def value_title(self, value: str) -> str:
        """Return what the alert is about, for a file."""
        return value

    def render_country(self, value: Any) -> Any:
        """Return the country as a link."""
        return format_html(
            '<a href="{}#alerts">{}</a>',
            reverse("country", args=[value.pk]),
            country_name(value.names, value.name),
        )

    def value_country(self, value: Any) -> str:
        """Return the country's name."""
        return country_name(value.names, value.name)

    def render_state(self, value: str) -> Any:
        """Return the mark of the state."""
        return format_html('<span class="mark {}">{}</span>', *ALERT_MARKS[value])

    def value_state(self, value: str) -> str:
        """Return the word of the state."""
        return str(ALERT_MARKS[value][1])

    def render_workers(self, record: Any) -> str:
        """Return the range of workers concerned."""
        if record.workers_low is None:
            return "–"
        return f"{number(record.workers_low)}–{number(record.workers_high)}"

    def render_case(self, value: Any) -> Any:
        """Return the case as a link."""
        return format_html('<a href="{}">{}</a>', reverse("case", args=[value.reference]), value.reference)

    def value_case(self, value: Any) -> str:
        """Return the case's reference."""
        return str(value.reference)


READING_MARKS = {
    "COUNTED": ("done", _("in use")),
    "TO_CONFIRM": ("waiting", _("to confirm")),
    "REFUSED": ("skipped", _("refused")),
    "SUPERSEDED": ("skipped", _("replaced")),
}


class ReadingTable(ListTable):
    """One line for each reading of a series."""

    on = django_tables2.Column(verbose_name=_("Period"))
    value = NumberColumn(verbose_name=_("Value"), places=2)
    state = MarkColumn(verbose_name=_("State"))
    source = django_tables2.Column(
        verbose_name=_("Source"), accessor="item__vintage__source__name", default=_("entered by hand")
    )
    vintage = django_tables2.Column(verbose_name=_("Edition"), accessor="item__vintage__code")
    licence = django_tables2.Column(
        verbose_name=_("Licence"), accessor="item__vintage__source__licence", default="–"
    )
    method = django_tables2.Column(verbose_name=_("How it came about"))
    confidence = NumberColumn(verbose_name=_("Confidence, 1–3"))
    retrieved = DayColumn(verbose_name=_("Retrieved"), accessor="item__retrieved_at")
    note = django_tables2.Column(verbose_name=_("Note"))

    nothing = _("No reading of this series is known for this country.")

    def render_on(self, record: Any) -> str:
        """Return the year, the month or the day, as the series is counted."""
        return period_shown(record.on, record.series.period)

    def value_on(self, value: Any) -> str:
        """Return the first day of the period."""
        return str(value)

    def render_state(self, value: str) -> Any:
        """Return the mark of the state."""
        return format_html('<span class="mark {}">{}</span>', *READING_MARKS[value])

    def value_state(self, value: str) -> str:
        """Return the word of the state."""
        return str(READING_MARKS[value][1])


def _with_known(value: float, known: tuple[int, int]) -> Any:
    words = gettext("{known} of {all} parts known").format(known=number(known[0]), all=number(known[1]))
    return format_html('{}<br><small class="quiet">{}</small>', number(value, 1), words)


class BoardTable(ListTable):
    """One line for each country that warns."""

    country = django_tables2.Column(verbose_name=_("Country"), order_by="country__name")
    alert = django_tables2.Column(verbose_name=_("Alert"), order_by="level")
    drivers = django_tables2.Column(accessor="shown", verbose_name=_("Over the threshold"), orderable=False)
    # Scores of two countries rest on other parts: nobody is to put them in an order.
    score = NumberColumn(verbose_name=_("Warning score, of 10"), places=1, orderable=False)
    change = NumberColumn(verbose_name=_("Change in a quarter"), orderable=False)
    employment = NumberColumn(verbose_name=_("Work under threat, of 10"), places=1, orderable=False)
    in_case = django_tables2.BooleanColumn(verbose_name=_("In a case"), yesno="✓,–")

    nothing = _("No country warns, none has an alert or an open case. The thresholds are checked each night.")

    render_country, value_country = CountryTable.render_country, CountryTable.value_country

    def render_alert(self, value: Any) -> Any:
        """Return the mark of the alert as a link."""
        mark, word = ALERT_MARKS[value.state]
        address = reverse("alert", args=[value.reference])
        return format_html('<span class="mark {}"><a href="{}">{}</a></span>', mark, address, word)

    def value_alert(self, value: Any) -> str:
        """Return the alert's number."""
        return str(value.reference) if value else ""

    def render_score(self, value: float, record: Mapping[str, Any]) -> Any:
        """Return the score with how much was known for it."""
        return _with_known(value, record["known"])

    def render_employment(self, value: float, record: Mapping[str, Any]) -> Any:
        """Return the score of work with how much was known for it."""
        return _with_known(value, record["employment_known"])

    def render_change(self, value: float) -> Any:
        """Return the change with its sign; a rise is worse."""
        mark = "late" if value > 0 else "done" if value < 0 else "ahead"
        return format_html(
            '<span class="mark {}">{}{}</span>', mark, "+" if value > 0 else "", number(value, 1)
        )

    def render_drivers(self, value: list[str], record: Mapping[str, Any]) -> Any:
        """Return the names of the indicators, marked where they were under the threshold a quarter ago."""
        lines = [
            format_html(
                '{}<br><small class="mark waiting">{}</small>', named("early_warning", code), gettext("new in this quarter")
            )
            if code in record["fresh"]
            else named("triggers", named("early_warning", code))
            for code in value
        ]  # fmt: skip
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) if lines else "–"

    def value_drivers(self, value: list[str]) -> str:
        """Return the codes of the indicators."""
        return ", ".join(value)


class PreparednessTable(ListTable):
    """One line for each country with a file."""

    country = django_tables2.Column(verbose_name=_("Country"), order_by="country__name")
    score = NumberColumn(verbose_name=_("Preparedness, of 100"), places=0)
    missing = NumberColumn(verbose_name=_("Missing"))
    expired = NumberColumn(verbose_name=_("Expired"))
    soon = NumberColumn(verbose_name=_("Expires soon"))

    nothing = _("No country has a file of readiness yet. Enter its first item on the country's page.")

    render_country, value_country = CountryTable.render_country, CountryTable.value_country

    def render_score(self, value: float) -> Any:
        """Return the score with its bar."""
        return format_html("{} {}", charts.bar(value, 100), number(value, 0))


RAN_MARKS = {
    "answered": ("done", _("answered")),
    "file": ("open", _("from a file")),
    "copy": ("open", _("from its own file")),
    "never": ("waiting", _("never run")),
}
ORIGINS = {
    "SHIPPED": _("came with the product"), "FILE": _("a file brought here"), "SOURCE": _("the source itself"),
    "": "–",
}  # fmt: skip


class SourceTable(ListTable):
    """One line for each edition of a source."""

    name = django_tables2.Column(verbose_name=_("Source"))
    owner = django_tables2.Column(verbose_name=_("Owner"))
    licence = django_tables2.Column(verbose_name=_("Licence"))
    ran = MarkColumn(verbose_name=_("Run against the source"))
    edition = django_tables2.Column(verbose_name=_("Edition"), attrs={"td": {"class": "ref"}})
    readings = NumberColumn(verbose_name=_("Readings"))
    faults = NumberColumn(verbose_name=_("Faults"))
    retrieved = DayColumn(verbose_name=_("Retrieved"))
    last_success = DayColumn(verbose_name=_("Last read"))
    last_failure = DayColumn(verbose_name=_("Last failure"))
    cause = django_tables2.Column(verbose_name=_("Cause and way out"))

    nothing = _("No source is registered. Run: mainstay watch update.")

    def render_name(self, value: str, record: Mapping[str, Any]) -> Any:
        """Return the name as a link to the source's page, marked where it has gone silent."""
        link = format_html('<a href="{}">{}</a>', reverse("source", args=[record["source"]]), value)
        mark = gettext("silent")
        return (
            format_html('{} <span class="mark late">{}</span>', link, mark)
            if record["silent_since"]
            else link
        )

    def value_name(self, value: str) -> str:
        """Return the name alone."""
        return value

    def render_ran(self, value: str) -> Any:
        """Return whether the connector was ever run against its source."""
        return format_html('<span class="mark {}">{}</span>', *RAN_MARKS[value])

    def value_ran(self, value: str) -> str:
        """Return the word alone."""
        return str(RAN_MARKS[value][1])


class EditionTable(ListTable):
    """One line for each edition that was taken in of a source."""

    code = django_tables2.Column(verbose_name=_("Edition"), attrs={"td": {"class": "ref"}})
    origin = django_tables2.Column(verbose_name=_("Taken from"))
    file_name = django_tables2.Column(verbose_name=_("File"))
    first_retrieved_at = DayColumn(verbose_name=_("First retrieved"))
    last_retrieved_at = DayColumn(verbose_name=_("Last retrieved"))
    items = NumberColumn(verbose_name=_("Items"))
    readings = NumberColumn(verbose_name=_("Readings"))
    faults = NumberColumn(verbose_name=_("Faults"))
    withdrawn_reason = django_tables2.Column(verbose_name=_("Withdrawn, because"))

    nothing = _("Nothing was taken in of this source yet.")

    def render_origin(self, value: str) -> str:
        """Return where the edition was taken from."""
        return str(ORIGINS[value])
