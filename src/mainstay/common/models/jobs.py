"""Long work with its progress; lives beside the task queue, not among the records."""

import uuid

from django.db import models


class Job(models.Model):
    """One run of a registered task: who asked, how far it is, where it resumes, how it ended."""

    class State(models.TextChoices):
        """How far a job is."""

        WAITING = "WAITING"
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"
        CANCELLED = "CANCELLED"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(max_length=80)
    parameters = models.JSONField(default=dict)
    person_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    doing = models.CharField(max_length=200, blank=True)
    cancel_asked = models.BooleanField(default=False)
    cursor = models.JSONField(null=True)
    outcome = models.JSONField(null=True)
    error = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.task} {self.state}"
