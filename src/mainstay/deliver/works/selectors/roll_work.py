"""What was done on one roll: days and quantities by task, what was measured, and whether norm and pay agree with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, Sum, Value, When

from mainstay.deliver.works.methods.norm_output import (
    NormOutput,
    norm_output,
    proposed_norm,
    unit_rate_for,
)
from mainstay.deliver.works.models import Mark, Measurement, PaySegment, Roll, TaskClass, Terms

from .law import code_pay


@dataclass(frozen=True, slots=True)
class TaskWork:
    """One task on one roll: what the roll says, what was measured, and what both are worth."""

    task: TaskClass
    days_centi: int
    paid_centi: int
    marked_milli: int
    measured_milli: int
    output: NormOutput
    below: int
    workers: int
    proposed_milli: int | None
    by_day_minor: int
    by_task_minor: int
    day_minor: int
    unit_minor: int

    @property
    def lower_task_minor(self) -> int:
        """What the proposed task would earn by the present rate of a unit."""
        return (self.proposed_milli or 0) * self.unit_minor // 1000

    @property
    def fair_unit_minor(self) -> int:
        """The rate of a unit at which the proposed task still earns the wage of a day."""
        return (
            unit_rate_for(day_minor=self.day_minor, norm_milli=self.proposed_milli)
            if self.proposed_milli
            else 0
        )

    @property
    def differs(self) -> bool:
        """Whether quantities were written on the roll and another sum was measured."""
        return bool(self.marked_milli) and self.marked_milli != self.measured_milli


def measurements_of(roll: Roll) -> QuerySet[Measurement]:
    """Return what was measured on a roll, and who checked it."""
    return roll.measurements.select_related("task", "measured_by", "checked_by").order_by("measured_on", "pk")


def task_works(roll: Roll) -> Sequence[TaskWork]:
    """Return the tasks of a roll that was found through `rolls_visible`, each with its measure, norm and pay check."""
    terms = Terms.objects.filter(project=roll.site.project_id).first()
    if terms is None:
        return []
    table = code_pay(terms)
    worked = Case(
        *(When(code=code.code, then=Value(code.worked_centi)) for code in table),
        default=Value(0), output_field=IntegerField(),
    )  # fmt: skip
    paid = Case(
        *(When(code=code.code, then=Value(code.paid_centi)) for code in table),
        default=Value(0), output_field=IntegerField(),
    )  # fmt: skip
    standing = Mark.objects.filter(roll=roll, superseded=False).annotate(worked=worked, paid=paid)
    rows = list(
        standing.values("task").annotate(
            days=Sum("worked"), paid_days=Sum("paid"), quantity=Sum("quantity_milli", default=0)
        ).order_by()
    )  # fmt: skip
    measured = dict(roll.measurements.values_list("task").annotate(sum=Sum("quantity_milli")).order_by())
    tasks = TaskClass.objects.in_bulk([*(row["task"] for row in rows), *measured])
    rates = _rates(roll, list(tasks))
    by_task: dict[int, dict[str, Any]] = {row["task"]: dict(row) for row in rows}
    empty: dict[str, Any] = {"days": 0, "paid_days": 0, "quantity": 0}
    below = _below(standing, tasks, [code.code for code in table if code.worked_centi])
    return [
        _work(task, by_task.get(key, empty), measured.get(key, 0), rates.get(key), below.get(key, (0, 0)))
        for key, task in tasks.items()
    ]


def _work(
    task: TaskClass, row: dict[str, Any], measured: int, rate: PaySegment | None, below: tuple[int, int]
) -> TaskWork:
    output = norm_output(
        quantity_milli=measured or row["quantity"], worked_centi=row["days"], norm_milli=task.norm_milli
    )
    missed, workers = below
    proposed = (
        proposed_norm(norm_milli=task.norm_milli, below=missed, workers=workers) if task.norm_milli else None
    )
    return TaskWork(
        task=task, days_centi=row["days"], paid_centi=row["paid_days"], marked_milli=row["quantity"],
        measured_milli=measured, output=output, below=missed, workers=workers, proposed_milli=proposed,
        by_day_minor=row["paid_days"] * rate.day_minor // 100 if rate else 0,
        by_task_minor=(measured or row["quantity"]) * rate.unit_minor // 1000 if rate else 0,
        day_minor=max(rate.day_minor, rate.floor_minor) if rate else 0, unit_minor=rate.unit_minor if rate else 0,
    )  # fmt: skip


def _rates(roll: Roll, tasks: list[int]) -> dict[int, PaySegment]:
    """Return the rate of each task that held on the last day of a roll."""
    rows = PaySegment.objects.filter(task__in=tasks, first_on__lte=roll.last_on, last_on__gte=roll.last_on)
    return {row.task_id: row for row in rows}


def _below(
    standing: QuerySet[Mark], tasks: dict[int, TaskClass], codes: list[str]
) -> dict[int, tuple[int, int]]:
    """Return for each task with a norm how many workers stayed under it, of how many whose quantity was written."""
    rows = (
        standing.filter(quantity_milli__isnull=False, code__in=codes)
        .values("task", "worker")
        .annotate(quantity=Sum("quantity_milli"), days=Sum("worked"), count=Count("pk"))
        .values_list("task", F("quantity"), F("days"))
        .order_by()
    )
    found: dict[int, tuple[int, int]] = {}
    for task, quantity, days in rows:
        norm = tasks[task].norm_milli
        missed, workers = found.get(task, (0, 0))
        found[task] = (missed + bool(norm and quantity * 100 < norm * days), workers + 1)
    return found
