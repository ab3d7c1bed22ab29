"""What was computed, and what was published of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import states_of
from mainstay.measure import rules

PERSON = settings.AUTH_USER_MODEL


class Computation(models.Model):
    """One run over the facts: for which project and period, from which facts, by whom, by which playbook.

    `facts` names the digest of every fact table that was read; `checksum` covers all values in their order.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "design.Project", on_delete=models.PROTECT, null=True, related_name="computations"
    )
    first_on = models.DateField(null=True)
    last_on = models.DateField()
    facts = models.JSONField(default=dict)
    checksum = models.CharField(max_length=64)
    values_count = models.PositiveIntegerField()
    computed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField()
    playbook_version = models.CharField(max_length=40)

    class Meta:
        ordering = ["-computed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_on__isnull=True) | Q(last_on__gte=F("first_on")), name="computation_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.last_on}"


class IndicatorValue(models.Model):
    """One figure of a run: for all (`group` empty) or one cell (``sex=F``, ``month=2026-11``).

    `n` are rows, `persons` different persons behind the numerator, `out_of` those behind the denominator, `missing`
    the share of rows that could not be used. `withheld` names the rule by which no value is shown.
    """

    run = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="figures")
    definition = models.ForeignKey(
        "measure.Definition", on_delete=models.PROTECT, null=True, related_name="figures"
    )
    code = models.CharField(max_length=12)
    definition_version = models.PositiveSmallIntegerField(default=1)
    group = models.CharField(max_length=160, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=6)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    n = models.BigIntegerField(default=0)
    persons = models.BigIntegerField(default=0)
    out_of = models.BigIntegerField(default=0)
    missing = models.FloatField(default=0)
    coverage = models.FloatField(null=True)
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    grade = models.CharField(max_length=1)
    restricted = models.BooleanField(default=False)
    withheld = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering = ["code", "group"]
        constraints = [
            models.UniqueConstraint(fields=["run", "code", "group"], name="indicator_value_once"),
            models.CheckConstraint(
                condition=Q(withheld="") | Q(value__isnull=True), name="indicator_value_withheld"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.group} {self.value}"


class Publication(models.Model):
    """Figures as outsiders read them, with the cells that were hidden: the content of a version never changes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.OneToOneField(Computation, on_delete=models.PROTECT, related_name="publication")
    project = models.ForeignKey(
        "design.Project", on_delete=models.PROTECT, null=True, related_name="publications"
    )
    series = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField()
    licence = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=rules.PUBLICATION.start)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)
    risks_accepted = models.CharField(max_length=300, blank=True)
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            states_of(rules.PUBLICATION, name="publication_state"),
            models.UniqueConstraint(fields=["series", "version"], name="publication_version_once"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(state="PUBLISHED"), name="publication_in_force_once"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="publication_correction_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="WITHHELD") | ~Q(reason=""), name="publication_withheld_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
