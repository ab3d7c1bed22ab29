"""Lists of the fund: grants and contributions."""

from decimal import Decimal
from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mainstay.common.models import Country
from mainstay.common.money import from_minor
from mainstay.fund.rules import DEBIT_NORMAL
from mainstay.page.tables import (
    CaseColumn,
    DayColumn,
    ListTable,
    MarkColumn,
    MoneyColumn,
    NamedColumn,
    NumberColumn,
    ReferenceColumn,
    StateColumn,
)
from mainstay.page.words import country_name, grouped, money, named, number, said

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


#: What an account of the ledger holds.
ACCOUNT_WORDS = {
    "RECEIVABLE": _("signed, not received yet"), "PROMISED": _("promised by donors"), "CASH": _("received money"),
    "FREE": _("free"), "RESERVED": _("set aside for approved grants"), "DISBURSED": _("paid out to grants"),
    "ADVANCE": _("paid out, not reported yet"), "SPENT": _("used up by grants"), "EXPENSE": _("spent and reported"),
    "REPAYABLE": _("to be paid back by projects"), "OWED_BACK": _("owed back to the fund"),
}  # fmt: skip
#: What became of the part of a contribution that is with one grant.
HELD_WORDS = {
    "RESERVED": _("set aside"),
    "DISBURSED": _("paid out, not reported yet"),
    "SPENT": _("spent and reported"),
}
#: States of a grant in which a report tells what was spent.
REPORTED = ("REPORTING", "CLOSED", "RETURNED")
VERB_WORDS = {
    "commit": _("signed"), "receive": _("received"), "reserve": _("set aside"), "disburse": _("paid out"),
    "settle": _("settled"), "return": _("paid back"), "repay": _("repaid"), "correct": _("taken back"), "withdraw": _("withdrawn"),
}  # fmt: skip
#: What a window gives money for; an organisation's own purpose stands as its code.
PURPOSE_WORDS = {
    "assessment": _("assessment"), "no_regret_works": _("works that nobody regrets"), "surge_deployment": _("people sent at once"),
    "dialogue_meeting": _("meetings of dialogue"), "works": pgettext_lazy("what money is for", "works"), "skills": _("skills"), "enterprise": _("enterprises"),
    "placement": _("placement"), "protection": _("social protection"), "dialogue": _("social dialogue"),
    "secondment": _("secondments"), "joint_operation": _("joint operations"),
}  # fmt: skip


def rate_words(usd: Decimal) -> str:
    """Return an exchange rate with the decimals that it has, two at least: “1.11”."""
    held = f"{usd.normalize():f}"
    return grouped(held if len(held.partition(".")[2]) >= 2 else f"{usd:.2f}")


def grown(line: Any) -> int:
    """Return by how much a line of the ledger lets its account grow: a claim on money grows by credit."""
    return int(line.amount if line.account.kind in DEBIT_NORMAL else -line.amount)


def earmark_words(kind: str, key: str) -> str:
    """Return what money is tied to in the reader's words: “Comoros”, “not earmarked”."""
    if kind == "NONE":
        return gettext("not earmarked")
    if kind == "COUNTRY":
        country = Country.objects.filter(pk=key).first()
        return country_name(country.names, country.name) if country else key
    collections = {"CRISIS_TYPE": "crisis_types", "COMPONENT": "components", "WINDOW": "windows"}
    return named(collections[kind], key) if kind in collections else said(key)


def _opened(name: str, record: Any, words: str) -> Any:
    return format_html('<a class="ref" href="{}">{}</a>', reverse(name, args=[record.uid]), words)


class GrantTable(ListTable):
    """One line for each grant."""

    reference = ReferenceColumn(verbose_name=_("Grant"))
    case = CaseColumn()
    window = NamedColumn(verbose_name=_("Window"), collection="windows")
    what_for = django_tables2.Column(verbose_name=_("What for"), orderable=False)
    amount_usd = MoneyColumn(verbose_name=_("Granted or asked"))
    spent_usd = MoneyColumn(verbose_name=_("Spent and reported"))
    state = StateColumn(verbose_name=_("State"), marks=GRANT_MARKS)
    report_due_on = DayColumn(verbose_name=_("Report due"))

    def render_reference(self, record: Any) -> Any:
        """Return the reference as a link."""
        return _opened("grant", record, record.reference)

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value

    nothing = _("The country office applies to a window; you see the grants that are yours to see.")

    def render_spent_usd(self, value: int, record: Any) -> str:
        """Return what was spent; – before the first report."""
        return money(value) if value or record.state in REPORTED else "–"


