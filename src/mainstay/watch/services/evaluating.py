"""Looking at all indicators of all countries, and raising what has crossed a threshold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.watch.methods.country_warning import CountryWarning, IndicatorState
from mainstay.watch.models import AlertDriver, Reading
from mainstay.watch.selectors.warnings import country_warnings

from .alerts import raise_alert


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
    known = Country.objects.in_bulk(list(warnings))
    standing: dict[str, set[tuple[str, int]]] = {}
    rows = AlertDriver.objects.filter(alert__country__in=known).order_by("alert__raised_at")
    for iso3, code, level, state in rows.values_list(
        "alert__country_id", "indicator", "level", "alert__state"
    ):
        # A reading that an alert was closed over does not raise the next one by itself.
        standing.setdefault(iso3, set()).add((code, level if state in {"WATCH", "ALERT"} else 2))
    for iso3, warning in warnings.items():
        found.countries += 1
        if all(state.level is None for state in warning.indicators):
            found.without_level.append(iso3)
        fresh = _fresh(warning, standing.get(iso3, set()))
        if not warning.drivers:
            continue
        if not fresh:
            found.unchanged.append(iso3)
            continue
        top = max(state.level or 0 for state in fresh)
        title = f"{known[iso3].name}: {_foremost(fresh).name}"
        raise_alert(
            by=by,
            country=known[iso3],
            level="ALERT" if top == 2 else "WATCH",
            title=title,
            drivers=warning.drivers,
            synthetic=by.synthetic or _rests_on_synthetic(iso3, warning.drivers),
        )
        found.raised.append(iso3)
    return found


def _foremost(fresh: Collection[IndicatorState]) -> IndicatorState:
    """Return what an alert is named by: the highest level, and among equals the hazard before what it meets."""
    known = playbook.current().early_warning
    return max(fresh, key=lambda state: (state.level or 0, known[state.code].pillar == "hazard"))


def _rests_on_synthetic(iso3: str, drivers: Iterable[IndicatorState]) -> bool:
    """Return whether what a synthetic person entered is among what drives a warning."""
    seen = [(state.series, state.on) for state in drivers]
    entered = Reading.objects.filter(
        country=iso3, entered_by__synthetic=True, series__code__in=[s for s, _on in seen]
    )
    return entered.filter(on__in=[on for _series, on in seen if on is not None]).exists()


def _fresh(warning: CountryWarning, standing: set[tuple[str, int]]) -> list:
    seen = dict.fromkeys(code for code, _level in standing)
    highest = {code: max(level for other, level in standing if other == code) for code in seen}
    return [state for state in warning.drivers if (state.level or 0) > highest.get(state.code, 0)]
