"""Who was asked about what, what they said, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.partners import rules

from .organisations import Organisation


class Consultation(models.Model):
    """One round of consultation about a subject: a design, an assessment, a baseline.

    The subject is a kind and a key (``design``, ``12``), because what is consulted on lies on higher floors.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about_kind = models.CharField(max_length=40)
    about_key = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)
    case_key = models.BigIntegerField(null=True)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    way = models.CharField(max_length=16, default="meeting")
    mechanism = models.ForeignKey(
        "Mechanism", on_delete=models.PROTECT, null=True, related_name="consultations"
    )
    state = models.CharField(max_length=10, default=rules.CONSULTATION.start)
    invited_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer_sent_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            states_of(rules.CONSULTATION, name="consultation_state"),
            one_of("way", rules.WAYS, name="consultation_way"),
            models.UniqueConstraint(
                fields=["about_kind", "about_key", "round"], name="consultation_round_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="ANSWERED") | Q(answer_sent_at__isnull=False),
                name="consultation_answered_has_time",
            ),
        ]
        indexes = [models.Index(fields=["about_kind", "about_key"], name="consultation_about")]

    def __str__(self) -> str:
        return self.question[:60]


class ConsultedBody(models.Model):
    """An organisation that was invited to a consultation, whether it was heard, and whether it confirms the record."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="bodies")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consulted")
    side = models.CharField(max_length=12)
    heard_at = models.DateTimeField(null=True)
    women = models.PositiveSmallIntegerField(null=True)
    men = models.PositiveSmallIntegerField(null=True)
    absent_reason = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    objection = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "organisation"], name="body_invited_once"),
            one_of("side", rules.SIDES, name="body_side"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.organisation_id}"


class ConsultationPoint(models.Model):
    """What a body said, and whether it is taken, or refused and why."""

    body = models.ForeignKey(ConsultedBody, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=14, blank=True)
    later_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["body_id", "number"]
        constraints = [
            one_of("answer", rules.ANSWERS, name="point_answer"),
            models.UniqueConstraint(fields=["body", "number"], name="point_number_once"),
            models.CheckConstraint(condition=~Q(words=""), name="point_has_words"),
            models.CheckConstraint(
                condition=Q(answer__in=["", "TAKEN"]) | ~Q(reason=""), name="point_refused_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}.{self.number}"


class ActFirst(models.Model):
    """Life-saving work began before consultation: it is due within thirty days, reminded and escalated."""

    about_kind = models.CharField(max_length=40)
    about_key = models.CharField(max_length=60)
    case_key = models.BigIntegerField(null=True)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about_kind", "about_key"], name="act_first_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="act_first_has_reason"),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="act_first_due_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.about_kind} {self.about_key}"
