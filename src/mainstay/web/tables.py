"""The lists of cases and of consultations."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import django_tables2
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.frame import STAGE_NAMES
from mainstay.page.tables import DayColumn, ListTable, NamedColumn, NumberColumn, StateColumn
from mainstay.page.templatetags.page import when
from mainstay.page.words import enumerated
from mainstay.page.words import number as written_number
from mainstay.web.acts import due
from mainstay.web.acts.addresses import address_of, record_page
from mainstay.web.acts.amounts import is_money
from mainstay.web.acts.naming import number_beside, read_with, said_by_name, words_of
from mainstay.web.acts.shown import fields_of
from mainstay.web.acts.words import kind_called, label_of
from mainstay.web.acts.written import mark_of, written

CONSULTATION_MARKS = {
    "INVITED": ("waiting", _("invited")), "HEARD": ("open", _("heard, to be answered")), "ANSWERED": ("done", _("answered")),
    "CANCELLED": ("skipped", _("cancelled")),
}  # fmt: skip

DECISION_MARKS = {
    "DRAFT": ("ahead", _("draft")), "CIRCULATED": ("waiting", _("goes round")), "OBJECTED": ("late", _("objected")),
    "DISCUSSED": ("open", _("discussed")), "ADOPTED": ("done", _("adopted")), "REJECTED": ("skipped", _("rejected")),
    "LAPSED": ("skipped", _("lapsed")),
}  # fmt: skip


class CaseTable(ListTable):
    """One line for each case."""

    case = django_tables2.Column(verbose_name=_("Case"), order_by="case__name")
    types = django_tables2.Column(verbose_name=_("Type"), orderable=False)
    places = django_tables2.Column(verbose_name=_("Place"), orderable=False)
    phases = django_tables2.Column(verbose_name=_("Phase"), orderable=False)
    words = django_tables2.Column(verbose_name=_("Where it stands"), orderable=False)
    late = NumberColumn(verbose_name=_("Late clocks"))

    nothing = _("No case is open here, or none that is yours to see. A request or an alert opens one.")

    def render_case(self, value: Any) -> Any:
        """Return name, reference and mark of a case."""
        mark = (
            format_html(' <span class="synthetic">{}</span>', gettext("Synthetic")) if value.synthetic else ""
        )
        return format_html(
            '<a href="{}">{}</a><br><small class="quiet">{}</small>{}',
            reverse("case", args=[value.reference]), value.name, value.reference, mark,
        )  # fmt: skip

    def value_case(self, value: Any) -> str:
        """Return the reference and name of a case."""
        return f"{value.reference} {value.name}"

    def render_types(self, value: list[str]) -> str:
        """Return the crisis types."""
        return enumerated(value)

    def render_phases(self, value: list[str]) -> str:
        """Return the phases."""
        return enumerated(value)

    def render_late(self, value: int) -> Any:
        """Return how many clocks are late, marked where one is."""
        return format_html('<span class="mark late">{}</span>', written_number(value)) if value else "0"

    def render_places(self, value: list[dict[str, str]]) -> str:
        """Return the countries."""
        return enumerated(place["name"] for place in value)


class ConsultationTable(ListTable):
    """One line for each consultation."""

    question = django_tables2.Column(verbose_name=_("Question"), orderable=False)
    case_key = django_tables2.Column(verbose_name=_("About"), orderable=False)
    bodies = django_tables2.Column(verbose_name=_("Bodies"), orderable=False)
    state = StateColumn(verbose_name=_("State"), marks=CONSULTATION_MARKS)
    invited_at = DayColumn(verbose_name=_("Invited on"))
    answer_sent_at = DayColumn(verbose_name=_("Answered"))

    #: What each case is called, by its key.
    about: Mapping[int, str] = MappingProxyType({})

    nothing = _("A design is not approved before government, employers and workers were heard; you see what is yours to see.")  # fmt: skip

    def render_question(self, record: Any) -> Any:
        """Return the question as a link."""
        return format_html('<a href="{}">{}</a>', reverse("consultation", args=[record.uid]), record.question)

    def value_question(self, record: Any) -> str:
        """Return the question."""
        return str(record.question)

    def render_case_key(self, value: int) -> str:
        """Return the case that it is about, where the reader may know it."""
        return self.about.get(value, "–")

    def value_case_key(self, value: int) -> str:
        """Return the case that it is about, where the reader may know it."""
        return self.about.get(value, "")

    def render_bodies(self, record: Any) -> str:
        """Return the organisations that were invited."""
        return enumerated(body.organisation.name for body in record.bodies.all())

    def value_bodies(self, record: Any) -> str:
        """Return the organisations that were invited."""
        return self.render_bodies(record)


def record_table(model: type[Model], rows: Any) -> ListTable:
    """Return the list of one kind of record: what each is called, and its first fields that say something in a list."""
    told = said_by_name(model)
    shown = [field for field in fields_of(model) if _tells(field) and field.name not in told][:7]
    columns: dict[str, Any] = {
        "pk": django_tables2.Column(verbose_name=capfirst(kind_called(model)), order_by="pk", empty_values=())
    }
    for field in shown:
        kind = DayColumn if field.get_internal_type() in {"DateField", "DateTimeField"} else WrittenColumn
        kind = DueColumn if field.name in due.DUE else kind
        columns[field.name] = kind(verbose_name=label_of(field.name))
        if is_money(field.name) or field.get_internal_type() in NUMBERS:
            columns[field.name].attrs = NumberColumn.attrs
    made = type("RecordTable", (_RecordTable,), columns)
    return made(rows.select_related(*_read(model, shown)))  # type: ignore[no-any-return]


def _read(model: type[Model], shown: list[Any]) -> set[str]:
    """Return what a list reads with each record: what its cells link to, and what those and the record are called by."""
    links = [field for field in shown if field.many_to_one]
    deeper = {f"{field.name}__{path}" for field in links for path in read_with(field.related_model)}
    return {*(field.name for field in links), *deeper, *read_with(model)}


NUMBERS = frozenset({"IntegerField", "BigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"})
_KINDS = NUMBERS | {"CharField", "DateField", "DateTimeField", "ForeignKey", "BooleanField"}
#: What says nothing to a reader of a list: marks of the machine, keys, and who wrote a line when.
_SILENT = frozenset({
    "uid", "synthetic", "playbook_version", "sha256", "checksum", "key", "link", "attachment_id", "case_key", "about_kind",
    "about_key", "told_late_on", "entered_by", "entered_at", "code", "version", "round", "changed_at", "item", "method_version",
})  # fmt: skip


def _tells(field: Any) -> bool:
    return field.get_internal_type() in _KINDS and field.name not in _SILENT


class DueColumn(DayColumn):
    """The day on which a record is due, marked when it has passed and the record is not settled."""

    def render(self, value: Any, record: Any = None) -> Any:
        """Return the day, with its mark where it is late."""
        shown = super().render(value)
        return format_html('<span class="mark late">{}</span>', shown) if due.is_late(record) else shown


class WrittenColumn(django_tables2.Column):
    """A field of a record in words; a state with its mark."""

    def render(self, record: Model, bound_column: Any) -> Any:
        """Return what the field holds, as a reader expects it."""
        words = written(record, bound_column.name)
        if words and bound_column.name == "state":
            return format_html('<span class="mark {}">{}</span>', mark_of(record), words)
        return words or "–"

    def value(self, record: Model, bound_column: Any) -> str:
        """Return the same for a file."""
        return written(record, bound_column.name)


class _RecordTable(ListTable):
    """One line for each record of a kind."""

    nothing = _("None here that you may see.")

    def render_pk(self, record: Model) -> SafeString:
        """Return what the record is called, as a link to its page."""
        words, number = words_of(record) or kind_called(type(record)), number_beside(record)
        link = format_html('<a href="{}">{}</a>', record_page(record), words)
        return format_html('{}<br><small class="quiet ref">{}</small>', link, number) if number else link

    def value_pk(self, record: Model) -> str:
        """Return what the record is called, its number first."""
        return f"{number_beside(record)} {words_of(record)}".strip()


class MomentColumn(DayColumn):
    """A moment with its hour."""

    def render(self, value: Any) -> Any:
        """Return day and hour."""
        return when(value, hours=True)


class HappenedTable(ListTable):
    """One line for each thing that happened on a case."""

    at = MomentColumn(verbose_name=_("When"))
    what = django_tables2.Column(verbose_name=_("What and why"), empty_values=(), orderable=False)
    by = django_tables2.Column(verbose_name=_("Who"), accessor="by__name")
    stage = django_tables2.Column(verbose_name=_("Stage"))

    nothing = _("Nothing is recorded yet. Every act on the case writes its line here.")

    def __init__(self, *args: Any, words: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def render_what(self, record: Any) -> Any:
        """Return the sentence, as a link where it leads somewhere."""
        words = self.words(record)
        return format_html('<a href="{}">{}</a>', record.link, words) if record.link else words

    def value_what(self, record: Any) -> str:
        """Return the sentence."""
        return str(self.words(record))

    def render_stage(self, value: str) -> Any:
        """Return the stage's name, also where a part of it spoke."""
        return STAGE_NAMES.get(value, value)


