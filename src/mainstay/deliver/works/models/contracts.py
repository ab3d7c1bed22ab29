"""Contracts and what must stand before the first day: insurance, induction, protective equipment."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common import clock
from mainstay.common.constraints import one_of

PERSON = settings.AUTH_USER_MODEL


class Contract(models.Model):
    """A worker's written contract for one site and task class: signed before the first day, in her language.

    One that says LATE stands for days that were worked before anybody signed.
    """

    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, related_name="contracts")
    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="contracts")
    task = models.ForeignKey("works.TaskClass", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=30)
    starts_on = models.DateField()
    ends_on = models.DateField()
    signed_on = models.DateField()
    day_minor = models.BigIntegerField()
    floor_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    normal_minutes = models.PositiveSmallIntegerField()
    pay_day = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    read_aloud = models.BooleanField(default=False)
    signature = models.CharField(max_length=10, default="SIGNED")
    witness = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=8, default="RUNNING")
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(default=clock.real_now)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="works_contract_number_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="works_contract_order"),
            models.CheckConstraint(
                # Signed before the first day, or plainly not: a contract that records days already worked says LATE.
                condition=Q(signed_on__lte=F("starts_on")) | Q(signature="LATE"),
                name="works_contract_signed_before_start",
            ),
            models.CheckConstraint(
                condition=Q(day_minor__gte=F("floor_minor")), name="works_contract_not_under_floor"
            ),
            models.CheckConstraint(
                condition=~Q(signature="THUMBPRINT") | ~Q(witness=""), name="works_thumbprint_has_witness"
            ),
            one_of("state", ("RUNNING", "ENDED"), name="works_contract_state"),
            models.CheckConstraint(
                condition=Q(state="RUNNING") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="works_contract_end_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["worker", "starts_on"], name="works_contract_of_worker")]

    def __str__(self) -> str:
        return self.number


class InsurancePolicy(models.Model):
    """An accident policy that covers workers of a project between two days."""

    project = models.ForeignKey("design.Project", on_delete=models.PROTECT, related_name="policies")
    number = models.CharField(max_length=60)
    insurer = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField()
    file_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="works_policy_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="works_policy_order"),
        ]

    def __str__(self) -> str:
        return self.number


class InsuredWorker(models.Model):
    """A worker on a policy's list, from a day on."""

    policy = models.ForeignKey(
        InsurancePolicy, on_delete=models.PROTECT, related_name="listed", db_index=False
    )
    worker = models.ForeignKey(
        "works.Worker", on_delete=models.PROTECT, related_name="insured", db_index=False
    )
    from_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "policy"], name="works_insured_once")]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.from_on}"


class Induction(models.Model):
    """A worker heard the induction of a site."""

    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey(
        "works.Worker", on_delete=models.PROTECT, related_name="inductions", db_index=False
    )
    held_on = models.DateField()
    held_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "site"], name="works_induction_once")]

    def __str__(self) -> str:
        return f"{self.worker_id} {self.held_on}"


class PpeIssue(models.Model):
    """Protective equipment given to a worker, free of charge."""

    site = models.ForeignKey("works.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    worker = models.ForeignKey("works.Worker", on_delete=models.PROTECT, related_name="ppe")
    items = models.JSONField(default=list)
    issued_on = models.DateField()
    issued_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.worker_id} {self.issued_on}"
