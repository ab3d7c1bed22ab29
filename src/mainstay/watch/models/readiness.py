"""How ready a country stands: its file, what a trigger sets off, drills, and others' systems of warning."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.common.constraints import one_of
from mainstay.watch import rules

PERSON = settings.AUTH_USER_MODEL


class PreparednessItem(models.Model):
    """One item of a country's readiness with its evidence and expiry; the latest entry of a code counts."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="preparedness")
    code = models.CharField(max_length=30)
    part = models.BooleanField(default=False)
    evidence = models.TextField()
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    expires_on = models.DateField()
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    replaced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "code"], condition=Q(replaced=False), name="preparedness_once"
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="preparedness_has_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.code}"


class TriggerResponse(models.Model):
    """Which trigger calls for which response in a country, and when that was last tried."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="trigger_map")
    indicator = models.CharField(max_length=10)
    level = models.CharField(max_length=5)
    modules = models.JSONField(default=list)
    lead_role = models.CharField(max_length=20)
    window = models.CharField(max_length=2)
    lead_days = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    tested_on = models.DateField(null=True)
    test_result = models.TextField(blank=True)

    class Meta:
        ordering = ["country", "indicator", "level"]
        constraints = [
            models.UniqueConstraint(fields=["country", "indicator", "level"], name="trigger_once"),
            one_of("level", ("WATCH", "ALERT"), name="trigger_level"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.indicator} {self.level}"


class TriggerDrill(models.Model):
    """One time that a row of the trigger map was tried: what came out, how long it took, what is to be mended."""

    response = models.ForeignKey(TriggerResponse, on_delete=models.PROTECT, related_name="drills")
    held_on = models.DateField()
    held_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    result = models.TextField()
    hours = models.FloatField(null=True)
    to_mend = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(result=""), name="drill_has_result"),
            models.CheckConstraint(condition=Q(hours__isnull=True) | Q(hours__gte=0), name="drill_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.held_on}"


class TriggerBackcast(models.Model):
    """What a trigger would have done over the readings of one day: figures, alarms, events; the latest of a code counts."""

    code = models.CharField(max_length=10, unique=True)
    playbook_version = models.CharField(max_length=40)
    editions = models.CharField(max_length=300, blank=True)
    computed_at = models.DateTimeField()
    document = models.JSONField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class WarningSystem(models.Model):
    """Another early-warning system: who runs it, what it covers, and whether it looks at employment."""

    name = models.CharField(max_length=160, unique=True)
    owner = models.CharField(max_length=160)
    coverage = models.CharField(max_length=200)
    rhythm = models.CharField(max_length=60)
    address = models.CharField(max_length=200, blank=True)
    employment = models.CharField(max_length=6)
    negotiation = models.CharField(max_length=12, default="NOT_STARTED")
    note = models.TextField(blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("employment", rules.EMPLOYMENT_IN, name="system_employment"),
            one_of("negotiation", rules.NEGOTIATION, name="system_negotiation"),
        ]

    def __str__(self) -> str:
        return self.name


class SystemContact(models.Model):
    """One step of the talks about including employment in another system."""

    system = models.ForeignKey(WarningSystem, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    negotiation = models.CharField(max_length=12)
    words = models.TextField()

    class Meta:
        ordering = ["-at"]
        constraints = [one_of("negotiation", rules.NEGOTIATION, name="contact_negotiation")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.negotiation}"
