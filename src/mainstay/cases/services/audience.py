"""Whom a case concerns: the scopes round it, nearest first, and who is told."""

from collections.abc import Collection

from mainstay.accounts.rules import Scope
from mainstay.accounts.selectors import holders_of
from mainstay.cases.models import Case


def scopes_round(case: Case) -> list[Scope]:
    """Return the scopes in which a role concerns `case`, the nearest first."""
    rows = list(case.countries.select_related("country").order_by("-first", "pk"))
    found = [("case", str(case.pk)), *(("country", row.country_id) for row in rows)]
    return [*found, *dict.fromkeys(("region", row.country.region) for row in rows)]


def concerned(case: Case, roles: Collection[str]) -> list[int]:
    """Return the keys of those who hold one of `roles` for the case."""
    return holders_of(roles, scopes_round(case))


def members(case: Case) -> list[int]:
    """Return the keys of all who hold a seat of the case's task team, deputies included."""
    found: dict[int, None] = {}
    for seat in case.seats.order_by("pk"):
        found.update((key, None) for key in (seat.holder_id, seat.deputy_id) if key is not None)
    return list(found)
