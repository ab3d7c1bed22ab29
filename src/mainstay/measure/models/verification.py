"""Looking again: random samples of rows with a stored seed, and odd data that somebody has to explain."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.constraints import one_of, states_of
from mainstay.measure import rules

PERSON = settings.AUTH_USER_MODEL


class VerificationSample(models.Model):
    """Rows behind an indicator, drawn at random: seed, size of the frame and its digest, so that it can be drawn again."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "design.Project", on_delete=models.PROTECT, related_name="verification_samples"
    )
    code = models.CharField(max_length=12)
    first_on = models.DateField(null=True)
    last_on = models.DateField()
    seed = models.BigIntegerField()
    frame = models.PositiveIntegerField()
    frame_sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    drawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=models.F("frame")), name="sample_size")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.size}/{self.frame}"


class SampledRow(models.Model):
    """One row to look at: where and when, the person as a pseudonym, and what the look found."""

    sample = models.ForeignKey(VerificationSample, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    row = models.JSONField()
    finding = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=300, blank=True)
    found_on = models.DateField(null=True)
    found_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="sampled_row_once"),
            one_of("finding", ("", "CONFIRMED", "DIFFERENT", "NOT_FOUND"), name="sampled_row_finding"),
            models.CheckConstraint(
                condition=~Q(finding="DIFFERENT") | ~Q(words=""), name="sampled_row_difference_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} {self.position}"


class Anomaly(models.Model):
    """Data that look too good or cannot be: ages ending in 0 and 5, nobody ever absent, one telephone for many."""

    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="anomalies")
    kind = models.CharField(max_length=24)
    place = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=rules.ANOMALY.start)
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name_plural = "anomalies"
        constraints = [
            states_of(rules.ANOMALY, name="anomaly_state"),
            models.UniqueConstraint(
                fields=["project", "kind", "place"], condition=Q(state="OPEN"), name="anomaly_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN") | ~Q(words=""), name="anomaly_settled_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"
