"""Dialogue mechanisms: seats, sessions, what was agreed, what is disputed, how mature they are."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.partners import rules

from .organisations import Organisation


class Mechanism(models.Model):
    """A body in which governments, employers and workers talk: a council, a committee, a forum, a panel."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(max_length=8)
    name = models.CharField(max_length=160)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("common.Area", on_delete=models.PROTECT, null=True, related_name="+")
    case_key = models.BigIntegerField(null=True)
    purposes = models.JSONField(default=list)
    pattern = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=rules.MECHANISM.start)
    began_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            states_of(rules.MECHANISM, name="mechanism_state"),
            models.UniqueConstraint(fields=["name", "country"], name="mechanism_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MechanismSeat(models.Model):
    """A seat: whose side, which organisation, held by a woman or a man; empty until somebody is named."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="seats")
    group = models.CharField(max_length=40)
    side = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="dialogue_seats"
    )
    holder_sex = models.CharField(max_length=1, blank=True)
    since = models.DateField(null=True)

    class Meta:
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["mechanism", "group", "number"], name="mechanism_seat_once"),
            one_of("side", rules.SIDES, name="mechanism_seat_side"),
            one_of("holder_sex", ("", "F", "M", "X"), name="mechanism_seat_sex"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(holder_sex=""),
                name="mechanism_seat_empty_has_no_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.number}"


class DialogueSession(models.Model):
    """One meeting of a mechanism."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    subject = models.CharField(max_length=200)
    record = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.subject}"


class SessionAttendance(models.Model):
    """How many women and men of one side came to a session; `unknown` are those whose sex was not noted."""

    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="attendance")
    side = models.CharField(max_length=12)
    women = models.PositiveSmallIntegerField(default=0)
    men = models.PositiveSmallIntegerField(default=0)
    unknown = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "side"], name="attendance_side_once"),
            one_of("side", rules.SIDES, name="attendance_side"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.side}"


class DialogueAgreement(models.Model):
    """What a session agreed, until when it holds, and whether it was followed."""

    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, related_name="agreements")
    text = models.TextField()
    holds_until = models.DateField(null=True)
    followed = models.BooleanField(null=True)
    followed_note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class Dispute(models.Model):
    """What is disputed between sides, and how it ended."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="disputes")
    session = models.ForeignKey(DialogueSession, on_delete=models.PROTECT, null=True, related_name="disputes")
    subject = models.CharField(max_length=200)
    opened_on = models.DateField()
    state = models.CharField(max_length=10, default=rules.DISPUTE.start)
    ended_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            states_of(rules.DISPUTE, name="dispute_state"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")),
                name="dispute_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["SETTLED", "UNRESOLVED"]) | ~Q(outcome=""),
                name="dispute_ended_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Maturity(models.Model):
    """How mature a mechanism was on one day, 0 to 4; the rows are its history."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="maturity")
    score = models.PositiveSmallIntegerField()
    rated_on = models.DateField()
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["-rated_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mechanism", "rated_on"], name="maturity_once_a_day"),
            models.CheckConstraint(condition=Q(score__lte=4), name="maturity_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} {self.score}"
