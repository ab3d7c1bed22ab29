"""Lists of works: sites and rolls."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import ListTable, NumberColumn, StateColumn

SITE_MARKS = {
    "SHELVED": ("ahead", _("on the shelf")), "SCREENED": ("ahead", _("screened")), "DESIGNED": ("ahead", _("designed")),
    "PROCURED": ("ahead", _("procured")), "READY": ("waiting", _("ready to open")), "ACTIVE": ("open", _("active")),
    "SUSPENDED": ("waiting", _("suspended")), "COMPLETED": ("done", _("completed")),
    "HANDED_OVER": ("done", _("handed over")),
}  # fmt: skip
ROLL_MARKS = {
    "OPEN": ("open", _("open")), "REOPENED": ("waiting", _("open again")), "CLOSED": ("waiting", _("waits for the engineer")),
    "MEASURED": ("waiting", _("measured")), "CERTIFIED": ("done", _("certified")), "APPROVED": ("done", _("approved for pay")),
    "PAID": ("done", _("paid")), "RECONCILED": ("done", _("reconciled")),
}  # fmt: skip


class DaysColumn(NumberColumn):
    """Hundredths of a day, shown as days."""

    def render(self, value: Any) -> str:
        """Return the days as they are read."""
        return super().render(value / 100)

    def value(self, value: Any) -> Any:
        """Return the days as they are exported."""
        return value / 100


class SiteTable(ListTable):
    """One line for each site."""

    code = django_tables2.Column(verbose_name=_("Site"))
    project = django_tables2.Column(
        verbose_name=_("Project"), accessor="project__reference", order_by="project"
    )
    state = StateColumn(verbose_name=_("State"), marks=SITE_MARKS)
    contracted = NumberColumn(verbose_name=_("Under contract"))
    days_centi = DaysColumn(verbose_name=_("Worker-days certified"))
    findings_open = NumberColumn(verbose_name=_("Open findings"))

    nothing = _(
        "No site is on the shelf yet, or none that is yours to see. The project's officer puts sites there."
    )

    def render_code(self, record: Any) -> Any:
        """Return code and name as a link."""
        return format_html(
            '<a href="{}">{} {}</a>', reverse("works_site", args=[record.uid]), record.code, record.name
        )

    def value_code(self, record: Any) -> str:
        """Return code and name."""
        return f"{record.code} {record.name}"


class RollTable(ListTable):
    """One line for each roll."""

    site = django_tables2.Column(verbose_name=_("Roll"), order_by=("site__code", "first_on"))
    first_on = django_tables2.DateColumn(verbose_name=_("From"), format="j M Y")
    last_on = django_tables2.DateColumn(verbose_name=_("To"), format="j M Y")
    state = StateColumn(verbose_name=_("State"), marks=ROLL_MARKS)
    workers = NumberColumn(verbose_name=_("Workers certified"))
    days_centi = DaysColumn(verbose_name=_("Worker-days certified"))

    nothing = _(
        "No roll is open, or none that is yours to see. A roll is opened for a site and a pay period."
    )

    def render_site(self, record: Any) -> Any:
        """Return the site as a link to the roll."""
        return format_html(
            '<a href="{}">{} {}</a>',
            reverse("works_roll", args=[record.uid]),
            record.site.code,
            record.site.name,
        )

    def value_site(self, record: Any) -> str:
        """Return the site."""
        return f"{record.site.code} {record.site.name}"
