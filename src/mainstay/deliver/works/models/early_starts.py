"""Early starts: works that begin before their design is approved, where waiting would cost lives or livelihoods."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.constraints import states_of
from mainstay.deliver.works import rules

PERSON = settings.AUTH_USER_MODEL


class EarlyStart(models.Model):
    """A signature that named sites start before the design is approved: paid by a grant, until a day, for so many workers."""

    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="early_starts")
    grant = models.ForeignKey("fund.Grant", on_delete=models.PROTECT, related_name="early_starts")
    sites = models.ManyToManyField("works.Site", related_name="early_starts")
    max_workers = models.PositiveIntegerField()
    reason = models.TextField()
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    until = models.DateField()
    remind_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=rules.EARLY_START.start)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            states_of(rules.EARLY_START, name="works_early_start_state"),
            models.CheckConstraint(condition=~Q(reason=""), name="works_early_start_has_reason"),
            models.CheckConstraint(condition=Q(max_workers__gt=0), name="works_early_start_has_workers"),
            models.CheckConstraint(
                condition=Q(state="IN_FORCE", ended_at__isnull=True)
                | (~Q(state="IN_FORCE") & Q(ended_at__isnull=False)),
                name="works_early_start_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.until}"
