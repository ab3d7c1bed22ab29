"""Payment batches: made after a look at who is in them, signed by two, sent as a file or a list on paper, confirmed."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may
from mainstay.common.errors import AppError, BadInput, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms.payments import ConfirmationForm, PaymentFileForm
from mainstay.deliver.works.models import PaymentBatch
from mainstay.deliver.works.selectors.pay_pages import (
    accounts_unconfirmed,
    payment_states,
    payments_listed,
    people_to_pay,
    retry_lines,
)
from mainstay.deliver.works.services.batches import create_batch
from mainstay.deliver.works.services.paying import confirm_payments, export_batch
from mainstay.deliver.works.tables import BATCH_MARKS, CHANNELS, PAYMENT_MARKS, PaymentTable
from mainstay.deliver.works.views.heads import works_head
from mainstay.deliver.works.views.payrolls import payroll_of
from mainstay.exchange.payments import Account, Agent, Party
from mainstay.page.doors import door, who
from mainstay.page.errors import place_and_sentence, sentence
from mainstay.page.filters import StateFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, joined, money, number

#: So many of those who would be paid are named before a batch is made; all are counted.
NAMED = 300


def _batch(person: Person, uid: str) -> PaymentBatch:
    rows = PaymentBatch.objects.select_related(
        "payroll__project__case", "payroll__project__country", "created_by", "exported_by", "returned_by"
    )
    return get_visible(rows, person, "works.read_payroll", uid=uid)


@door("works.create_batch", methods=["GET", "HEAD", "POST"])
def make(request: HttpRequest, uid: str, channel: str) -> HttpResponse:
    """Show who a batch would pay, and how much, and make it when that is read; after failures these are the failed alone."""
    person = who(request)
    payroll = payroll_of(person, uid)
    if channel not in CHANNELS:
        raise NotFound("no_channel", _("People are paid in cash, by bank or by mobile money."))
    if request.method == "POST":
        batch = create_batch(by=person, payroll=payroll, channel=channel)
        messages.success(request, gettext("The batch is made. Two others sign it before anything is paid."))
        return redirect("works_batch", uid=batch.uid)
    lines = retry_lines(payroll, channel)
    count, total = lines.count(), lines.aggregate(sum=Sum("net_minor"))["sum"] or 0
    tried = lines.filter(why__isnull=False).count()
    said = [
        counted(count, ngettext("{count} person would be paid", "{count} people would be paid", count), none=gettext("Nobody waits for pay this way")),
        money(total, payroll.currency) if total else "",
        counted(tried, ngettext("{count} was tried before and failed", "{count} were tried before and failed", tried), none=""),
    ]  # fmt: skip
    shown = {
        **works_head(person, payroll.project),
        "payroll": payroll,
        "channel": channel,
        "way": CHANNELS[channel],
        "lines": lines[:NAMED],
        "more": max(count - NAMED, 0),
        "count": count,
        "answer": joined(said),
    }
    return render(request, "works/batch_make.html", shown)


@door("works.read_payroll")
def batch_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one batch: its states, signatures, file, and each payment."""
    return _shown(request, _batch(who(request), uid))


def _shown(request: HttpRequest, batch: PaymentBatch, **more: Any) -> HttpResponse:
    person, states = who(request), payment_states(batch)
    form = StateFilter(request.GET, marks=PAYMENT_MARKS)
    rows = payments_listed(batch)
    if form.wanted in PAYMENT_MARKS:
        rows = rows.filter(state=form.wanted)
    sends = batch.state in {"APPROVED", "EXPORTED"} and may(person, "works.export_batch", batch)
    confirms = batch.state in {"EXPORTED", "CLOSED"} and may(person, "works.confirm_payments", batch.payroll)
    shown = {
        **works_head(person, batch.payroll.project),
        "batch": batch,
        "mark": BATCH_MARKS[batch.state],
        "way": CHANNELS[batch.channel],
        "answer": _answer(batch, states),
        "states": [(*PAYMENT_MARKS[state], state, number(count), money(total, batch.currency, exact=True)) for state, (count, total) in sorted(states.items())],
        "failed": states.get("FAILED", (0, 0))[0],
        "approvals": batch.approvals.select_related("by").order_by("at"),
        "file_form": PaymentFileForm() if sends else None,
        "confirm_form": ConfirmationForm() if confirms else None,
        "retries": may(person, "works.create_batch", batch.payroll),
        **more,
    }  # fmt: skip
    return listed(request, "works/batch.html", PaymentTable(rows), shown, name="payments", filters=form)


