"""The list of reports to donors."""

import django_tables2
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import DayColumn, ListTable, NumberColumn, StateColumn

from . import REPORT_MARKS


class DonorReportTable(ListTable):
    """One line for each report to a donor."""

    contribution = django_tables2.Column(verbose_name=_("Contribution"), accessor="contribution__reference", linkify=("donor_report", {"uid": django_tables2.A("uid")}))  # fmt: skip
    donor = django_tables2.Column(verbose_name=_("Donor"), accessor="contribution__donor__name")
    as_of = DayColumn(verbose_name=_("Figures as of"), accessor="publication__as_of")
    version = NumberColumn(verbose_name=_("Version"), accessor="publication__version")
    state = StateColumn(verbose_name=_("State"), marks=REPORT_MARKS)
    due_on = DayColumn(verbose_name=_("Due"))
    approved_by = django_tables2.Column(verbose_name=_("Approved by"), accessor="approved_by__name")

    nothing = _("A report takes over the figures that are published, with their date and their corrections.")
