"""Packs of rows under pseudonyms that went to an evaluator: to whom, by which agreement, for what, until when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class EvaluationPack(models.Model):
    """One pack. Its rows are not kept: digest and counts say what was given; the key of its pseudonyms is its own."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="evaluation_packs")
    agreement = models.ForeignKey("partners.Agreement", on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300)
    until = models.DateField()
    first_on = models.DateField(null=True)
    last_on = models.DateField()
    rows = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(recipient="") & ~Q(purpose=""), name="pack_says_who_and_why")
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.made_at:%Y-%m-%d}"
