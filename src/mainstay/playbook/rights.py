"""Who may do what, as pure functions over the rights data.

How a grant is read: a person holds a role at a place (kind and key). The grant's scope says how far from there the act
reaches: record and role must lie in the same place of that kind; a role held at a wider place covers all inside it;
`global` reaches everywhere, `own` what is about or by the person, `assigned` what was handed to the person by name,
`public` what anybody may see. Then the named condition must hold. What no grant allows is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

from . import current

if TYPE_CHECKING:
    from .book import Playbook
    from .checks import Fault
    from .schemas.rights import Grant, Separation


@lru_cache(maxsize=8)
def _by_role(book: Playbook) -> dict[str, tuple[Grant, ...]]:
    return {role: tuple(grant for grant in book.grants if grant.role == role) for role in book.roles}


@lru_cache(maxsize=8)
def _by_action(book: Playbook) -> dict[str, tuple[Grant, ...]]:
    table: dict[str, list[Grant]] = {action: [] for action in book.actions}
    for grant in book.grants:
        table.setdefault(grant.action, []).append(grant)
    return {action: tuple(grants) for action, grants in table.items()}


def grants_for(role: str, *, book: Playbook | None = None) -> tuple[Grant, ...]:
    """Return every grant of `role`; `KeyError` if there is no such role."""
    return _by_role(book or current())[role]


def grants_of(action: str, *, book: Playbook | None = None) -> tuple[Grant, ...]:
    """Return every grant of `action`; `KeyError` if there is no such action."""
    return _by_action(book or current())[action]


def roles_that_may(action: str, *, book: Playbook | None = None) -> tuple[str, ...]:
    """Return the roles that may do `action` somewhere, in the order of the roles file."""
    book = book or current()
    granted = {grant.role for grant in grants_of(action, book=book)}
    return tuple(role for role in book.roles if role in granted)


def is_public(action: str, *, book: Playbook | None = None) -> bool:
    """Return whether anybody may do `action` without signing in and without a condition."""
    return any(
        grant.role == "PUBLIC" and grant.scope == "public" and grant.condition is None
        for grant in grants_of(action, book=book)
    )


def wider_kinds(kind: str, *, book: Playbook | None = None) -> tuple[str, ...]:
    """Return the kinds of place that lie round `kind`, nearest first.

    >>> wider_kinds("project")
    ('case', 'country', 'region', 'global')
    """
    kinds = (book or current()).scope_kinds
    found: list[str] = []
    at = kinds[kind].within
    while at is not None and at not in found:
        found.append(at)
        at = kinds[at].within
    return tuple(found)


def separations_of(action: str, *, book: Playbook | None = None) -> tuple[Separation, ...]:
    """Return the separations of duty in which `action` is an act."""
    return (book or current()).separations.where(lambda separation: action in separation.acts)


def why_not_act(
    action: str,
    *,
    person: Hashable,
    acted: Iterable[tuple[str, Hashable]],
    holders: Mapping[str, Hashable] | None = None,
    excepted: Collection[str] = (),
    book: Playbook | None = None,
) -> Reason | None:
    """Return why `person` may not do `action` on a chain of records on which others have `acted`, or None.

    `acted` is what was done on the chain so far, as (action, person); `holders` says who holds a named position
    (`project_lead`); `excepted` names the separations whose exception is in force here with its reason recorded.

    >>> why_not_act("works.certify_roll", person=1, acted=[("works.mark_roll", 1)]).code
    'playbook.separation'
    >>> why_not_act("works.certify_roll", person=2, acted=[("works.mark_roll", 1)])
    >>> why_not_act("works.certify_roll", person=1, acted=[("works.mark_roll", 1)], excepted={"SD-PAY", "SD-ROLL", "SD-VERIFY"})
    """
    done = [act for act, by in acted if by == person]
    for separation in separations_of(action, book=book):
        allowed = set()
        if separation.exception is not None and separation.code in excepted:
            allowed = (
                set(separation.exception.may_coincide)
                if action in separation.exception.may_coincide
                else set()
            )
        clash = next(
            (act for act in done if act in separation.acts and act != action and act not in allowed), None
        )
        if clash is None and separation.signatures.get(action, 1) > 1 and action in done:
            clash = action
        if clash is None:
            clash = next((who for who in separation.holders if (holders or {}).get(who) == person), None)
        if clash is not None:
            return Reason(
                "playbook.separation",
                _(
                    "Refused: you have a part in this already ({earlier}), and {rule} ({code}). "
                    "Ask somebody else who holds the right to do it."
                ),
                {"earlier": clash, "rule": separation.name, "code": separation.code, "action": action},
            )
    return None


def check(*, book: Playbook | None = None) -> list[Fault]:
    """Return what is wrong with the rights data; an empty list if nothing is."""
    from .checks.rights import rights_faults

    return list(rights_faults(book or current()))
