"""The time, from one place.

Nothing else in Mainstay asks the system for the time. `at` moves the case time for the rehearsal and for tests;
`real_now` stays real, and the audit entry keeps both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_moved: ContextVar[datetime | None] = ContextVar("mainstay_case_time", default=None)


def real_now() -> datetime:
    """Return the machine's time, aware and in UTC, even while the case time is moved."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the case time: the machine's time unless `at` moved it."""
    return _moved.get() or real_now()


def today() -> date:
    """Return the date of the case time in UTC."""
    return now().date()


@contextmanager
def at(moment: datetime | date) -> Iterator[datetime]:
    """Let everything inside the block happen at `moment`; a date means noon UTC of that day.

    >>> with at(date(2020, 3, 18)):
    ...     today()
    datetime.date(2020, 3, 18)
    """
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _moved.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _moved.reset(token)
