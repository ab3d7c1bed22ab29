"""How ready a country is, from 0 to 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Readiness:
    """One item of the file as it stands: entered, in part, confirmed by a second person, and until when it holds."""

    code: str
    entered: bool = False
    confirmed: bool = False
    part: bool = False
    expires_on: date | None = None
    weight: float = 1.0


def standing(item: Readiness, *, today: date) -> str:
    """Return READY, PART (confirmed in part), ENTERED (not confirmed), EXPIRED or MISSING.

    >>> standing(Readiness("PR-04", True, True, expires_on=date(2026, 4, 30)), today=date(2026, 5, 1))
    'EXPIRED'
    """
    if not item.entered:
        return "MISSING"
    if item.expires_on is not None and item.expires_on < today:
        return "EXPIRED"
    if not item.confirmed:
        return "ENTERED"
    return "PART" if item.part else "READY"


def preparedness_score(items: Sequence[Readiness], *, today: date) -> float:
    """Return 100 times the weighted share of items that hold: a whole one counts full, one in part half.

    What has expired or was never confirmed counts nothing: a quote of last year insures nobody.

    >>> items = [Readiness("A", True, True), Readiness("B", True, True, part=True), Readiness("C", True), Readiness("D")]
    >>> preparedness_score(items, today=date(2026, 5, 1))
    37.5
    """
    worth = {"READY": 1.0, "PART": 0.5}
    total = sum(item.weight for item in items)
    held = sum(item.weight * worth.get(standing(item, today=today), 0.0) for item in items)
    return round(100 * held / total, 1) if total else 0.0
