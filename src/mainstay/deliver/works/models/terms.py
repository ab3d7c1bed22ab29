"""What pay rests on: the terms of a project, legal floors by date, task classes and their rates."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PERSON = settings.AUTH_USER_MODEL


class Terms(models.Model):
    """How one project pays and works: chosen once, before the first site opens, and changed with a reason.

    Shares are whole hundredths: `overtime_percent` 125 is one and a quarter of the hourly rate, `weather_percent`
    50 is half a day for a day that weather stopped.
    """

    project = models.OneToOneField("design.Project", on_delete=models.PROTECT, related_name="works_terms")
    currency = models.CharField(max_length=3)
    days_per_month = models.PositiveSmallIntegerField()
    days_per_month_note = models.CharField(max_length=200)
    normal_minutes = models.PositiveSmallIntegerField(default=480)
    days_per_week = models.PositiveSmallIntegerField(default=5)
    overtime_percent = models.PositiveSmallIntegerField(default=125)
    paid_suspension = models.BooleanField(default=True)
    weather_percent = models.PositiveSmallIntegerField(default=50)
    sick_days_per_month = models.PositiveSmallIntegerField(default=1)
    leave_days = models.PositiveSmallIntegerField(default=0)
    holidays_paid = models.BooleanField(default=False)
    market_day_minor = models.BigIntegerField(null=True)
    market_on = models.DateField(null=True)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days_per_month__gte=20, days_per_month__lte=31), name="works_terms_divisor"
            ),
            models.CheckConstraint(
                condition=Q(normal_minutes__gte=60, normal_minutes__lte=600), name="works_terms_day"
            ),
            models.CheckConstraint(condition=Q(overtime_percent__gte=100), name="works_terms_overtime"),
            models.CheckConstraint(condition=Q(weather_percent__lte=100), name="works_terms_weather"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.currency}"


class WageFloor(models.Model):
    """A minimum that holds for somebody between two days; the floor is the highest that holds for anyone.

    `group` says for whom the law (or the agreement) wrote it; it never lowers what the others are paid.
    An empty `task` means every task.
    """

    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="wage_floors")
    group = models.CharField(max_length=60, blank=True)
    task = models.ForeignKey("works.TaskClass", on_delete=models.PROTECT, null=True, related_name="floors")
    kind = models.CharField(max_length=10, default="LAW")
    month_minor = models.BigIntegerField(null=True)
    day_minor = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=1, default="J")
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(day_minor__gt=0), name="works_floor_positive"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="works_floor_order"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="works_floor_has_source"),
            models.CheckConstraint(
                condition=Q(kind__in=["LAW", "AGREEMENT", "PROGRAMME"]), name="works_floor_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.starts_on} {self.day_minor}"


class TaskClass(models.Model):
    """Work of one value: everyone who does it is paid the same, whoever she is."""

    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="task_classes")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    skilled = models.BooleanField(default=False)
    hazardous = models.BooleanField(default=False)
    unit = models.CharField(max_length=20, blank=True)
    norm_milli = models.BigIntegerField(null=True)
    norm_tried_on = models.DateField(null=True)
    ppe = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="works_task_class_once")]

    def __str__(self) -> str:
        return self.code


class WageRate(models.Model):
    """What a day (and a measured unit) of a task class is paid from a day on, beside the floor that held then."""

    task = models.ForeignKey(TaskClass, on_delete=models.PROTECT, related_name="rates")
    starts_on = models.DateField()
    day_minor = models.BigIntegerField()
    unit_minor = models.BigIntegerField(null=True)
    floor_minor = models.BigIntegerField()
    floor_basis = models.JSONField(default=dict)
    ceiling_reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "starts_on"], name="works_rate_once_a_day"),
            models.CheckConstraint(
                condition=Q(day_minor__gte=F("floor_minor")), name="works_rate_not_under_floor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.starts_on} {self.day_minor}"


class PaySegment(models.Model):
    """The days over which rate and floor of a task class stay the same: what payroll joins each mark to.

    Made anew from rates and floors whenever one of them is set; the segments of a task never overlap.
    """

    task = models.ForeignKey(TaskClass, on_delete=models.PROTECT, related_name="segments")
    first_on = models.DateField()
    last_on = models.DateField()
    day_minor = models.BigIntegerField()
    unit_minor = models.BigIntegerField(default=0)
    floor_minor = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "first_on"], name="works_segment_once")]
        indexes = [models.Index(fields=["task", "first_on", "last_on"], name="works_segment_days")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.first_on}–{self.last_on}"
