"""Whether a trigger's condition holds, period by period, from what was known then.

Each answer is NO, UNKNOWN or YES (Kleene's strong logic of three values: all is the least, any is the greatest). What
is missing is unknown, never no. Nothing here looks at a later period than the one that is judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .trigger_panel import PER_YEAR, Panel

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import (
        CombinedCondition,
        OfSeries,
        Quiet,
        ReturnLevelCondition,
        SeriesCondition,
    )

NO, UNKNOWN, YES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Measure:
    """What one series says for a condition by period: the measure, its line, and whether the line is reached."""

    series: str
    values: Any
    lines: Any
    reached: Any


@dataclass(frozen=True, slots=True)
class Part:
    """A condition on series as judged: which of its series answers in each period (-1: all are silent)."""

    condition: "SeriesCondition"
    measures: tuple[Measure, ...]
    source: Any


@dataclass(frozen=True, slots=True)
class Judged:
    """By period, whether an alarm may begin (`enter`) and whether one that stands may go on (`stay`).

    Whatever may begin may go on. `silent_after` is for how many periods nothing need be known until an alarm ends.
    """

    enter: Any
    stay: Any
    silent_after: int
    parts: tuple[Part, ...]


def trigger_condition(condition: "SeriesCondition | CombinedCondition", panel: Panel, iso3: str) -> Judged:
    """Return a condition as judged for one country in every period of the panel."""
    if condition.kind == "combined":
        return _combined(condition, panel, iso3)
    measures = tuple(_measure(condition, code, panel, iso3) for code in condition.series)
    raw = [panel.of(code, iso3) for code in condition.series]
    source = _source(raw, condition.silent_after)
    enters = [_begins(measure, condition, _sign(condition)) for measure in measures]
    stays = [_lasts(measure, condition) for measure in measures]
    return Judged(
        _later(_chosen(enters, source), condition.known_after),
        _later(_chosen(stays, source), condition.known_after),
        condition.silent_after,
        (Part(condition, measures, source),),
    )


def _combined(condition: "CombinedCondition", panel: Panel, iso3: str) -> Judged:
    found = [trigger_condition(part, panel, iso3) for part in condition.all or condition.any]
    joined = np.minimum if condition.all else np.maximum
    enter = joined.reduce([judged.enter for judged in found])
    return Judged(
        in_a_row(enter, condition.for_periods),
        joined.reduce([judged.stay for judged in found]),
        max(judged.silent_after for judged in found),
        tuple(part for judged in found for part in judged.parts),
    )


def in_a_row(held: Any, periods: int) -> Any:
    """Return by period whether something held in so many periods in a row, the last of them this one.

    >>> in_a_row(np.array([YES, YES, UNKNOWN, YES, YES, YES]), 2).tolist()
    [1, 2, 1, 1, 2, 2]
    """
    padded = np.concatenate([np.full(periods - 1, UNKNOWN, dtype=np.int8), held])
    return np.lib.stride_tricks.sliding_window_view(padded, periods).min(axis=1)


def _sign(condition: "OfSeries") -> int:
    return 1 if condition.direction == "up" else -1


def _measure(condition: "SeriesCondition", code: str, panel: Panel, iso3: str) -> Measure:
    raw = panel.of(code, iso3)
    if condition.kind == "return_level":
        values = taken(raw, condition.taken, condition.over)
        lines, reached = _unseen(values, condition, per_year=PER_YEAR[panel.period])
        return Measure(code, values, lines, reached)
    if condition.kind == "change":
        values = changed(raw, condition.as_, condition.over, condition.least_base)
    elif condition.kind == "threshold":
        values = taken(raw, condition.taken, condition.over)
    else:
        values = raw
    line = np.nan if condition.at is None else condition.at
    return Measure(code, values, np.full(len(raw), line), _reached(values, line, _sign(condition)))


def taken(raw: Any, how: str, over: int) -> Any:
    """Return what is taken from the last `over` periods, this one counted; NaN where one of them is missing.

    value: the reading itself · sum · mean · highest · difference: from the reading `over` periods before.

    >>> taken(np.array([1.0, 2.0, 4.0, np.nan, 8.0]), "sum", 2)
    array([nan,  3.,  6., nan, nan])
    """
    if how == "value":
        return raw
    if how == "difference":
        return changed(raw, "difference", over, None)
    padded = np.concatenate([np.full(over - 1, np.nan), raw])
    windows = np.lib.stride_tricks.sliding_window_view(padded, over)
    return getattr(windows, "max" if how == "highest" else how)(axis=1)


def changed(raw: Any, how: str, over: int, least_base: float | None) -> Any:
    """Return the change against `over` periods before: x(t) − x(t−w), 100·(x(t) − x(t−w))/|x(t−w)| or x(t)/x(t−w).

    NaN where one of the two is missing, and for percent and ratio where the base is 0 or its size below `least_base`.

    >>> changed(np.array([10.0, 15.0, 0.0, 5.0]), "percent", 1, None)
    array([  nan,   50., -100.,   nan])
    """
    base = np.concatenate([np.full(min(over, len(raw)), np.nan), raw[: max(len(raw) - over, 0)]])
    if how == "difference":
        return raw - base
    small = (base == 0) | (np.abs(base) < (least_base or 0.0))
    base = np.where(small, np.nan, base)
    return 100 * (raw - base) / np.abs(base) if how == "percent" else raw / base


def _reached(values: Any, line: float, sign: int) -> Any:
    with np.errstate(invalid="ignore"):
        return np.where(np.isnan(values), UNKNOWN, np.where(sign * values >= sign * line, YES, NO)).astype(
            np.int8
        )


def _unseen(values: Any, condition: "ReturnLevelCondition", *, per_year: float) -> tuple[Any, Any]:
    """Return by period the most extreme value of the years before, and whether this one goes beyond it and the floor."""
    sign, window = _sign(condition), max(round(condition.years * per_year), 1)
    turned = sign * values
    padded = np.concatenate([np.full(window, np.nan), turned])[:-1] if len(turned) else turned
    before = np.lib.stride_tricks.sliding_window_view(padded, window) if len(turned) else turned[:, None]
    most = np.max(np.where(np.isnan(before), -np.inf, before), axis=1, initial=-np.inf)
    enough = np.count_nonzero(~np.isnan(before), axis=1) >= condition.least_known * window
    with np.errstate(invalid="ignore"):
        seen = (turned < sign * condition.floor) | (turned <= most)
    reached = np.where(np.isnan(turned), UNKNOWN, np.where(seen, NO, np.where(enough, YES, UNKNOWN)))
    return np.where(np.isinf(most), np.nan, sign * most), reached.astype(np.int8)


def _begins(measure: Measure, condition: "OfSeries", sign: int) -> Any:
    """Return whether the line is reached for long enough, in a run that began after a quiet time where one is asked for."""
    if condition.after_quiet is None:
        return in_a_row(measure.reached, condition.for_periods)
    quiet = quiet_before(measure.values, condition.after_quiet, sign)
    alive, fresh = UNKNOWN, []
    for reached, calm in zip(measure.reached.tolist(), quiet.tolist(), strict=True):
        alive = min(reached, max(calm, alive))
        fresh.append(alive)
    begun = _later(np.array(fresh, dtype=np.int8), condition.for_periods - 1)
    if condition.for_periods == 1:
        return begun
    return np.minimum(begun, in_a_row(measure.reached, condition.for_periods - 1))


def quiet_before(values: Any, quiet: "Quiet", sign: int) -> Any:
    """Return by period whether the line of the quiet was reached in none of the periods before it."""
    loud = _reached(values, quiet.at, sign)
    padded = np.concatenate([np.full(quiet.periods, UNKNOWN, dtype=np.int8), loud])[:-1]
    windows = np.lib.stride_tricks.sliding_window_view(padded, quiet.periods)
    return (YES - windows.max(axis=1)).astype(np.int8)


def _lasts(measure: Measure, condition: "OfSeries") -> Any:
    if condition.exit is None:
        return measure.reached
    return np.maximum(measure.reached, _reached(measure.values, condition.exit, _sign(condition)))


def _source(raw: Sequence[Any], silent_after: int) -> Any:
    """Return by period the place of the first series that is not silent, -1 where all are."""
    source = np.full(len(raw[0]), -1)
    numbers = np.arange(len(raw[0]))
    for place in reversed(range(len(raw))):
        last = np.maximum.accumulate(np.where(np.isnan(raw[place]), -np.inf, numbers))
        source[numbers - last <= silent_after] = place
    return source


def _chosen(answers: Sequence[Any], source: Any) -> Any:
    chosen = np.full(len(source), UNKNOWN, dtype=np.int8)
    for place, answer in enumerate(answers):
        chosen[source == place] = answer[source == place]
    return chosen


def _later(answers: Any, periods: int) -> Any:
    if not periods:
        return answers
    early = np.full(min(periods, len(answers)), UNKNOWN, dtype=np.int8)
    return np.concatenate([early, answers[: max(len(answers) - periods, 0)]])
