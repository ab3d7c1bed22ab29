"""Where each stage of a case stands, and what happened on it."""

from django.conf import settings
from django.db import models

from mainstay.cases import rules
from mainstay.common.constraints import one_of

from .case import Case


class StageState(models.Model):
    """Where one stage of a case stands: the one table that home, decide and the case header read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=10)
    state = models.CharField(max_length=8, default="AHEAD")
    record_state = models.CharField(max_length=30, blank=True)
    next_role = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    unit = models.CharField(max_length=20, blank=True)
    msgid = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "stage"], name="stage_once"),
            one_of("stage", rules.STAGES, name="stage_name"),
            one_of("state", rules.STAGE_STATES, name="stage_state"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.state}"


class TimelineEntry(models.Model):
    """What happened, for everyone on the case: never about a person, never from a restricted record.

    `key` names the event where it could be told twice (a merge, an import that is run again).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    stage = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    msgid = models.TextField()
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120, null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="timeline_key_once")]
        indexes = [models.Index(fields=["case", "-at"], name="timeline_order")]

    def __str__(self) -> str:
        return self.msgid
