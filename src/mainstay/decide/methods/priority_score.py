"""The priority of a request: two blind scores, need and feasibility, a total that shows what was not assessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TOP = 5


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored from 0 to 5: its weight of 100 and the axis it lies on (need or feasibility)."""

    code: str
    weight: float
    axis: str


@dataclass(frozen=True, slots=True)
class Span:
    """From the least a total can be to the most: one number when everything was assessed."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        """Whether nothing is open."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Priority:
    """Total, need and feasibility of 100, and the criteria that were not assessed."""

    total: Span
    need: Span
    feasibility: Span
    not_assessed: tuple[str, ...]


def combined_score(scores: Sequence[float | None], *, agreed: float | None = None) -> float | None:
    """Return the score of a criterion by its scorers: their mean, or what they agreed in discussion.

    A criterion that one of them did not assess is not assessed: what is unknown is never an average of what is known.

    >>> combined_score([3, 4]), combined_score([3, None]), combined_score([1, 4], agreed=3)
    (3.5, None, 3)
    """
    if agreed is not None:
        return agreed
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known and len(known) == len(scores) else None


def differences(
    one: Mapping[str, float | None], other: Mapping[str, float | None], *, more_than: float = 1
) -> tuple[str, ...]:
    """Return the criteria in which two scorers differ by more than `more_than`, or that only one of them assessed.

    >>> differences({"C01": 1, "C02": 3, "C03": None}, {"C01": 3, "C02": 4, "C03": 2})
    ('C01', 'C03')
    """
    found = []
    for code in sorted({*one, *other}):
        a, b = one.get(code), other.get(code)
        if (a is None) != (b is None) or (a is not None and b is not None and abs(a - b) > more_than):
            found.append(code)
    return tuple(found)


def priority_score(scores: Mapping[str, float | None], criteria: Sequence[Criterion]) -> Priority:
    """Return total = Σ weight · score / 5, and the same on each axis in percent of that axis.

    What was not assessed counts 0 in `low` and 5 in `high`: the truth lies between, and is not guessed.

    >>> rules = [Criterion("C01", 60, "need"), Criterion("C08", 40, "feasibility")]
    >>> priority_score({"C01": 5, "C08": None}, rules).total
    Span(low=60.0, high=100.0)
    """
    missing = tuple(rule.code for rule in criteria if scores.get(rule.code) is None)
    return Priority(
        _span(scores, criteria, scale=False),
        _span(scores, [rule for rule in criteria if rule.axis == "need"], scale=True),
        _span(scores, [rule for rule in criteria if rule.axis == "feasibility"], scale=True),
        missing,
    )


def _span(scores: Mapping[str, float | None], criteria: Sequence[Criterion], *, scale: bool) -> Span:
    weight = sum(rule.weight for rule in criteria)
    if not weight:
        return Span(0.0, 0.0)
    ends = []
    for unknown in (0.0, float(TOP)):
        values = ((scores.get(rule.code), rule.weight) for rule in criteria)
        total = sum((unknown if score is None else score) * share / TOP for score, share in values)
        ends.append(round(total * 100 / weight if scale else total, 9))
    return Span(ends[0], ends[1])
