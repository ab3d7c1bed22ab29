"""What goes out to those who give: reports to donors, and activity files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import states_of
from mainstay.measure import rules

PERSON = settings.AUTH_USER_MODEL


class DonorReport(models.Model):
    """A report to a donor on one contribution in one project: words, and the figures of one published version.

    `content` holds figures and money as they were taken over; once the report is approved it never changes, and
    `sha256` shows it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="donor_reports")
    contribution = models.ForeignKey(
        "fund.Contribution", on_delete=models.PROTECT, related_name="donor_reports"
    )
    publication = models.ForeignKey(
        "measure.Publication", on_delete=models.PROTECT, related_name="donor_reports"
    )
    state = models.CharField(max_length=10, default=rules.DONOR_REPORT.start)
    narrative = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    due_on = models.DateField(null=True)
    told_late_on = models.DateField(null=True)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            states_of(rules.DONOR_REPORT, name="donor_report_state"),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | (Q(approved_by__isnull=False) & ~Q(sha256="")),
                name="donor_report_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="donor_report_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution} {self.publication}"


class ActivityFile(models.Model):
    """An activity file as it was published: by whom, when, where, and the file itself with its digest."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="activity_files")
    identifier = models.CharField(max_length=120)
    transactions = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    address = models.URLField(max_length=300)
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.identifier
