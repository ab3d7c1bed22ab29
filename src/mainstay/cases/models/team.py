"""The task team: seats, who leads, decisions by silence."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.cases import rules
from mainstay.common.constraints import one_of, states_of

from .case import Case


class Seat(models.Model):
    """A seat of the task team; empty when nobody holds it, and then named as a vacancy."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="seats")
    code = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField(default=1)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="seats"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    nominated = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    since = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code", "number"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class RollCall(models.Model):
    """The task team called together: each member answers whether she is there; who is silent stands as silent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="roll_calls")
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["-called_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.called_at:%Y-%m-%d %H:%M}"


class RollAnswer(models.Model):
    """What one member answered to a roll call; her last word counts."""

    call = models.ForeignKey(RollCall, on_delete=models.PROTECT, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=14)
    words = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("answer", rules.ROLL_ANSWERS, name="roll_answer"),
            models.UniqueConstraint(fields=["call", "by"], name="roll_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.answer}"


class Lead(models.Model):
    """Who leads the response, by which model, from when; the open row leads, an offer waits to be accepted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="leads")
    model = models.CharField(max_length=14)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    since = models.DateTimeField()
    hand_over_by = models.DateTimeField(null=True)
    offered_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    offered_model = models.CharField(max_length=14, blank=True)
    offered_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            one_of("model", rules.LEAD_MODELS, name="lead_model_known"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="one_lead_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(model="TT_INITIATED") | Q(hand_over_by__isnull=False),
                name="initiated_lead_hands_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.model}"


class Decision(models.Model):
    """A quick decision of the task team by silence procedure, with its options, evidence and outcome."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=160)
    text = models.TextField()
    options = models.JSONField(default=list)
    evidence = models.TextField(blank=True)
    delegation_used = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=12, default=rules.DECISION.start)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    method = models.CharField(max_length=8, default="SILENCE")
    round = models.PositiveSmallIntegerField(default=0)
    circulated_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            states_of(rules.DECISION, name="decision_state"),
            models.CheckConstraint(
                condition=~Q(state="CIRCULATED") | Q(deadline__isnull=False),
                name="decision_circulated_has_deadline",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DecisionVoice(models.Model):
    """What one member said to a circulated decision: an objection stops it, a comment does not."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="voices")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "by", "round"], condition=~Q(kind="COMMENT"), name="voice_once_a_round"
            ),
            one_of("kind", rules.VOICES, name="voice_kind"),
            models.CheckConstraint(condition=Q(kind="CONSENT") | ~Q(words=""), name="voice_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.by_id} {self.kind}"
