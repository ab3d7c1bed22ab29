"""What a project consists of: modules as a diff against a package, options, budget lines, targets."""

from django.db import models
from django.db.models import F, Q

from mainstay.common.constraints import one_of

from .project import Project


class PlannedModule(models.Model):
    """A module in one phase of a project: from the package or added, kept, changed or removed, always with a reason.

    `delivered_evidence` says who already delivered it, so that what requires it may go on.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="modules")
    code = models.CharField(max_length=12)
    phase = models.CharField(max_length=16)
    component = models.CharField(max_length=8)
    level = models.CharField(max_length=8)
    from_package = models.BooleanField(default=False)
    removed = models.BooleanField(default=False)
    changed = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    what_changed = models.TextField(blank=True)
    delivered_evidence = models.TextField(blank=True)
    horizon = models.CharField(max_length=4, default="PATH")
    not_before_week = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    weeks = models.DecimalField(max_digits=6, decimal_places=1)
    carries_after_weeks = models.DecimalField(max_digits=6, decimal_places=1)
    leads_to = models.JSONField(default=list)
    leads_to_text = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["not_before_week", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code", "phase"], name="planned_module_once"),
            one_of("horizon", ("DAY1", "PATH"), name="planned_module_horizon"),
            models.CheckConstraint(
                condition=Q(from_package=True, removed=False, changed=False) | ~Q(reason=""),
                name="planned_module_diff_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(weeks__gt=0, not_before_week__gte=0), name="planned_module_in_time"
            ),
        ]


class PlanOption(models.Model):
    """One way to do it, compared side by side with another; the chosen one carries the budget."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="options")
    code = models.CharField(max_length=2)
    title = models.CharField(max_length=120)
    chosen = models.BooleanField(default=False)
    first_day = models.PositiveSmallIntegerField(default=30)
    women_share = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="plan_option_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(chosen=True), name="plan_option_one_chosen"
            ),
            models.CheckConstraint(
                condition=Q(women_share__gte=0, women_share__lte=1), name="plan_option_women_share"
            ),
        ]


class BudgetLine(models.Model):
    """Quantity × unit cost in US cents, with what the playbook holds usual for it and why this differs."""

    option = models.ForeignKey(PlanOption, on_delete=models.PROTECT, related_name="lines")
    module = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    quantity = models.DecimalField(max_digits=14, decimal_places=2)
    unit_cost_minor = models.BigIntegerField()
    labour_share = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    low_minor = models.BigIntegerField(null=True)
    typical_minor = models.BigIntegerField(null=True)
    high_minor = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=0, unit_cost_minor__gte=0), name="budget_line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(labour_share__gte=0, labour_share__lte=1), name="budget_line_labour_share"
            ),
            models.CheckConstraint(
                condition=Q(typical_minor__isnull=True)
                | Q(low_minor__lte=F("typical_minor"), high_minor__gte=F("typical_minor")),
                name="budget_line_usual_order",
            ),
        ]


class Target(models.Model):
    """What a project promises by one indicator for one group of people (`ALL` for everybody)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="targets")
    indicator = models.CharField(max_length=12)
    group = models.CharField(max_length=40, default="ALL")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["indicator", "group"]
        constraints = [
            models.UniqueConstraint(fields=["project", "indicator", "group"], name="target_once_per_group"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
        ]
