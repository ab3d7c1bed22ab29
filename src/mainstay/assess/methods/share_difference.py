"""How far two estimates from two surveys lie apart, and how sure that is."""

from dataclasses import dataclass
from math import sqrt

#: An estimate with the ends of its interval.
Held = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Difference:
    """The second estimate less the first, with the ends of its interval and its standard error, in the unit of the estimates."""

    value: float
    low: float
    high: float
    se: float | None = None

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out that nothing changed."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Together:
    """What one design over both surveys says of an estimate: how the two go together, and the error of their difference."""

    correlation: float
    se: float


def known_ends(held: Held, *, n: int, confidence: float = 0.95) -> Held:
    """Return a share of none or of all of `n` people with an interval that is not nothing.

    Nobody of n answered so: up to 1 − (α/2)^(1/n) of the population may (Clopper and Pearson, *Biometrika* 26 (1934)
    404-413); of all likewise from the other end. Any other share keeps its interval.

    >>> known_ends((0.0, 0.0, 0.0), n=100)[2].__round__(4), known_ends((0.4, 0.3, 0.5), n=100)
    (0.0362, (0.4, 0.3, 0.5))
    """
    value, low, high = held
    reach = 1 - ((1 - confidence) / 2) ** (1 / n)
    if value == 0 and high == 0:
        return value, low, reach
    return (value, 1 - reach, high) if value == 1 and low == 1 else held


def share_difference(before: Held, after: Held, *, correlation: float = 0.0) -> Difference:
    """Return how much `after` lies above `before`, each being (estimate, low, high) from a survey.

    d = p₂ − p₁; low = d − √(a² + b² − 2rab), a = p₂ − l₂ and b = u₁ − p₁; high likewise with a = u₂ − p₂ and
    b = p₁ − l₁: the ends of the two intervals are carried over, so that weights, strata and clusters of both surveys
    count as they did there. r is the `correlation` of the two estimates: 0 for samples drawn apart, above 0 where both
    surveys asked in the same places (Zou, *Psychological Methods* 12 (2007) 399-413; Zou and Donner, *Statistics in
    Medicine* 27 (2008) 1693-1702). With Wilson intervals and r = 0 this is method 10 of Newcombe, *Statistics in
    Medicine* 17 (1998) 873-890, whose table II gives 0.0524 to 0.3339 for 56/70 against 48/80.

    >>> found = share_difference((0.6, 0.490455, 0.700382), (0.8, 0.691834, 0.876953))
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4), found.told_apart
    (0.2, 0.0524, 0.3339, True)
    """
    (first, low_1, high_1), (second, low_2, high_2) = before, after
    moved = second - first
    down = _joined(second - low_2, high_1 - first, correlation)
    up = _joined(high_2 - second, first - low_1, correlation)
    return Difference(moved, moved - down, moved + up)


def _joined(one: float, other: float, correlation: float) -> float:
    return sqrt(max(0.0, one**2 + other**2 - 2 * correlation * one * other))
