"""Database constraints made from the declarations of the pure floor."""

from django.db.models import CheckConstraint, Q

from .workflow import Workflow


def states_of(workflow: Workflow, *, name: str, field: str = "state") -> CheckConstraint:
    """Return the constraint that holds `field` to the states of `workflow`."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(workflow.states)}), name=name)


def one_of(field: str, values: tuple[str, ...], *, name: str) -> CheckConstraint:
    """Return the constraint that holds `field` to `values`."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=name)
