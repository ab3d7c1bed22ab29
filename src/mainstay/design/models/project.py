"""The project: one record from first draft to closed project document."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common import clock
from mainstay.common.constraints import states_of
from mainstay.design import rules


class Project(models.Model):
    """A design and the project that it becomes; works, money and results hang on it.

    `currency` is what workers are paid in; costs are planned in US dollars at `usd_rate` units of it for one dollar.
    `workdays_per_year` divides worker-days into full-time job-years and is published with them.
    `option` is the costed option of an assessment from which the design was begun, where it was begun from one.
    `running` says that the project has started, so that a revision does not stop works already open.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="projects")
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=200)
    option = models.ForeignKey("assess.Option", on_delete=models.PROTECT, null=True, related_name="designs")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    usd_rate = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    usd_rate_on = models.DateField(null=True)
    state = models.CharField(max_length=16, default=rules.PROJECT.start)
    running = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    workdays_per_year = models.PositiveSmallIntegerField(default=220)
    programme = models.CharField(max_length=8, default="JPR")
    package = models.CharField(max_length=24, blank=True)
    phases = models.JSONField(default=list)
    goal = models.TextField(blank=True)
    root_causes = models.TextField(blank=True)
    opportunity = models.TextField(blank=True)
    contact = models.TextField(blank=True)
    grievance = models.TextField(blank=True)
    levels_reason = models.TextField(blank=True)
    exit_plan = models.TextField(blank=True)
    handed_to = models.CharField(max_length=200, blank=True)
    daily_wage_minor = models.BigIntegerField(null=True)
    days_per_worker = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    markers = models.JSONField(default=dict)
    tags = models.JSONField(default=dict)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)
    playbook_version = models.CharField(max_length=40)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            states_of(rules.PROJECT, name="project_state"),
            models.UniqueConstraint(fields=["case", "number"], name="project_number_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("APPROVED", "FUNDED", "ACTIVE", "HANDED_OVER"))
                | Q(approved_by__isnull=False),
                name="project_approved_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(workdays_per_year__gte=100, workdays_per_year__lte=366),
                name="project_workdays_plausible",
            ),
            models.CheckConstraint(
                condition=Q(usd_rate__isnull=True) | Q(usd_rate__gt=0, usd_rate_on__isnull=False),
                name="project_rate_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"
