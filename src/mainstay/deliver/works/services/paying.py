"""What leaves and comes back: payment files, pay lists, confirmations, slips."""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import Problem, Reason, RuleBroken, require
from mainstay.common.money import from_minor
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.forms import CONFIRMATIONS
from mainstay.deliver.works.models import Payment, PaymentBatch
from mainstay.deliver.works.rules.pay import (
    failure_missing,
    unknown_payment,
    why_not_amount,
    why_not_paid_on,
    why_not_witness,
)
from mainstay.exchange.payments import Account, Agent, Batch, Message, Party, write_pain001
from mainstay.exchange.payments import Payment as Order
from mainstay.exchange.tables import Column, Row, Sheet, Staged, read_table, write_xlsx
from mainstay.exchange.tables.source import Given

from .batches import confirm_rolls_paid

PAY_LIST = Sheet(
    "pay_list",
    (
        Column("reference", _("Payment reference")),
        Column("card", _("Card number")),
        Column("name", _("Name")),
        Column("account", _("Account or wallet")),
        Column("site", _("Site")),
        Column("days", _("Days"), "decimal", places=2),
        Column("amount", _("Amount"), "decimal"),
        Column("currency", _("Currency")),
        Column("paid", _("Paid"), "bool"),
        Column("paid_on", _("Paid on"), "date"),
        Column("receipt", _("Receipt")),
        Column("failure", _("Why not paid")),
        Column("witnesses", _("Witnesses")),
        Column("delegate", _("Fetched by (written delegate)")),
    ),
    key=("reference",),
    label=_("Pay list"),
)


def export_batch(
    *,
    by: Person,
    batch: PaymentBatch,
    payer: Party,
    account: Account,
    agent: Agent,
    pay_on: date | None = None,
    test: bool | None = None,
) -> tuple[str, bytes]:
    """Return name and content of the file that pays an approved batch: pain.001 for banks, a list for wallets and cash.

    A synthetic project's file is always a test: its references begin with TEST and its accounts cannot exist.
    """
    with act("works.export_batch", by=by, on=batch) as entry:
        new = rules.BATCH.move(batch.state, "export")
        synthetic = batch.payroll.project.synthetic
        trial = synthetic if test is None else test or synthetic
        name, content = (
            _bank_file(batch, payer, account, agent, pay_on, test=trial)
            if batch.channel == "BANK"
            else _pay_list(batch)
        )
        entry.change("state", batch.state, new)
        batch.state, batch.exported_at, batch.exported_by = new, batch.exported_at or clock.now(), by
        batch.file_sha256 = hashlib.sha256(content).hexdigest()
        batch.save(update_fields=["state", "exported_at", "exported_by", "file_sha256"])
        batch.payments.filter(state="WAITING").update(state="SENT", changed_at=clock.real_now())
        entry.note(file=name, sha256=batch.file_sha256, payments=batch.payments_count, test=trial)
    return name, content


def _waiting(batch: PaymentBatch) -> Iterator[Payment]:
    rows = batch.payments.filter(state__in=["WAITING", "SENT"]).select_related("worker", "line__site")
    return rows.order_by("pk").iterator(chunk_size=2000)


def _bank_file(
    batch: PaymentBatch, payer: Party, account: Account, agent: Agent, pay_on: date | None, *, test: bool
) -> tuple[str, bytes]:
    orders = [
        Order(
            reference=payment.reference,
            payee=Party(str(payment.worker.name or payment.worker.card)),
            account=_account_of(payment),
            amount=from_minor(payment.amount_minor, batch.currency),
            currency=batch.currency,
            remittance=f"{payment.worker.card} {batch.payroll.first_on}/{batch.payroll.last_on}",
        )
        for payment in _waiting(batch)
    ]
    order = Batch(batch.reference, payer, account, agent, pay_on or clock.today(), orders)
    out = io.BytesIO()
    write_pain001(Message(batch.reference, clock.now(), payer, [order], test=test), to=out)
    return f"{batch.reference}.xml", out.getvalue()


def _account_of(payment: Payment) -> Account:
    number = str(payment.worker.account or "")
    iban = number[:2].isalpha() and number[2:4].isdigit()
    return Account(number, "iban" if iban else "account")


def _pay_list(batch: PaymentBatch) -> tuple[str, bytes]:
    out = io.BytesIO()
    rows = (
        {
            "reference": payment.reference,
            "card": payment.worker.card,
            "name": payment.worker.name,
            "account": payment.worker.account,
            "site": payment.line.site.code,
            "days": from_minor(payment.line.paid_centi, "USD"),
            "amount": from_minor(payment.amount_minor, batch.currency),
            "currency": batch.currency,
        }
        for payment in _waiting(batch)
    )
    write_xlsx(PAY_LIST, rows, to=out, title=batch.reference)
    return f"{batch.reference}.xlsx", out.getvalue()


