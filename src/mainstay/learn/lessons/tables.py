"""The list of lessons."""

from typing import Any

import django_tables2
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import CaseColumn, DayColumn, ListTable, StateColumn

LESSON_MARKS = {
    "RAW": ("waiting", _("to be checked")), "VALIDATED": ("done", _("checked")), "REFUSED": ("skipped", _("refused")),
    "RETIRED": ("skipped", _("retired")),
}  # fmt: skip


class LessonTable(ListTable):
    """One line for each lesson."""

    title = django_tables2.Column(verbose_name=_("Lesson"))
    who = django_tables2.Column(verbose_name=_("Who"), orderable=False)
    should = django_tables2.Column(verbose_name=_("Should"), orderable=False)
    case = CaseColumn()
    state = StateColumn(verbose_name=_("State"), marks=LESSON_MARKS)
    written_at = DayColumn(verbose_name=_("Written"))

    nothing = _("No lesson is written yet, or none that is yours to see. An after-action review writes the first.")  # fmt: skip

    def render_title(self, record: Any) -> Any:
        """Return the title and what was learned."""
        return format_html('{}<br><small class="quiet">{}</small>', record.title, record.learned)

    def value_title(self, record: Any) -> str:
        """Return the title and what was learned."""
        return f"{record.title}: {record.learned}"
