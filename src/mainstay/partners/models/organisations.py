"""Organisations, who speaks for them, how they were checked, and what only some may read about them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField
from mainstay.partners import rules


class Organisation(models.Model):
    """A government body, union, employers' organisation, agency, company or group that the work is done with."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=30, blank=True)
    type = models.CharField(max_length=24)
    side = models.CharField(max_length=12, default="none")
    level = models.CharField(max_length=10, default="national")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, null=True, related_name="+")
    areas = models.ManyToManyField("common.Area", related_name="+", blank=True)
    part_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    website = models.URLField(blank=True)
    services = models.TextField(blank=True)
    members_women = models.PositiveIntegerField(null=True)
    members_men = models.PositiveIntegerField(null=True)
    members_informal = models.PositiveIntegerField(null=True)
    members_as_of = models.DateField(null=True)
    elected_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    synthetic = models.BooleanField(default=False)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            one_of("side", rules.SIDES, name="organisation_side"),
            one_of("level", rules.LEVELS, name="organisation_level"),
            models.UniqueConstraint(
                fields=["name", "country"], condition=Q(merged_into__isnull=True), name="organisation_once"
            ),
            models.CheckConstraint(
                condition=~Q(level__in=["national", "local"]) | Q(country__isnull=False),
                name="organisation_has_country",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person with an account who speaks for an organisation, from one day to another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    function = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "starts_on"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id}"


class Contact(models.Model):
    """Somebody in an organisation whom we write to: personal data, encrypted; not an account."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = EncryptedTextField()
    function = models.CharField(max_length=120, blank=True)
    email = EncryptedTextField(null=True)
    email_digest = models.CharField(max_length=64, blank=True, db_index=True)
    phone = EncryptedTextField(null=True)
    language = models.CharField(max_length=5, blank=True)
    added_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"contact {self.pk}"


class PartnerCheck(models.Model):
    """The due diligence on one organisation: four findings, a decision by another person, an end."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="checks")
    sanctions = models.CharField(max_length=8, default="unknown")
    values = models.CharField(max_length=8, default="unknown")
    psea = models.CharField(max_length=8, default="unknown")
    finance = models.CharField(max_length=8, default="unknown")
    notes = EncryptedTextField(null=True)
    state = models.CharField(max_length=10, default=rules.PARTNER_CHECK.start)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    conditions = models.TextField(blank=True)
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ["-checked_at", "-pk"]
        constraints = [
            states_of(rules.PARTNER_CHECK, name="partner_check_state"),
            *(one_of(name, rules.FINDINGS, name=f"partner_check_{name}") for name in rules.CHECKS),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("checked_by")),
                name="partner_check_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(valid_until__isnull=False), name="partner_check_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"


class IndependenceNote(models.Model):
    """A concern about an organisation's independence: restricted, with two named readers and nobody else."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="independence_notes"
    )
    text = EncryptedTextField()
    first_reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_reader=F("second_reader")), name="independence_two_readers"
            )
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class InternalNote(models.Model):
    """What an organisation writes for itself: no other organisation reads it, and neither do we."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="internal_notes")
    text = EncryptedTextField()
    about_kind = models.CharField(max_length=40, blank=True)
    about_key = models.CharField(max_length=60, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class CapacityScore(models.Model):
    """How able an organisation is on one dimension, 0 to 4, on one day; scored again each year."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="capacity")
    dimension = models.CharField(max_length=30)
    score = models.PositiveSmallIntegerField()
    evidence = models.TextField(blank=True)
    scored_on = models.DateField()
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "dimension", "scored_on"], name="capacity_once_a_day"
            ),
            models.CheckConstraint(condition=Q(score__lte=4), name="capacity_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.score}"


class SupportPlan(models.Model):
    """One support that an organisation gets: training is one kind among many."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="supports")
    dimension = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    given_on = models.DateField(null=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind} {self.dimension}"