class ActTable(ListTable):
    """One line for each act in the record of a case, for a file."""

    number = NumberColumn(verbose_name=_("Number"))
    at = DayColumn(verbose_name=_("When"))
    by = django_tables2.Column(verbose_name=_("Who"))
    does = django_tables2.Column(verbose_name=_("What"))
    record = django_tables2.Column(verbose_name=_("Record"))
    record_id = django_tables2.Column(verbose_name=_("Key"))
    reason = django_tables2.Column(verbose_name=_("Why"))


class SeatTable(ListTable):
    """One line for each seat: the list of contacts that goes with a hand-over."""

    name = django_tables2.Column(verbose_name=_("Seat"))
    holder = django_tables2.Column(verbose_name=_("Holder"), accessor="holder__name")
    address = django_tables2.Column(verbose_name=_("E-mail"), accessor="holder__email")
    deputy = django_tables2.Column(verbose_name=_("Deputy"), accessor="deputy__name")
    deputy_address = django_tables2.Column(verbose_name=_("E-mail of the deputy"), accessor="deputy__email")
    since = DayColumn(verbose_name=_("Since"))


class DecisionTable(ListTable):
    """One line for each decision of the task team."""

    title = django_tables2.Column(verbose_name=_("Decision"))
    state = StateColumn(verbose_name=_("State"), marks=DECISION_MARKS)
    deadline = MomentColumn(verbose_name=_("Object until"))
    round = NumberColumn(verbose_name=_("Round"))
    drafted_by = django_tables2.Column(verbose_name=_("Drafted by"), accessor="drafted_by__name")
    decided_at = DayColumn(verbose_name=_("Decided"))

    nothing = _("No decision yet, or none that is yours to see. A draft goes round, and silence adopts it.")

    def render_title(self, value: str, record: Any) -> Any:
        """Return the title as a link."""
        address = reverse("decision", args=[record.case.reference, record.uid])
        return format_html('<a href="{}">{}</a>', address, value)

    def value_title(self, value: str) -> str:
        """Return the title."""
        return value


