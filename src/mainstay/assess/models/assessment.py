"""An assessment, its team and its forms."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mainstay.assess import rules
from mainstay.common import clock
from mainstay.common.constraints import one_of, states_of


class Assessment(models.Model):
    """What is asked, of whom, how, by whom, to inform which decisions."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    reference = models.CharField(max_length=30, unique=True)
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    stage = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default=rules.ASSESSMENT.start)
    decisions = models.JSONField()
    modules = models.JSONField(default=list)
    joint_mission = models.TextField(blank=True)
    due_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=10, blank=True)
    seed = models.BigIntegerField(null=True)
    design_effect = models.FloatField(default=1.0)
    margin = models.FloatField(null=True)
    sample_completed = models.PositiveIntegerField(null=True)
    sample_selected = models.PositiveIntegerField(null=True)
    frame_size = models.PositiveIntegerField(null=True)
    drawn = models.JSONField(default=list)
    strata = models.JSONField(default=dict)
    collected_until = models.DateField(null=True)
    answers_changed_at = models.DateTimeField(null=True)
    estimated_at = models.DateTimeField(null=True)
    scoped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    superseded_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="supersedes")
    created_at = models.DateTimeField(default=clock.now)
    playbook_version = models.CharField(max_length=40)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            states_of(rules.ASSESSMENT, name="assessment_state"),
            one_of("stage", rules.STAGES, name="assessment_stage"),
            one_of("method", ("", *rules.METHODS), name="assessment_method"),
            models.UniqueConstraint(fields=["case", "number"], name="assessment_number_once"),
            models.CheckConstraint(
                condition=~Q(state="APPROVED") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="assessment_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(method__in=("random", "systematic")) | Q(seed__isnull=False),
                name="assessment_draw_has_seed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class TeamSeat(models.Model):
    """A place in the assessment team; enumerators are known by their code and sex, not by name."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="team")
    role = models.CharField(max_length=12)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    code = models.CharField(max_length=20, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    languages = models.JSONField(default=list)

    class Meta:
        constraints = [
            one_of("sex", ("", "F", "M", "X"), name="team_seat_sex"),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(code=""), name="team_seat_held"),
            models.CheckConstraint(
                condition=~Q(role="ENUMERATOR") | ~Q(sex=""), name="team_seat_enumerator_sex"
            ),
            models.UniqueConstraint(
                fields=["assessment", "code"], condition=~Q(code=""), name="team_seat_code_once"
            ),
        ]


class Form(models.Model):
    """A form as it was built: its questions are frozen, so that answers can be read later whatever the playbook says."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="forms")
    number = models.PositiveSmallIntegerField()
    module = models.CharField(max_length=20)
    languages = models.JSONField()
    questions = models.JSONField()
    sha256 = models.CharField(max_length=64)
    playbook_version = models.CharField(max_length=40)
    built_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    built_at = models.DateTimeField()
    fielded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    fielded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="form_number_once")]
