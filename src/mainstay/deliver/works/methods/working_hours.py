"""Hours against limits: which days and weeks of a worker were too long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mainstay.common.periods import week_of


@dataclass(frozen=True, slots=True)
class HourLimits:
    """Limits in minutes: of a day, of a week, of a week of task work."""

    day: int = 480
    week: int = 2880
    task_week: int = 3300


def long_days(worked: Iterable[tuple[date, int]], limits: HourLimits) -> list[date]:
    """Return the days of more minutes than a day may have (C1 Art. 2, C30 Art. 3: eight hours).

    >>> long_days([(date(2020, 3, 1), 480), (date(2020, 3, 2), 600)], HourLimits())
    [datetime.date(2020, 3, 2)]
    """
    return [day for day, minutes in worked if minutes > limits.day]


def long_weeks(
    worked: Iterable[tuple[date, int]], limits: HourLimits, *, by_task: bool = False
) -> list[date]:
    """Return the first days of weeks (from Monday) of more minutes than a week may have.

    48 hours (C1, C30); 55 for work paid by task (South African code of good practice, public works).
    """
    sums: dict[date, int] = {}
    for day, minutes in worked:
        first = week_of(day).first
        sums[first] = sums.get(first, 0) + minutes
    most = limits.task_week if by_task else limits.week
    return sorted(first for first, minutes in sums.items() if minutes > most)
