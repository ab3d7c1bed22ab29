"""How old a reading is, in periods of its series."""

from datetime import date

#: A reading more than this many whole periods behind is stale.
FRESH_PERIODS = 2


def period_number(day: date, period: str) -> int:
    """Return the number of the period (Y year, Q quarter, M month, D day) that holds `day`, counted from a fixed start.

    >>> period_number(date(2026, 3, 1), "M") - period_number(date(2025, 12, 31), "M")
    3
    """
    if period == "Y":
        return day.year
    if period == "Q":
        return day.year * 4 + (day.month - 1) // 3
    if period == "M":
        return day.year * 12 + day.month - 1
    return day.toordinal()


def periods_behind(on: date, *, today: date, period: str) -> int:
    """Return how many whole periods lie between the reading's period and the last one that is over.

    The running period cannot be measured yet: in May 2026 the yearly value of 2025 is 0 periods behind, that of 2022
    is 3 behind. A reading about the running period counts as 0.

    >>> periods_behind(date(2022, 1, 1), today=date(2026, 5, 1), period="Y")
    3
    """
    return max(period_number(today, period) - 1 - period_number(on, period), 0)


def stale(on: date, *, today: date, period: str, fresh: int = FRESH_PERIODS) -> bool:
    """Return whether a reading is more than `fresh` periods behind: shown grey, never used as if it were current.

    >>> stale(date(2023, 1, 1), today=date(2026, 5, 1), period="Y"), stale(date(2022, 1, 1), today=date(2026, 5, 1), period="Y")
    (False, True)
    """
    return periods_behind(on, today=today, period=period) > fresh
