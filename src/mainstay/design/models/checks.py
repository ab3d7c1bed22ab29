"""What a project has thought about: building blocks, risks, conflict, constituents that are missing."""

from django.db import models
from django.db.models import Q

from mainstay.common.constraints import one_of

from .project import Project


class BlockCell(models.Model):
    """A building block of the matrix: filled, or not applicable because of a written reason."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="blocks")
    block = models.CharField(max_length=30)
    filled_by = models.TextField(blank=True)
    not_applicable_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "block"], name="block_cell_once"),
            models.CheckConstraint(
                condition=(~Q(filled_by="") & Q(not_applicable_because=""))
                | (Q(filled_by="") & ~Q(not_applicable_because="")),
                name="block_cell_filled_or_explained",
            ),
        ]


class Risk(models.Model):
    """What may go wrong, how likely and how bad (1 to 5), and what is done about it by whom."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="risks")
    module = models.CharField(max_length=12, blank=True)
    text = models.TextField()
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    mitigation = models.TextField()
    owner_role = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                name="risk_rated",
            ),
            models.CheckConstraint(condition=~Q(mitigation=""), name="risk_has_mitigation"),
        ]

    @property
    def rating(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact


class ConflictPoint(models.Model):
    """A divider or connector between groups, and what the project does so as not to feed the one, but the other."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="conflict_points")
    kind = models.CharField(max_length=10)
    text = models.TextField()
    effect = models.TextField()
    answer = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("kind", ("DIVIDER", "CONNECTOR"), name="conflict_point_kind"),
            models.CheckConstraint(condition=~Q(answer=""), name="conflict_point_answered"),
        ]


class Precaution(models.Model):
    """What the project does differently so as to do no harm: the risk it answers, who does it, when.

    `source` is the measure of a conflict reading that it was taken over from. One that is left out says why, and stays.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="precautions")
    risk = models.TextField()
    measure = models.TextField()
    owner_role = models.CharField(max_length=20)
    due = models.CharField(max_length=120)
    source = models.ForeignKey("assess.HarmMeasure", on_delete=models.PROTECT, null=True, related_name="+")
    left_out_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source"], name="precaution_source_once"),
            models.CheckConstraint(
                condition=~Q(risk="") & ~Q(measure="") & ~Q(owner_role="") & ~Q(due=""), name="precaution_whole"
            ),
        ]  # fmt: skip


class MissingConstituent(models.Model):
    """Employers, workers or government without a body that could be heard, and the plan that helps one to emerge."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="missing_constituents")
    body = models.CharField(max_length=12)
    why = models.TextField()
    plan = models.TextField()
    module = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "body"], name="missing_constituent_once"),
            one_of("body", ("government", "employers", "workers"), name="missing_constituent_body"),
            models.CheckConstraint(condition=~Q(why="") & ~Q(plan=""), name="missing_constituent_has_plan"),
        ]
