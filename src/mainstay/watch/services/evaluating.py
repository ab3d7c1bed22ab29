"""Looking at all indicators and triggers of all countries, and raising what has crossed a threshold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.watch.methods.country_warning import CountryWarning, IndicatorState
from mainstay.watch.models import AlertDriver, Reading
from mainstay.watch.selectors.triggers import trigger_rules, triggers_standing
from mainstay.watch.selectors.warnings import country_warnings

from .alerts import raise_alert

#: States in which an alert has not been judged yet.
OPEN = ("WATCH", "ALERT")


@dataclass
class Evaluated:
    """What a look at the indicators found: countries looked at, raised, unchanged, and those nobody can judge."""

    countries: int = 0
    raised: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    without_level: list[str] = field(default_factory=list)


def evaluate_warnings(
    *, by: Person, countries: Collection[str] | None = None, today: date | None = None
) -> Evaluated:
    """Return what was raised: a country whose drivers did not change since its alert is not raised again."""
    found = Evaluated()
    today = today or clock.today()
    warnings = country_warnings(countries, today=today)
    triggers = triggers_standing(countries, today=today)
    known = Country.objects.in_bulk([*warnings, *triggers])
    standing = _standing(known)
    for iso3 in sorted({*warnings, *triggers} & {*known}):
        warning = warnings.get(iso3)
        found.countries += 1
        if warning is None or all(state.level is None for state in warning.indicators):
            found.without_level.append(iso3)
        drivers = [*(warning.drivers if warning else ()), *_untold(triggers.get(iso3, []), warning)]
        fresh = [state for state in drivers if _is_fresh(state, standing.get((iso3, state.code), []))]
        if not drivers:
            continue
        if not fresh:
            found.unchanged.append(iso3)
            continue
        _raise(by, known[iso3], drivers, fresh)
        found.raised.append(iso3)
    return found


def _raise(by: Person, country: Country, drivers: list[IndicatorState], fresh: list[IndicatorState]) -> None:
    top = max(state.level or 0 for state in fresh)
    rules = trigger_rules()
    types = {kind for state in drivers if state.code in rules for kind in rules[state.code].crisis_types}
    raise_alert(
        by=by,
        country=country,
        level="ALERT" if top == 2 else "WATCH",
        title=f"{country.name}: {_foremost(fresh).name}",
        drivers=drivers,
        crisis_types=sorted(types),
        synthetic=by.synthetic or _rests_on_synthetic(country.pk, drivers),
    )


def _standing(countries: Collection[str]) -> dict[tuple[str, str], list[tuple[int, str, date | None]]]:
    """Return by country and code the level, the alert's state and the day of each driver that was raised."""
    rows = AlertDriver.objects.filter(alert__country__in=countries).order_by("alert__raised_at")
    held: dict[tuple[str, str], list[tuple[int, str, date | None]]] = {}
    for iso3, code, level, state, on in rows.values_list(
        "alert__country_id", "indicator", "level", "alert__state", "on"
    ):
        held.setdefault((iso3, code), []).append((level, state, on))
    return held


def _is_fresh(state: IndicatorState, raised: list[tuple[int, str, date | None]]) -> bool:
    """Return whether nothing was raised for this yet at its level.

    A reading that an alert was closed over does not raise the next one by itself. An alarm of a trigger is known by
    the day on which it began: a later one is another.
    """
    if state.code in trigger_rules() and state.on is not None:
        raised = [row for row in raised if row[2] is not None and row[2] >= state.on]
    highest = max((level if kept in OPEN else 2 for level, kept, _on in raised), default=0)
    return (state.level or 0) > highest


def _untold(triggers: list[IndicatorState], warning: CountryWarning | None) -> list[IndicatorState]:
    """Return the triggers but those whose own early-warning indicator says the same already."""
    told = {state.code: state.level or 0 for state in warning.drivers} if warning else {}
    rules = trigger_rules()
    return [
        state for state in triggers if told.get(rules[state.code].indicator or "", 0) < (state.level or 0)
    ]


def _foremost(fresh: Collection[IndicatorState]) -> IndicatorState:
    """Return what an alert is named by: the highest level, and among equals the hazard before what it meets."""
    known = playbook.current().early_warning
    slow = {code for code, indicator in known.items() if indicator.pillar != "hazard"}
    return max(fresh, key=lambda state: (state.level or 0, state.code not in slow))


def _rests_on_synthetic(iso3: str, drivers: Iterable[IndicatorState]) -> bool:
    """Return whether what a synthetic person entered is among what drives a warning."""
    rules, seen = trigger_rules(), list(drivers)
    entered = Reading.objects.filter(country=iso3, entered_by__synthetic=True)
    by_trigger = {code for state in seen if state.code in rules for code in rules[state.code].series}
    read = [state for state in seen if state.code not in rules and state.on is not None]
    direct = Q(series__code__in=[state.series for state in read], on__in=[state.on for state in read])
    return entered.filter(direct | Q(series__code__in=by_trigger)).exists()
