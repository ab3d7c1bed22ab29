"""Payrolls: whom do we owe, is it right; opened down to sites, rolls and lines."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, may_anywhere
from mainstay.cases.selectors import head_of
from mainstay.deliver.works.models import Payroll
from mainstay.deliver.works.selectors.pay_pages import (
    ChannelPay,
    lines_listed,
    owed_by_currency,
    pay_by_channel,
    pay_by_site,
    payrolls_listed,
    rolls_of,
    settled_of,
)
from mainstay.deliver.works.tables import BATCH_MARKS, CHANNELS, ROLL_MARKS, PayLineTable, PayrollTable
from mainstay.deliver.works.views.heads import works_head
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, joined, money, number


def _marks() -> dict[str, tuple[str, str]]:
    return {
        "CALCULATED": ("waiting", gettext("calculated, in no batch")),
        "BATCHED": ("open", gettext("in batches")),
    }


@door("works.read_payroll")
def payroll_list(request: HttpRequest) -> HttpResponse:
    """Show the payrolls that this person may read, and what is still owed."""
    person = who(request)
    form = ListFilter(request.GET, marks=_marks())
    rows = form.narrowed(payrolls_listed(person), case="project__case")
    owed = owed_by_currency(rows)
    open_sums = [_owed(currency, count, total) for currency, count, total in owed if total]
    nothing = gettext("Nothing is owed.") if owed else gettext("No pay is calculated yet.")
    shown = {
        "title": gettext("Payrolls"),
        "question": gettext("Whom do we owe, and is it right?"),
        "answer": " ".join(open_sums) or nothing,
        "head": head_of(person, form.reference),
    }
    return listed(request, "page/list.html", PayrollTable(rows), shown, name="payrolls", filters=form)


def _owed(currency: str, count: int, total: int) -> str:
    words = ngettext(
        "{amount} is still owed on {count} payroll.", "{amount} is still owed on {count} payrolls.", count
    )
    return words.format(amount=money(total, currency), count=number(count))


def payroll_of(person: Person, uid: str) -> Payroll:
    """Return the payroll at an address, when `person` may read it."""
    rows = Payroll.objects.select_related("project__case", "project__country", "calculated_by")
    return get_visible(rows, person, "works.read_payroll", uid=uid)


@door("works.read_payroll")
def payroll_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one payroll: people by way of pay, batches, sites, rolls, and each line."""
    person = who(request)
    payroll = payroll_of(person, uid)
    ways = pay_by_channel(payroll)
    shown = {
        **works_head(person, payroll.project),
        "payroll": payroll,
        "answer": _answer(payroll, ways),
        "ways": [(way, CHANNELS[way.channel]) for way in ways],
        "reads_rolls": may_anywhere(person, "works.read_rolls"),
        "makes_batches": may(person, "works.create_batch", payroll),
        "batches": [
            (batch, *BATCH_MARKS[batch.state], CHANNELS[batch.channel]) for batch in payroll.batches.all()
        ],
        "sites": pay_by_site(payroll),
        "rolls": [(roll, *ROLL_MARKS[roll.state]) for roll in rolls_of(payroll)[:60]],
        "basis": payroll.basis,
    }
    return listed(request, "works/payroll.html", PayLineTable(lines_listed(payroll)), shown, name="pay-lines")


def _answer(payroll: Payroll, found: Sequence[ChannelPay]) -> str:
    people = sum(way.people for way in found)
    unconfirmed = sum(way.unconfirmed for way in found)
    settled = settled_of(payroll)
    waiting, owed = sum(way.waiting for way in found), sum(way.waiting_minor for way in found)
    words = ngettext("{people} person, {amount}", "{people} people, {amount}", people)
    said = [words.format(people=number(people), amount=money(payroll.net_minor, payroll.currency))]
    if settled >= payroll.net_minor:
        return joined([*said, gettext("all of it is paid and confirmed")])
    if unconfirmed:
        words = ngettext("{count} account to confirm", "{count} accounts to confirm", unconfirmed)
        said.append(counted(unconfirmed, words, none=""))
    if waiting:
        words = ngettext(
            "{count} waits in no batch ({amount})", "{count} wait in no batch ({amount})", waiting
        )
        said.append(words.format(count=number(waiting), amount=money(owed, payroll.currency)))
    if settled:
        said.append(gettext("{amount} is paid").format(amount=money(settled, payroll.currency)))
        said.append(gettext("the rest is owed until it is confirmed"))
    else:
        said.append(gettext("pay is owed to all of them until it is confirmed"))
    return joined(said)
