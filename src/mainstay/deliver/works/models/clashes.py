"""Two sites that both say a worker was with them on one day: what each says, and what the supervisor decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.constraints import one_of, states_of
from mainstay.deliver.works import rules

from .rolls import Mark, Roll

PERSON = settings.AUTH_USER_MODEL


class MarkClash(models.Model):
    """A site says that a worker was there on a day on which she stands on another roll.

    `against` is the mark that stood when it was said; `code` and `minutes` are what this roll would write. Nothing
    counts twice: the claim becomes a mark only when the decision is for it, and the other one is then superseded.
    """

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="clashes")
    against = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="clashes")
    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    code = models.CharField(max_length=2)
    minutes = models.PositiveSmallIntegerField(null=True)
    contract = models.ForeignKey("works.Contract", on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.CharField(max_length=300)
    claimed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    claimed_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=rules.CLASH.start)
    decision = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    settled_at = models.DateTimeField(null=True)
    correction = models.OneToOneField(
        "works.MarkCorrection", on_delete=models.PROTECT, null=True, related_name="clash"
    )

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        verbose_name_plural = "mark clashes"
        constraints = [
            states_of(rules.CLASH, name="works_clash_state"),
            one_of("decision", ("", "STANDS", "CLAIMED"), name="works_clash_decision"),
            models.UniqueConstraint(
                fields=["worker", "day", "roll"], condition=Q(state="OPEN"), name="works_clash_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN") | (~Q(decision="") & ~Q(reason="") & Q(settled_by__isnull=False)),
                name="works_clash_settled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=models.F("claimed_by")),
                name="works_clash_second_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.day}"
