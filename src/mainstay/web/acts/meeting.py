"""Whom a record is told of: it is not told from one that is not there where a person may neither see it nor act on it."""

from django.db.models import Model

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import why_not
from mainstay.accounts.permissions.grants import by_action

from .deeds import Deed
from .finding import kind_of_model, seen


def sees(person: Person, record: Model) -> bool:
    """Return whether a person may read a record; what has no reading right of its own is everybody's."""
    kind = kind_of_model(type(record))
    return kind is None or seen(person, kind).filter(pk=record.pk).exists()


def may_meet(person: Person, deed: Deed, record: Model) -> bool:
    """Return whether a person may know of the record that an act is done to: she sees it, or may do that to it."""
    return sees(person, record) or all(
        why_not(person, action, record, met=_conditions(action)) is None for action in deed.actions
    )


def _conditions(action: str) -> set[str]:
    """Return the conditions of an action, which the act itself asks about."""
    return {grant.condition for grant in by_action().get(action, ()) if grant.condition}
