"""Lists of the fund: grants and contributions."""

from typing import Any

import django_tables2
from django.utils.translation import gettext_lazy as _

from mainstay.page.tables import (
    CaseColumn,
    DayColumn,
    ListTable,
    MoneyColumn,
    NamedColumn,
    NumberColumn,
    ReferenceColumn,
    StateColumn,
)
from mainstay.page.words import money

GRANT_MARKS = {
    "DRAFT": ("ahead", _("draft")), "SUBMITTED": ("waiting", _("waits for screening")),
    "SCREENED": ("waiting", _("waits for the decision")), "APPROVED": ("open", _("approved")),
    "REJECTED": ("skipped", _("rejected")), "DISBURSED": ("open", _("paid out")), "REPORTING": ("waiting", _("report handed in")),
    "CLOSED": ("done", _("closed")), "RETURNED": ("done", _("paid back")), "WITHDRAWN": ("skipped", _("withdrawn")),
}  # fmt: skip
PLEDGE_MARKS = {
    "PLEDGED": ("ahead", _("pledged")), "COMMITTED": ("open", _("signed")), "PART_RECEIVED": ("open", _("received in part")),
    "RECEIVED": ("done", _("received")), "OVERDUE": ("late", _("overdue")), "WITHDRAWN": ("skipped", _("withdrawn")),
}  # fmt: skip


class GrantTable(ListTable):
    """One line for each grant."""

    reference = ReferenceColumn(verbose_name=_("Grant"))
    case = CaseColumn()
    window = NamedColumn(verbose_name=_("Window"), collection="windows")
    what_for = django_tables2.Column(verbose_name=_("What for"), orderable=False)
    amount_usd = MoneyColumn(verbose_name=_("Granted or asked"))
    spent_usd = MoneyColumn(verbose_name=_("Spent"))
    state = StateColumn(verbose_name=_("State"), marks=GRANT_MARKS)
    report_due_on = DayColumn(verbose_name=_("Report due"))

    nothing = _("No grant yet, or none that is yours to see. The country office applies to a window.")


class ContributionTable(ListTable):
    """One line for each contribution."""

    reference = ReferenceColumn(verbose_name=_("Contribution"))
    donor = django_tables2.Column(verbose_name=_("Donor"), order_by="donor__name")
    title = django_tables2.Column(verbose_name=_("Title"))
    amount = NumberColumn(verbose_name=_("Amount"))
    earmark_key = django_tables2.Column(verbose_name=_("Earmarked for"))
    state = StateColumn(verbose_name=_("State"), marks=PLEDGE_MARKS)
    pledged_on = DayColumn(verbose_name=_("Pledged"))

    nothing = _("No contribution is recorded, or none is yours to see.")

    def render_amount(self, record: Any) -> str:
        """Return the amount in its own currency."""
        return money(record.amount, record.currency)

    def value_amount(self, record: Any) -> str:
        """Return the amount with its currency, as it is exported."""
        return money(record.amount, record.currency)
