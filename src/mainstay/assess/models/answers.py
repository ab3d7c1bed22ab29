"""What people answered: ordinary answers in the open, sensitive ones encrypted, restricted ones apart."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.fields import EncryptedTextField

from .assessment import Assessment, Form


class Import(models.Model):
    """One file of submissions that was taken in."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="imports")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    repeated = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Submission(models.Model):
    """One interview. A refusal is counted and holds no answer."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="submissions")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="submissions")
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="submissions")
    uid = models.UUIDField()
    collected_on = models.DateField()
    consent = models.BooleanField()
    interviewer = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=40, blank=True)
    stratum = models.CharField(max_length=40, blank=True)
    cluster = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age = models.PositiveSmallIntegerField(null=True)
    answers = models.JSONField(default=dict)
    sensitive_answers = EncryptedTextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "uid"], name="submission_once"),
            models.CheckConstraint(
                condition=Q(consent=True) | Q(sensitive_answers__isnull=True, sex="", age__isnull=True),
                name="submission_refusal_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["assessment", "form"], name="submission_by_form")]


class RestrictedAnswer(models.Model):
    """The restricted answers of one interview, encrypted; only a named analyst with a dated grant reads them."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="restricted")
    content = EncryptedTextField()


class Correction(models.Model):
    """A corrected answer; the old value stays, encrypted because either may be personal."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    old = EncryptedTextField()
    new = EncryptedTextField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason")]