class DocumentTable(ListTable):
    """One line for each document of a case."""

    name = django_tables2.Column(verbose_name=_("Document"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    by = django_tables2.Column(verbose_name=_("By"))
    at = DayColumn(verbose_name=_("Added"))

    nothing = _("No document yet. Attach one to the case, or file it in the library.")

    def render_name(self, value: str, record: dict[str, Any]) -> Any:
        """Return the name as a link."""
        return format_html('<a href="{}">{}</a>', record["link"], value)

    def value_name(self, value: str) -> str:
        """Return the name."""
        return value


VACANCY_MARKS = {
    "OPEN": ("open", _("open")), "FILLED": ("done", _("filled")), "WITHDRAWN": ("skipped", _("withdrawn")),
}  # fmt: skip


class VacancyTable(ListTable):
    """One line for each vacancy."""

    title = django_tables2.Column(verbose_name=_("Work"))
    organisation = django_tables2.Column(verbose_name=_("Listed by"), order_by="organisation__name")
    number = NumberColumn(verbose_name=_("How many"))
    skills = django_tables2.Column(verbose_name=_("Skills"))
    place = django_tables2.Column(verbose_name=_("Place"))
    contact = django_tables2.Column(verbose_name=_("Whom to ask"), orderable=False)
    closes_on = DayColumn(verbose_name=_("Apply by"))
    state = StateColumn(verbose_name=_("State"), marks=VACANCY_MARKS)

    nothing = _("No vacancy is listed here. Employers' organisations list them on their own page.")

    def render_title(self, record: Any) -> Any:
        """Return the work as a link to the vacancy."""
        return format_html('<a href="{}">{}</a>', address_of(record), record.title)

    def value_title(self, value: str) -> str:
        """Return the work."""
        return value


JOB_MARKS = {
    "WAITING": ("ahead", _("waits")), "RUNNING": ("open", _("running")), "DONE": ("done", _("done")),
    "FAILED": ("late", _("failed")), "CANCELLED": ("skipped", _("stopped")),
}  # fmt: skip
#: What long work is called.
JOBS = {
    "watch.update_sources": _("Read the sources of early warning"), "works.apply_workers": _("Take in a list of workers"),
    "works.apply_rolls": _("Take in rolls"), "measure.facts": _("Bring the facts up to date"),
    "measure.compute": _("Count the indicators"),
}  # fmt: skip


def job_called(task: str) -> str:
    """Return what long work is called in the reader's language; its own name where it has no other."""
    return str(JOBS.get(task, task))


class JobTable(ListTable):
    """One line for each piece of long work."""

    task = django_tables2.Column(verbose_name=_("Work"))
    state = StateColumn(verbose_name=_("State"), marks=JOB_MARKS)
    done = NumberColumn(verbose_name=_("Done"))
    total = NumberColumn(verbose_name=_("Of"))
    asked_at = MomentColumn(verbose_name=_("Asked for"))
    ended_at = MomentColumn(verbose_name=_("Ended"))

    nothing = _("Imports, countings and large exports stand here while they run, and after.")  # fmt: skip

    def render_task(self, value: str, record: Any) -> Any:
        """Return the name as a link."""
        return format_html('<a href="{}">{}</a>', reverse("job", args=[record.uid]), job_called(value))

    def value_task(self, value: str) -> str:
        """Return the name."""
        return job_called(value)


class RightTable(ListTable):
    """One line for each action that one's roles open, and why."""

    does = django_tables2.Column(verbose_name=_("What"))
    stage = django_tables2.Column(verbose_name=_("Stage"))
    role = django_tables2.Column(verbose_name=_("Because of the role"))
    where = django_tables2.Column(verbose_name=_("Where"), orderable=False)
    data = NamedColumn(verbose_name=_("Kind of data"), collection="roles.data_classes")
    when = django_tables2.Column(verbose_name=_("Only when"), orderable=False)

    nothing = _("No role is given to you yet. Ask your administrator.")

    def value_does(self, value: str, record: dict[str, Any]) -> str:
        """Return the action in words and, for the administrator, by its code."""
        return f"{value} ({record['action']})"
