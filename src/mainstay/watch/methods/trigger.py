"""Alarms of a trigger in one country: when they begin, how long they stand, what they rest on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .trigger_condition import NO, UNKNOWN, YES, Judged, Measure, Part, trigger_condition
from .trigger_panel import Panel

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import CombinedCondition, OfSeries, SeriesCondition

#: How an alarm ended: the line was no longer reached, nothing was known any more, or it stands at the end.
OVER, SILENT, STANDING = "over", "silent", "standing"


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm from its first to its last period (places on the panel's axis, both counted), and how it ended."""

    first: int
    last: int
    end: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A reading that an alarm rests on: its series, the number of its period, its value, and what it stands for.

    role: value (what reached the line), base (what it changed from), seen (the most extreme before), quiet (the most
    in the quiet time). `line` is what it is held against, where there is a line.
    """

    series: str
    period: int
    value: float
    role: str
    line: float | None = None


def alarms(judged: Judged) -> list[Alarm]:
    """Return the alarms of a condition, each once, however long it stands.

    An alarm begins where the condition says yes while none stands; it stands until the condition to stay says no, or
    until nothing has been known for more than `silent_after` periods in a row.

    >>> calm, up = np.int8(NO), np.int8(YES)
    >>> line = np.array([calm, up, calm, up, up])
    >>> alarms(Judged(line, line, 2, ()))
    [Alarm(first=1, last=1, end='over'), Alarm(first=3, last=4, end='standing')]
    """
    found: list[Alarm] = []
    began, unknown = -1, 0
    for at, (enter, stay) in enumerate(zip(judged.enter.tolist(), judged.stay.tolist(), strict=True)):
        if began < 0:
            began = at if enter == YES else -1
            unknown = 0
            continue
        unknown = unknown + 1 if stay == UNKNOWN else 0
        if stay == NO or unknown > judged.silent_after:
            found.append(Alarm(began, at - 1, OVER if stay == NO else SILENT))
            began = -1
    if began >= 0:
        found.append(Alarm(began, len(judged.enter) - 1, STANDING))
    return found


def grounds(
    condition: "SeriesCondition | CombinedCondition", panel: Panel, iso3: str, at: int
) -> list[Ground]:
    """Return the readings that a condition rests on in the period at place `at`, those of each part that holds."""
    found: list[Ground] = []
    for part in trigger_condition(condition, panel, iso3).parts:
        known = at - part.condition.known_after
        if known < 0 or part.source[known] < 0:
            continue
        measure = part.measures[part.source[known]]
        if measure.reached[known] == YES:
            found.extend(_grounds(part, measure, panel, iso3, known))
    return found


def _grounds(part: Part, measure: Measure, panel: Panel, iso3: str, at: int) -> Iterator[Ground]:
    condition, first = part.condition, panel.first
    raw = panel.of(measure.series, iso3)
    for place in range(max(at - condition.for_periods + 1, 0), at + 1):
        line = measure.lines[place] if condition.kind != "return_level" else condition.floor
        yield Ground(measure.series, first + place, float(measure.values[place]), "value", float(line))
    back = at - getattr(condition, "over", 0)
    if condition.kind == "change" and back >= 0:
        yield Ground(measure.series, first + back, float(raw[back]), "base")
    if condition.kind == "return_level" and not np.isnan(measure.lines[at]):
        before = np.flatnonzero(measure.values[:at] == measure.lines[at])
        yield Ground(measure.series, first + int(before[-1]), float(measure.lines[at]), "seen")
    yield from _quiet_ground(condition, measure, panel, at)


def _quiet_ground(condition: "OfSeries", measure: Measure, panel: Panel, at: int) -> Iterator[Ground]:
    if condition.after_quiet is None:
        return
    started = at
    while started > 0 and measure.reached[started - 1] == YES:
        started -= 1
    calm = measure.values[max(started - condition.after_quiet.periods, 0) : started]
    if not len(calm) or np.all(np.isnan(calm)):
        return
    most = int(np.nanargmax(calm if condition.direction == "up" else -calm))
    place = started - len(calm) + most
    yield Ground(measure.series, panel.first + place, float(calm[most]), "quiet", condition.after_quiet.at)
