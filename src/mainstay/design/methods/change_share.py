"""How far a plan moved from the one that was approved."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """The largest change of a plan: of what, and as a share of what was approved."""

    what: str
    share: float


def change_share(before: Mapping[str, float], after: Mapping[str, float]) -> Change:
    """Return the largest relative change |after − before| ÷ before over all named amounts.

    What was not there before, or is there no more, counts as a change of 1 (a whole target group came or went).
    Without unit. The limit (10 %) is the playbook's.

    >>> change_share({"budget": 100, "women": 40}, {"budget": 105, "women": 30})
    Change(what='women', share=0.25)
    >>> change_share({"budget": 100}, {"budget": 100, "refugees": 10}).share
    1.0
    """
    worst = Change("", 0.0)
    for what in dict.fromkeys([*before, *after]):
        old, new = before.get(what, 0), after.get(what, 0)
        share = abs(new - old) / old if old else (1.0 if new else 0.0)
        if share > worst.share:
            worst = Change(what, share)
    return worst
