"""The list of projects."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import CaseColumn, DayColumn, ListTable, ReferenceColumn, StateColumn

PROJECT_MARKS = {
    "DRAFT": ("ahead", _("draft")), "IN_CONSULTATION": ("open", _("in consultation")), "IN_REVIEW": ("waiting", _("in review")),
    "REVISION": ("waiting", _("in revision")), "APPROVED": ("done", _("approved")), "FUNDED": ("done", _("funded")),
    "ACTIVE": ("open", _("active")), "HANDED_OVER": ("done", _("handed over")), "CLOSED": ("done", _("closed")),
}  # fmt: skip


class ProjectTable(ListTable):
    """One line for each project."""

    reference = ReferenceColumn(verbose_name=_("Project"))
    title = django_tables2.Column(verbose_name=_("Title"))
    case = CaseColumn()
    state = StateColumn(verbose_name=_("State"), marks=PROJECT_MARKS)
    starts_on = DayColumn(verbose_name=_("From"))
    ends_on = DayColumn(verbose_name=_("To"))

    nothing = _(
        "No project yet, or none that is yours to see. A design starts from a case and a package of the playbook."
    )

    def render_reference(self, record: Any) -> Any:
        """Return the reference as a link."""
        return format_html('<a href="{}">{}</a>', reverse("project", args=[record.uid]), record.reference)

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value
