"""The list of lessons."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import CaseColumn, DayColumn, ListTable, NamedColumn, StateColumn
from mainstay.page.words import day

LESSON_MARKS = {
    "RAW": ("waiting", _("to be checked")), "VALIDATED": ("done", _("checked")), "REFUSED": ("skipped", _("refused")),
    "RETIRED": ("skipped", _("retired")),
}  # fmt: skip
REVIEW_MARKS = {"OPEN": ("waiting", _("open")), "APPROVED": ("done", _("approved"))}
RECOMMENDATION_MARKS = {
    "ASKED": ("waiting", _("waits for an answer")), "ACCEPTED": ("open", _("accepted")), "PARTLY": ("open", _("accepted in part")),
    "REJECTED": ("skipped", _("rejected")), "DONE": ("done", _("done")),
}  # fmt: skip


class LessonTable(ListTable):
    """One line for each lesson."""

    title = django_tables2.Column(verbose_name=_("Lesson"))
    who = django_tables2.Column(verbose_name=_("Who"), orderable=False)
    should = django_tables2.Column(verbose_name=_("Should"), orderable=False)
    case = CaseColumn()
    state = StateColumn(verbose_name=_("State"), marks=LESSON_MARKS)
    written_at = DayColumn(verbose_name=_("Written"))

    nothing = _("An after-action review writes the first lesson; you see those that are yours to see.")  # fmt: skip

    def render_title(self, record: Any) -> Any:
        """Return the title as a link, and what was learned."""
        address = reverse("lesson", args=[record.uid])
        return format_html(
            '<a href="{}">{}</a><br><small class="quiet">{}</small>', address, record.title, record.learned
        )

    def value_title(self, record: Any) -> str:
        """Return the title and what was learned."""
        return f"{record.title}: {record.learned}"


class ReviewTable(ListTable):
    """One line for each after-action review."""

    case = CaseColumn()
    due_on = DayColumn(verbose_name=_("Due"))
    state = StateColumn(verbose_name=_("State"), marks=REVIEW_MARKS)
    opened_at = DayColumn(verbose_name=_("Opened"))
    approved_at = DayColumn(verbose_name=_("Approved"))

    nothing = _("A review is opened when a response ends, and is due thirty days later.")

    def render_due_on(self, value: Any, record: Any) -> Any:
        """Return the day as a link to the review."""
        return format_html('<a href="{}">{}</a>', reverse("review", args=[record.uid]), day(value))


class RecommendationTable(ListTable):
    """One line for each recommendation, with what management answered."""

    text = django_tables2.Column(verbose_name=_("What should change"), orderable=False)
    owner_role = NamedColumn(verbose_name=_("Who"), collection="roles")
    due_on = DayColumn(verbose_name=_("Due"))
    state = StateColumn(verbose_name=_("State"), marks=RECOMMENDATION_MARKS)
    answer_due_on = DayColumn(verbose_name=_("Answer due"))
    answer = django_tables2.Column(verbose_name=_("Management's answer"), orderable=False)
    evidence = django_tables2.Column(verbose_name=_("What was done"), orderable=False)
    case = CaseColumn(accessor="review__case")

    nothing = _("A review ends with at least one recommendation.")

    def render_text(self, value: str, record: Any) -> Any:
        """Return the recommendation as a link to its review."""
        return format_html('<a href="{}">{}</a>', reverse("review", args=[record.review.uid]), value)

    def value_text(self, value: str) -> str:
        """Return the recommendation."""
        return value
