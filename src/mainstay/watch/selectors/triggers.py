"""Triggers on the readings at hand: what stands now, what they would have done, and each alarm with its readings."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, may_anywhere, require
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.playbook.schemas.triggers import TriggerRule
from mainstay.watch.methods.country_warning import IndicatorState
from mainstay.watch.methods.staleness import period_number
from mainstay.watch.methods.trigger import grounds
from mainstay.watch.methods.trigger_backcast import standing
from mainstay.watch.methods.trigger_panel import Panel, Row, period_start, trigger_panel
from mainstay.watch.methods.trigger_rule import trigger_rule
from mainstay.watch.models import Series, TriggerBackcast

from .known import Edition, counted, editions

LEVELS = {"readiness": 1, "activation": 2}


@dataclass(frozen=True, slots=True)
class Held:
    """The readings that a rule is held against, and of which edition of each source they are."""

    panel: Panel
    editions: tuple[str, ...]


def trigger_rules() -> dict[str, TriggerRule]:
    """Return the triggers of the playbook in force, with the lines of their indicators."""
    return _rules(playbook.current())


@cache
def _rules(book: Any) -> dict[str, TriggerRule]:
    return {rule.code: trigger_rule(rule, book.early_warning) for rule in book.triggers.values()}


def trigger_readings(
    rule: TriggerRule, *, today: date, countries: Collection[str] | None = None, longest: bool = False
) -> Held:
    """Return the readings of a rule up to `today`, each series of a country from one edition alone.

    The newest edition counts; with `longest`, for a history, the one of each series that has the most readings.
    """
    readings = counted(today=today, forecasts=rule.forecasts_violence)
    # Until when a complete list of events reaches is seen in all countries alone.
    asked = None if rule.absent is not None else countries
    held = editions(readings, series=rule.series, countries=asked)
    chosen = _most(held.values()) if longest else {}
    rows: list[Row] = []
    names: Counter[str] = Counter()
    for iso3, listed in held.items():
        for code, known in listed.items():
            edition = next(
                (one for one in known if one.code == chosen.get(code)), None if longest else known[0]
            )
            if edition is not None:
                rows.extend((code, iso3, point.on, point.value) for point in edition.points)
                names[edition.code] += len(edition.points)
    until = None if longest else period_number(today, rule.period)
    panel = trigger_panel(rows, period=rule.period, gather=rule.gather, absent=rule.absent, until=until)
    if asked is None and countries is not None:
        panel = panel.only(countries)
    return Held(panel, tuple(name for name, _count in names.most_common()))


def _most(held: Iterable[dict[str, list[Edition]]]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = {}
    for listed in held:
        for code, known in listed.items():
            for edition in known:
                counts.setdefault(code, Counter())[edition.code] += len(edition.points)
    return {code: found.most_common(1)[0][0] for code, found in counts.items()}


def triggers_standing(
    countries: Collection[str] | None = None, *, today: date
) -> dict[str, list[IndicatorState]]:
    """Return by country the triggers in force whose alarm stands today, each at the stage that it has reached.

    `on` is the beginning of the alarm, by which one alarm is told from the next.
    """
    found: dict[str, list[IndicatorState]] = {}
    units = dict(Series.objects.values_list("code", "unit"))
    for rule in trigger_rules().values():
        if not rule.in_force:
            continue
        held = trigger_readings(rule, today=today, countries=countries)
        for iso3, stages in standing(rule, held.panel).items() if len(held.panel) else ():
            stage = max(stages, key=lambda name: LEVELS[name])
            found.setdefault(iso3, []).append(_state(rule, held, iso3, stage, stages[stage].first, units))
    return found


def _state(
    rule: TriggerRule, held: Held, iso3: str, stage: str, first: int, units: dict[str, str]
) -> IndicatorState:
    ground = grounds(rule.stages[stage], held.panel, iso3, first - held.panel.first)
    values = [one for one in ground if one.role == "value"]
    last = values[-1] if values else None
    return IndicatorState(
        rule.code, rule.name, units.get(last.series, "") if last else "", LEVELS[stage],
        value=last.value if last else None, on=period_start(first, rule.period), series=last.series if last else "",
        vintage=", ".join(held.editions)[:80], confidence=3,
    )  # fmt: skip


def line_of(rule: TriggerRule, level: int) -> str:
    """Return the line of a stage as an alert stores it: its number, or nothing where several conditions make it."""
    stage = rule.activation if level == 2 or rule.readiness is None else rule.readiness
    if stage.kind == "combined":
        return ""
    at = stage.floor if stage.kind == "return_level" else stage.at
    return "" if at is None else str(at)


def triggers_visible(person: Person) -> Iterator[TriggerRule]:
    """Yield the triggers that `person` may see; those on forecasts of violence only for whom they are open."""
    require(person, "watch.read_alerts", [holding.scope for holding in holdings(person)])
    forecasts = may_anywhere(person, "watch.read_forecasts")
    yield from (rule for rule in trigger_rules().values() if forecasts or not rule.forecasts_violence)


def trigger_visible(person: Person, code: str) -> tuple[TriggerRule, TriggerBackcast | None]:
    """Return one trigger and its back-cast, where one was made."""
    rule = next((rule for rule in triggers_visible(person) if rule.code == code.upper()), None)
    if rule is None:
        raise NotFound("unknown_trigger", _("There is no such trigger here, or it is not yours to see."))
    return rule, TriggerBackcast.objects.filter(code=rule.code).first()


def triggers_overview(person: Person) -> list[dict[str, Any]]:
    """Return a row for each trigger with the figures of its last stage, as they stand in its back-cast."""
    made = {row.code: row for row in TriggerBackcast.objects.all()}
    rows = []
    for rule in triggers_visible(person):
        row = made.get(rule.code)
        stage = row.document["stages"][-1] if row else {}
        rows.append({"code": rule.code, "rule": rule, "made": row, "in_force": rule.in_force, **stage})
    return rows
