"""An indicator's value drawn from a series: its level, its change over a window, or its ratio to a mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .staleness import period_number, stale

#: level: the last value · highest: the largest in the window · change: last minus then (in the series' own unit,
#: percentage points for a rate) · growth: the same in percent of then · ratio: last through the mean of the window.
KINDS = ("level", "highest", "change", "growth", "ratio")


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Signal:
    """A value with the readings it rests on; `months` is the window that the series could serve."""

    value: float
    on: date
    since: date
    months: int
    stale: bool


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def signal(points: Sequence[Point], *, kind: str, months: int, period: str, today: date) -> Signal | None:
    """Return the indicator's value at `today`, or None when the series cannot answer: missing is not zero.

    change   = x(t) − x(t − w)
    growth   = 100 · (x(t) − x(t − w)) / |x(t − w)|      [%]; None when x(t − w) is 0
    ratio    = x(t) / mean of x over the w months before t; None when that mean is 0
    with w the window of `months`; a series with longer periods than the window (a yearly one for six months) answers
    with one of its own periods, and says so in `months`. Values after `today` are not looked at.

    >>> yearly = [Point(date(2023, 1, 1), 10.0), Point(date(2024, 1, 1), 14.5)]
    >>> signal(yearly, kind="change", months=6, period="Y", today=date(2025, 6, 1))
    Signal(value=4.5, on=datetime.date(2024, 1, 1), since=datetime.date(2023, 1, 1), months=12, stale=False)
    """
    if kind not in KINDS:
        raise ValueError(f"“{kind}” is none of {', '.join(KINDS)}")
    known = sorted((point for point in points if point.on <= today), key=lambda point: point.on)
    if not known:
        return None
    last = known[-1]
    old = stale(last.on, today=today, period=period)
    if kind == "level":
        return Signal(last.value, last.on, last.on, 0, old)
    if kind == "highest":
        return _highest(known, months=months, today=today)
    if kind == "ratio":
        return _ratio(known, last, months=months, old=old)
    return _change(known, last, kind=kind, months=months, period=period, old=old)


def _highest(known: Sequence[Point], *, months: int, today: date) -> Signal | None:
    since = today - timedelta(days=round(months * 30.44))
    recent = [point for point in known if point.on >= since]
    if not recent:
        return None
    top = max(recent, key=lambda point: (point.value, point.on))
    return Signal(top.value, top.on, since, months, stale=False)


def _ratio(known: Sequence[Point], last: Point, *, months: int, old: bool) -> Signal | None:
    before = [point for point in known[:-1] if 0 < _months_between(point.on, last.on) <= months]
    mean = sum(point.value for point in before) / len(before) if before else 0.0
    if not mean:
        return None
    return Signal(last.value / mean, last.on, before[0].on, months, old)


def _change(
    known: Sequence[Point], last: Point, *, kind: str, months: int, period: str, old: bool
) -> Signal | None:
    step = {"Y": 12, "Q": 3}.get(period, 1)
    window = max(months, step)
    wanted = period_number(last.on, "M") - window
    then = next((point for point in known if period_number(point.on, "M") == wanted), None)
    if then is None:
        return None
    value = last.value - then.value
    if kind == "growth":
        if not then.value:
            return None
        value = 100 * value / abs(then.value)
    return Signal(round(value, 10), last.on, then.on, window, old)
