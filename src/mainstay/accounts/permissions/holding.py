"""Which roles a person holds today, and which scopes are hers by herself."""

from collections import Counter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from mainstay.accounts.models import Delegation, Person, RoleAssignment
from mainstay.accounts.rules import EVERYBODY, GLOBAL, SIGNED_IN, Holding, Scope
from mainstay.common import clock
from mainstay.common.constraints import in_force

from .registry import places_round, tie_kinds

#: How often the roles of a person were changed in this process: what was read before is read again.
_changes: Counter[int] = Counter()


def holdings(person: Person | AnonymousUser) -> list[Holding]:
    """Return the roles in force for `person` today: her own and those lent to her."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    today = clock.today()
    key = (today, _changes[person.pk])
    cached: tuple[Any, list[Holding]] | None = person.__dict__.get("_holdings")
    if cached and cached[0] == key:
        return cached[1]
    givers = Delegation.objects.filter(in_force(today), taker=person, giver__is_active=True)
    ends = dict(givers.order_by("ends_on").values_list("giver_id", "ends_on"))
    rows = RoleAssignment.objects.filter(in_force(today)).filter(Q(person=person) | Q(person__in=list(ends)))
    inside = places_round({(row.scope_kind, row.scope_key) for row in rows})
    held = [
        Holding(
            row.role,
            (row.scope_kind, row.scope_key),
            ends_on=min(filter(None, (row.ends_on, ends.get(row.person_id))), default=None),
            lent=row.person_id != person.pk,
            inside=inside[row.scope_kind, row.scope_key],
        )
        for row in rows
    ]
    person.__dict__["_holdings"] = (key, held)
    return held


def all_holdings(person: Person | AnonymousUser) -> list[Holding]:
    """Return the roles in force for `person` with those that everybody holds and everybody who signs in."""
    held = [*holdings(person), Holding(EVERYBODY, GLOBAL)]
    if isinstance(person, Person) and person.is_active:
        held.append(Holding(SIGNED_IN, GLOBAL))
    return held


def forget(person: Person) -> None:
    """Let the next question read the person's roles and ties afresh, whichever object stands for her."""
    _changes[person.pk] += 1


def ties_of(person: Person) -> frozenset[Scope]:
    """Return the scopes that are the person's by herself: her own records, what is assigned, her organisations."""
    key = (clock.today(), _changes[person.pk])
    cached: tuple[Any, frozenset[Scope]] | None = person.__dict__.get("_ties")
    if cached and cached[0] == key:
        return cached[1]
    found: set[Scope] = {("own", str(person.pk)), ("assigned", str(person.pk))}
    for kind, keys_of in tie_kinds().items():
        found.update((kind, str(key)) for key in keys_of(person))
    person.__dict__["_ties"] = (key, frozenset(found))
    return frozenset(found)
