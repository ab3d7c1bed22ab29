"""Lists of measure: projects with figures, a framework, a figure by groups, the rows behind it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import django_tables2
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.measure.methods.groups import group_of
from mainstay.measure.methods.wholes import Total, money_of
from mainstay.page import charts
from mainstay.page.tables import CaseColumn, DayColumn, ListTable, NumberColumn, StateColumn
from mainstay.page.units import measured, places_in
from mainstay.page.words import day, enumerated, named, number, told

SEXES = {"F": _("women"), "M": _("men"), "X": _("another sex")}
DIMENSIONS = {
    "sex": _("Sex"), "age_band": _("Age"), "month": _("Month"), "site": _("Site"), "location": _("Place"),
    "area": _("Place"), "disability": _("Disability"), "population_status": _("Population group"), "status": _("Population group"),
    "nationality": _("Nationality"), "task_class": _("Task"), "payment_channel": _("Way of payment"), "currency": _("Currency"),
    "project": _("Project"), "country": _("Country"), "occupation": _("Occupation"), "youth": _("Young people"),
    "functional_domain": _("Difficulty with"), "audience": _("For whom"), "certifier": _("Kind of certificate"), "what": _("What"),
    "employer_type": _("Kind of employer"), "component": _("Component"), "work_type": _("Kind of work"),
}  # fmt: skip
WAYS_OF_PAY = {"CASH": _("cash"), "BANK": _("bank"), "MOBILE": _("mobile money")}
YES_NO = {"yes": _("yes"), "no": _("no")}
#: What stands in a cell of these dimensions, by its word.
WORDS = {"sex": SEXES, "payment_channel": WAYS_OF_PAY, "disability": YES_NO, "functional_domain": YES_NO}
LIGHTS = {
    "on_track": ("done", _("on track")), "behind": ("waiting", _("behind")), "far_behind": ("late", _("far behind")),
    "too_few": ("ahead", _("too little data")),
}  # fmt: skip
GRADES = {
    "A": _("counted and verified by a sample"), "B": _("counted from certified records"),
    "C": _("estimated from a sample"), "D": _("indicative, to confirm"),
}  # fmt: skip

LEVEL_NAMES = {
    "impact": _("impact"), "outcome": _("outcome"), "output": _("output"), "process": _("process"),
}  # fmt: skip
PUBLICATION_MARKS = {
    "PUBLISHED": ("done", _("in force")), "CORRECTED": ("skipped", _("corrected since")), "WITHHELD": ("late", _("withheld")),
}  # fmt: skip
REPORT_MARKS = {
    "DRAFT": ("open", _("draft")), "SUBMITTED": ("waiting", _("waits for approval")), "APPROVED": ("done", _("approved")),
}  # fmt: skip
ANOMALY_MARKS = {
    "OPEN": ("waiting", _("to be looked at")), "EXPLAINED": ("done", _("explained")), "CORRECTED": ("done", _("corrected")),
}  # fmt: skip


def dimension_names(dimensions: Iterable[str], between: str = "") -> str:
    """Return the names of dimensions with commas; a code that has no name is read without its underlines."""
    names = [str(DIMENSIONS.get(name, name.replace("_", " "))) for name in dimensions]
    return between.join(names) if between else enumerated(names)


def cell_words(text: str, places: Mapping[str, str] | None = None) -> str:
    """Return a cell in words: “women”, “Mar 2026”, “S01 Drains · women”; “all” for the whole.

    `places` are the names of sites and areas by their codes.
    """
    parts = [_value(dimension, value, places or {}) for dimension, value in group_of(text)]
    return " · ".join(parts) or gettext("all")


def _value(dimension: str, value: str, places: Mapping[str, str]) -> str:
    if value == "unknown":
        return gettext("not known")
    if dimension in {"site", "location", "area"}:
        return places.get(value, value)
    if dimension in WORDS:
        return str(WORDS[dimension].get(value, value))
    if dimension == "month" and len(value) == 7:
        return month_shown(value)
    if dimension in {"population_status", "status"}:
        return named("reference_lists.population_status", value)
    if dimension == "age_band":
        return named("reference_lists.age_bands", value)
    return value.replace("_", " ").lower() if value.isupper() and len(value) > 3 else value


def amounts_shown(amounts: Iterable[tuple[str, Decimal | None]]) -> str:
    """Return what was paid in each currency."""
    return " · ".join(measured(value, currency) for currency, value in amounts)


def total_shown(total: Total, *, adds_up: bool) -> str:
    """Return a total with its unit; what its parts add up to is never rounded away from them."""
    if total.amounts:
        return amounts_shown(total.amounts)
    return measured(total.value, total.unit, places_in([total.value]) if adds_up else None)


def shown_value(value: Decimal | None, unit: str, group: str, places: int | None = None) -> str:
    """Return the value of a cell with its unit; an amount of money with the currency that its cell names."""
    currency = money_of(group)
    return measured(value, currency or unit, None if currency else places)


def indicator_words(code: str, name: str) -> str:
    """Return an indicator's name in the reader's language; a name that the project gave itself stays as it is."""
    known = playbook.current().indicators.get(code)
    return named("indicators", code) if known is not None and known.name == name else name


def formula_words(code: str, formula: str) -> str:
    """Return how an indicator is counted in plain words; nothing where its formula is not that of the playbook."""
    known = playbook.current().indicators.get(code)
    return told("indicators", code, "in_words") if known is not None and known.formula == formula else ""


def month_shown(text: str) -> str:
    """Return ``2026-03`` as “Mar 2026”."""
    return date_format(date(int(text[:4]), int(text[5:7]), 1), "M Y")


def months_between(first: str, last: str) -> list[str]:
    """Return every month from the first to the last as ``2026-03``: also those in which nothing was counted."""
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while (text := f"{year:04d}-{month:02d}") <= last:
        found.append(text)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


class ResultTable(ListTable):
    """One line for each project with figures."""

    reference = django_tables2.Column(verbose_name=_("Project"))
    title = django_tables2.Column(verbose_name=_("Title"), visible=False)
    case = CaseColumn()
    indicators = NumberColumn(verbose_name=_("Indicators"))
    targets = django_tables2.Column(verbose_name=_("Targets on track"), empty_values=(), orderable=False)
    computed = DayColumn(verbose_name=_("Counted on"))

    nothing = _("No project has indicators yet. The monitoring officer chooses them from the catalogue.")

    def __init__(self, *args: Any, lights: Mapping[int, Sequence[str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: For each project the light of each of its targets.
        self.lights: Mapping[int, Sequence[str]] = lights or {}

    def render_reference(self, record: Any) -> Any:
        """Return the title, where it is not that of the case beside it, and the reference, as a link to the figures."""
        address = reverse("figures", args=[record.uid])
        if record.title.startswith(record.case.name):
            return format_html('<a class="ref" href="{}">{}</a>', address, record.reference)
        return format_html(
            '<a href="{}">{}</a> <small class="quiet ref">{}</small>', address, record.title, record.reference
        )

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value

    def render_targets(self, record: Any) -> Any:
        """Return of how many targets how many are on track, with the mark of the worst."""
        lights = list(self.lights.get(record.pk, ()))
        if not lights:
            return gettext("no target is set")
        worst = next(light for light in ("far_behind", "behind", "too_few", "on_track") if light in lights)
        return format_html('<span class="mark {}">{}</span>', LIGHTS[worst][0], self.value_targets(record))

    def value_targets(self, record: Any) -> str:
        """Return of how many targets how many are on track."""
        lights = list(self.lights.get(record.pk, ()))
        if not lights:
            return ""
        return gettext("{count} of {all}").format(
            count=number(lights.count("on_track")), all=number(len(lights))
        )


def group_behind(record: Mapping[str, Any]) -> str:
    """Return behind the name of an indicator the group that a line is about."""
    return f" · {cell_words(record['group'])}" if record.get("group") else ""


class FrameworkTable(ListTable):
    """One line for each indicator of a project: what was reached, what was promised."""

    code = django_tables2.Column(verbose_name=_("Indicator"))
    level = django_tables2.Column(verbose_name=_("Level"), order_by="level_order")
    baseline = NumberColumn(verbose_name=_("Baseline"))
    target = NumberColumn(verbose_name=_("Target"))
    value = NumberColumn(verbose_name=_("Reached"), empty_values=())
    percent = NumberColumn(verbose_name=_("Share of the target, %"), places=0)
    light = django_tables2.Column(verbose_name=_("State"))
    grade = django_tables2.Column(verbose_name=_("Can it be trusted?"))

    nothing = _("No indicator is locked yet. Choose and lock them, then count.")

    def render_code(self, record: dict[str, Any]) -> Any:
        """Return name and code as a link."""
        return format_html(
            '<a href="{}">{}</a>{} <small class="quiet ref">{}</small>',
            record["link"],
            indicator_words(record["code"], record["name"]),
            group_behind(record),
            record["code"],
        )

    def value_code(self, record: dict[str, Any]) -> str:
        """Return code and name."""
        return f"{record['code']} {record['name']}{group_behind(record)}"

    def render_value(self, record: dict[str, Any]) -> Any:
        """Return the value with its unit, or why there is none."""
        if record["withheld"]:
            return format_html('<span class="mark skipped">{}</span>', gettext("too few to show"))
        return total_shown(record["total"], adds_up=record["adds_up"]) if record["total"] else "–"

    def value_value(self, record: dict[str, Any]) -> Any:
        """Return the bare value."""
        return record["value"]

    def render_level(self, value: str) -> Any:
        """Return the level's word."""
        return LEVEL_NAMES.get(value, value)

    def render_percent(self, value: Any) -> Any:
        """Return the share as a bar and a number."""
        return format_html("{} {}", charts.bar(value, 100), number(value, 0))

    def render_light(self, value: str) -> Any:
        """Return the mark of the light."""
        return format_html('<span class="mark {}">{}</span>', *LIGHTS.get(value, ("ahead", value)))

    def value_light(self, value: str) -> str:
        """Return the word of the light."""
        return str(LIGHTS.get(value, ("", value))[1])

    def render_grade(self, value: str) -> Any:
        """Return what the grade means."""
        return GRADES.get(value, value)


