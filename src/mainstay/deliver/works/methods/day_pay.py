"""What a worker's days earn: exact to a thousandth of a minor unit, rounded once at the total.

The same sums are made for a whole project in one SQL statement (`services.payroll`); a test holds the two equal.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MILLI = 1000


@dataclass(frozen=True, slots=True)
class CodePay:
    """How one roll code is paid and counted, in hundredths of a day."""

    code: str
    worked_centi: int
    paid_centi: int
    limit: int | None = None
    limit_per: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One mark with the rate and floor of its day; `minutes` and `quantity_milli` where they were taken."""

    worked_centi: int
    paid_centi: int
    day_minor: int
    floor_minor: int
    minutes: int | None = None
    quantity_milli: int | None = None
    unit_minor: int = 0


@dataclass(frozen=True, slots=True)
class Earned:
    """The parts of a gross wage in thousandths of a minor unit, and its total in whole minor units."""

    days_milli: int
    tasks_milli: int
    topup_milli: int
    overtime_milli: int
    overtime_minutes: int

    @property
    def gross_minor(self) -> int:
        """The sum of all parts, rounded half up once."""
        return rounded(self.days_milli + self.tasks_milli + self.topup_milli + self.overtime_milli)


def rounded(milli: int) -> int:
    """Return thousandths as whole units, half up.

    >>> rounded(8461500), rounded(8461499)
    (8462, 8461)
    """
    return (milli + MILLI // 2) // MILLI


def day_pay(days: Iterable[Day], *, normal_minutes: int, overtime_percent: int) -> Earned:
    """Return what `days` earn together.

    For a day paid by time: days += paid × rate; topup += paid × max(0, floor − rate).
    For a day paid by task (a quantity and a unit rate): tasks += quantity × unit rate;
    topup += max(0, paid × floor − tasks of that day), so that a normal day never earns less than the floor.
    Overtime: minutes beyond the normal day at the hourly part of max(rate, floor) × percent / 100 (C1 Art. 6 and
    C30 Art. 7: at least one and a quarter), for days paid by time and by task alike.
    Units: paid in hundredths of a day, money in minor units, quantity in thousandths; results in thousandths of a
    minor unit, of which overtime is cut down to a whole one for each rate.

    >>> day_pay([Day(100, 100, 8462, 8462, minutes=600)], normal_minutes=480, overtime_percent=125).gross_minor
    11106
    """
    plain = tasks = topup = minutes = 0
    weighted: dict[int, int] = {}
    for day in days:
        if day.quantity_milli is not None and day.unit_minor:
            earned = day.quantity_milli * day.unit_minor
            tasks += earned
            topup += max(0, day.paid_centi * day.floor_minor * 10 - earned)
        else:
            plain += day.paid_centi * day.day_minor * 10
            topup += day.paid_centi * max(0, day.floor_minor - day.day_minor) * 10
        over = max(0, (day.minutes or 0) - normal_minutes) if day.worked_centi else 0
        if over:
            minutes += over
            rate = max(day.day_minor, day.floor_minor)
            weighted[rate] = weighted.get(rate, 0) + over
    overtime = sum(over * rate * overtime_percent * 10 // normal_minutes for rate, over in weighted.items())
    return Earned(plain, tasks, topup, overtime, minutes)
