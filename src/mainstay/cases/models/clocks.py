"""What is due on a case: targets of its clocks, and the tasks of the first thirty days."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.cases import rules
from mainstay.common.constraints import one_of

from .case import Case


class ClockTarget(models.Model):
    """One thing that is due by one of the three clocks: reminded at three quarters, escalated when it is late."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="targets")
    clock = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    stage = models.CharField(max_length=10)
    owner_role = models.CharField(max_length=20)
    escalate_role = models.CharField(max_length=20, default="TT_COORD")
    started_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    delay_reason = models.CharField(max_length=300, blank=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="target_once"),
            one_of("clock", rules.CLOCKS, name="target_clock"),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="target_due_after_start"),
        ]
        indexes = [models.Index(fields=["met_at", "remind_at"], name="target_waiting")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class CaseTask(models.Model):
    """One line of the first thirty days, with its owner."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=10, blank=True)
    owner_role = models.CharField(max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_by_action = models.CharField(max_length=60, blank=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    not_applicable = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="task_once"),
            models.CheckConstraint(
                condition=Q(not_applicable=False) | ~Q(note=""), name="task_not_applicable_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["done_by_action"], name="task_done_by")]

    def __str__(self) -> str:
        return self.title
