"""Payment batches: made from a payroll, approved by two others, written as files, confirmed, retried."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import Arrear, BatchApproval, PayLine, Payment, PaymentBatch, Payroll, Roll
from mainstay.deliver.works.rules import pay as pay_rules
from mainstay.deliver.works.rules.states import STANDING

from .telling import tell, tell_stage

_BATCH = 5000


def create_batch(*, by: Person, payroll: Payroll, channel: str) -> PaymentBatch:
    """Return a batch of everyone on a payroll who is paid by a channel and has no standing payment.

    After a batch came back with failures this makes the batch of the failed ones only: what stands or was paid is
    left out by the query and refused by the table.
    """
    with act("works.create_batch", by=by, on=payroll) as entry:
        lines = _lines_to_pay(payroll, channel)
        if not lines.exists():
            raise RuleBroken(
                "nobody_to_pay", _("Nobody on this payroll waits for pay by {channel}."), channel=channel
            )
        number = PaymentBatch.objects.filter(payroll=payroll).count() + 1
        retry = Payment.objects.filter(line__in=lines.values("pk")).exists()
        batch = PaymentBatch.objects.create(
            payroll=payroll, reference=f"PAY-{payroll.pk}-{number}", channel=channel, currency=payroll.currency,
            retry=retry, created_by=by, created_at=clock.now(),
        )  # fmt: skip
        attempts = dict(
            Payment.objects.filter(line__in=lines.values("pk"))
            .values_list("line")
            .annotate(last=Max("attempt"))
        )
        Payment.objects.bulk_create(
            (
                Payment(
                    batch=batch, line_id=line, worker_id=worker, amount_minor=net, attempt=attempts.get(line, 0) + 1,
                    reference=f"{batch.reference}-{line}",
                )
                for line, worker, net in lines.order_by("pk").values_list("pk", "worker_id", "net_minor").iterator(chunk_size=_BATCH)
            ),
            batch_size=_BATCH,
        )  # fmt: skip
        sums = batch.payments.aggregate(count=Count("pk"), total=Sum("amount_minor"))
        batch.payments_count, batch.total_minor = sums["count"], sums["total"]
        batch.save(update_fields=["payments_count", "total_minor"])
        Payroll.objects.filter(pk=payroll.pk).update(state="BATCHED")
        entry.on(batch)
        entry.note(
            reference=batch.reference,
            payments=batch.payments_count,
            total_minor=batch.total_minor,
            retry=retry,
        )
    return batch


def _lines_to_pay(payroll: Payroll, channel: str) -> QuerySet[PayLine]:
    standing = Payment.objects.filter(line=OuterRef("pk"), state__in=STANDING, amount_minor__gt=0)
    reversed_ = Payment.objects.filter(line=OuterRef("pk"), state="REVERSED")
    return (
        PayLine.objects.filter(payroll=payroll, net_minor__gt=0, worker__channel=channel)
        .exclude(Exists(standing))
        .exclude(Exists(reversed_))
    )


def approve_batch(*, by: Person, batch: PaymentBatch) -> PaymentBatch:
    """Sign a batch; the second signature of another person approves it."""
    with act("works.approve_batch", by=by, on=batch) as entry:
        new = rules.BATCH.move(batch.state, "approve")
        payments = batch.payments.aggregate(total=Sum("amount_minor"))["total"] or 0
        require(
            pay_rules.why_not_approve_batch(
                signed_by_same=batch.approvals.filter(by=by).exists(),
                total_minor=batch.total_minor,
                payments_minor=payments,
            )
        )
        BatchApproval.objects.create(batch=batch, by=by, at=clock.now(), total_minor=batch.total_minor)
        signed = batch.approvals.count()
        entry.note(signatures=signed, total_minor=batch.total_minor)
        if signed >= pay_rules.SIGNATURES:
            entry.change("state", batch.state, new)
            batch.state = new
            batch.save(update_fields=["state"])
            tell(
                batch.payroll.project,
                by=by,
                msgid=_("Payment batch {reference} is approved by two."),
                reference=batch.reference,
            )
    return batch


def return_batch(*, by: Person, batch: PaymentBatch, reason: str) -> PaymentBatch:
    """Send a batch back with a reason: its payments are dropped, the lines wait for a new batch."""
    with act("works.return_batch", by=by, on=batch, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("no_reason", _("Say why the batch goes back."))
        new = rules.BATCH.move(batch.state, "return")
        entry.change("state", batch.state, new)
        batch.state, batch.returned_by, batch.return_reason = new, by, reason.strip()
        batch.save(update_fields=["state", "returned_by", "return_reason"])
        batch.payments.filter(state="WAITING").update(state="DROPPED", changed_at=clock.real_now())
    return batch


def confirm_rolls_paid(payroll: Payroll) -> None:
    """Move the rolls of a payroll to PAID once nobody on it is owed; part of the surrounding act."""
    paid = Payment.objects.filter(line=OuterRef("pk"), state__in=["PAID", "REVERSED"], amount_minor__gt=0)
    if not PayLine.objects.filter(payroll=payroll, net_minor__gt=0).exclude(Exists(paid)).exists():
        Roll.objects.filter(payroll=payroll, state="APPROVED").update(
            state=rules.ROLL.move("APPROVED", "pay")
        )
    tell_stage(payroll.project)


def request_reversal(*, by: Person, payment: Payment, reason: str) -> Payment:
    """Ask to reverse a payment that was wrong; another person does it."""
    with act("works.request_reversal", by=by, on=payment, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("no_reason", _("Say why the payment is to be reversed."))
        require(rules.PAYMENT.why_not(payment.state, "reverse"))
        payment.reversal_asked_by, payment.reversal_reason = by, reason.strip()
        payment.save(update_fields=["reversal_asked_by", "reversal_reason"])
        entry.note(reference=payment.reference, amount_minor=payment.amount_minor)
    return payment


def reverse_payment(
    *, by: Person, payment: Payment, reversed_on: date | None = None, owed_again: bool = False
) -> Payment:
    """Return the contra entry of a payment: the opposite amount beside it; nothing is deleted.

    With `owed_again` (the money went to somebody else) the worker's wage becomes arrears of the next payroll.
    """
    with act("works.reverse_payment", by=by, on=payment, reason=payment.reversal_reason) as entry:
        if payment.reversal_asked_by_id is None:
            raise RuleBroken(
                "not_asked", _("Nobody asked to reverse this payment. Ask first, with a reason.")
            )
        new = rules.PAYMENT.move(payment.state, "reverse")
        entry.change("state", payment.state, new)
        payment.state, payment.changed_at = new, clock.real_now()
        payment.save(update_fields=["state", "changed_at"])
        contra = Payment.objects.create(
            batch=payment.batch, line=payment.line, worker_id=payment.worker_id, attempt=payment.attempt,
            amount_minor=-payment.amount_minor, state="PAID", paid_on=reversed_on or clock.today(),
            reference=f"{payment.reference}-R"[:35], confirmed_by=by, reverses=payment,
        )  # fmt: skip
        if owed_again:
            Arrear.objects.create(
                worker_id=payment.worker_id, contract_id=payment.line.contract_id, kind="OTHER", amount_minor=payment.amount_minor,
                currency=payment.batch.currency, reason=payment.reversal_reason, found_at=clock.now(), found_by=by,
            )  # fmt: skip
        entry.note(contra=contra.pk, amount_minor=contra.amount_minor, owed_again=owed_again)
    return contra


def report_unclaimed(*, by: Person, payroll: Payroll, days: int = 90) -> Sequence[int]:
    """Report payments that lay ready for more than `days` days and were not fetched; return their keys."""
    with act("works.report_unclaimed", by=by, on=payroll) as entry:
        before = clock.now() - timedelta(days=days)
        waiting = Payment.objects.filter(
            batch__payroll=payroll,
            state="SENT",
            batch__exported_at__lt=before,
            unclaimed_reported_at__isnull=True,
        )
        keys = list(waiting.values_list("pk", flat=True))
        Payment.objects.filter(pk__in=keys).update(unclaimed_reported_at=clock.now())
        entry.bulk([key] for key in keys)
    return keys
