"""What was done, by the name of the deed: an entry of the audit knows the right alone, which several acts may share."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import Model

from mainstay.page.words import named

from .catalogue import every_deed
from .deeds import Deed
from .values import record_kind
from .words import title_of


def act_said(action: str, kind: str, changes: Mapping[str, Any]) -> str:
    """Return the title of the act that an entry tells of; the words of its right where several could be meant.

    `kind` is the label of the record that the entry is about, `changes` what changed from what to what.
    """
    meant = list(_by_action().get(action, ()))
    for fits in (_moved(changes.get("state")), _made(kind), _on(kind)):
        if len(meant) == 1:
            break
        meant = [deed for deed in meant if fits(deed)] or meant
    return title_of(meant[0]) if len(meant) == 1 else str(named("actions", action))


@cache
def _by_action() -> Mapping[str, tuple[Deed, ...]]:
    found: dict[str, list[Deed]] = {}
    for _stage, deed in every_deed():
        if deed.actions and not deed.words_of:
            found.setdefault(deed.actions[0], []).append(deed)
    return {action: tuple(deeds) for action, deeds in found.items()}


def _moved(change: Any) -> Any:
    """Return whether an act makes the move that an entry tells of; any act where it tells of none."""
    if not isinstance(change, list | tuple) or len(change) != 2:
        return lambda _deed: True
    old, new = map(str, change)
    return lambda deed: any(
        move.verb in verbs and move.target == new
        for workflow, verbs in deed.moves.values()
        for move in workflow.open_moves(old)
    )


def _made(kind: str) -> Any:
    """Return whether an act makes records of a kind."""
    return lambda deed: (
        isinstance(deed.returns, type)
        and issubclass(deed.returns, Model)
        and deed.returns._meta.label == kind
    )


def _on(kind: str) -> Any:
    """Return whether an act is done to records of a kind."""
    return lambda deed: any(
        found is not None and found._meta.label == kind for found in map(record_kind, deed.values)
    )
