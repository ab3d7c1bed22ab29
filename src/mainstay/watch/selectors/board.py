"""The risk board: countries beside each other by what warns of a crisis of work, and what changed since the last time."""

from datetime import date, timedelta
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, require, visible
from mainstay.cases.selectors import cases_visible
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.watch.methods.country_warning import CountryWarning
from mainstay.watch.models import Alert, RiskBoard

from .warnings import country_warnings

#: What has changed is told against so many days before: boards meet each quarter.
BEFORE = timedelta(days=91)


def boards_visible(person: Person) -> Any:
    """Return the risk boards that `person` may read, the next or latest first."""
    rows = visible(RiskBoard.objects.all(), person, "watch.read_board")
    return (
        rows.select_related("chaired_by")
        .prefetch_related("alerts__alert__country")
        .order_by("held_at", "-due_at")
    )


def board_rows(person: Person) -> list[dict[str, Any]]:
    """Return a row for each country with an alert, an open case or an indicator over its threshold, the worst first."""
    require(person, "watch.read_board", [holding.scope for holding in holdings(person)])
    today = clock.today()
    alerts = {
        row.country_id: row
        for row in visible(
            Alert.objects.filter(state__in=["WATCH", "ALERT"]), person, "watch.read_alerts"
        ).prefetch_related("drivers")
    }
    places = cases_visible(person).filter(state="OPEN").values_list("countries__country", flat=True)
    cases = {iso3 for iso3 in places if iso3}
    now = country_warnings(today=today)
    wanted = {*alerts, *cases, *(iso3 for iso3, warning in now.items() if warning.drivers)}
    before = country_warnings(wanted, today=today - BEFORE) if wanted else {}
    countries = Country.objects.in_bulk(wanted)
    rows = [
        _row(countries[iso3], now.get(iso3), before.get(iso3), alerts.get(iso3), in_case=iso3 in cases)
        for iso3 in wanted
        if iso3 in countries
    ]
    # By what each country has reached, never by its score: scores that rest on other parts are not comparable.
    return sorted(
        rows,
        key=lambda row: (-row["level"], -row["reached"], -len(row["drivers"]), row["country"].name),
    )


def _row(
    country: Country,
    now: CountryWarning | None,
    before: CountryWarning | None,
    alert: Alert | None,
    *,
    in_case: bool,
) -> dict[str, Any]:
    drivers = list(now.drivers) if now else []
    under = {state.code for state in before.indicators if state.level == 0} if before else set()
    return {
        "country": country,
        "region": country.region,
        "alert": alert,
        "level": {"ALERT": 2, "WATCH": 1}.get(alert.state, 0) if alert else 0,
        "reached": now.level if now else 0,
        "score": now.composite.value if now else None,
        "known": (now.composite.known, now.composite.of) if now else None,
        "change": _change(now, before),
        "employment": now.employment.value if now else None,
        "employment_known": (now.employment.known, now.employment.of) if now else None,
        "drivers": [state.code for state in drivers],
        "shown": [*(state.code for state in drivers), *_triggers(alert)],
        # What was not known a quarter ago cannot be said to have crossed since.
        "fresh": [state.code for state in drivers if state.code in under],
        "in_case": in_case,
    }


def _triggers(alert: Alert | None) -> list[str]:
    """Return the triggers that drive an alert: they are no indicators, and stand beside these."""
    known = playbook.current().triggers
    return [row.indicator for row in alert.drivers.all() if row.indicator in known] if alert else []


def _change(now: CountryWarning | None, before: CountryWarning | None) -> float | None:
    """Return how the score moved; nothing where it rests on other parts or other sources than before."""
    if now is None or before is None or now.rests_on != before.rests_on:
        return None
    if now.composite.value is None or before.composite.value is None:
        return None
    return round(now.composite.value - before.composite.value, 2)


def days_of(alert: Alert, today: date) -> int:
    """Return for how many days an alert has stood."""
    return (today - alert.raised_at.date()).days
