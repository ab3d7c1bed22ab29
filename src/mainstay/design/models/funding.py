"""What money is committed to a project, and by whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .project import Project


class Commitment(models.Model):
    """What one source has committed to a project, in US cents: a grant of the fund, or money beside it.

    `bridging` money is repaid when a donor pays the same cost, so it is not counted against the budget.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="commitments")
    source = models.CharField(max_length=80)
    usd_minor = models.BigIntegerField()
    bridging = models.BooleanField(default=False)
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField()

    class Meta:
        ordering = ["committed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source"], name="commitment_source_once"),
            models.CheckConstraint(condition=Q(usd_minor__gte=0), name="commitment_not_negative"),
            models.CheckConstraint(condition=~Q(source=""), name="commitment_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.source}"
