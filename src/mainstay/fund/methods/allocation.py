"""Which contributions pay for a grant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mainstay.fund.rules import Purpose, earmark_fits


@dataclass(frozen=True, slots=True)
class Source:
    """Free money of one contribution: US cents, its earmark and the day it was received."""

    key: int
    free_usd: int
    received_on: date
    earmark: str
    earmark_key: str


def allocation(wanted_usd: int, sources: Sequence[Source], purpose: Purpose) -> dict[int, int]:
    """Return how many US cents each contribution pays, oldest compatible money first (rule FR-OLDEST).

    Earmarked money that fits is taken before free money of the same age or younger would be, because it can be
    spent on less: among contributions of the same day the narrower earmark goes first. The sum is less than wanted
    when what fits does not suffice.

    >>> old = Source(1, 500, date(2026, 1, 1), "COUNTRY", "COM"); young = Source(2, 900, date(2026, 2, 1), "NONE", "")
    >>> allocation(800, [young, old], Purpose("W1", countries=frozenset({"COM"})))
    {1: 500, 2: 300}
    """
    fitting = [
        source
        for source in sources
        if source.free_usd > 0 and earmark_fits(source.earmark, source.earmark_key, purpose)
    ]
    fitting.sort(key=lambda source: (source.received_on, source.earmark == "NONE", source.key))
    taken: dict[int, int] = {}
    left = wanted_usd
    for source in fitting:
        share = min(left, source.free_usd)
        if share:
            taken[source.key] = share
            left -= share
    return taken
