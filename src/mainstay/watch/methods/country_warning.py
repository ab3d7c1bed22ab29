"""The state of every indicator of a country and the scores made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .signal import Point, Signal, signal
from .threshold import Threshold
from .warning_level import Part, Score, composite, scaled, warning_level, weighted_mean

PILLARS = ("hazard", "vulnerability", "lack_of_capacity")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to an indicator's value: a series, what is taken from it, and over how many months."""

    series: str
    kind: str = "level"
    months: int = 0


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """What is watched: two thresholds, the pillar and weight, and the ways to its value, the best first."""

    code: str
    name: str
    pillar: str
    employment: bool
    unit: str
    watch: Threshold
    alert: Threshold
    ways: tuple[Way, ...]
    weight: float = 1.0
    scale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A slow measure under a pillar, held between its best and its worst."""

    code: str
    pillar: str
    series: tuple[str, ...]
    low: float
    high: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """What is known of one series for one country, from one vintage."""

    points: tuple[Point, ...]
    period: str
    vintage: str
    confidence: int


@dataclass(frozen=True, slots=True)
class IndicatorState:
    """An indicator as it stands: its level (None: missing or stale) and what it rests on."""

    code: str
    name: str
    unit: str
    level: int | None
    value: float | None = None
    on: date | None = None
    months: int = 0
    stale: bool = False
    series: str = ""
    vintage: str = ""
    confidence: int = 0

    @property
    def standing(self) -> str:
        """MISSING, STALE, NORMAL, WATCH or ALERT."""
        if self.value is None:
            return "MISSING"
        return "STALE" if self.level is None else ("NORMAL", "WATCH", "ALERT")[self.level]


@dataclass(frozen=True, slots=True)
class CountryWarning:
    """All indicators of a country, the composite score, and the employment score shown apart.

    `rests_on` names what the composite was made of, each part with the series that gave its value: two scores may be
    compared only where it is the same.
    """

    indicators: tuple[IndicatorState, ...]
    pillars: Mapping[str, Score]
    composite: Score
    employment: Score
    rests_on: frozenset[tuple[str, str]] = frozenset()

    @property
    def level(self) -> int:
        """The highest level that any indicator has reached."""
        return max((state.level or 0 for state in self.indicators), default=0)

    @property
    def drivers(self) -> tuple[IndicatorState, ...]:
        """The indicators at watch or alert, the highest first."""
        raised = [state for state in self.indicators if state.level]
        return tuple(sorted(raised, key=lambda state: (-(state.level or 0), state.code)))


def indicator_state(rule: IndicatorRule, known: Mapping[str, KnownSeries], *, today: date) -> IndicatorState:
    """Return the indicator by the first of its ways that gives a fresh value.

    A stale value is shown with its date and has no level: it is never used as if it were current. Without any value
    the indicator is missing, which is not normal.
    """
    old: tuple[Signal, str] | None = None
    for way in rule.ways:
        series = known.get(way.series)
        if series is None:
            continue
        found = signal(series.points, kind=way.kind, months=way.months, period=series.period, today=today)
        if found is None:
            continue
        if not found.stale:
            level = warning_level(found.value, watch=rule.watch, alert=rule.alert)
            return _state(rule, found, way.series, series, level)
        old = old or (found, way.series)
    if old is None:
        return IndicatorState(rule.code, rule.name, rule.unit, None)
    return _state(rule, old[0], old[1], known[old[1]], None)


def _state(
    rule: IndicatorRule, found: Signal, code: str, series: KnownSeries, level: int | None
) -> IndicatorState:
    return IndicatorState(
        rule.code, rule.name, rule.unit, level, found.value, found.on, found.months, found.stale, code,
        series.vintage, series.confidence,
    )  # fmt: skip


def country_warning(
    rules: Sequence[IndicatorRule],
    ground: Sequence[GroundRule],
    known: Mapping[str, KnownSeries],
    *,
    today: date,
) -> CountryWarning:
    """Return the indicators and scores of one country at `today`.

    Each pillar is ten times the weighted mean of its parts: an indicator gives half its level (0, ½, 1), a slow measure
    its place between best and worst. The composite is the geometric mean of the three pillars; the employment score is
    the weighted mean of the employment indicators alone, so that the labour signal is not hidden.
    """
    states = tuple(indicator_state(rule, known, today=today) for rule in rules)
    parts: dict[str, list[Part]] = {pillar: [] for pillar in PILLARS}
    employment: list[Part] = []
    for rule, state in zip(rules, states, strict=True):
        part = Part(None if state.level is None else state.level / 2, rule.weight)
        parts[rule.pillar].append(part)
        if rule.employment:
            employment.append(part)
    rests_on = {(state.code, state.series) for state in states if state.level is not None}
    for measure in ground:
        share, series = _ground(measure, known, today=today)
        parts[measure.pillar].append(Part(share, measure.weight))
        if share is not None:
            rests_on.add((measure.code, series))
    pillars = {pillar: weighted_mean(held) for pillar, held in parts.items()}
    return CountryWarning(states, pillars, composite(pillars), weighted_mean(employment), frozenset(rests_on))


def _ground(
    measure: GroundRule, known: Mapping[str, KnownSeries], *, today: date
) -> tuple[float | None, str]:
    for code in measure.series:
        series = known.get(code)
        if series is None:
            continue
        found = signal(series.points, kind="level", months=0, period=series.period, today=today)
        if found is not None and not found.stale:
            return scaled(found.value, low=measure.low, high=measure.high), code
    return None, ""
