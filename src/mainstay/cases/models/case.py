"""The case: where it is, what kind of crisis, in which phases and tracks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.cases import rules
from mainstay.common.constraints import one_of, states_of


class Case(models.Model):
    """One crisis context in one or more countries, from first warning to lessons."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=rules.CASE.start)
    level = models.CharField(max_length=2, default="L1")
    programme = models.CharField(max_length=8, default="JPR")
    synthetic = models.BooleanField(default=False)
    onset_at = models.DateTimeField(null=True)
    requested_at = models.DateTimeField(null=True)
    alerted_at = models.DateTimeField(null=True)
    proposed_level = models.CharField(max_length=2, blank=True)
    activated_at = models.DateTimeField(null=True)
    lead_model = models.CharField(max_length=14, blank=True)
    lead_until = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closing_words = models.TextField(blank=True)
    playbook_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            states_of(rules.CASE, name="case_state"),
            one_of("lead_model", ("", *rules.LEAD_MODELS), name="case_lead_model"),
            one_of("level", ("L1", "L2", "L3"), name="case_level"),
            models.CheckConstraint(
                condition=Q(onset_at__isnull=False)
                | Q(requested_at__isnull=False)
                | Q(alerted_at__isnull=False),
                name="case_has_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(state="CLOSED", closed_at__isnull=False)
                | (~Q(state="CLOSED") & Q(closed_at__isnull=True)),
                name="case_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseNumber(models.Model):
    """The last reference number given out per country and year."""

    country = models.ForeignKey("common.Country", on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "year"], name="case_number_once")]

    def __str__(self) -> str:
        return f"{self.country_id}-{self.year}"


class CaseCountry(models.Model):
    """A country that the case is in; the first is the one its reference names."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="countries")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    first = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "country"], name="case_country_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(first=True), name="case_one_first_country"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.country_id}"


class CaseArea(models.Model):
    """An area that the case is in."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey("common.Area", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "area"], name="case_area_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.area_id}"


class CaseCrisisType(models.Model):
    """One of the crisis types of a case; several at once are common."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="crisis_types")
    code = models.CharField(max_length=24)
    first = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="case_crisis_type_once")]

    def __str__(self) -> str:
        return self.code


class CasePhase(models.Model):
    """A phase the case is in, with its dates; phases overlap and a case may move backwards."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="phases")
    code = models.CharField(max_length=16)
    entered_on = models.DateField()
    left_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("entered_on")), name="phase_order"
            ),
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(left_on__isnull=True), name="phase_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CaseTrack(models.Model):
    """How much effort one of the three tracks gets: A stabilisation, B local recovery, C sustainable work."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tracks")
    code = models.CharField(max_length=1)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="track_once"),
            one_of("code", ("A", "B", "C"), name="track_code"),
            models.CheckConstraint(condition=Q(weight__lte=3), name="track_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.code}{self.weight}"
