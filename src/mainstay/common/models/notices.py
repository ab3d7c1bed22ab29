"""The outbox: what has to reach somebody, written with the act that causes it."""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One message for one recipient; the dedupe key makes a second one impossible."""

    class State(models.TextChoices):
        """Where a notice is."""

        WAITING = "WAITING"
        SENT = "SENT"
        FAILED = "FAILED"

    kind = models.CharField(max_length=60)
    person_id = models.BigIntegerField(null=True)
    address = models.CharField(max_length=254, blank=True)
    msgid = models.TextField()
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    #: In which it is mailed; that of the person's account when empty.
    language = models.CharField(max_length=5, blank=True, default="")
    without_content = models.BooleanField(default=False)
    dedupe_key = models.CharField(max_length=160, unique=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person_id__isnull=False) | ~Q(address=""), name="notice_has_recipient"
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="notice_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
