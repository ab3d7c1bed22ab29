"""Dates as people write them in tables.

ISO, a spreadsheet's own, or day, month and year where only one reading is possible.
"""

import datetime as dt
import re
from typing import Any

from mainstay.common.texts import noop as _

from .faults import Fault, shortened
from .numbers import ASCII_DIGITS

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ]00:00(:00(\.0+)?)?Z?)?$")
_ISO_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}")
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_TWO_DIGITS = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2}$")
_SERIAL = re.compile(r"[3-6]\d{4}(\.\d+)?$")
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def to_date(given: Any, order: str | None = None) -> dt.date:
    """Return the date in a cell; `order` is "dmy" or "mdy" where the giver said so, else None.

    >>> to_date("2026-03-14"), to_date("14/03/2026"), to_date("12 Mar 2026")
    (datetime.date(2026, 3, 14), datetime.date(2026, 3, 14), datetime.date(2026, 3, 12))
    >>> to_date("03/04/2026", "dmy")
    datetime.date(2026, 4, 3)
    """
    if isinstance(given, dt.datetime):
        if given.time() != dt.time():
            raise _has_time(given)
        return _sane(given.date(), given)
    if isinstance(given, dt.date):
        return _sane(given, given)
    if not isinstance(given, str):
        raise _is_number(given) if isinstance(given, int | float) else _not_a_date(given)
    if len(given) == 10 and given[4] == "-" and given.isascii():
        try:
            return _sane(dt.date.fromisoformat(given), given)
        except ValueError:
            raise _not_a_date(given) from None
    return _from_text(given.strip().translate(ASCII_DIGITS), given, order)


def to_moment(given: Any) -> dt.datetime:
    """Return the moment in a cell, in universal time; one without offset is taken as universal.

    >>> to_moment("2021-07-05T10:58:34.147+03:00").isoformat()
    '2021-07-05T07:58:34.147000+00:00'
    """
    if isinstance(given, dt.datetime):
        moment = given
    elif isinstance(given, dt.date):
        moment = dt.datetime(given.year, given.month, given.day, tzinfo=dt.UTC)
    else:
        try:
            moment = dt.datetime.fromisoformat(str(given).strip())
        except ValueError:
            raise _not_a_moment(given) from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    _sane(aware.date(), given)
    return aware.astimezone(dt.UTC)


def _not_a_moment(given: Any) -> Fault:
    return Fault.of(
        "not_a_moment",
        _("«{value}» is not a moment. Write it as 2026-03-14T08:30:00+03:00."),
        value=shortened(given),
    )


def _from_text(text: str, given: str, order: str | None) -> dt.date:
    if found := _ISO.match(text):
        return _built(int(found[1]), int(found[2]), int(found[3]), given)
    if found := _NUMERIC.match(text):
        return _from_numbers(int(found[1]), int(found[2]), int(found[3]), given, order)
    if found := _NAMED.match(text):
        month = found[2].lower()
        for number, name in enumerate(_MONTHS, 1):
            if month.startswith(name):
                return _built(int(found[3]), number, int(found[1]), given)
    if _ISO_TIME.match(text):
        raise _has_time(given)
    if _TWO_DIGITS.match(text):
        raise Fault.of(
            "date_without_century",
            _("«{value}» has a year of two digits. Write it as year-month-day, such as 2026-03-14."),
            value=shortened(given),
        )
    if _SERIAL.match(text):
        raise _is_number(given)
    raise _not_a_date(given)


def _from_numbers(first: int, second: int, year: int, given: str, order: str | None) -> dt.date:
    if order == "dmy":
        return _built(year, second, first, given)
    if order == "mdy":
        return _built(year, first, second, given)
    if first == second or second > 12:
        return _built(year, first, second, given)
    if first > 12:
        return _built(year, second, first, given)
    raise Fault.of(
        "ambiguous_date",
        _(
            "«{value}» can be {one} or {other}. Write it as year-month-day ({one}), or say in which order "
            "the file writes its dates."
        ),
        value=shortened(given),
        one=f"{year:04d}-{second:02d}-{first:02d}",
        other=f"{year:04d}-{first:02d}-{second:02d}",
    )


def _built(year: int, month: int, day: int, given: Any) -> dt.date:
    try:
        return _sane(dt.date(year, month, day), given)
    except ValueError:
        raise _not_a_date(given) from None


def _sane(value: dt.date, given: Any) -> dt.date:
    if 1900 <= value.year <= 2100:
        return value
    raise Fault.of(
        "date_out_of_range",
        _("{value} lies outside the years 1900 to 2100. Check the year."),
        value=shortened(given),
    )


def _has_time(given: Any) -> Fault:
    return Fault.of(
        "date_with_time",
        _("«{value}» is a moment, and only the day is taken here. Write the day, such as 2026-03-14."),
        value=shortened(given),
    )


def _is_number(given: Any) -> Fault:
    return Fault.of(
        "date_as_number",
        _("{value} is a number where a date should be. Format the column as dates, or write 2026-03-14."),
        value=shortened(given),
    )


def _not_a_date(given: Any) -> Fault:
    return Fault.of(
        "not_a_date",
        _("«{value}» is not a date. Write it as year-month-day, such as 2026-03-14."),
        value=shortened(given),
    )
