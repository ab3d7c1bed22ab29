"""All countries side by side, and one series of one country down to its readings."""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.cases.selectors import cases_visible
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.watch.methods.staleness import stale
from mainstay.watch.models import Alert, Reading

from .known import Edition, counted, editions

#: The signals of the headline that the list of countries shows, in its order.
COLUMNS = ("UNEMPLOYMENT", "YOUTH_UNEMPLOYMENT", "INFORMALITY", "INFORM")
YEARS_BACK = 8


def countries_overview(
    person: Person | AnonymousUser, *, words: str = "", region: str = ""
) -> list[dict[str, Any]]:
    """Return a row for each country: a few signals, its open alert, how many open cases; in four queries."""
    today = clock.today()
    signals = playbook.current().signals.headline
    wanted = {code for name in COLUMNS for code in signals[name].series}
    held = editions(
        counted(today=today), series=wanted, countries=None, since=date(today.year - YEARS_BACK, 1, 1)
    )
    alerts = _alerts(person)
    cases = _open_cases(person)
    rows = []
    for country in _countries(words, region):
        known = held.get(country.pk, {})
        row: dict[str, Any] = {"country": country, "region": country.region}
        for name in COLUMNS:
            row[name.lower()] = _value(known, signals[name].series, today)
        rows.append(row | {"alert": alerts.get(country.pk, ""), "cases": cases.get(country.pk, 0)})
    return rows


def _countries(words: str, region: str) -> list[Country]:
    rows = Country.objects.filter(region=region) if region else Country.objects.all()
    folded = words.strip().casefold()
    return [
        row
        for row in rows
        if not folded
        or folded == row.iso3.casefold()
        or any(folded in name.casefold() for name in (row.name, *row.names.values()))
    ]


def _value(
    known: dict[str, list[Edition]], series: tuple[str, ...], today: date
) -> tuple[float, date, bool] | None:
    found = [known[code][0] for code in series if known.get(code)]
    if not found:
        return None
    last = found[0].points[-1]
    return last.value, last.on, stale(last.on, today=today, period=found[0].period)


def _alerts(person: Person | AnonymousUser) -> dict[str, str]:
    rows = visible(Alert.objects.filter(state__in=["WATCH", "ALERT"]), person, "watch.read_alerts")
    return dict(rows.values_list("country_id", "state"))


def _open_cases(person: Person | AnonymousUser) -> dict[str, int]:
    if not isinstance(person, Person):
        return {}
    places = cases_visible(person).filter(state="OPEN").values_list("countries__country", "pk").distinct()
    return Counter(iso3 for iso3, _case in places)


def readings_of(person: Person, country: Country, series: str) -> QuerySet[Reading]:
    """Return every reading of a series for a country that `person` may see, the latest first; no forecasts of violence."""
    rows = visible(
        Reading.objects.filter(country=country, series__code=series), person, "watch.read_readings"
    )
    return (
        rows.exclude(series__forecasts_violence=True)
        .select_related("series__source", "item__vintage__source", "entered_by")
        .order_by("-on", "-pk")
    )


def reported_waiting(person: Person, country: Country) -> QuerySet[Reading]:
    """Return what constituents have reported about a country and nobody has confirmed yet."""
    rows = Reading.objects.filter(country=country, state="TO_CONFIRM", series__forecasts_violence=False)
    return visible(rows, person, "watch.read_readings").select_related("series").order_by("-on")
