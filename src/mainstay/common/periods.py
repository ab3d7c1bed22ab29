"""Spans of days that rolls, contracts, grants and reports run over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both counted.

    >>> week = Period(date(2020, 3, 1), date(2020, 3, 7))
    >>> len(week), date(2020, 3, 7) in week
    (7, True)
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on or after the day it begins")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=step) for step in range(len(self)))

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


def week_of(day: date, *, begins: int = 0) -> Period:
    """Return the week that holds `day`; `begins` is its first weekday (0 Monday … 6 Sunday).

    >>> week_of(date(2020, 3, 18), begins=6).first
    datetime.date(2020, 3, 15)
    """
    first = day - timedelta(days=(day.weekday() - begins) % 7)
    return Period(first, first + timedelta(days=6))


def month_of(day: date) -> Period:
    """Return the calendar month that holds `day`."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1))


def age_on(day: date, *, born: date | None = None, birth_year: int | None = None) -> int | None:
    """Return the full years of age on `day`; from a birth year alone the lowest age that is certain; else None.

    Born in 2002, a person is certainly 17 on any day of 2020 before her unknown birthday: the lower age counts,
    because a safeguard must not let a doubt pass.

    >>> age_on(date(2020, 3, 18), born=date(2002, 3, 18)), age_on(date(2020, 3, 18), birth_year=2002)
    (18, 17)
    """
    if born is not None:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return None if birth_year is None else day.year - birth_year - 1
