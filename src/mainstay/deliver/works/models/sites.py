"""Sites of works: from the shelf to hand-over, with checks, suspensions and plans of days."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.deliver.works import rules
from mainstay.deliver.works.rules.states import SUSPENSION_REASONS

PERSON = settings.AUTH_USER_MODEL


class Agreement(models.Model):
    """An agreement with a municipality or community: who gives the works, who keeps them up afterwards."""

    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="works_agreements")
    municipality = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, default="IMPLEMENTATION")
    reference = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            one_of("kind", ("IMPLEMENTATION", "MAINTENANCE", "COMMUNITY"), name="works_agreement_kind"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("signed_on")),
                name="works_agreement_order",
            ),
        ]

    def __str__(self) -> str:
        return self.municipality


class Site(models.Model):
    """One place of works. A site under a security hold is on no public list."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="sites")
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=160)
    area = models.ForeignKey("common.Area", on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="sites")
    partner = models.ForeignKey("partners.Agreement", on_delete=models.PROTECT, null=True, related_name="+")
    maintenance = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="kept_sites")
    work_kind = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, default=rules.SITE.start)
    engineer = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    timekeeper = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    contractor = models.CharField(max_length=160, blank=True)
    labour_clauses = models.BooleanField(default=False)
    labour_share_percent = models.PositiveSmallIntegerField(null=True)
    planned_days = models.PositiveIntegerField(null=True)
    planned_workers = models.PositiveIntegerField(null=True)
    bill = models.JSONField(default=list)
    screening = models.JSONField(default=dict)
    security_hold = models.BooleanField(default=False)
    hold_reason = models.CharField(max_length=300, blank=True)
    shelved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            states_of(rules.SITE, name="works_site_state"),
            models.UniqueConstraint(fields=["project", "code"], name="works_site_code_once"),
            models.CheckConstraint(
                condition=Q(labour_share_percent__isnull=True) | Q(labour_share_percent__lte=100),
                name="works_site_share",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ACTIVE", "SUSPENDED"]) | Q(opened_on__isnull=False),
                name="works_site_open_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SiteCheck(models.Model):
    """One thing that was looked at on a site, what was found, by whom; the latest of a code counts."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="checks")
    code = models.CharField(max_length=40)
    answer = models.JSONField()
    evidence = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["site", "code", "-checked_on"], name="works_site_check_latest")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.code}"


class Suspension(models.Model):
    """Days on which a site stands still, why, and what its workers are paid meanwhile."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=10)
    words = models.TextField()
    pay_code = models.CharField(max_length=2)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    suspended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    checklist = models.JSONField(default=dict)
    restarted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            one_of("reason", SUSPENSION_REASONS, name="works_suspension_reason"),
            one_of("pay_code", ("PS", "W"), name="works_suspension_pay_code"),
            models.CheckConstraint(condition=~Q(words=""), name="works_suspension_has_words"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="works_suspension_order",
            ),
            models.UniqueConstraint(
                fields=["site"], condition=Q(ends_on__isnull=True), name="works_suspension_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.reason}"


class DayPlan(models.Model):
    """What gangs are to do on a day: the act that an open safeguard of the day before stops."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="day_plans")
    day = models.DateField()
    gangs = models.JSONField(default=list)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="works_day_plan_once")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.day}"


class Talk(models.Model):
    """A safety talk at a site: topic and how many heard it."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField()
    topic = models.CharField(max_length=160)
    heard_by = models.PositiveIntegerField()
    held_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["site", "-held_on"], name="works_talk_latest")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.held_on}"
