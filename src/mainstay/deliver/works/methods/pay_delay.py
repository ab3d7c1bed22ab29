"""How long pay has been owed, counted from the day the roll was closed until the money arrived."""

from collections.abc import Iterable
from datetime import date

BANDS = ("in_time", "warned", "breach")


def delay_band(
    closed_on: date, *, today: date, paid_on: date | None, warn_days: int = 7, breach_days: int = 14
) -> str:
    """Return ``in_time``, ``warned`` or ``breach`` for one wage; the clock stops when the money is there, not when ordered.

    Source: SG-WAGE-04, 7 and 14 days (C95 Art. 12: at regular intervals). Indian practice shows why the clock runs
    to the credit and not to the order.

    >>> delay_band(date(2020, 3, 1), today=date(2020, 3, 20), paid_on=date(2020, 3, 8))
    'in_time'
    """
    days = ((paid_on or today) - closed_on).days
    return "breach" if days > breach_days else "warned" if days > warn_days else "in_time"


def ageing(
    owed: Iterable[tuple[date, int]], *, today: date, warn_days: int = 7, breach_days: int = 14
) -> dict[str, tuple[int, int]]:
    """Return for each band how many wages are owed and how much together, from (day the roll closed, amount)."""
    sums = dict.fromkeys(BANDS, (0, 0))
    for closed_on, amount in owed:
        band = delay_band(closed_on, today=today, paid_on=None, warn_days=warn_days, breach_days=breach_days)
        count, total = sums[band]
        sums[band] = (count + 1, total + amount)
    return sums
