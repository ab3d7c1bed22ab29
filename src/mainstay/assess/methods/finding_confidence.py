"""How far a finding can be trusted: how many independent kinds of source say it, how good they are, who disagrees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GRADES = ("LOW", "MEDIUM", "HIGH")


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a finding: its kind, whether it says the same or the opposite, and how good it is itself (0–1)."""

    kind: str
    agrees: bool = True
    quality: float = 1.0


def finding_confidence(sources: Iterable[Source], *, strength: Mapping[str, int]) -> str:
    """Return LOW, MEDIUM or HIGH; `strength` says what each kind brings at best, 1 (hearsay) to 3 (measured).

    Points p = Σ over kinds of the best agreeing source's strength · quality, minus the same for those that
    contradict; a second source of the same kind adds nothing, because only different kinds triangulate (Denzin,
    *The Research Act*, 1970). HIGH asks p ≥ 4 from at least two kinds and no contradiction; MEDIUM p ≥ 2; what
    only one kind says is never HIGH.

    >>> strength = {"SURVEY": 3, "ADMINISTRATIVE": 3, "CONSTITUENT": 2, "INFORMANT": 1}
    >>> finding_confidence([Source("INFORMANT"), Source("INFORMANT")], strength=strength)
    'LOW'
    >>> survey, union = Source("SURVEY"), Source("CONSTITUENT")
    >>> finding_confidence([survey, union], strength=strength)
    'HIGH'
    >>> finding_confidence([survey, union, Source("ADMINISTRATIVE", agrees=False)], strength=strength)
    'MEDIUM'
    """
    listed = list(sources)
    agreeing = _points([source for source in listed if source.agrees], strength)
    against = _points([source for source in listed if not source.agrees], strength)
    points = sum(agreeing.values()) - sum(against.values())
    if points >= 4 and len(agreeing) >= 2 and not against:
        return "HIGH"
    return "MEDIUM" if points >= 2 else "LOW"


def _points(sources: list[Source], strength: Mapping[str, int]) -> dict[str, float]:
    best: dict[str, float] = {}
    for source in sources:
        worth = strength.get(source.kind, 1) * source.quality
        best[source.kind] = max(best.get(source.kind, 0.0), worth)
    return best
