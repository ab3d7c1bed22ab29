"""Beside the road: ideas, administrative rules set aside, how critical activities are."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.cases import rules
from mainstay.common.constraints import one_of, states_of

from .case import Case
from .clocks import CaseTask


class Idea(models.Model):
    """Something somebody thought of, before it is a task."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ideas")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()
    task = models.OneToOneField(CaseTask, on_delete=models.PROTECT, null=True, related_name="idea")

    class Meta:
        ordering = ["-posted_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class RuleWaiver(models.Model):
    """An administrative rule set aside or sped up, never one on safety, health, insurance or rights."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rule_waivers")
    rule = models.CharField(max_length=40)
    text = models.TextField()
    reason = models.TextField()
    state = models.CharField(max_length=10, default=rules.RULE_WAIVER.start)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    told_late_on = models.DateField(null=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            states_of(rules.RULE_WAIVER, name="rule_waiver_state"),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_waiver_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="rule_waiver_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class Criticality(models.Model):
    """How critical an activity at a place is (PC1 to PC4), with its reason and an end; renewed after six months."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="criticalities")
    activity = models.CharField(max_length=160)
    place = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=3)
    reason = models.TextField()
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rated_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    ends_on = models.DateField()

    class Meta:
        ordering = ["-rated_at"]
        verbose_name_plural = "criticalities"
        constraints = [one_of("level", ("PC1", "PC2", "PC3", "PC4"), name="criticality_level")]

    def __str__(self) -> str:
        return f"{self.level} {self.activity}"
