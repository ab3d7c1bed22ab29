"""Database constraints made from the declarations of the pure floor, and the condition on dated rows."""

from datetime import date, timedelta

from django.db.models import CheckConstraint, Model, Q

from .workflow import Workflow


def states_of(workflow: Workflow, *, name: str, field: str = "state") -> CheckConstraint:
    """Return the constraint that holds `field` to the states of `workflow`."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(workflow.states)}), name=name)


def one_of(field: str, values: tuple[str, ...], *, name: str) -> CheckConstraint:
    """Return the constraint that holds `field` to `values`."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=name)


def in_force(day: date) -> Q:
    """Return the condition that a row dated by `starts_on` and `ends_on` holds on `day`."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def end_today(row: Model, *, today: date) -> None:
    """End a row dated by `starts_on` and `ends_on` so that it holds no more from `today` on.

    One that has not held for a full day yet is taken away: it could not end before it began. The audit keeps both acts.
    """
    if row.starts_on >= today:  # type: ignore[attr-defined]
        row.delete()
        return
    row.ends_on = today - timedelta(days=1)  # type: ignore[attr-defined]
    row.save(update_fields=["ends_on"])
