"""How long before the works each act of the road lies: months where there is time, weeks where there is not."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

#: Days from the first act of the long road to the works.
LONG = 161
#: The day of the long road on which the design is begun; everything after it shrinks evenly, everything before by `FIRST_WEEKS`.
DESIGN = 101
#: The first acts of the road as close together as silence, notice and travel allow: day of the long road, days before the design.
FIRST_WEEKS = (
    (101, 0.0), (110, 1.0), (124, 4.0), (126, 5.0), (127, 5.4), (129, 6.2), (130, 6.6), (131, 7.0), (132, 8.9), (133, 9.2),
    (134, 9.4), (135, 9.6), (142, 9.8), (143, 10.0), (144, 10.4), (145, 10.8), (146, 11.2), (158, 12.0), (160, 13.0), (161, 13.5),
)  # fmt: skip
#: The fewest days between onset and works that can be rehearsed.
LEAST = 45

Pace = Callable[[float], float]


def pace_of(lead: int) -> Pace:
    """Return how a day of the long road, counted back from the works, lies where only `lead` days are there.

    >>> pace_of(400)(145), round(pace_of(60)(161)), round(pace_of(60)(101))
    (145.0, 60, 46)
    """
    if lead >= LONG:
        return float
    after_design = lead - FIRST_WEEKS[-1][1]

    def paced(days: float) -> float:
        if days <= DESIGN:
            return days * after_design / DESIGN
        return after_design + between(FIRST_WEEKS, days)

    return paced


def between(table: Sequence[tuple[float, float]], days: float) -> float:
    """Return what `table` says of a day, on the straight line between the days that it names."""
    told = [day for day, _short in table]
    at = bisect_left(told, days)
    if at == len(told):
        return table[-1][1]
    if at == 0 or told[at] == days:
        return table[at][1]
    (low, low_short), (high, high_short) = table[at - 1], table[at]
    return low_short + (high_short - low_short) * (days - low) / (high - low)
