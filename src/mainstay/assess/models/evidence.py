"""What was found: estimates, losses, findings with their sources, options, who confirmed it, the frozen baseline."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.assess import rules
from mainstay.assess.methods.recovery_path import SHAPES
from mainstay.common.constraints import one_of

from .assessment import Assessment


class Estimate(models.Model):
    """One estimate with its interval and n; small ones are flagged and never published."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="estimates")
    module = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    statistic = models.CharField(max_length=10)
    level = models.CharField(max_length=60, blank=True)
    domain = models.CharField(max_length=60, blank=True)
    value = models.FloatField(null=True)
    se = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField()
    weighted = models.BooleanField(default=False)
    representative = models.BooleanField(default=False)
    too_small = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["module", "field", "domain", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "module", "field", "statistic", "level", "domain"], name="estimate_once"
            )
        ]


class LossEstimate(models.Model):
    """Jobs, workdays and income lost in one sector by one sex: a scenario with its bounds and its source.

    Jobs at risk stand apart from jobs lost: who has one loses `partial` of the time, who lost one all of it, until
    work is back as `shape` says. Rows of before these were kept have no `days`.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="losses")
    sector = models.CharField(max_length=60)
    sex = models.CharField(max_length=1)
    employed = models.FloatField()
    jobs_low = models.FloatField()
    jobs = models.FloatField()
    jobs_high = models.FloatField()
    at_risk_low = models.FloatField(default=0)
    at_risk = models.FloatField(default=0)
    at_risk_high = models.FloatField(default=0)
    shape = models.CharField(max_length=11, default="linear")
    days = models.FloatField(null=True)
    recovery_days = models.FloatField(default=0)
    days_a_week = models.FloatField(default=6)
    partial = models.FloatField(default=0.5)
    stays_lost = models.FloatField(default=0)
    workdays_low = models.FloatField()
    workdays = models.FloatField()
    workdays_high = models.FloatField()
    income_wage_minor = models.BigIntegerField(null=True)
    income_own_account_minor = models.BigIntegerField(null=True)
    income_low_minor = models.BigIntegerField(null=True)
    income_high_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    source = models.CharField(max_length=300)
    as_of = models.DateField()

    class Meta:
        ordering = ["sector", "sex"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "sector", "sex"], name="loss_once"),
            models.CheckConstraint(
                condition=Q(jobs_low__lte=F("jobs"), jobs_high__gte=F("jobs")), name="loss_bounds_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    at_risk_low__gte=0, at_risk_low__lte=F("at_risk"), at_risk_high__gte=F("at_risk")
                ),
                name="loss_at_risk_in_order",
            ),
            one_of("shape", SHAPES, name="loss_shape"),
            models.CheckConstraint(
                condition=Q(partial__gte=0, partial__lte=1, stays_lost__gte=0, stays_lost__lte=1),
                name="loss_shares",
            ),
        ]


class ProductionLoss(models.Model):
    """What a sector produced in some days of the crisis and would have without it, and the work that this means.

    The chapter of the sector says it; days count from the event. The figures of a normal year turn the loss of
    production into workdays and income. It stands beside the losses from below and is never added to them.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="production_losses")
    sector = models.CharField(max_length=60)
    first_day = models.PositiveIntegerField()
    last_day = models.PositiveIntegerField()
    before_minor = models.BigIntegerField()
    after_minor = models.BigIntegerField()
    output_minor = models.BigIntegerField()
    labour_income_minor = models.BigIntegerField()
    workers = models.FloatField()
    days_per_worker = models.FloatField()
    elasticity = models.FloatField(default=1)
    workdays = models.FloatField()
    income_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=300)
    as_of = models.DateField()

    class Meta:
        ordering = ["first_day", "last_day", "sector"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "sector", "first_day", "last_day"], name="production_loss_once"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lt=F("last_day")), name="production_loss_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(after_minor__gte=0, after_minor__lte=F("before_minor"), output_minor__gt=0),
                name="production_loss_is_a_loss",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="production_loss_cited"),
        ]


class Finding(models.Model):
    """One statement of the evidence grid; its confidence follows from its sources."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="findings")
    topic = models.CharField(max_length=20)
    statement = models.TextField()
    low = models.FloatField(null=True)
    central = models.FloatField(null=True)
    high = models.FloatField(null=True)
    unit = models.CharField(max_length=40, blank=True)
    confidence = models.CharField(max_length=6)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["topic", "pk"]
        constraints = [
            one_of("topic", rules.TOPICS, name="finding_topic"),
            one_of("confidence", ("LOW", "MEDIUM", "HIGH"), name="finding_confidence"),
        ]


class FindingSource(models.Model):
    """Where a finding comes from, whether the source says the same, and how good it is."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=16)
    citation = models.CharField(max_length=300)
    as_of = models.DateField()
    agrees = models.BooleanField(default=True)
    quality = models.FloatField(default=1.0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(citation=""), name="finding_source_cited"),
            models.CheckConstraint(condition=Q(quality__gt=0, quality__lte=1), name="finding_source_quality"),
        ]


class Option(models.Model):
    """What could be done about it, with its cost in US cents and the work it gives."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="options")
    title = models.CharField(max_length=160)
    modules = models.JSONField(default=dict)
    low_minor = models.BigIntegerField()
    typical_minor = models.BigIntegerField()
    high_minor = models.BigIntegerField()
    worker_days = models.PositiveIntegerField(default=0)
    workers = models.PositiveIntegerField(default=0)
    first_day = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    low_minor__gte=0, low_minor__lte=F("typical_minor"), typical_minor__lte=F("high_minor")
                ),
                name="option_cost_in_order",
            )
        ]


class Validation(models.Model):
    """What one constituent says to the findings; `absent` names why no such body exists and who was heard instead."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="validations")
    body = models.CharField(max_length=12)
    organisation = models.CharField(max_length=160)
    verdict = models.CharField(max_length=9)
    words = models.TextField(blank=True)
    held_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            one_of("body", rules.BODIES, name="validation_body"),
            one_of("verdict", ("CONFIRMED", "DISPUTED", "ABSENT"), name="validation_verdict"),
            models.CheckConstraint(
                condition=Q(verdict="CONFIRMED") | ~Q(words=""), name="validation_dispute_has_words"
            ),
        ]


class BaselineValue(models.Model):
    """A value frozen with the approval: what results are later measured against."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="baseline")
    indicator = models.CharField(max_length=12)
    group = models.CharField(max_length=40, default="ALL")
    value = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=40)
    as_of = models.DateField()
    source = models.CharField(max_length=200)
    publishable = models.BooleanField(default=False)

    class Meta:
        ordering = ["indicator", "group"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator", "group"], name="baseline_value_once")
        ]
