"""A quantity with its low and high bound, and the sums of such quantities."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Range:
    """A central value between a low and a high one, none of them negative, in one unit."""

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.central <= self.high:
            raise BadInput(
                "range.order",
                _("{low} – {central} – {high} is no range: give low ≤ central ≤ high, none below 0."),
                low=self.low,
                central=self.central,
                high=self.high,
            )

    @classmethod
    def exact(cls, value: float) -> Self:
        """Return the range of a quantity that is known."""
        return cls(value, value, value)

    def scaled(self, factor: float) -> "Range":
        """Return the range times a known factor.

        >>> Range(0.2, 0.3, 0.5).scaled(1_000)
        Range(low=200.0, central=300.0, high=500.0)
        """
        return Range(self.low * factor, self.central * factor, self.high * factor)

    def times(self, other: "Range") -> "Range":
        """Return the product of two ranges: the bounds of both at their worst together.

        >>> Range(1, 2, 3).times(Range(10, 20, 40))
        Range(low=10, central=40, high=120)
        """
        return Range(self.low * other.low, self.central * other.central, self.high * other.high)

    def plus(self, amount: float) -> "Range":
        """Return the range moved up by a known amount."""
        return Range(self.low + amount, self.central + amount, self.high + amount)


def sum_of_ranges(parts: Iterable[Range], *, correlation: float = 1.0) -> Range:
    """Return the sum of ranges whose errors go together as far as `correlation` says.

    Half-widths h on each side are combined as sqrt(ρ (Σh)² + (1−ρ) Σh²) (variance of a sum with equal
    correlation ρ; JCGM 100:2008 *Guide to the expression of uncertainty in measurement*, 5.2). With ρ = 1, the
    default, the bounds add up: the same informants and the same map stand behind every part, so that errors go
    the same way. ρ = 0 is for parts that were measured apart.

    >>> sum_of_ranges([Range(80, 100, 120), Range(80, 100, 120)])
    Range(low=160.0, central=200.0, high=240.0)
    >>> total = sum_of_ranges([Range(80, 100, 120), Range(80, 100, 120)], correlation=0)
    >>> round(total.low, 1), round(total.high, 1)
    (171.7, 228.3)
    """
    if not 0 <= correlation <= 1:
        raise BadInput("range.correlation", _("A correlation lies between 0 and 1."))
    listed = list(parts)
    central = math.fsum(part.central for part in listed)
    down = _width([part.central - part.low for part in listed], correlation)
    up = _width([part.high - part.central for part in listed], correlation)
    return Range(max(0.0, central - down), central, central + up)


def _width(halves: list[float], correlation: float) -> float:
    together, apart = math.fsum(halves) ** 2, math.fsum(half * half for half in halves)
    return math.sqrt(correlation * together + (1 - correlation) * apart)
