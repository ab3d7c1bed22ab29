"""The wage floor of a task on a day: the highest minimum that holds for anyone on that task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Minimum:
    """A minimum by day, in minor units, that somebody wrote for a group between two days; no task: for all tasks."""

    day_minor: int
    starts_on: date
    ends_on: date | None = None
    group: str = ""
    task: int | None = None
    kind: str = "LAW"
    source: str = ""

    def holds(self, day: date, task: int | None) -> bool:
        """Return whether it is in force on `day` for somebody on `task`."""
        return (
            self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
            and (self.task is None or self.task == task)
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """Days over which the rate of a task and the floor under it stay the same."""

    first_on: date
    last_on: date
    day_minor: int
    unit_minor: int
    floor_minor: int


def day_from_month(month_minor: int, days_per_month: int) -> int:
    """Return a monthly minimum as a daily one, in whole minor units, rounded up: a floor is never rounded down.

    `days_per_month` is an explicit choice that stands beside every figure made from it: 26 working days are
    customary for a week of six days, 30 counts calendar days.

    >>> day_from_month(220_000, 26), day_from_month(260_000, 26), day_from_month(220_000, 30)
    (8462, 10000, 7334)
    """
    return -(-month_minor // days_per_month)


def wage_floor(minimums: Iterable[Minimum], *, day: date, task: int | None = None) -> Minimum | None:
    """Return the minimum that is the floor of `task` on `day`, None when none is recorded.

    floor(t, d) = max { m.day_minor : m in force on d, for anyone on t }

    A law that writes a lower minimum for some nationality, sex or age lowers nothing here: equal pay for work of
    equal value (C100) and no discrimination (C111) make the highest hold for all. Source: issue of safeguards
    SG-WAGE-01 and SG-WAGE-05 of the playbook.

    >>> jordanians = Minimum(10_000, date(2021, 1, 1), group="Jordanians")
    >>> others = Minimum(8_847, date(2021, 1, 1), group="others")
    >>> wage_floor([others, jordanians], day=date(2021, 3, 1)).day_minor
    10000
    """
    held = [minimum for minimum in minimums if minimum.holds(day, task)]
    return max(held, key=lambda minimum: (minimum.day_minor, minimum.group), default=None)


def pay_segments(
    rates: Sequence[tuple[date, int, int]], minimums: Sequence[Minimum], *, task: int, until: date
) -> list[Segment]:
    """Return the spans of equal rate and floor of `task`, without gap or overlap, from its first rate to `until`.

    `rates` are (from day, day rate, unit rate), each in force until the next. Days paid below the floor are not
    possible: payroll pays the higher of the two.
    """
    if not rates:
        return []
    ordered = sorted(rates)
    first = ordered[0][0]
    turns = {start for start, _day, _unit in ordered}
    for minimum in minimums:
        turns.add(minimum.starts_on)
        if minimum.ends_on is not None:
            turns.add(minimum.ends_on + timedelta(days=1))
    starts = sorted(turn for turn in turns if first <= turn <= until)
    spans: list[Segment] = []
    for at, start in enumerate(starts):
        last = starts[at + 1] - timedelta(days=1) if at + 1 < len(starts) else until
        _from, day_minor, unit_minor = next(rate for rate in reversed(ordered) if rate[0] <= start)
        floor = wage_floor(minimums, day=start, task=task)
        spans.append(Segment(start, last, day_minor, unit_minor, floor.day_minor if floor else 0))
    return spans