#: What the columns of the facts are called; one that is not here is called as the same field is in a form.
ROW_NAMES = {
    "roll": _("Roll"), "project": _("Project"), "site": _("Site"), "area": _("Place"), "worker": _("Pseudonym"), "contract": _("Contract"),
    "day": _("Day"), "code": _("Mark"), "paid": _("Paid"), "worked_centi": _("Days worked"), "paid_centi": _("Days paid"),
    "suspended_centi": _("Days suspended"), "minutes": _("Minutes"), "quantity_milli": _("Quantity"), "task_class": _("Task"),
    "task": _("Task"), "age_band": _("Age group"), "local": _("Local worker"), "month": _("Month"), "currency": _("Currency"),
    "paid_minor": _("Paid, in the smallest unit"), "employed_centi": _("Days employed"), "stopped_centi": _("Days stopped"),
    "paid_by_roll_centi": _("Days paid by the roll"), "trainee": _("Pseudonym"),
    "sex": _("Sex"), "birth_year": _("Year of birth"), "disability": _("Disability"), "population_status": _("Population group"),
    "days": _("Days"), "quantity": _("Quantity"), "norm": _("Norm a day"), "of_norm": _("Times the norm"), "sharing": _("Workers with this number"), "age": _("Age"),
}  # fmt: skip


