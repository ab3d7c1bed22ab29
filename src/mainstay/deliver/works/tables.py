"""Lists of works: sites and rolls."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from mainstay.common.money import from_minor
from mainstay.page import words
from mainstay.page.tables import CaseColumn, DayColumn, ListTable, NumberColumn, ReferenceColumn, StateColumn

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
WORKER_MARKS = {
    "APPLIED": ("ahead", _("applied")), "SELECTED": ("waiting", _("selected")), "CONTRACTED": ("waiting", _("contracted")),
    "ACTIVE": ("open", _("at work")), "ROTATED_OUT": ("done", _("rotated out")), "EXITED": ("done", _("left")),
    "REFERRED": ("done", _("referred")),
}  # fmt: skip
BATCH_MARKS = {
    "DRAFT": ("waiting", _("waits for its signatures")), "APPROVED": ("open", _("approved, to be sent")),
    "EXPORTED": ("open", _("sent, to be confirmed")), "CLOSED": ("done", _("all confirmed")),
    "RETURNED": ("skipped", _("sent back")),
}  # fmt: skip
PAYMENT_MARKS = {
    "OWED": ("waiting", _("owed, in no batch")), "WAITING": ("waiting", _("in a batch")), "SENT": ("open", _("sent")),
    "PAID": ("done", _("paid")), "FAILED": ("late", _("failed, still owed")), "REVERSED": ("skipped", _("taken back")),
    "DROPPED": ("waiting", _("batch sent back, still owed")),
}  # fmt: skip
SEXES = {"F": _("woman"), "M": _("man"), "X": _("other")}
CHANNELS = {"CASH": _("cash"), "BANK": _("bank"), "MOBILE": _("mobile money")}


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
    case = CaseColumn(accessor="project__case")
    project = ReferenceColumn(verbose_name=_("Project"), accessor="project__reference", order_by="project")
    state = StateColumn(verbose_name=_("State"), marks=SITE_MARKS)
    contracted = NumberColumn(verbose_name=_("Under contract"))
    days_centi = DaysColumn(verbose_name=_("Worker-days certified"))
    findings_open = NumberColumn(verbose_name=_("Open findings"))

    nothing = _(
        "No site is on the shelf yet, or none that is yours to see. The project's officer puts sites there."
    )

    def render_code(self, record: Any) -> Any:
        """Return code and name as a link."""
        return _site(record)

    def value_code(self, record: Any) -> str:
        """Return code and name."""
        return f"{record.code} {record.name}"

    def render_project(self, value: str, record: Any) -> Any:
        """Return the project's number, as a link for those who may open projects."""
        opens = getattr(getattr(self, "request", None), "opens", None)
        if opens is None or not opens("design.read_designs"):
            return value
        return format_html('<a href="{}">{}</a>', reverse("project", args=[record.project.uid]), value)

    def value_project(self, value: str) -> str:
        """Return the project's number."""
        return value

    def render_contracted(self, value: int, record: Any) -> Any:
        """Return how many are under contract; marked where a site works without anybody."""
        if value or record.state != "ACTIVE":
            return words.number(value)
        return format_html('<span class="mark waiting">{}</span>', words.number(value))


class SafeguardTable(ListTable):
    """One line for each site: what stands open against its safeguards."""

    code = django_tables2.Column(verbose_name=_("Site"))
    state = StateColumn(verbose_name=_("State"), marks=SITE_MARKS)
    blocks = NumberColumn(verbose_name=_("Stop work"))
    warns = NumberColumn(verbose_name=_("Warn"))
    planned = NumberColumn(verbose_name=_("With a plan"))
    complaints_open = NumberColumn(verbose_name=_("Complaints open"))

    nothing = _("No site yet, or none that is yours to see.")

    def render_code(self, record: Any) -> Any:
        """Return code and name as a link."""
        return _site(record)

    def value_code(self, record: Any) -> str:
        """Return code and name."""
        return f"{record.code} {record.name}"


def _site(record: Any) -> Any:
    return format_html(
        '<a href="{}">{} {}</a>', reverse("works_site", args=[record.uid]), record.code, record.name
    )


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