class ContributionTable(ListTable):
    """One line for each contribution."""

    reference = ReferenceColumn(verbose_name=_("Contribution"))
    donor = django_tables2.Column(verbose_name=_("Donor"), order_by="donor__name")
    title = django_tables2.Column(verbose_name=_("Title"))
    amount = NumberColumn(verbose_name=_("Amount"))
    earmark_key = django_tables2.Column(verbose_name=_("Earmarked for"), empty_values=())
    state = StateColumn(verbose_name=_("State"), marks=PLEDGE_MARKS)
    pledged_on = DayColumn(verbose_name=_("Pledged"))

    def render_reference(self, record: Any) -> Any:
        """Return the reference as a link."""
        return _opened("contribution", record, record.reference)

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value

    nothing = _(
        "What a donor pledges is entered by the fund; you see the contributions that are yours to see."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: The words of each earmark, found once for the whole list.
        self.told: dict[tuple[str, str], str] = {}

    def render_earmark_key(self, record: Any) -> str:
        """Return what the money is tied to, by its name."""
        return self._tied(record)

    def value_earmark_key(self, record: Any) -> str:
        """Return what the money is tied to, by its name."""
        return self._tied(record)

    def _tied(self, record: Any) -> str:
        held = record.earmark, record.earmark_key
        if held not in self.told:
            self.told[held] = earmark_words(*held)
        return self.told[held]

    def render_amount(self, record: Any) -> str:
        """Return the amount in its own currency."""
        return money(record.amount, record.currency)

    def value_amount(self, record: Any) -> str:
        """Return the amount with its currency, as it is exported."""
        return money(record.amount, record.currency)


class LedgerTable(ListTable):
    """Lines of the ledger, the newest first; each opens to its entry."""

    entry = django_tables2.Column(verbose_name=_("Entry"), accessor="entry_id", order_by="entry_id")
    day = DayColumn(verbose_name=_("Value on"), accessor="entry__value_on")
    verb = django_tables2.Column(verbose_name=_("What happened"), accessor="entry__verb", orderable=False)
    account = django_tables2.Column(verbose_name=_("Account"), accessor="account__kind", orderable=False)
    contribution = django_tables2.Column(
        verbose_name=_("Contribution"), accessor="account__contribution__reference", orderable=False
    )
    grant = django_tables2.Column(
        verbose_name=_("Grant"), accessor="account__grant__reference", orderable=False
    )
    amount = NumberColumn(verbose_name=_("In its currency"), orderable=False)
    grown_usd = MoneyColumn(verbose_name=_("Change, USD"), orderable=False)
    running = MoneyColumn(verbose_name=_("Balance of the account, USD"), orderable=False)
    # Who booked it stands on the page of the entry, and in the file of the list.
    by = django_tables2.Column(verbose_name=_("By"), accessor="entry__by__name", orderable=False, visible=False)  # fmt: skip

    nothing = _("The first entry is made when a contribution is signed.")

    def render_entry(self, value: int) -> Any:
        """Return the number of the entry, as a link to it."""
        return format_html('<a href="{}">{}</a>', reverse("ledger_entry", args=[value]), value)

    def value_entry(self, value: int) -> int:
        """Return the number of the entry."""
        return value

    def render_grown_usd(self, value: int) -> str:
        """Return the change; its currency stands above."""
        return number(from_minor(value, "USD"))

    def render_running(self, value: int) -> str:
        """Return the balance; its currency stands above."""
        return number(from_minor(value, "USD"))

    def render_verb(self, value: str) -> Any:
        """Return what happened in words."""
        return VERB_WORDS.get(value, value)

    def render_account(self, value: str) -> Any:
        """Return what the account holds."""
        return ACCOUNT_WORDS.get(value, value)

    def render_contribution(self, value: str, record: Any) -> Any:
        """Return the contribution, as a link."""
        return _opened("contribution", record.account.contribution, value)

    def value_contribution(self, value: str) -> str:
        """Return the contribution's reference."""
        return value

    def render_grant(self, value: str, record: Any) -> Any:
        """Return the grant, as a link."""
        return _opened("grant", record.account.grant, value)

    def value_grant(self, value: str) -> str:
        """Return the grant's reference."""
        return value

    def render_amount(self, record: Any) -> str:
        """Return by how much the account grew, in its own currency."""
        return money(grown(record), record.account.currency)

    def value_amount(self, record: Any) -> str:
        """Return the amount with its currency, as it is exported."""
        return money(grown(record), record.account.currency)


class EarmarkTable(ListTable):
    """Free money by contribution, in the order in which it is spent."""

    contribution = django_tables2.Column(verbose_name=_("Contribution"), orderable=False)
    donor = django_tables2.Column(verbose_name=_("Donor"))
    tied = django_tables2.Column(verbose_name=_("Earmarked for"))
    free_usd = MoneyColumn(verbose_name=_("Free"))
    received_on = DayColumn(verbose_name=_("Received"))

    nothing = _("Contributions that are received make money free.")

    def render_contribution(self, value: Any, record: Any) -> Any:
        """Return the contribution, as a link where its page is open."""
        return _opened("contribution", value, value.reference) if record["opens"] else value.reference

    def value_contribution(self, value: Any) -> str:
        """Return the contribution's reference."""
        return str(value.reference)


class RateTable(ListTable):
    """Dated exchange rates with their sources."""

    currency = django_tables2.Column(verbose_name=_("Currency"))
    day = DayColumn(verbose_name=_("Day"))
    usd = django_tables2.Column(verbose_name=_("One unit in USD"), attrs=NumberColumn.attrs)
    source = django_tables2.Column(verbose_name=_("Source"))
    use = MarkColumn(verbose_name=_("Use"), orderable=False)

    nothing = _("A contribution in another currency than US dollars needs a rate.")

    def render_usd(self, value: Any) -> str:
        """Return the rate with the decimals that it has, two at least."""
        return rate_words(value)


class LeadTable(ListTable):
    """Every lead of the pipeline."""

    lead = django_tables2.Column(verbose_name=pgettext_lazy("money", "Lead"), orderable=False)
    donor = django_tables2.Column(verbose_name=_("Donor"))
    case = CaseColumn(orderable=False)
    stage = django_tables2.Column(verbose_name=_("Stage"))
    amount_usd = MoneyColumn(verbose_name=_("Amount"))
    weighted_usd = MoneyColumn(verbose_name=_("Weighted"))
    expected_on = DayColumn(verbose_name=_("Expected"))
    next_step = django_tables2.Column(verbose_name=_("Next step, or why it was lost"), orderable=False)

    nothing = _("Whoever hears of a chance of money enters it; you see those that are yours to see.")

    def render_lead(self, value: Any) -> Any:
        """Return the lead's title, leading to its page."""
        return format_html(
            '<a href="{}">{}</a>', reverse("record", args=["fund", "lead", value.pk]), value.title
        )

    def value_lead(self, value: Any) -> str:
        """Return the lead's title."""
        return str(value.title)