class PlainColumn(django_tables2.Column):
    """A value of a row as it stands: numbers are keys and years here, so that nothing is grouped; parts are counted up."""

    attrs: ClassVar[dict[str, Any]] = {"td": {"class": "ref"}}

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(
            *args, verbose_name=ROW_NAMES.get(name) or gettext(name.replace("_", " ").capitalize()), **kwargs
        )
        self.parts = {"centi": 100, "milli": 1000}.get(name.rpartition("_")[2], 0)
        self.hidden_key = name in {"worker", "trainee"}

    def render(self, value: Any) -> str:
        """Return the value as it is read; a pseudonym by the end of its key."""
        if self.parts and isinstance(value, int):
            return number(value / self.parts)
        if self.hidden_key and isinstance(value, int):
            return f"{value & 0xFFFFFFFFFFFF:012x}"
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        return day(value) if isinstance(value, date) else str(value)

    def value(self, value: Any) -> Any:
        """Return the value as it is exported."""
        return value


class RowTable(ListTable):
    """The pseudonymised rows behind a figure, with the columns that the facts hold."""

    nothing = _("No row stands behind this cell.")


class CellTable(ListTable):
    """The cells of one indicator, for a file."""

    group = django_tables2.Column(verbose_name=_("Group"))
    cell = django_tables2.Column(verbose_name=_("Cell"))
    value = NumberColumn(verbose_name=_("Value"))
    low = NumberColumn(verbose_name=_("Lower end"))
    high = NumberColumn(verbose_name=_("Upper end"))
    persons = NumberColumn(verbose_name=_("Persons"))
    rows = NumberColumn(verbose_name=_("Rows"), accessor="rows")
    missing = NumberColumn(verbose_name=_("Missing, %"))
    grade = django_tables2.Column(verbose_name=_("Confidence"))
    withheld = django_tables2.Column(verbose_name=_("Not shown because"))


