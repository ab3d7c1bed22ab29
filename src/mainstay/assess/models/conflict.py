"""A reading of a conflict by a mixed panel: what divides and joins, who gains and loses, what is done differently."""

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.assess import rules
from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField
from mainstay.common.models import Area

from .assessment import Assessment


class ConflictReading(models.Model):
    """What a panel in one place read in a conflict on one day; its people are counted, nobody is named."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="conflict_readings")
    place = models.CharField(max_length=80)
    held_on = models.DateField()
    people = models.PositiveSmallIntegerField()
    women = models.PositiveSmallIntegerField()
    sides = models.JSONField(default=list)
    youth_view = models.CharField(max_length=12, blank=True)
    youth_words = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=rules.CONFLICT_READING.start)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            states_of(rules.CONFLICT_READING, name="conflict_reading_state"),
            models.UniqueConstraint(
                fields=["assessment", "place", "held_on"], condition=~Q(state="WITHDRAWN"),
                name="conflict_reading_once_a_place_and_day",
            ),
            models.CheckConstraint(condition=~Q(place=""), name="conflict_reading_has_place"),
            models.CheckConstraint(
                condition=Q(people__gte=2, women__gte=1, women__lte=F("people")), name="conflict_panel_is_mixed"
            ),
            models.CheckConstraint(
                condition=~Q(state="HANDED_IN") | Q(handed_in_at__isnull=False), name="conflict_reading_handed_in_at"
            ),
            models.CheckConstraint(
                condition=~Q(state="WITHDRAWN") | ~Q(withdrawn_because=""), name="conflict_reading_withdrawn_because"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.assessment.reference} {self.place} {self.held_on:%Y-%m-%d}"

    @cached_property
    def place_name(self) -> str:
        """The place by name: that of its area, else the words themselves."""
        return Area.objects.filter(pcode=self.place).values_list("name", flat=True).first() or self.place


class Connector(models.Model):
    """What joins groups in a place."""

    reading = models.ForeignKey(ConflictReading, on_delete=models.PROTECT, related_name="connectors")
    words = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="connector_has_words")]


class Stake(models.Model):
    """Whether a group would gain or lose from new jobs, contracts or training."""

    reading = models.ForeignKey(ConflictReading, on_delete=models.PROTECT, related_name="stakes")
    group = models.CharField(max_length=80)
    good = models.CharField(max_length=12)
    gains = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "group", "good"], name="stake_once"),
            models.CheckConstraint(condition=~Q(group="") & ~Q(good=""), name="stake_is_named"),
        ]


class DisputeBody(models.Model):
    """A traditional or civic body that settles disputes; whether women and young people use it, None where unknown."""

    reading = models.ForeignKey(ConflictReading, on_delete=models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=120)
    women_use = models.BooleanField(null=True)
    youth_use = models.BooleanField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reading", "name"], name="dispute_body_once")]


class ConflictSecret(models.Model):
    """A divider, trigger or gatekeeper, encrypted; only a named analyst with a dated grant reads it.

    The content is JSON: ``about`` (a code of the playbook) and ``words``.
    """

    reading = models.ForeignKey(ConflictReading, on_delete=models.PROTECT, related_name="secrets")
    kind = models.CharField(max_length=10)
    content = EncryptedTextField()

    class Meta:
        ordering = ["pk"]
        constraints = [one_of("kind", rules.SECRETS, name="conflict_secret_kind")]


class HarmMeasure(models.Model):
    """What must be done differently so as to do no harm: the risk it answers, who does it, and when."""

    reading = models.ForeignKey(ConflictReading, on_delete=models.PROTECT, related_name="measures")
    risk = models.TextField()
    measure = models.TextField()
    owner_role = models.CharField(max_length=20)
    due = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(risk="") & ~Q(measure="") & ~Q(owner_role="") & ~Q(due=""), name="harm_measure_whole"
            )
        ]  # fmt: skip


class ConflictUnread(models.Model):
    """Why no panel could read the conflict, and what was done instead."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="conflict_unread")
    because = models.TextField()
    instead = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(because="") & ~Q(instead=""), name="conflict_unread_explained"
            )
        ]
