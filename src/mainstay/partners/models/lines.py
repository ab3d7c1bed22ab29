"""What every line of every register keeps: one shape, so that no register differs in kind from another."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON = settings.AUTH_USER_MODEL


class RegisterLine(models.Model):
    """A line of a register: who answers for it, how it stands, when it is due, what shows it, where it belongs.

    A case is named by its key, since cases stand above this floor. `evidence` is a link or words; files are attached
    to the line itself.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    case_key = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    evidence = models.TextField(blank=True, default="")
    told_late_on = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="%(app_label)s_%(class)s_has_title")
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="%(app_label)s_%(class)s_due")]

    def __str__(self) -> str:
        return self.title
