"""What a trigger says in plain words, line by line, each a text with its facts that a door translates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import (
        CombinedCondition,
        OfSeries,
        SeriesCondition,
        TriggerRule,
    )

PERIODS = {"Y": _("years"), "Q": _("quarters"), "M": _("months"), "D": _("days")}
_ONE = {"Y": _("year"), "Q": _("quarter"), "M": _("month"), "D": _("day")}

#: The sentence of each measure, by the side from which its line is reached.
_SAID = {
    ("value", "up"): _("{series}: {at} or more."),
    ("value", "down"): _("{series}: {at} or less."),
    ("sum", "up"): _("{series}: {at} or more, summed over {over} {unit}."),
    ("sum", "down"): _("{series}: {at} or less, summed over {over} {unit}."),
    ("mean", "up"): _("{series}: {at} or more in the mean of {over} {unit}."),
    ("mean", "down"): _("{series}: {at} or less in the mean of {over} {unit}."),
    ("highest", "up"): _("{series}: {at} or more as the highest of {over} {unit}."),
    ("highest", "down"): _("{series}: {at} or less as the highest of {over} {unit}."),
    ("difference", "up"): _("{series}: risen by {size} or more within {over} {unit}."),
    ("difference", "down"): _("{series}: fallen by {size} or more within {over} {unit}."),
    ("percent", "up"): _("{series}: risen by {size} % or more within {over} {unit}."),
    ("percent", "down"): _("{series}: fallen by {size} % or more within {over} {unit}."),
    ("ratio", "up"): _("{series}: {at} times or more what it was {over} {unit} before."),
    ("ratio", "down"): _("{series}: {at} times or less what it was {over} {unit} before."),
    ("probability", "up"): _("{series}: a probability of {percent} % or more."),
    ("probability", "down"): _("{series}: a probability of {percent} % or less."),
}
_UNSEEN = {
    "up": _("And more than in any known period before, {years} {unit} back."),
    "down": _("And less than in any known period before, {years} {unit} back."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and how deep it stands under the one before."""

    depth: int
    said: Reason


def trigger_words(rule: "TriggerRule", names: Mapping[str, str]) -> dict[str, list[Line]]:
    """Return the sentences of each stage and of the event; `names` are those of series, by code."""
    found = {stage: list(_lines(condition, rule, names, 0)) for stage, condition in rule.stages.items()}
    if rule.event is not None and rule.window is not None:
        facts = {
            "first": rule.window.first,
            "last": rule.window.last,
            "unit": unit_of(rule.period, rule.window.last),
        }
        text = (
            _("It is right if the event begins {first} to {last} {unit} after the alarm.")
            if rule.window.counted_from == "start"
            else _(
                "It is right if the event begins {first} {unit} after the alarm or later, to {last} after its end."
            )
        )
        found["event"] = [*_lines(rule.event, rule, names, 0), _line(0, text, **facts)]
    return found


def _line(depth: int, msgid: str, **facts: Any) -> Line:
    return Line(depth, Reason("trigger.says", msgid, facts))


def _lines(
    condition: "SeriesCondition | CombinedCondition",
    rule: "TriggerRule",
    names: Mapping[str, str],
    depth: int,
) -> Iterator[Line]:
    if condition.kind == "combined":
        yield _line(depth, _("All of these hold:") if condition.all else _("Any of these holds:"))
        for part in condition.all or condition.any:
            yield from _lines(part, rule, names, depth + 1)
    else:
        yield _measured(condition, rule, names, depth)
        yield from _held(condition, rule, names, depth)
    if condition.for_periods > 1:
        yield _line(
            depth,
            _("For {count} {unit} in a row."),
            count=condition.for_periods,
            unit=unit_of(rule.period, condition.for_periods),
        )


def _measured(
    condition: "SeriesCondition", rule: "TriggerRule", names: Mapping[str, str], depth: int
) -> Line:
    at = condition.floor if condition.kind == "return_level" else condition.at
    how = {"change": "as_", "threshold": "taken", "return_level": "taken"}.get(condition.kind)
    measure = getattr(condition, how) if how else "probability"
    facts = {
        "series": names.get(condition.series[0], condition.series[0]),
        "at": plain(at),
        "size": plain(abs(at or 0)),
        "percent": plain(100 * (at or 0)),
        "over": getattr(condition, "over", 1),
        "unit": unit_of(rule.period, getattr(condition, "over", 1)),
    }
    return _line(depth, _SAID[measure, condition.direction], **facts)


def _held(
    condition: "SeriesCondition", rule: "TriggerRule", names: Mapping[str, str], depth: int
) -> Iterator[Line]:
    if condition.kind == "return_level":
        years = plain(condition.years)
        yield _line(depth, _UNSEEN[condition.direction], years=years, unit=unit_of("Y", condition.years))
    if condition.after_quiet is not None:
        quiet = condition.after_quiet
        yield _line(
            depth, _("Only after {count} {unit} in which {at} was never reached."),
            count=quiet.periods, unit=unit_of(rule.period, quiet.periods), at=plain(quiet.at),
        )  # fmt: skip
    yield from _standing(condition, rule.period, names, depth)


def _standing(condition: "OfSeries", period: str, names: Mapping[str, str], depth: int) -> Iterator[Line]:
    if condition.exit is not None:
        text = (
            _("The alarm stands as long as it is {exit} or more.")
            if condition.direction == "up"
            else _("The alarm stands as long as it is {exit} or less.")
        )
        yield _line(depth, text, exit=plain(condition.exit))
    if condition.known_after:
        yield _line(
            depth,
            _("A reading is known {count} {unit} after its period."),
            count=condition.known_after,
            unit=unit_of(period, condition.known_after),
        )
    if len(condition.series) > 1:
        rest = ", ".join(names.get(code, code) for code in condition.series[1:])
        yield _line(
            depth, _("When nothing is said for more than {count} {unit}, the next series answers: {rest}."),
            count=condition.silent_after, unit=unit_of(period, condition.silent_after), rest=rest,
        )  # fmt: skip


def unit_of(period: str, count: float) -> str:
    """Return the word for so many periods.

    >>> unit_of("M", 1), unit_of("M", 12)
    ('month', 'months')
    """
    return (_ONE if count == 1 else PERIODS)[period]


def plain(value: float | None) -> float | int | None:
    """Return a whole number without its decimals.

    >>> plain(25.0), plain(2.5)
    (25, 2.5)
    """
    return int(value) if value is not None and float(value).is_integer() else value
