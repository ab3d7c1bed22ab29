"""Registers of what institutions did, with evidence, where no other stage keeps the record."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.measure import rules

PERSON = settings.AUTH_USER_MODEL


class RegisterEntry(models.Model):
    """One use of a tool, one piece of advice, one plan, one policy: what, where, when, and the evidence for it.

    `standing` is its state in its register (advice given, accepted …); `details` are the dimensions that it is
    counted by. It counts once another person verified it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, null=True, related_name="+")
    happened_on = models.DateField()
    standing = models.CharField(max_length=20, blank=True)
    score = models.FloatField(null=True)
    amount_usd_cents = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    evidence = models.TextField()
    state = models.CharField(max_length=8, default=rules.ENTRY.start)
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name_plural = "register entries"
        constraints = [
            one_of("kind", tuple(rules.REGISTERS), name="register_kind"),
            states_of(rules.ENTRY, name="register_state"),
            models.CheckConstraint(condition=~Q(evidence=""), name="register_has_evidence"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("entered_by")),
                name="register_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=4), name="register_score"
            ),
        ]
        indexes = [models.Index(fields=["kind", "happened_on"], name="register_order")]

    def __str__(self) -> str:
        return self.title
