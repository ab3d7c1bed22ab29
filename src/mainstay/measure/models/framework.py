"""The results framework of a project: indicators with their locked meaning, baselines, targets."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import states_of
from mainstay.measure import rules

PERSON = settings.AUTH_USER_MODEL


class Definition(models.Model):
    """One indicator of one project as it was agreed: words, formula, unit, dimensions. Versions, never changes."""

    project = models.ForeignKey(
        "design.Project", on_delete=models.PROTECT, related_name="indicator_definitions"
    )
    code = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    local_name = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=60)
    aggregation = models.CharField(max_length=10)
    direction = models.CharField(max_length=8)
    formula = models.TextField()
    dimensions = models.JSONField(default=list)
    parameters = models.JSONField(default=dict)
    crosswalk = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=rules.DEFINITION.start)
    playbook_version = models.CharField(max_length=40)
    chosen_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    locked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            states_of(rules.DEFINITION, name="definition_state"),
            models.UniqueConstraint(fields=["project", "code", "version"], name="definition_version_once"),
            models.UniqueConstraint(
                fields=["project", "code"], condition=~Q(state="ENDED"), name="definition_in_force_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="LOCKED") | Q(locked_by__isnull=False, locked_at__isnull=False),
                name="definition_locked_has_person",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | (Q(replaces__isnull=False) & ~Q(reason="")),
                name="definition_version_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Baseline(models.Model):
    """What an indicator was before the project began, for all or one group, and where that is from."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="baselines")
    group = models.CharField(max_length=160, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    on = models.DateField()
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["definition", "group"], name="baseline_once"),
            models.CheckConstraint(condition=~Q(source=""), name="baseline_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.value}"


class Target(models.Model):
    """What is aimed at in a period, for all or one group (``sex=F``); a new aim replaces the old with a reason."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="targets")
    group = models.CharField(max_length=160, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_on", "group"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="target_order"),
            models.UniqueConstraint(
                fields=["definition", "group", "first_on", "last_on"],
                condition=Q(replaced_at__isnull=True),
                name="target_in_force_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.group} {self.value}"
