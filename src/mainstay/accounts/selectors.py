"""Reads about accounts."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from mainstay import playbook
from mainstay.common import clock

from . import permissions
from .models import Person, RoleAssignment, in_force
from .rules import GLOBAL, Scope


def persons_visible(person: Person) -> QuerySet[Person]:
    """Return the accounts that `person` may see: all for administrators, otherwise her own."""
    return permissions.visible(Person.objects.all(), person, "accounts.read_persons")


def holders_of(roles: Collection[str], scopes: Collection[Scope]) -> list[int]:
    """Return the keys of active persons who hold one of `roles` today in one of `scopes` or globally."""
    where = Q(scope_kind=GLOBAL[0])
    for kind, key in scopes:
        where |= Q(scope_kind=kind, scope_key=key)
    rows = RoleAssignment.objects.filter(
        in_force(clock.today()), where, role__in=roles, person__is_active=True
    )
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def rights_explained(person: Person) -> list[dict[str, object]]:
    """Return what `person` may do and why: one row for each grant that one of her roles brings."""
    rights = playbook.current()
    rows: list[dict[str, object]] = []
    for holding in permissions.holdings(person):
        for code, grants in rights.grants.items():
            rows.extend(
                {
                    "role": holding.role,
                    "scope": ":".join(holding.scope),
                    "lent": holding.lent,
                    "action": code,
                    "does": rights.actions[code].does,
                    "data": rights.actions[code].data_class,
                    "when": grant.condition or "",
                }
                for grant in grants
                if grant.role == holding.role
            )
    return sorted(rows, key=lambda row: (str(row["action"]), str(row["role"])))
