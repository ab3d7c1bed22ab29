"""The list of assessments."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import CaseColumn, DayColumn, ListTable, NumberColumn, ReferenceColumn, StateColumn

ASSESSMENT_MARKS = {
    "SCOPED": ("ahead", _("scoped")), "TEAM_READY": ("open", _("team is ready")), "COLLECTING": ("open", _("collecting")),
    "ANALYSED": ("waiting", _("analysed")), "VALIDATED": ("waiting", _("validated, to be approved")),
    "APPROVED": ("done", _("approved")), "SUPERSEDED": ("skipped", _("replaced")),
}  # fmt: skip


class AssessmentTable(ListTable):
    """One line for each assessment."""

    reference = ReferenceColumn(verbose_name=_("Assessment"))
    title = django_tables2.Column(verbose_name=_("Title"))
    case = CaseColumn()
    state = StateColumn(verbose_name=_("State"), marks=ASSESSMENT_MARKS)
    asked = NumberColumn(verbose_name=_("Interviews"))
    sample_completed = NumberColumn(verbose_name=_("Planned"))
    due_at = DayColumn(verbose_name=_("Due"))
    collected_until = DayColumn(verbose_name=_("Data until"))

    nothing = _("No assessment yet, or none that is yours to see. The office scopes one when a case is open.")

    def render_reference(self, record: Any) -> Any:
        """Return the reference as a link."""
        return format_html('<a href="{}">{}</a>', reverse("assessment", args=[record.uid]), record.reference)

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value
