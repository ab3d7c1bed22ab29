"""How often alerts were right, and how many events came without one."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Hits, false alerts and misses of a year, with precision and recall and their 95 % intervals (None: too few)."""

    hits: int
    false: int
    missed: int
    precision: float | None
    precision_interval: tuple[float, float] | None
    recall: float | None
    recall_interval: tuple[float, float] | None


def wilson(successes: int, trials: int, *, z: float = 1.959964) -> tuple[float, float]:
    """Return the Wilson score interval of a share (E. B. Wilson 1927, JASA 22: 209-212).

    >>> [round(end, 4) for end in wilson(15, 148)]
    [0.0624, 0.1605]
    """
    share = successes / trials
    middle = share + z * z / (2 * trials)
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max((middle - half) / scale, 0.0), min((middle + half) / scale, 1.0)


def alert_accuracy(*, hits: int, false: int, missed: int) -> Accuracy:
    """Return precision = hits / (hits + false alerts) and recall = hits / (hits + missed events), with intervals.

    >>> alert_accuracy(hits=6, false=2, missed=3).precision
    0.75
    """
    alerts, events = hits + false, hits + missed
    return Accuracy(
        hits,
        false,
        missed,
        hits / alerts if alerts else None,
        wilson(hits, alerts) if alerts else None,
        hits / events if events else None,
        wilson(hits, events) if events else None,
    )
