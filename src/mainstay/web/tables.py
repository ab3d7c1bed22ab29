"""The lists of cases and of consultations."""

from typing import Any

import django_tables2
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import DayColumn, ListTable, NumberColumn, StateColumn
from mainstay.web.acts.addresses import record_page
from mainstay.web.acts.records import called
from mainstay.web.acts.shown import fields_of
from mainstay.web.acts.words import kind_called, label_of

CONSULTATION_MARKS = {
    "INVITED": ("waiting", _("invited")), "HEARD": ("open", _("heard, to be answered")), "ANSWERED": ("done", _("answered")),
    "CANCELLED": ("skipped", _("cancelled")),
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
        return ", ".join(value)

    def render_phases(self, value: list[str]) -> str:
        """Return the phases."""
        return ", ".join(value)

    def render_places(self, value: list[dict[str, str]]) -> str:
        """Return the countries."""
        return ", ".join(place["name"] for place in value)


class ConsultationTable(ListTable):
    """One line for each consultation."""

    question = django_tables2.Column(verbose_name=_("Question"), orderable=False)
    bodies = django_tables2.Column(verbose_name=_("Bodies"), orderable=False)
    state = StateColumn(verbose_name=_("State"), marks=CONSULTATION_MARKS)
    invited_at = DayColumn(verbose_name=_("Invited"))
    answer_sent_at = DayColumn(verbose_name=_("Answered"))

    nothing = _("Nobody was consulted yet, or it is not yours to see. A design is not approved before government, employers and workers were heard.")  # fmt: skip

    def render_question(self, record: Any) -> Any:
        """Return the question as a link."""
        return format_html('<a href="{}">{}</a>', reverse("consultation", args=[record.uid]), record.question)

    def value_question(self, record: Any) -> str:
        """Return the question."""
        return str(record.question)

    def render_bodies(self, record: Any) -> str:
        """Return the organisations that were invited."""
        return ", ".join(body.organisation.name for body in record.bodies.all())

    def value_bodies(self, record: Any) -> str:
        """Return the organisations that were invited."""
        return self.render_bodies(record)


def record_table(model: type[Model], rows: Any) -> ListTable:
    """Return the list of one kind of record: what each is called, and its first fields that say something in a list."""
    shown = [field for field in fields_of(model) if _tells(field)][:7]
    columns: dict[str, Any] = {
        "pk": django_tables2.Column(verbose_name=kind_called(model), order_by="pk", empty_values=())
    }
    for field in shown:
        kind = (
            DayColumn
            if field.get_internal_type() in {"DateField", "DateTimeField"}
            else django_tables2.Column
        )
        columns[field.name] = kind(verbose_name=label_of(field.name))
    made = type("RecordTable", (_RecordTable,), columns)
    return made(rows.select_related(*(field.name for field in shown if field.many_to_one)))  # type: ignore[no-any-return]


def _tells(field: Any) -> bool:
    kinds = {
        "CharField",
        "DateField",
        "DateTimeField",
        "ForeignKey",
        "BooleanField",
        "IntegerField",
        "BigIntegerField",
    }
    return field.get_internal_type() in kinds and field.name not in {"uid", "synthetic", "playbook_version"}


class _RecordTable(ListTable):
    """One line for each record of a kind."""

    nothing = _("None here that you may see.")

    def render_pk(self, record: Model) -> SafeString:
        """Return what the record is called, as a link to its page."""
        return format_html('<a href="{}">{}</a>', record_page(record), called(record))

    def value_pk(self, record: Model) -> str:
        """Return what the record is called."""
        return called(record)
