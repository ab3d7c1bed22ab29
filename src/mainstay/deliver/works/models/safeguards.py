"""Safeguards: what was found, who waived what for how long, how it is put right, and what went wrong on site."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField
from mainstay.deliver.works import rules

PERSON = settings.AUTH_USER_MODEL
STOPS = ("opening", "start", "next_day", "approval", "nothing")


class Finding(models.Model):
    """A safeguard that does not hold: where, since when, and what it stops until it is put right.

    `msgid` and `facts` hold no name: findings are read by constituents. `subject` keeps one open finding per matter.
    """

    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="findings")
    roll = models.ForeignKey("works.Roll", on_delete=models.PROTECT, null=True, related_name="findings")
    code = models.CharField(max_length=12)
    stops = models.CharField(max_length=10)
    subject = models.CharField(max_length=60)
    msgid = models.TextField()
    facts = models.JSONField(default=dict)
    found_on = models.DateField()
    found_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closing_words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("stops", STOPS, name="works_finding_stops"),
            models.UniqueConstraint(
                fields=["site", "code", "subject"],
                condition=Q(closed_on__isnull=True),
                name="works_finding_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.code}"


class Waiver(models.Model):
    """A safeguard set aside for some days by a named role: never one that cannot be waived, never by the lead."""

    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="waivers")
    code = models.CharField(max_length=12)
    reason = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    waived_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="works_waiver_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="works_waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.code}"


class CorrectionPlan(models.Model):
    """How a finding is put right: what, by when, by whom; the way out where nothing can be waived."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="plans")
    text = models.TextField()
    due_on = models.DateField()
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="works_plan_has_text")]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.due_on}"


class Incident(models.Model):
    """An accident or a danger: a serious one is told to the inspectorate and headquarters within a day."""

    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=10)
    severity = models.CharField(max_length=8)
    happened_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, null=True, related_name="+")
    words = EncryptedTextField()
    lost_days = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, default=rules.INCIDENT.start)
    notify_by = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    claim_by = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    investigated_at = models.DateTimeField(null=True)
    causes = EncryptedTextField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            states_of(rules.INCIDENT, name="works_incident_state"),
            one_of("kind", ("ACCIDENT", "DANGER", "REFUSAL"), name="works_incident_kind"),
            one_of("severity", ("NEAR", "MINOR", "SERIOUS", "FATAL"), name="works_incident_severity"),
            models.CheckConstraint(
                condition=~Q(severity__in=["SERIOUS", "FATAL"]) | Q(notify_by__isnull=False),
                name="works_incident_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.kind}"
