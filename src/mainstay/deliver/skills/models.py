"""Courses, trainees, sessions attended, assessments, certificates, and what became of trainees."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common import clock
from mainstay.common.constraints import one_of, states_of
from mainstay.common.fields import EncryptedTextField

from . import rules

PERSON = settings.AUTH_USER_MODEL


class Course(models.Model):
    """A course: for an occupation (ISCO-08), by a provider, of so many hours, for workers or for others."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="courses")
    code = models.CharField(max_length=24)
    title = models.CharField(max_length=160)
    isco = models.CharField(max_length=4, blank=True)
    provider = models.CharField(max_length=160)
    audience = models.CharField(max_length=10, default="WORKERS")
    hours = models.PositiveSmallIntegerField()
    units = models.JSONField(default=list)
    places = models.PositiveIntegerField()
    hazardous = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    area = models.ForeignKey("common.Area", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default=rules.COURSE.start)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            states_of(rules.COURSE, name="skills_course_state"),
            models.UniqueConstraint(fields=["project", "code"], name="skills_course_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="skills_course_order"),
            one_of("audience", ("WORKERS", "ENGINEERS", "OTHERS"), name="skills_course_audience"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("planned_by")),
                name="skills_course_second_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Trainee(models.Model):
    """A person on a course: a worker of the registry by her record, or somebody else by an encrypted name."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="trainees")
    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=30)
    name = EncryptedTextField(null=True)
    sex = models.CharField(max_length=1)
    birth_year = models.PositiveSmallIntegerField(null=True)
    enrolled_on = models.DateField()
    enrolled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    attended_minutes = models.PositiveIntegerField(default=0)
    score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    passed = models.BooleanField(null=True)
    assessed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_reason = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="skills_trainee_once"),
            models.UniqueConstraint(
                fields=["course", "worker"], condition=Q(worker__isnull=False), name="skills_worker_once"
            ),
            one_of("sex", ("F", "M", "X"), name="skills_trainee_sex"),
        ]

    def __str__(self) -> str:
        return self.number


class Attendance(models.Model):
    """What one trainee did on one day of a course."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="days", db_index=False)
    day = models.DateField()
    code = models.CharField(max_length=1)
    minutes = models.PositiveSmallIntegerField()
    marked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainee", "day"], name="skills_attendance_once"),
            one_of("code", tuple(rules.ATTENDANCE), name="skills_attendance_code"),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="skills_attendance_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.trainee_id} {self.day}"


class Certificate(models.Model):
    """What a trainee can do, certified: checked by anyone by its number, withdrawn with a reason."""

    trainee = models.OneToOneField(Trainee, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, default="COMPLETION")
    issued_on = models.DateField()
    issued_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    withdrawn_on = models.DateField(null=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(default=clock.real_now)

    class Meta:
        constraints = [
            one_of("kind", ("COMPLETION", "COMPETENCE", "RECOGNITION"), name="skills_certificate_kind"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawal_reason=""),
                name="skills_withdrawal_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Tracer(models.Model):
    """What a trainee did some months after the course."""

    trainee = models.ForeignKey(Trainee, on_delete=models.PROTECT, related_name="tracers")
    months = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=14)
    uses_skill = models.BooleanField(null=True)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainee", "months"], name="skills_tracer_once"),
            one_of("answer", rules.TRACED, name="skills_tracer_answer"),
            models.CheckConstraint(condition=Q(months__in=[6, 12]), name="skills_tracer_months"),
        ]

    def __str__(self) -> str:
        return f"{self.trainee_id} {self.months}"


class Vacancy(models.Model):
    """Work that employers offer: what, how many, which skills, where, and whom to ask; listed by an organisation."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("partners.Organisation", on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey("common.Country", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    isco = models.CharField(max_length=4, blank=True)
    number = models.PositiveIntegerField()
    skills = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120)
    contact = models.CharField(max_length=200)
    closes_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default=rules.VACANCY.start)
    reason = models.CharField(max_length=300, blank=True)
    listed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-listed_at", "-pk"]
        verbose_name_plural = "vacancies"
        constraints = [
            states_of(rules.VACANCY, name="skills_vacancy_state"),
            models.CheckConstraint(condition=Q(number__gte=1), name="skills_vacancy_number"),
            models.CheckConstraint(
                condition=~Q(state="WITHDRAWN") | ~Q(reason=""), name="skills_vacancy_withdrawn_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title