class WorkerTable(ListTable):
    """One line for each worker of the register."""

    card = ReferenceColumn(verbose_name=_("Card"))
    name = django_tables2.Column(verbose_name=_("Name"), orderable=False)
    sex = django_tables2.Column(verbose_name=_("Sex"))
    birth_year = django_tables2.Column(verbose_name=_("Born"))
    site_code = django_tables2.Column(verbose_name=_("Works at"))
    state = StateColumn(verbose_name=_("State"), marks=WORKER_MARKS)

    nothing = _(
        "Nobody is registered here, or nobody who is yours to see. The project's officer registers one or a file."
    )

    def render_card(self, record: Any) -> Any:
        """Return the card as a link to the worker."""
        return format_html('<a href="{}">{}</a>', reverse("works_worker", args=[record.uid]), record.card)

    def value_card(self, record: Any) -> str:
        """Return the card."""
        return str(record.card)

    def render_birth_year(self, value: int) -> str:
        """Return the year without separators."""
        return str(value)

    def render_sex(self, value: str) -> Any:
        """Return the word for the sex."""
        return SEXES.get(value, value)


class CurrencyColumn(NumberColumn):
    """Minor units shown with the currency of their own record; `of` is the path to it."""

    def __init__(self, *args: Any, of: str = "currency", exact: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.exact = of, exact

    def render(self, value: Any, record: Any) -> str:  # type: ignore[override]
        """Return the amount as it is read."""
        return words.money(value, self._currency(record), exact=self.exact)

    def value(self, value: Any, record: Any) -> Any:  # type: ignore[override]
        """Return the amount as it is exported: in whole units."""
        return from_minor(value, self._currency(record))

    def _currency(self, record: Any) -> str:
        return str(django_tables2.A(self.of).resolve(record))


class PayrollTable(ListTable):
    """One line for each payroll."""

    first_on = DayColumn(verbose_name=_("From"))
    last_on = DayColumn(verbose_name=_("To"))
    project = django_tables2.Column(
        verbose_name=_("Project"), accessor="project__reference", order_by="project"
    )
    lines = NumberColumn(verbose_name=_("Pay lines"))
    gross_minor = CurrencyColumn(verbose_name=_("Earned"))
    net_minor = CurrencyColumn(verbose_name=_("To be paid"))
    owed_minor = CurrencyColumn(verbose_name=_("Still owed"))

    nothing = _(
        "No pay is calculated yet, or none that is yours to see. Certified rolls are approved first, then pay is calculated."
    )

    def render_first_on(self, record: Any) -> Any:
        """Return the first day as a link to the payroll."""
        return format_html(
            '<a href="{}">{}</a>', reverse("works_payroll", args=[record.uid]), words.day(record.first_on)
        )


class PayLineTable(ListTable):
    """One line for each contract on a payroll; names stand on the pay list alone."""

    card = ReferenceColumn(verbose_name=_("Card"))
    site = django_tables2.Column(verbose_name=_("Site"), accessor="site__code")
    paid_centi = DaysColumn(verbose_name=_("Days paid"))
    gross_minor = CurrencyColumn(verbose_name=_("Earned"), of="payroll__currency", exact=True)
    arrears_minor = CurrencyColumn(verbose_name=_("Owed from before"), of="payroll__currency", exact=True)
    deductions_minor = CurrencyColumn(verbose_name=_("Taken off"), of="payroll__currency", exact=True)
    net_minor = CurrencyColumn(verbose_name=_("To be paid"), of="payroll__currency", exact=True)
    money = StateColumn(verbose_name=_("Payment"), marks=PAYMENT_MARKS)

    nothing = _("Nobody earned anything on these rolls.")

    def render_card(self, record: Any) -> Any:
        """Return the card as a link to the worker, for those who may open workers."""
        return _card(self, record)


class PaymentTable(ListTable):
    """One line for each payment of a batch."""

    card = ReferenceColumn(verbose_name=_("Card"))
    reference = ReferenceColumn(verbose_name=_("Reference"))
    site_code = django_tables2.Column(verbose_name=_("Site"))
    amount_minor = CurrencyColumn(verbose_name=_("Amount"), of="batch__currency", exact=True)
    state = StateColumn(verbose_name=_("State"), marks=PAYMENT_MARKS)
    paid_on = DayColumn(verbose_name=_("Paid on"))
    failure = django_tables2.Column(verbose_name=_("Why not paid"))

    nothing = _("No payment stands in this batch any more.")

    def render_card(self, record: Any) -> Any:
        """Return the card as a link to the worker, for those who may open workers."""
        return _card(self, record)


def _card(table: Any, record: Any) -> Any:
    opens = getattr(getattr(table, "request", None), "opens", None)
    if opens is None or not opens("works.read_workers"):
        return record.card
    return format_html('<a href="{}">{}</a>', reverse("works_worker", args=[record.worker_uid]), record.card)
