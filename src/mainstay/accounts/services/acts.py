"""The frame of every act: right checked, one transaction, one audit entry."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import models, transaction

from mainstay import playbook
from mainstay.accounts import permissions
from mainstay.accounts.models import Person
from mainstay.accounts.rules import Scope
from mainstay.common import audit, secrecy

Observer = Callable[[str, str, Person], None]
_observers: list[Observer] = []
Recorder = Callable[[audit.Draft], None]
_recorders: list[Recorder] = []


@contextmanager
def act(
    action: str,
    *,
    by: Person,
    on: models.Model | Collection[Scope] | None = None,
    reason: str = "",
    also: Collection[models.Model] = (),
    met: Collection[str] = (),
) -> Iterator[audit.Draft]:
    """Check that `by` may do `action` on a record (or in given scopes), run the block, and write one audit entry.

    The block runs in one transaction with the entry: all of it happens or nothing. The entry goes to the chain of
    the record's case; a new record is named with ``entry.on(record)`` inside the block. `also` names further
    records on which the same right is needed (such as the second of two that are merged); `met` names conditions
    of the grants that the service has itself found to hold.

    >>> with act("decide.score_request", by=officer, on=request) as entry:  # doctest: +SKIP
    ...     entry.change("state", request.state, "SCORED")
    """
    with transaction.atomic(), secrecy.kept(_is_secret(action, on)):
        permissions.require(by, action, on, met=met)
        for record in also:
            permissions.require(by, action, record, met=met)
        entry = audit.Draft(action=action, actor_id=by.pk, reason=reason)
        if isinstance(on, models.Model):
            entry.record = on
        yield entry
        entry.chain = audit.RESTRICTED if secrecy.is_kept() else _chain(entry.record)
        for observe in _observers:
            observe(action, entry.chain, by)
        for recorder in _recorders:
            recorder(entry)
        audit.write(entry)


def after_act(observe: Observer) -> Observer:
    """Register the decorated function: it is told of each act (action, chain, person) before the entry is written."""
    _observers.append(observe)
    return observe


def after_record(recorder: Recorder) -> Recorder:
    """Register `recorder`: it is told of each act by what the act says of itself, above all its record."""
    _recorders.append(recorder)
    return recorder


def _is_secret(action: str, on: models.Model | Collection[Scope] | None) -> bool:
    known = playbook.current().actions.get(action)
    if known is not None and known.data_class == "RESTRICTED":
        return True
    return isinstance(on, models.Model) and permissions.registration(type(on)).restricted


def _chain(record: models.Model | None) -> str:
    if record is None:
        return audit.SYSTEM
    if permissions.registration(type(record)).restricted:
        return audit.RESTRICTED
    case = permissions.case_of(record)
    return f"case:{case}" if case else audit.SYSTEM
