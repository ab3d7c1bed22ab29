"""Contributions, grants, the double-entry ledger and the pipeline."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of

from . import rules

PERSON = settings.AUTH_USER_MODEL


class ExchangeRate(models.Model):
    """How many US dollars one unit of a currency was worth on a day, and who says so."""

    currency = models.CharField(max_length=3)
    day = models.DateField()
    usd = models.DecimalField(max_digits=18, decimal_places=9)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="rate_once_a_day"),
            models.CheckConstraint(condition=Q(usd__gt=0), name="rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day}"


class Contribution(models.Model):
    """What a donor gives: amount in its currency, earmark, what it costs to manage, and how far it has come."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    donor = models.ForeignKey("partners.Organisation", on_delete=models.PROTECT, related_name="contributions")
    title = models.CharField(max_length=160)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    earmark = models.CharField(max_length=12, default="NONE")
    earmark_key = models.CharField(max_length=40, blank=True)
    management_share = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    conditions = models.TextField(blank=True)
    pledged_on = models.DateField()
    expected_on = models.DateField(null=True)
    state = models.CharField(max_length=14, default=rules.PLEDGE.start)
    synthetic = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            states_of(rules.PLEDGE, name="contribution_state"),
            one_of("earmark", rules.EARMARKS, name="contribution_earmark"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contribution_positive"),
            models.CheckConstraint(
                condition=Q(earmark="NONE", earmark_key="") | (~Q(earmark="NONE") & ~Q(earmark_key="")),
                name="contribution_earmark_key",
            ),
            models.CheckConstraint(
                condition=Q(management_share__gte=0, management_share__lt=1),
                name="contribution_management_share",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Grant(models.Model):
    """Money asked from a window for a case, from draft to accepted report. Amounts in US cents."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="grants")
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, null=True, related_name="grants")
    window = models.CharField(max_length=4)
    purpose = models.CharField(max_length=40)
    what_for = models.TextField()
    components = models.JSONField(default=list)
    amount_usd = models.BigIntegerField()
    state = models.CharField(max_length=10, default=rules.GRANT.start)
    applied_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    screened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    disbursed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    disbursed_at = models.DateTimeField(null=True)
    report_due_on = models.DateField(null=True)
    spent_usd = models.BigIntegerField(default=0)
    report = models.TextField(blank=True)
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    repayable = models.BooleanField(default=False)
    repaid_usd = models.BigIntegerField(default=0)
    playbook_version = models.CharField(max_length=40)

    class Meta:
        constraints = [
            states_of(rules.GRANT, name="grant_state"),
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="grant_positive"),
            models.CheckConstraint(
                condition=Q(spent_usd__gte=0, spent_usd__lte=F("amount_usd")), name="grant_spent"
            ),
            models.CheckConstraint(
                condition=Q(repaid_usd__gte=0, repaid_usd__lte=F("amount_usd")), name="grant_repaid"
            ),
            models.CheckConstraint(
                condition=Q(disbursed_by__isnull=True) | ~Q(disbursed_by=F("applied_by")),
                name="grant_applicant_does_not_disburse",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class GrantVoice(models.Model):
    """An approval of one slot of the window, or an objection that stops the silence."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="voices")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    slot = models.PositiveSmallIntegerField(null=True)
    by_silence = models.BooleanField(default=False)
    objection = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "slot"], condition=Q(objection=False), name="grant_slot_once"
            ),
            models.UniqueConstraint(
                fields=["grant", "by"], condition=Q(by_silence=False), name="grant_one_voice"
            ),
            models.CheckConstraint(
                condition=Q(objection=False) | ~Q(words=""), name="grant_objection_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.slot}"


class Account(models.Model):
    """One account of the ledger, in one currency, with its balance kept beside it: the database refuses a negative one."""

    kind = models.CharField(max_length=12)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="accounts")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, null=True, related_name="accounts")
    currency = models.CharField(max_length=3)
    balance = models.BigIntegerField(default=0)
    balance_usd = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            one_of("kind", rules.DEBIT_NORMAL + rules.CREDIT_NORMAL, name="account_kind"),
            models.UniqueConstraint(
                fields=["kind", "contribution"],
                condition=Q(grant__isnull=True),
                name="account_of_contribution_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "contribution", "grant"],
                condition=Q(grant__isnull=False),
                name="account_of_grant_once",
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=0, balance_usd__gte=0), name="account_never_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.contribution_id}"


class LedgerEntry(models.Model):
    """One balanced booking; a mistake is put right by a contra entry, never by a change."""

    booked_at = models.DateTimeField()
    value_on = models.DateField()
    verb = models.CharField(max_length=20)
    memo = models.CharField(max_length=300)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "ledger entries"

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class LedgerLine(models.Model):
    """Debit (above zero) or credit (below zero) of one account, in its currency and in US cents at a dated rate."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lines")
    amount = models.BigIntegerField()
    amount_usd = models.BigIntegerField()
    rate = models.ForeignKey(ExchangeRate, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0) | ~Q(amount_usd=0), name="line_not_empty")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.amount}"


class Lead(models.Model):
    """A chance of money, from the first word in the field to receipt or loss."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    donor = models.ForeignKey("partners.Organisation", on_delete=models.PROTECT, related_name="chances")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="chances")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=160)
    amount_usd = models.BigIntegerField()
    state = models.CharField(max_length=12, default=rules.LEAD.start)
    expected_on = models.DateField(null=True)
    next_step = models.CharField(max_length=200, blank=True)
    lost_reason = models.CharField(max_length=300, blank=True)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, null=True, related_name="chances"
    )
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            states_of(rules.LEAD, name="lead_state"),
            models.CheckConstraint(condition=Q(amount_usd__gt=0), name="lead_positive"),
            models.CheckConstraint(
                condition=~Q(state="LOST") | ~Q(lost_reason=""), name="lead_lost_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title