def confirm_payments(*, by: Person, batch: PaymentBatch, given: Given, filename: str) -> Mapping[str, int]:
    """Take in who was paid and who was not; a file with any fault changes nothing. Already confirmed rows are skipped."""
    require_right(by, "works.confirm_payments", batch.payroll)
    staged = read_table(given, filename, CONFIRMATIONS)
    payments = {payment.reference: payment for payment in batch.payments.filter(amount_minor__gt=0)}
    staged = staged.with_problems(_faults(staged, payments, batch))
    staged.require_clean()
    with act("works.confirm_payments", by=by, on=batch.payroll) as entry:
        if batch.state not in {"EXPORTED", "CLOSED"}:
            raise RuleBroken("not_exported", _("This batch was not sent yet. Approve and export it first."))
        changed = [
            _confirm(payments[row.values["reference"]], row, by)
            for row in staged.rows
            if payments[row.values["reference"]].state == "SENT"
        ]
        fields = [
            "state",
            "paid_on",
            "receipt",
            "failure",
            "witnesses",
            "delegate",
            "confirmed_by",
            "changed_at",
        ]
        Payment.objects.bulk_update(changed, fields, batch_size=100)
        paid = sum(payment.state == "PAID" for payment in changed)
        entry.bulk([payment.reference, payment.state, payment.amount_minor] for payment in changed)
        entry.note(file=staged.filename, sha256=staged.sha256, paid=paid, failed=len(changed) - paid)
        if not batch.payments.filter(state__in=["WAITING", "SENT"]).exists() and batch.state == "EXPORTED":
            batch.state, batch.closed_at = rules.BATCH.move(batch.state, "close"), clock.now()
            batch.save(update_fields=["state", "closed_at"])
        confirm_rolls_paid(batch.payroll)
    return {"paid": paid, "failed": len(changed) - paid, "skipped": len(staged.rows) - len(changed)}


def _confirm(payment: Payment, row: Row, by: Person) -> Payment:
    values = row.values
    payment.state = rules.PAYMENT.move(payment.state, "confirm" if values["paid"] else "fail")
    payment.paid_on = (values.get("paid_on") or clock.today()) if values["paid"] else None
    payment.receipt, payment.failure = values.get("receipt") or "", values.get("failure") or ""
    payment.witnesses, payment.delegate = values.get("witnesses") or "", values.get("delegate") or ""
    payment.confirmed_by, payment.changed_at = by, clock.real_now()
    return payment


def confirm_all_paid(
    *, by: Person, batch: PaymentBatch, paid_on: date, receipt: str, witnesses: Sequence[str] = ()
) -> int:
    """Record that a whole batch was paid on a day, as its statement says; return how many payments that was."""
    with act("works.confirm_payments", by=by, on=batch.payroll) as entry:
        if batch.state != "EXPORTED":
            raise RuleBroken("not_exported", _("This batch was not sent yet. Approve and export it first."))
        require(why_not_witness(channel=batch.channel, witnesses=len(set(witnesses))))
        require(_why_not_on(paid_on, batch))
        paid = batch.payments.filter(state="SENT").update(
            state=rules.PAYMENT.move("SENT", "confirm"),
            paid_on=paid_on,
            receipt=receipt,
            witnesses="; ".join(witnesses),
            confirmed_by=by,
            changed_at=clock.real_now(),
        )
        entry.note(paid=paid, paid_on=paid_on, receipt=receipt)
        batch.state, batch.closed_at = rules.BATCH.move(batch.state, "close"), clock.now()
        batch.save(update_fields=["state", "closed_at"])
        confirm_rolls_paid(batch.payroll)
    return paid


def _faults(staged: Staged, payments: Mapping[str, Payment], batch: PaymentBatch) -> Iterator[Problem]:
    for row in staged.rows:
        reference = row.values.get("reference")
        payment = payments.get(reference or "")
        if reference and payment is None:
            yield Problem(unknown_payment(reference, batch.reference), row=row.number, field="reference")
        if payment is None or row.values.get("paid") is None:
            continue
        for field, reason in _row_faults(row.values, payment, batch):
            if reason is not None:
                yield Problem(reason, row=row.number, field=field)


def _row_faults(
    values: Mapping[str, Any], payment: Payment, batch: PaymentBatch
) -> Iterator[tuple[str, Reason | None]]:
    if not values["paid"]:
        yield "failure", None if values.get("failure") else failure_missing(values["reference"])
        return
    if values.get("amount") is not None:
        owed = from_minor(payment.amount_minor, batch.currency)
        yield "amount", why_not_amount(given=values["amount"], owed=owed)
    if values.get("paid_on") is not None:
        yield "paid_on", _why_not_on(values["paid_on"], batch)
    if payment.state == "SENT":
        witnesses = len({name for name in (values.get("witnesses") or "").split(";") if name.strip()})
        yield "witnesses", why_not_witness(channel=batch.channel, witnesses=witnesses)


def _why_not_on(paid_on: date, batch: PaymentBatch) -> Reason | None:
    sent_on = batch.exported_at.date() if batch.exported_at else date.min
    return why_not_paid_on(paid_on=paid_on, sent_on=sent_on, today=clock.today())
