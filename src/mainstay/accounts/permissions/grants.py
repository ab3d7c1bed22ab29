"""The grants of the rights data, by action, as the policy reads them."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.accounts.rules import SIGNED_IN, Grant

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook


@lru_cache(maxsize=8)
def _by_action(book: "Playbook") -> Mapping[str, tuple[Grant, ...]]:
    found: dict[str, dict[Grant, None]] = {code: {} for code in book.actions}
    for action, grant in _grants(book):
        found.setdefault(action, {})[grant] = None
    return {action: tuple(grants) for action, grants in found.items()}


def _grants(book: "Playbook") -> Iterator[tuple[str, Grant]]:
    from mainstay.playbook.rights import wider_kinds

    wider = {kind: frozenset(wider_kinds(kind, book=book)) for kind in book.scope_kinds}
    for given in book.grants:
        natural = given.scope == book.roles[given.role].scope
        yield given.action, Grant(given.role, given.scope, given.condition, natural, wider[given.scope])
    # The data opens the group of everybody who signs in into its roles; who holds none of them is signed in too.
    for held in book.rights.values():
        for row in held.grants:
            if SIGNED_IN in row.roles:
                for action in row.actions:
                    yield (
                        action,
                        Grant(SIGNED_IN, row.scope, row.condition, natural=False, wider=wider[row.scope]),
                    )


def by_action() -> Mapping[str, tuple[Grant, ...]]:
    """Return the grants of each action of the playbook in force; an action without any is nobody's."""
    return _by_action(playbook.current())
