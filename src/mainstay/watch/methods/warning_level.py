"""The level of one indicator and the scores of a country."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .threshold import Threshold

NORMAL, WATCH, ALERT = 0, 1, 2


def warning_level(value: float | None, *, watch: Threshold, alert: Threshold) -> int | None:
    """Return 0 normal, 1 watch or 2 alert; None when there is no value, which is not normal.

    >>> from mainstay.watch.methods.threshold import threshold
    >>> [warning_level(v, watch=threshold(">=3"), alert=threshold(">=6")) for v in (None, 0.0, 3.0, 7.0)]
    [None, 0, 1, 2]
    """
    if value is None:
        return None
    if alert.reached(value):
        return ALERT
    return WATCH if watch.reached(value) else NORMAL


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a score: its share of the worst (0 to 1) or None when it is missing or stale, and its weight."""

    share: float | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 10 (None when it cannot be given) and how many of its parts were known."""

    value: float | None
    known: int
    of: int

    @property
    def coverage(self) -> float:
        """The share of the parts that were known."""
        return self.known / self.of if self.of else 0.0


def scaled(value: float, *, low: float, high: float) -> float:
    """Return where `value` lies between `low` (0, best) and `high` (1, worst), held to that range.

    >>> scaled(15.0, low=0, high=30), scaled(40.0, low=0, high=30)
    (0.5, 1.0)
    """
    return min(max((value - low) / (high - low), 0.0), 1.0)


def weighted_mean(parts: Iterable[Part]) -> Score:
    """Return ten times the weighted mean share of the parts that are known; None when none is.

    >>> weighted_mean([Part(1.0), Part(0.5), Part(None)])
    Score(value=7.5, known=2, of=3)
    """
    listed = list(parts)
    known = [(part.share, part.weight) for part in listed if part.share is not None]
    weight = sum(w for _share, w in known)
    value = 10 * sum(share * w for share, w in known) / weight if weight else None
    return Score(value, len(known), len(listed))


def composite(dimensions: Mapping[str, Score]) -> Score:
    """Return the country score: the geometric mean of the dimensions, 0 to 10; None when one of them has no value.

    score = 10 · (H · V · L)^(1/3), H hazard and drivers, V vulnerability of workers, L lack of institutional capacity,
    each from 0 to 1. Source: the three dimensions of INFORM Risk (European Commission, Joint Research Centre) with
    employment in the middle one. A dimension without hazard makes the score 0, as in its source; one without a
    reading makes it unknown.

    >>> composite({"H": Score(8.0, 2, 2), "V": Score(2.7, 4, 8), "L": Score(10.0, 1, 1)}).value
    6.0
    """
    known = sum(score.known for score in dimensions.values())
    of = sum(score.of for score in dimensions.values())
    values = [score.value for score in dimensions.values() if score.value is not None]
    if len(values) < len(dimensions) or not values:
        return Score(None, known, of)
    product = 1.0
    for value in values:
        product *= value / 10
    return Score(round(10 * product ** (1 / len(values)), 10), known, of)
