"""Pay: payrolls and their lines, arrears, deductions, batches, payments, and the sample that asks who was paid."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common import clock
from mainstay.common.constraints import one_of, states_of
from mainstay.deliver.works import rules
from mainstay.deliver.works.rules.states import STANDING

from .workers import CHANNELS

PERSON = settings.AUTH_USER_MODEL


class Payroll(models.Model):
    """What is owed for the rolls of one or many periods, with the tables that it was calculated by."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="payrolls")
    first_on = models.DateField()
    last_on = models.DateField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, default="CALCULATED")
    calculated_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    calculated_at = models.DateTimeField()
    lines = models.PositiveIntegerField(default=0)
    gross_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    lines_sha256 = models.CharField(max_length=64, blank=True)
    basis = models.JSONField(default=dict)
    playbook_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-first_on", "-pk"]
        constraints = [one_of("state", ("CALCULATED", "BATCHED"), name="works_payroll_state")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.first_on}–{self.last_on}"


class PayLine(models.Model):
    """What one worker earned under one contract in one payroll, with everything that the sum was made from.

    Parts are thousandths of a minor unit (`_milli`), so that only the total is rounded; amounts paid are whole
    minor units. `codes` are the counts of the roll's codes, as text.
    """

    payroll = models.ForeignKey(Payroll, on_delete=models.PROTECT, related_name="pay_lines", db_index=False)
    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, related_name="pay_lines")
    contract = models.ForeignKey("works.Contract", on_delete=models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    worked_centi = models.IntegerField()
    paid_centi = models.IntegerField()
    suspended_centi = models.IntegerField(default=0)
    overtime_minutes = models.IntegerField(default=0)
    day_minor = models.BigIntegerField()
    floor_minor = models.BigIntegerField()
    days_milli = models.BigIntegerField()
    tasks_milli = models.BigIntegerField(default=0)
    floor_topup_milli = models.BigIntegerField(default=0)
    overtime_milli = models.BigIntegerField(default=0)
    gross_minor = models.BigIntegerField()
    arrears_minor = models.BigIntegerField(default=0)
    deductions_minor = models.BigIntegerField(default=0)
    net_minor = models.BigIntegerField()
    codes = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payroll", "contract"], name="works_pay_line_once"),
            models.CheckConstraint(condition=Q(gross_minor__gte=0), name="works_pay_line_gross"),
            models.CheckConstraint(
                condition=Q(net_minor=F("gross_minor") + F("arrears_minor") - F("deductions_minor")),
                name="works_pay_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(deductions_minor__gte=0)
                & Q(deductions_minor__lte=F("gross_minor") * 33 / 100 + 1),
                name="works_pay_line_deductions_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payroll_id} {self.contract_id}"


class Arrear(models.Model):
    """Something still owed to (or overpaid to) a worker for days already paid; settled by a later line."""

    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, related_name="arrears")
    contract = models.ForeignKey("works.Contract", on_delete=models.PROTECT, related_name="+")
    roll = models.ForeignKey("works.Roll", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=300)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(PayLine, on_delete=models.PROTECT, null=True, related_name="settles")

    class Meta:
        constraints = [one_of("kind", ("CORRECTION", "FLOOR", "OTHER"), name="works_arrear_kind")]
        indexes = [
            models.Index(fields=["worker"], condition=Q(settled_by__isnull=True), name="works_arrear_open")
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.amount_minor}"


class Deduction(models.Model):
    """A lawful deduction that the worker agreed to in writing; never more than a third of a gross wage at a time."""

    contract = models.ForeignKey("works.Contract", on_delete=models.PROTECT, related_name="deductions")
    kind = models.CharField(max_length=16)
    amount_minor = models.BigIntegerField()
    taken_minor = models.BigIntegerField(default=0)
    authorised_on = models.DateField()
    authorisation = models.CharField(max_length=200)
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            one_of(
                "kind",
                ("SOCIAL_SECURITY", "TAX", "UNION_DUES", "ADVANCE", "COURT_ORDER"),
                name="works_deduction_kind",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0, taken_minor__gte=0, taken_minor__lte=F("amount_minor")),
                name="works_deduction_amounts",
            ),
            models.CheckConstraint(condition=~Q(authorisation=""), name="works_deduction_authorised"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind}"


class PaymentBatch(models.Model):
    """Payments of one payroll by one channel: made by one person, approved by two others, then sent."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payroll = models.ForeignKey(Payroll, on_delete=models.PROTECT, related_name="batches")
    reference = models.CharField(max_length=35, unique=True)
    channel = models.CharField(max_length=6)
    state = models.CharField(max_length=10, default=rules.BATCH.start)
    currency = models.CharField(max_length=3)
    payments_count = models.PositiveIntegerField(default=0)
    total_minor = models.BigIntegerField(default=0)
    retry = models.BooleanField(default=False)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    exported_at = models.DateTimeField(null=True)
    exported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    file_sha256 = models.CharField(max_length=64, blank=True)
    returned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            states_of(rules.BATCH, name="works_batch_state"),
            one_of("channel", CHANNELS, name="works_batch_channel"),
            models.CheckConstraint(
                condition=~Q(state="RETURNED") | ~Q(return_reason=""), name="works_batch_return_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class BatchApproval(models.Model):
    """One of the two signatures on a batch."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    total_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "by"], name="works_batch_signed_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.by_id}"


class Payment(models.Model):
    """Money for one pay line. One that stands per line, so that nobody is paid twice.

    A reversal is an entry of its own with the opposite amount (`reverses`); nothing is ever deleted.
    """

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="payments")
    line = models.ForeignKey(PayLine, on_delete=models.PROTECT, related_name="payments")
    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, related_name="+", db_index=False)
    attempt = models.PositiveSmallIntegerField(default=1)
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=8, default=rules.PAYMENT.start)
    reference = models.CharField(max_length=35, blank=True)
    paid_on = models.DateField(null=True)
    receipt = models.CharField(max_length=80, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    witnesses = models.CharField(max_length=200, blank=True)
    delegate = models.CharField(max_length=120, blank=True)
    confirmed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reversal_asked_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reversal_reason = models.CharField(max_length=300, blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    unclaimed_reported_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        constraints = [
            states_of(rules.PAYMENT, name="works_payment_state"),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state__in=STANDING, reverses__isnull=True),
                name="works_payment_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount_minor__gt=0)
                | Q(reverses__isnull=False, amount_minor__lt=0),
                name="works_payment_sign",
            ),
            models.CheckConstraint(
                condition=~Q(state="PAID") | Q(paid_on__isnull=False), name="works_payment_paid_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="FAILED") | ~Q(failure=""), name="works_payment_failed_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.attempt}"


class VerificationSample(models.Model):
    """A seeded sample of payments whose workers are asked whether the money came, and all of it."""

    payroll = models.ForeignKey(Payroll, on_delete=models.PROTECT, related_name="samples")
    share_percent = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=80)
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.payroll_id} {self.seed}"


class Verification(models.Model):
    """One worker of a sample and her answer."""

    sample = models.ForeignKey(VerificationSample, on_delete=models.PROTECT, related_name="answers")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="verifications")
    answer = models.CharField(max_length=12, default="WAITING")
    words = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "payment"], name="works_verification_once"),
            one_of(
                "answer",
                ("WAITING", "RECEIVED", "NOT_RECEIVED", "LESS", "NOT_REACHED"),
                name="works_verification_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.answer}"