def _answer(batch: PaymentBatch, states: Any) -> str:
    count, unconfirmed = batch.payments_count, accounts_unconfirmed(batch)
    failed, paid = states.get("FAILED", (0, 0))[0], states.get("PAID", (0, 0))[0]
    words = ngettext("{count} person, {amount}", "{count} people, {amount}", count)
    said = [words.format(count=number(count), amount=money(batch.total_minor, batch.currency))]
    if unconfirmed and batch.state in {"DRAFT", "APPROVED"}:
        words = ngettext("{count} account to confirm", "{count} accounts to confirm", unconfirmed)
        said.append(counted(unconfirmed, words, none=""))
    if paid:
        said.append(counted(paid, ngettext("{count} is paid", "{count} are paid", paid), none=""))
    if failed:
        said.append(counted(failed, ngettext("{count} failed and is still owed", "{count} failed and are still owed", failed), none=""))  # fmt: skip
    if paid < count:
        said.append(gettext("pay is owed to all who are not paid yet"))
    return joined(said)


@door("works.read_payroll")
def pay_list(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the list that is read and signed at the pay table: large type, one line for each person."""
    person = who(request)
    batch = _batch(person, uid)
    shown = {
        **works_head(person, batch.payroll.project),
        "batch": batch,
        "way": CHANNELS[batch.channel],
        "payments": people_to_pay(batch),
    }
    return render(request, "works/pay_list.html", shown)


@door("works.export_batch", methods=["POST"])
def payment_file(request: HttpRequest, uid: str) -> HttpResponse:
    """Return the file that pays a batch: pain.001 for banks, a list for wallets and cash; the batch is sent with it."""
    person = who(request)
    batch = _batch(person, uid)
    form = PaymentFileForm(request.POST)
    if batch.channel != "BANK":
        for name in ("payer", "account"):
            form.fields[name].required = False
    if not form.is_valid():
        return _shown(
            request,
            batch,
            file_form=form,
            refused=gettext("Nothing was sent: the file needs who pays, and from where."),
        )
    given = form.cleaned_data
    number_given = given["account"].replace(" ", "")
    iban = number_given[:2].isalpha() and number_given[2:4].isdigit()
    try:
        name, content = export_batch(
            by=person, batch=batch, payer=Party(given["payer"], country=given["country"].upper()),
            account=Account(number_given, "iban" if iban else "account"), agent=Agent(bic=given["bank"].upper()),
            pay_on=given["pay_on"],
        )  # fmt: skip
    except AppError as error:
        return _shown(request, batch, file_form=form, refused=sentence(error.reason))
    kind = (
        "application/xml"
        if name.endswith(".xml")
        else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@door("works.confirm_payments", methods=["POST"])
def confirm(request: HttpRequest, uid: str) -> HttpResponse:
    """Take in who was paid and who was not; what is wrong in the file is named row by row, and nothing is changed then."""
    person = who(request)
    batch = _batch(person, uid)
    form = ConfirmationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, batch, confirm_form=form)
    given = form.cleaned_data["file"]
    try:
        done = confirm_payments(by=person, batch=batch, given=given.read(), filename=given.name)
    except AppError as error:
        faults = (
            [place_and_sentence(one) for one in error.problems[:100]] if isinstance(error, BadInput) else []
        )
        return _shown(request, batch, confirm_form=form, refused=sentence(error.reason), faults=faults)
    words = gettext("{paid} paid, {failed} failed, {skipped} were confirmed before.")
    messages.success(request, words.format(**done))
    return redirect("works_batch", uid=uid)
