"""Setting what pay rests on: terms, legal floors, task classes, rates."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.money import decimals, from_minor, to_minor
from mainstay.common.texts import noop as _
from mainstay.deliver.works.methods.wage_floor import Minimum, day_from_month, pay_segments, wage_floor
from mainstay.deliver.works.models import Contract, PaySegment, TaskClass, Terms, WageFloor, WageRate
from mainstay.deliver.works.rules import pay as pay_rules
from mainstay.deliver.works.selectors.law import laws

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: Segments reach this far beyond the last rate; a later floor makes them anew.
HORIZON = timedelta(days=366 * 10)


def set_terms(
    *,
    by: Person,
    project: "Project",
    days_per_month: int,
    days_per_month_note: str,
    currency: str = "",
    normal_minutes: int = 480,
    days_per_week: int = 5,
    overtime_percent: int = 125,
    paid_suspension: bool = True,
    weather_percent: int = 50,
    sick_days_per_month: int = 1,
    leave_days: int = 0,
    holidays_paid: bool = False,
    market_day_minor: int | None = None,
    market_on: date | None = None,
    reason: str = "",
) -> Terms:
    """Return how a project pays and works; the divisor from month to day is said and explained, never hidden."""
    if not days_per_month_note.strip():
        raise BadInput(
            "divisor_note",
            _("Say why a month has {days} working days; the note stands beside every floor."),
            days=days_per_month,
        )
    chosen = {
        "currency": currency or project.currency, "days_per_month": days_per_month,
        "days_per_month_note": days_per_month_note.strip(), "normal_minutes": normal_minutes,
        "days_per_week": days_per_week, "overtime_percent": overtime_percent, "paid_suspension": paid_suspension,
        "weather_percent": weather_percent, "sick_days_per_month": sick_days_per_month, "leave_days": leave_days,
        "holidays_paid": holidays_paid, "market_day_minor": market_day_minor, "market_on": market_on,
    }  # fmt: skip
    with act("works.set_terms", by=by, on=project, reason=reason) as entry:
        before = Terms.objects.filter(project=project).values(*chosen).first() or {}
        if before and not reason.strip():
            raise RuleBroken("no_reason", _("Terms are changed with a reason: people work under them."))
        terms, _made = Terms.objects.update_or_create(
            project=project, defaults={**chosen, "set_by": by, "set_at": clock.now()}
        )
        for name, value in chosen.items():
            entry.change(name, before.get(name), value)
    return terms


def record_floor(
    *,
    by: Person,
    project: "Project",
    starts_on: date,
    source: str,
    day_minor: int | None = None,
    month_minor: int | None = None,
    ends_on: date | None = None,
    group: str = "",
    task: TaskClass | None = None,
    kind: str = "LAW",
    mark: str = "J",
) -> WageFloor:
    """Return a minimum with its source; a monthly one becomes daily by the project's stated divisor.

    Floors set later reach back: days already paid under a new floor become arrears by `find_floor_arrears`.
    """
    if (day_minor is None) == (month_minor is None):
        raise BadInput("floor_amount", _("Give the minimum by day or by month, one of the two."))
    terms = terms_of(project)
    day = day_minor if day_minor is not None else day_from_month(month_minor or 0, terms.days_per_month)
    with act("works.set_terms", by=by, on=project) as entry:
        floor = WageFloor.objects.create(
            project=project, group=group, task=task, kind=kind, month_minor=month_minor, day_minor=day,
            starts_on=starts_on, ends_on=ends_on, source=source, mark=mark, set_by=by,
        )  # fmt: skip
        entry.on(floor.project)
        entry.note(floor=floor.pk, day_minor=day, group=group, starts_on=starts_on, source=source)
        rebuild_segments(project)
    return floor


def load_floors(*, by: Person, project: "Project") -> int:
    """Take the playbook's legal wages of the project's country over as floors; return how many are new."""
    book = playbook.current()
    terms = terms_of(project)
    known = set(WageFloor.objects.filter(project=project).values_list("group", "starts_on", "source"))
    rows = []
    with act("works.set_terms", by=by, on=project) as entry:
        for wage in book.wages.wages.values():
            if wage.country != project.country_id or wage.currency != terms.currency:
                continue
            if (wage.group, wage.valid_from, wage.source) in known:
                continue
            amount = to_minor(wage.amount, wage.currency)
            per = {"month": terms.days_per_month, "week": 6, "day": 1}
            day = (
                amount * -(-terms.normal_minutes // 60)
                if wage.period == "hour"
                else day_from_month(amount, per[wage.period])
            )
            rows.append(
                WageFloor(
                    project=project, group=wage.group, day_minor=day, source=wage.source, mark=wage.mark, set_by=by,
                    month_minor=amount if wage.period == "month" else None, starts_on=wage.valid_from, ends_on=wage.valid_to,
                )
            )  # fmt: skip
        WageFloor.objects.bulk_create(rows)
        entry.bulk([[row.group, row.starts_on, row.day_minor, row.source] for row in rows])
        rebuild_segments(project)
    return len(rows)


def add_task_class(
    *,
    by: Person,
    project: "Project",
    code: str,
    name: str,
    skilled: bool = False,
    unit: str = "",
    norm_milli: int | None = None,
    norm_tried_on: date | None = None,
    ppe: Sequence[str] = (),
    hazardous: bool = False,
) -> TaskClass:
    """Return work of one value, with the norm of a day and the equipment that it needs."""
    with act("works.set_rate", by=by, on=project) as entry:
        task = TaskClass.objects.create(
            project=project, code=code.strip(), name=name.strip(), skilled=skilled, unit=unit, norm_milli=norm_milli,
            norm_tried_on=norm_tried_on, ppe=list(ppe), hazardous=hazardous,
        )  # fmt: skip
        entry.on(task)
        entry.note(code=task.code, unit=unit, norm_milli=norm_milli)
    return task


def set_norm(
    *, by: Person, task: TaskClass, norm_milli: int, reason: str, tried_on: date | None = None
) -> TaskClass:
    """Set what a worker does in a day of a task, after a trial of it; the pay of a unit is set beside it, not by it."""
    with act("works.plan_tasks", by=by, on=task, reason=reason) as entry:
        if norm_milli <= 0:
            raise BadInput("norm", _("A norm is more than nothing."))
        if not reason.strip():
            raise RuleBroken(
                "no_reason", _("Say what the trial showed: who tried it, and how many missed it.")
            )
        entry.change("norm_milli", task.norm_milli, norm_milli)
        task.norm_milli, task.norm_tried_on = norm_milli, tried_on or clock.today()
        task.save(update_fields=["norm_milli", "norm_tried_on"])
    return task


def set_rate(
    *,
    by: Person,
    task: TaskClass,
    starts_on: date,
    day_minor: int,
    unit_minor: int | None = None,
    ceiling_reason: str = "",
) -> WageRate:
    """Return the rate of a task class from a day on: refused under the floor, under running contracts, over market."""
    terms = terms_of(task.project)
    with act("works.set_rate", by=by, on=task) as entry:
        floor = wage_floor(minimums(task.project), day=starts_on, task=task.pk)
        running = Contract.objects.filter(task=task, state="RUNNING", ends_on__gte=starts_on).aggregate(
            most=Max("day_minor")
        )
        factor = laws()["SG-WAGE-02"].params.get("ceiling_factor", 1.1)
        require(
            pay_rules.why_not_rate(
                day_minor=day_minor,
                floor_minor=floor.day_minor if floor else None,
                floor_told=_basis_told(floor, terms),
                running_minor=running["most"],
                market_minor=terms.market_day_minor if not task.skilled else None,
                ceiling_percent=round(factor * 100),
                ceiling_reason=ceiling_reason,
            )
        )
        assert floor is not None
        rate = WageRate.objects.create(
            task=task, starts_on=starts_on, day_minor=day_minor, unit_minor=unit_minor, floor_minor=floor.day_minor,
            floor_basis={
                "group": floor.group, "source": floor.source, "from": floor.starts_on.isoformat(),
                "days_per_month": terms.days_per_month, "note": terms.days_per_month_note,
            },
            ceiling_reason=ceiling_reason, set_by=by, set_at=clock.now(),
        )  # fmt: skip
        entry.note(task=task.code, day_minor=day_minor, unit_minor=unit_minor, floor_minor=floor.day_minor)
        rebuild_segments(task.project)
    return rate


def _basis_told(floor: Minimum | None, terms: Terms) -> str:
    if floor is None:
        return ""
    amount = from_minor(floor.day_minor, terms.currency)
    return f"{amount:.{decimals(terms.currency)}f} {terms.currency}, {floor.group or 'everybody'}, {floor.source}, month of {terms.days_per_month} days"


def terms_of(project: "Project") -> Terms:
    """Return the terms of a project; say how to set them when there are none."""
    terms = Terms.objects.filter(project=project).first()
    if terms is None:
        raise RuleBroken("no_terms", _("The project has no terms of work and pay yet. Set them first."))
    return terms


def minimums(project: "Project") -> list[Minimum]:
    """Return every minimum that is recorded for a project."""
    rows = WageFloor.objects.filter(project=project)
    return [
        Minimum(row.day_minor, row.starts_on, row.ends_on, row.group, row.task_id, row.kind, row.source)
        for row in rows
    ]


def rebuild_segments(project: "Project") -> None:
    """Make the spans of equal rate and floor of every task class anew; part of the act that changed one."""
    floors = minimums(project)
    rates: dict[int, list[tuple[date, int, int]]] = {}
    for row in WageRate.objects.filter(task__project=project):
        rates.setdefault(row.task_id, []).append((row.starts_on, row.day_minor, row.unit_minor or 0))
    PaySegment.objects.filter(task__project=project).delete()
    made = [
        PaySegment(
            task_id=task, first_on=span.first_on, last_on=span.last_on, day_minor=span.day_minor,
            unit_minor=span.unit_minor, floor_minor=span.floor_minor,
        )
        for task, rows in rates.items()
        for span in pay_segments(rows, floors, task=task, until=max(row[0] for row in rows) + HORIZON)
    ]  # fmt: skip
    PaySegment.objects.bulk_create(made)
