"""Lists of skills: courses, trainees."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mainstay.page.tables import (
    CaseColumn,
    DayColumn,
    ListTable,
    NumberColumn,
    ReferenceColumn,
    StateColumn,
)

COURSE_MARKS = {
    "PLANNED": ("waiting", _("planned, to be approved")), "APPROVED": ("open", _("open for enrolment")), "RUNNING": ("open", _("running")),
    "COMPLETED": ("waiting", _("over, to be assessed")), "CLOSED": ("done", _("closed")), "CANCELLED": ("skipped", _("called off")),
}  # fmt: skip
SEXES = {"F": _("woman"), "M": _("man"), "X": _("other")}


class CourseTable(ListTable):
    """One line for each course."""

    code = django_tables2.Column(verbose_name=_("Course"))
    case = CaseColumn(accessor="project__case")
    provider = django_tables2.Column(verbose_name=_("Provider"))
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))
    places = NumberColumn(verbose_name=_("Places"))
    left = NumberColumn(verbose_name=_("Places free"))
    certificates = NumberColumn(verbose_name=_("Certificates"))
    state = StateColumn(verbose_name=_("State"), marks=COURSE_MARKS)

    nothing = _(
        "No course yet, or none that is yours to see. The project's officer plans a course where work waits for it."
    )

    def render_code(self, record: Any) -> Any:
        """Return code and title as a link."""
        return format_html(
            '<a href="{}">{} {}</a>', reverse("course", args=[record.uid]), record.code, record.title
        )

    def value_code(self, record: Any) -> str:
        """Return code and title."""
        return f"{record.code} {record.title}"


class TraineeTable(ListTable):
    """One line for each trainee of a course."""

    number = ReferenceColumn(verbose_name=_("Number"))
    who = django_tables2.Column(verbose_name=_("Name"), empty_values=(), orderable=False)
    sex = django_tables2.Column(verbose_name=_("Sex"))
    attended = NumberColumn(verbose_name=_("Attended, %"))
    score = NumberColumn(verbose_name=_("Score"))
    result = django_tables2.Column(verbose_name=_("Result"), empty_values=(), orderable=False)

    nothing = _("Nobody is enrolled yet. Enrol from a file, or one by one.")

    def render_who(self, record: Any) -> str:
        """Return the name: a worker's from the register, another's as it was given."""
        return str((record.worker.name if record.worker else record.name) or "–")

    def render_sex(self, value: str) -> Any:
        """Return the word for the sex."""
        return SEXES.get(value, value)

    def render_result(self, record: Any) -> Any:
        """Return what became of the trainee as a mark."""
        mark, word = _result(record)
        return format_html('<span class="mark {}">{}</span>', mark, word)

    def value_result(self, record: Any) -> str:
        """Return the word alone."""
        return str(_result(record)[1])


def _result(record: Any) -> tuple[str, Any]:
    if record.dropped_reason:
        return "skipped", _("left the course")
    if getattr(record, "certified", None):
        return "done", _("certificate issued")
    if record.passed is None:
        return "waiting", _("not assessed")
    return ("done", _("passed")) if record.passed else ("late", _("not passed"))


class CallTable(ListTable):
    """Whom to call for a tracer, the first first, and why."""

    place = NumberColumn(verbose_name=pgettext_lazy("order", "Call"))
    number = ReferenceColumn(verbose_name=_("Number"), accessor="trainee__number")
    who = django_tables2.Column(verbose_name=_("Name"), accessor="trainee", orderable=False)
    sex = django_tables2.Column(verbose_name=_("Sex"), accessor="trainee__sex")
    covered = NumberColumn(verbose_name=_("Of her kind reached, %"), places=0)
    tried_on = DayColumn(verbose_name=_("Tried without success"))

    nothing = _("Everybody on the course was reached.")

    def render_who(self, value: Any) -> str:
        """Return the name: a worker's from the register, another's as it was given."""
        return str((value.worker.name if value.worker else value.name) or "–")

    def render_sex(self, value: str) -> Any:
        """Return the word for the sex."""
        return SEXES.get(value, value)
