"""The case and all that keeps it together: places, phases, clocks, stages, team, decisions, tasks, timeline."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of

from . import rules


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
    lead_model = models.CharField(max_length=14, blank=True)
    lead_until = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
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


class ClockTarget(models.Model):
    """One thing that is due by one of the three clocks: reminded at three quarters, escalated when it is late."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="targets")
    clock = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    stage = models.CharField(max_length=10)
    owner_role = models.CharField(max_length=20)
    escalate_role = models.CharField(max_length=20, default="TT_COORD")
    started_at = models.DateTimeField()
    remind_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="target_once"),
            one_of("clock", ("onset", "request", "alert"), name="target_clock"),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="target_due_after_start"),
        ]
        indexes = [models.Index(fields=["met_at", "remind_at"], name="target_waiting")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class StageState(models.Model):
    """Where one stage of a case stands: the one table that home, decide and the case header read."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=10)
    state = models.CharField(max_length=8, default="AHEAD")
    record_state = models.CharField(max_length=30, blank=True)
    next_role = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    unit = models.CharField(max_length=20, blank=True)
    msgid = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "stage"], name="stage_once"),
            one_of("stage", rules.STAGES, name="stage_name"),
            one_of("state", rules.STAGE_STATES, name="stage_state"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.state}"


class TimelineEntry(models.Model):
    """What happened, for everyone on the case: never about a person, never from a restricted record."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timeline")
    at = models.DateTimeField()
    stage = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    msgid = models.TextField()
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at"], name="timeline_order")]

    def __str__(self) -> str:
        return self.msgid


class CaseTask(models.Model):
    """One line of the first thirty days, with its owner."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=10, blank=True)
    owner_role = models.CharField(max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    not_applicable = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="task_once")]

    def __str__(self) -> str:
        return self.title


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
    since = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code", "number"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Decision(models.Model):
    """A quick decision of the task team by silence procedure, with its options, evidence and outcome."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=160)
    text = models.TextField()
    options = models.JSONField(default=list)
    evidence = models.TextField(blank=True)
    delegation_used = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=12, default=rules.DECISION.start)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    circulated_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
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
    """What one member said to a circulated decision: an objection stops it, a consent may end the silence early."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="voices")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    objects = models.Manager()
    objection = models.BooleanField()
    words = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "by", "round"], name="voice_once_a_round"),
            models.CheckConstraint(condition=Q(objection=False) | ~Q(words=""), name="objection_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.by_id}"
