"""Daily muster rolls: compact marks, who wrote them, what was corrected, what was measured."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of, states_of
from mainstay.deliver.works import rules

PERSON = settings.AUTH_USER_MODEL


class Roll(models.Model):
    """The muster roll of one site for one pay period: who worked on which day.

    `days_centi` (worked and paid, hundredths of a day), `paid_centi`, `workers` and `marks_sha256` are what was
    certified; a mark that changes afterwards no longer fits the digest.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="rolls")
    first_on = models.DateField()
    last_on = models.DateField()
    state = models.CharField(max_length=10, default=rules.ROLL.start)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    measured_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    measured_at = models.DateTimeField(null=True)
    certified_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    certified_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    approved_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)
    reopen_reason = models.CharField(max_length=300, blank=True)
    few_persons_reason = models.CharField(max_length=300, blank=True)
    workers_check = models.JSONField(default=dict)
    payroll = models.ForeignKey("works.Payroll", on_delete=models.PROTECT, null=True, related_name="rolls")
    workers = models.PositiveIntegerField(null=True)
    days_centi = models.BigIntegerField(null=True)
    paid_centi = models.BigIntegerField(null=True)
    marks_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-first_on", "site"]
        constraints = [
            states_of(rules.ROLL, name="works_roll_state"),
            models.UniqueConstraint(fields=["site", "first_on"], name="works_roll_once"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="works_roll_order"),
            models.CheckConstraint(
                condition=~Q(state="REOPENED") | ~Q(reopen_reason=""), name="works_roll_reopen_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["CERTIFIED", "APPROVED", "PAID", "RECONCILED"])
                | Q(certified_by__isnull=False),
                name="works_roll_certified_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.first_on}–{self.last_on}"


class MarkBatch(models.Model):
    """One act of marking: who wrote these marks, when, from what."""

    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    source = models.CharField(max_length=10)
    file = models.ForeignKey("works.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    device = models.CharField(max_length=60, blank=True)
    late_approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    late_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            one_of("source", ("HAND", "FILE", "CORRECTION"), name="works_mark_batch_source"),
            models.CheckConstraint(
                condition=Q(late_approved_by__isnull=True) | ~Q(late_reason=""),
                name="works_mark_batch_late_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d}"


class RollEntry(models.Model):
    """How many marks one act wrote on one roll: from here the separation of duties knows who wrote a roll."""

    batch = models.ForeignKey(MarkBatch, on_delete=models.PROTECT, related_name="entries", db_index=False)
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="entries", db_index=False)
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "batch"], name="works_roll_entry_once")]

    def __str__(self) -> str:
        return f"{self.roll_id} {self.rows}"


class Mark(models.Model):
    """What one worker did on one day. One that stands per worker and day, whatever the roll or the site.

    `minutes` worked (none: a normal day by its code), `quantity_milli` measured thousandths of the task's unit.
    A corrected mark stays as `superseded`. The contract that held on the day is stored, so that pay needs no search.
    """

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="marks")
    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, related_name="marks", db_index=False)
    day = models.DateField()
    code = models.CharField(max_length=2)
    minutes = models.PositiveSmallIntegerField(null=True)
    quantity_milli = models.BigIntegerField(null=True)
    contract = models.ForeignKey("works.Contract", on_delete=models.PROTECT, related_name="+", db_index=False)
    task = models.ForeignKey("works.TaskClass", on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(MarkBatch, on_delete=models.PROTECT, related_name="+", db_index=False)
    superseded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "day"], condition=Q(superseded=False), name="works_mark_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=1440), name="works_mark_minutes"
            ),
            models.CheckConstraint(
                condition=Q(quantity_milli__isnull=True) | Q(quantity_milli__gte=0),
                name="works_mark_quantity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.day} {self.code}"


class MarkCorrection(models.Model):
    """A mark that was changed: old and new, why, by whom, and the second person who signed it."""

    old = models.OneToOneField(Mark, on_delete=models.PROTECT, related_name="corrected")
    new = models.OneToOneField(Mark, on_delete=models.PROTECT, null=True, related_name="corrects")
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="works_correction_has_reason"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("by")),
                name="works_correction_second_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id}→{self.new_id}"


class Measurement(models.Model):
    """Work that was measured on a roll; checked by another than who measured it."""

    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="measurements")
    task = models.ForeignKey("works.TaskClass", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=160)
    quantity_milli = models.BigIntegerField()
    unit = models.CharField(max_length=20)
    measured_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    measured_on = models.DateField()
    checked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity_milli__gte=0), name="works_measurement_not_negative"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("measured_by")),
                name="works_measurement_second_eye",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roll_id} {self.what}"
