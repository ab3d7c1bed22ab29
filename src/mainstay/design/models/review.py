"""How a project was judged: scores, comments, waivers, versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.constraints import one_of

from .project import Project


class QualityScore(models.Model):
    """The score of one of the ten points of the quality gate in one round of review."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="scores")
    round = models.PositiveSmallIntegerField()
    criterion = models.CharField(max_length=20)
    score = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "round", "criterion"], name="quality_score_once"),
            models.CheckConstraint(condition=Q(score__lte=3), name="quality_score_0_to_3"),
            models.CheckConstraint(
                condition=Q(score__gte=2) | ~Q(words=""), name="quality_score_low_has_words"
            ),
        ]


class Comment(models.Model):
    """A point that a technical unit or a constituent makes, until when it is answered, and the answer."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="comments")
    field = models.CharField(max_length=40)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    due_on = models.DateField()
    is_review = models.BooleanField(default=False)
    taken = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__isnull=True) | Q(taken=True) | ~Q(answer=""),
                name="comment_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken__isnull=True) | Q(answered_at__isnull=False), name="comment_answered_at"
            ),
        ]


class Waiver(models.Model):
    """A signature that a design may go on without its assessment, or act first and consult by a day that is named."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="waivers")
    kind = models.CharField(max_length=12)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    reason = models.TextField()
    signed_at = models.DateTimeField()
    until = models.DateField()

    class Meta:
        ordering = ["-signed_at"]
        constraints = [
            one_of("kind", ("ASSESSMENT", "CONSULTATION"), name="waiver_kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
        ]


class Version(models.Model):
    """The project as it was approved: what later changes are measured against."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    assessment = models.CharField(max_length=40, blank=True)
    amounts = models.JSONField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="version_once")]