class CrosswalkTable(ListTable):
    """One line for each code of a frame and each indicator that answers it."""

    frame = django_tables2.Column(verbose_name=_("Code"))
    code = django_tables2.Column(verbose_name=_("Indicator"))
    value = NumberColumn(verbose_name=_("Reached"), empty_values=())
    target = NumberColumn(verbose_name=_("Target"))
    percent = NumberColumn(verbose_name=_("Share of the target, %"), places=0)
    grade = django_tables2.Column(verbose_name=_("Can it be trusted?"))

    nothing = _("This project has no indicators yet. Choose them from the catalogue.")

    def render_frame(self, record: dict[str, Any]) -> Any:
        """Return the code with its name; where the rows of a code stand together, the name once, on the first."""
        code, name = record["frame_code"], record["frame_name"]
        if not code:
            return name
        told = name if name and (record["leads"] or self.order_by) else ""
        return format_html('<bdi class="ref">{}</bdi> {}', code, told)

    def value_frame(self, record: dict[str, Any]) -> str:
        """Return the code with its name."""
        return str(record["frame"])

    render_code, value_code = FrameworkTable.render_code, FrameworkTable.value_code
    render_value, value_value = FrameworkTable.render_value, FrameworkTable.value_value
    render_grade = FrameworkTable.render_grade


class AnomalyTable(ListTable):
    """One line for each thing that looks odd."""

    words = django_tables2.Column(verbose_name=_("What looks odd"), orderable=False)
    state = StateColumn(verbose_name=_("State"), marks=ANOMALY_MARKS)
    found = DayColumn(verbose_name=_("Found"), accessor="anomaly__found_at")
    said = django_tables2.Column(verbose_name=_("What was found"), accessor="anomaly__words", orderable=False)
    settled_by = django_tables2.Column(verbose_name=_("By"), accessor="anomaly__settled_by__name")

    nothing = _("The data are looked through only when an officer asks for it with “Flag odd data”.")

    def render_words(self, value: str, record: dict[str, Any]) -> Any:
        """Return what looks odd, as a link to its record."""
        return format_html('<a href="{}">{}</a>', record["link"], value) if record.get("link") else value

    def value_words(self, value: str) -> str:
        """Return what looks odd."""
        return value


class SampleTable(ListTable):
    """One line for each sample that was drawn."""

    code = django_tables2.Column(verbose_name=_("Indicator"))
    last_on = DayColumn(verbose_name=_("Until"))
    seed = django_tables2.Column(verbose_name=_("Seed"))
    size = NumberColumn(verbose_name=_("Rows drawn"))
    frame = NumberColumn(verbose_name=_("Of"))
    looked = NumberColumn(verbose_name=_("Looked at"))
    confirmed = NumberColumn(verbose_name=_("As recorded"))
    drawn_by = django_tables2.Column(verbose_name=_("Drawn by"), accessor="drawn_by__name")
    closed_at = DayColumn(verbose_name=_("Closed"))

    nothing = _("When every row of a sample was looked at in the field, the grade of the figures rises.")

    def __init__(self, *args: Any, opens: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opens = opens

    def render_code(self, value: str, record: Any) -> Any:
        """Return the indicator, as a link for those who may open the rows."""
        words = f"{value} {named('indicators', value)}"
        if not self.opens:
            return words
        return format_html('<a href="{}">{}</a>', reverse("sample", args=[record.uid]), words)

    def value_code(self, value: str) -> str:
        """Return the indicator's code."""
        return value


def span_words(first: Any, last: Any) -> str:
    """Return the days that a figure covers."""
    if first is None:
        return gettext("until {last}").format(last=date_format(last, "j M Y"))
    return f"{date_format(first, 'j M Y')} – {date_format(last, 'j M Y')}"
