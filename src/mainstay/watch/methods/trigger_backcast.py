"""What a trigger would have done over the history: alarms, hits, false alarms, misses, lead times, and how sure that is.

Alarms and events are counted as episodes: each once, however long it stands. No alarm looks at a later period than the
one in which it begins.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from .alert_accuracy import wilson
from .trigger import STANDING, Alarm, alarms
from .trigger_condition import UNKNOWN, trigger_condition
from .trigger_panel import PER_YEAR, Panel, period_start

if TYPE_CHECKING:
    from mainstay.playbook.schemas.triggers import HitWindow, LeastHistory, TriggerRule

#: What became of an alarm. repeat: an earlier alarm had announced the same event. late: the event had begun already.
#: open: its window is not over, or what happened in it is not known.
HIT, FALSE, REPEAT, LATE, OPEN = "hit", "false", "repeat", "late", "open"
#: What became of an event. unjudged: the trigger could not have known enough to announce it.
CAUGHT, MISSED, UNJUDGED = "caught", "missed", "unjudged"


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, as a share, with an interval for each confidence (None of none)."""

    of: int
    among: int
    share: float | None
    intervals: Mapping[float, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class JudgedAlarm:
    """An alarm with its country, the numbers of its periods, what became of it, and the event that it announced."""

    country: str
    first: int
    last: int
    end: str
    outcome: str
    event: int | None = None

    @property
    def lead(self) -> int | None:
        """How many periods before the event it began."""
        return None if self.event is None else self.event - self.first


@dataclass(frozen=True, slots=True)
class JudgedEvent:
    """An event with its country, its first and last period, and the first period of the alarm that announced it."""

    country: str
    first: int
    last: int
    outcome: str
    alarm: int | None = None

    @property
    def lead(self) -> int | None:
        """How many periods it was announced ahead."""
        return None if self.alarm is None else self.first - self.alarm


@dataclass(frozen=True, slots=True)
class Lack:
    """What the history has too little of: years, alarms or events; how much there is and how much is needed."""

    what: str
    found: float
    needed: float


@dataclass(frozen=True, slots=True)
class Backcast:
    """One stage of a trigger over the history.

    `judged` is how many country-periods the rule could judge, `years` the same as country-years, `rate` alarms a
    country-year with its exact Poisson interval. `likelihood`: of the years of countries, in how many an alarm began.
    `precision` is hits of hits and false alarms, `recall` events announced of those that could be; `by_chance` the
    precision of alarms put at random into periods without an event. `short` names what the history lacks.
    """

    stage: str
    countries: int
    judged: int
    years: float
    since: int
    until: int
    alarms: tuple[JudgedAlarm, ...]
    events: tuple[JudgedEvent, ...]
    rate: float | None
    rate_interval: tuple[float, float] | None
    likelihood: Share
    under_alarm: Share
    precision: Share
    false_alarms: Share
    recall: Share
    misses: Share
    by_chance: Share
    leads: tuple[int, ...]
    short: tuple[Lack, ...]

    def count(self, outcome: str) -> int:
        """Return how many alarms or events came out so."""
        return Counter(_outcomes(self.alarms, self.events))[outcome]

    @property
    def lead(self) -> tuple[float, float, float] | None:
        """The median lead time in periods, and its quarters."""
        if not self.leads:
            return None
        low, middle, high = np.percentile(self.leads, [25, 50, 75]).tolist()
        return middle, low, high


@dataclass(slots=True)
class _Country:
    """What is counted for one country."""

    alarms: list[JudgedAlarm]
    events: list[JudgedEvent]
    known: Any
    under: Any
    chances: Any


def _outcomes(found: Iterable[JudgedAlarm], events: Iterable[JudgedEvent]) -> Iterator[str]:
    yield from (alarm.outcome for alarm in found)
    yield from (event.outcome for event in events)


def share(of: int, among: int, confidences: Sequence[float]) -> Share:
    """Return a share with its Wilson intervals.

    >>> [round(end, 3) for end in share(6, 8, [0.95, 0.68]).intervals[0.68]]
    [0.576, 0.869]
    """
    if not among:
        return Share(of, among, None, {})
    bounds = {level: wilson(of, among, z=NormalDist().inv_cdf((1 + level) / 2)) for level in confidences}
    return Share(of, among, of / among, bounds)


def poisson_interval(count: int, confidence: float) -> tuple[float, float]:
    """Return the exact interval of a Poisson mean (F. Garwood 1936, Biometrika 28: 437-442).

    >>> [round(end, 3) for end in poisson_interval(10, 0.95)]
    [4.795, 18.39]
    """
    from scipy.stats import chi2

    tail = (1 - confidence) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


def trigger_backcast(
    rule: "TriggerRule",
    panel: Panel,
    stage: str = "activation",
    *,
    confidences: Sequence[float] = (0.95, 0.68),
) -> Backcast:
    """Return what one stage of a rule would have done in every country of the panel, and how right it was.

    A hit: an event begins in the window of periods `first` to `last` after the alarm. An alarm that begins while an event
    goes on is late; one whose event an earlier alarm has announced is a repeat; neither counts as right or as wrong. An
    alarm is false only if its whole window is known and no event began in it. An event is missed only if the rule could
    judge at least one of the periods from which it could have announced it.
    """
    counted = {iso3: _judge_country(rule, panel, stage, iso3) for iso3 in panel.countries}
    per_year = PER_YEAR[panel.period]
    found = [alarm for country in counted.values() for alarm in country.alarms]
    events = [event for country in counted.values() for event in country.events]
    known = sum(int(country.known.sum()) for country in counted.values())
    spans = [np.flatnonzero(country.known) for country in counted.values() if country.known.any()]
    since = panel.first + min((int(span[0]) for span in spans), default=0)
    until = panel.first + max((int(span[-1]) for span in spans), default=-1)
    number = Counter(_outcomes(found, events))
    years = known / per_year
    low, high = poisson_interval(len(found), confidences[0])
    return Backcast(
        stage=stage,
        countries=len(spans),
        judged=known,
        years=years,
        since=since,
        until=until,
        alarms=tuple(found),
        events=tuple(events),
        rate=len(found) / years if years else None,
        rate_interval=(low / years, high / years) if years else None,
        likelihood=_likelihood(counted, panel, confidences),
        under_alarm=share(sum(int(c.under.sum()) for c in counted.values()), known, confidences),
        precision=share(number[HIT], number[HIT] + number[FALSE], confidences),
        false_alarms=share(number[FALSE], number[HIT] + number[FALSE], confidences),
        recall=share(number[CAUGHT], number[CAUGHT] + number[MISSED], confidences),
        misses=share(number[MISSED], number[CAUGHT] + number[MISSED], confidences),
        by_chance=_by_chance(counted.values(), confidences),
        leads=tuple(sorted(event.lead for event in events if event.lead is not None)),
        short=_short(rule.history, (until - since + 1) / per_year, number, judged_events=rule.event is not None),
    )  # fmt: skip


def _judge_country(rule: "TriggerRule", panel: Panel, stage: str, iso3: str) -> _Country:
    judged = trigger_condition(rule.stages[stage], panel, iso3)
    found = alarms(judged)
    under = np.zeros(len(panel), dtype=bool)
    for alarm in found:
        under[alarm.first : alarm.last + 1] = True
    known = (judged.enter != UNKNOWN) | under
    if rule.event is None or rule.window is None:
        listed = [JudgedAlarm(iso3, panel.first + a.first, panel.first + a.last, a.end, OPEN) for a in found]
        return _Country(listed, [], known, under, np.zeros(0))
    happened = trigger_condition(rule.event, panel, iso3)
    events = alarms(happened)
    during = np.zeros(len(panel), dtype=bool)
    for event in events:
        during[event.first : event.last + 1] = True
    seen = (happened.enter != UNKNOWN) | during
    return _Country(
        _judge_alarms(found, events, seen, rule.window, panel, iso3),
        _judge_events(found, events, known, rule.window, panel, iso3),
        known,
        under,
        _chances(events, known & ~during, seen, rule.window),
    )


def _reach(alarm: Alarm, window: "HitWindow") -> tuple[int, int]:
    until = alarm.last if window.counted_from == "standing" else alarm.first
    return alarm.first + window.first, until + window.last


def _judge_alarms(
    found: Sequence[Alarm], events: Sequence[Alarm], seen: Any, window: "HitWindow", panel: Panel, iso3: str
) -> list[JudgedAlarm]:
    judged, announced = [], set()
    for alarm in found:
        low, high = _reach(alarm, window)
        ahead = [event.first for event in events if low <= event.first <= high]
        fresh = [first for first in ahead if first not in announced]
        announced.update(ahead)
        if ahead:
            outcome = HIT if fresh else REPEAT
        elif any(event.first < low and alarm.first <= event.last for event in events):
            outcome = LATE
        elif high >= len(seen) or not seen[low : high + 1].all():
            outcome = OPEN
        else:
            outcome = FALSE
        event = panel.first + (fresh or ahead)[0] if ahead else None
        judged.append(
            JudgedAlarm(iso3, panel.first + alarm.first, panel.first + alarm.last, alarm.end, outcome, event)
        )
    return judged


def _judge_events(
    found: Sequence[Alarm], events: Sequence[Alarm], known: Any, window: "HitWindow", panel: Panel, iso3: str
) -> list[JudgedEvent]:
    judged = []
    for event in events:
        before = [
            alarm.first
            for alarm in found
            if _reach(alarm, window)[0] <= event.first <= _reach(alarm, window)[1]
        ]
        low, high = max(event.first - window.last, 0), event.first - window.first
        could = high >= 0 and known[low : high + 1].any()
        outcome = CAUGHT if before else MISSED if could else UNJUDGED
        first, last = panel.first + event.first, panel.first + event.last
        judged.append(JudgedEvent(iso3, first, last, outcome, panel.first + min(before) if before else None))
    return judged


def _chances(events: Sequence[Alarm], free: Any, seen: Any, window: "HitWindow") -> Any:
    """Return for each free period whose window is known whether an event begins in it (1 or 0)."""
    begun = np.zeros(len(seen), dtype=bool)
    begun[[event.first for event in events]] = True
    places = [at for at in np.flatnonzero(free).tolist() if at + window.last < len(seen)]
    return np.array(
        [
            begun[at + window.first : at + window.last + 1].any()
            for at in places
            if seen[at + window.first : at + window.last + 1].all()
        ],
        dtype=int,
    )


def _by_chance(counted: Iterable[_Country], confidences: Sequence[float]) -> Share:
    held = [country.chances for country in counted]
    return share(sum(int(line.sum()) for line in held), sum(len(line) for line in held), confidences)


def _likelihood(counted: Mapping[str, _Country], panel: Panel, confidences: Sequence[float]) -> Share:
    years = np.array([period_start(panel.first + at, panel.period).year for at in range(len(panel))])
    judged, fired = set(), set()
    for iso3, country in counted.items():
        judged |= {(iso3, int(year)) for year in np.unique(years[country.known])}
        fired |= {(iso3, int(years[alarm.first - panel.first])) for alarm in country.alarms}
    return share(len(fired), len(judged), confidences)


def _short(
    least: "LeastHistory", years: float, number: Mapping[str, int], *, judged_events: bool
) -> tuple[Lack, ...]:
    held = [("years", years, least.years)]
    if judged_events:
        held += [
            ("alarms", number[HIT] + number[FALSE], least.alarms),
            ("events", number[CAUGHT] + number[MISSED], least.events),
        ]
    return tuple(Lack(what, round(found, 1), needed) for what, found, needed in held if found < needed)


def standing(rule: "TriggerRule", panel: Panel) -> dict[str, dict[str, Alarm]]:
    """Return the alarms that stand at the end of the panel, by country and stage; places as numbers of periods."""
    found: dict[str, dict[str, Alarm]] = {}
    for stage, condition in rule.stages.items():
        for iso3 in panel.countries:
            for alarm in alarms(trigger_condition(condition, panel, iso3))[-1:]:
                if alarm.end == STANDING:
                    here = Alarm(panel.first + alarm.first, panel.first + alarm.last, STANDING)
                    found.setdefault(iso3, {})[stage] = here
    return found
