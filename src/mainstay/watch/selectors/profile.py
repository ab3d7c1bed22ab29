"""What threatens work in a country: the labour signals first, each with source, period, edition and age."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may
from mainstay.common import clock
from mainstay.common.errors import NotFound
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.watch.feeds import listings
from mainstay.watch.methods.country_warning import CountryWarning
from mainstay.watch.methods.signal import Point
from mainstay.watch.methods.staleness import periods_behind, stale
from mainstay.watch.models import Alert

from .known import Edition, counted, editions
from .preparedness import Preparedness, preparedness_of
from .warnings import country_warnings

if TYPE_CHECKING:
    from mainstay.playbook.schemas.signals import HeadlineSignal


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One line of the profile; a line without a value says so."""

    code: str
    name: str
    unit: str
    group: str
    value: float | None = None
    on: date | None = None
    period: str = ""
    source: str = ""
    series: str = ""
    method: str = ""
    confidence: int = 0
    behind: int = 0
    stale: bool = False
    change: float | None = None
    change_since: date | None = None
    across_editions: bool = False
    stands_in_for: str = ""
    silent_since: date | None = None
    worsening: bool | None = None
    history: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a country: signals, warning, open alerts and readiness as far as the reader may see them."""

    country: Country
    at: date
    signals: Sequence[SignalLine]
    warning: CountryWarning | None
    alert: Alert | None = None
    preparedness: Preparedness | None = None
    missing: tuple[str, ...] = field(default=())

    def group(self, name: str) -> list[SignalLine]:
        """Return the lines of one group."""
        return [line for line in self.signals if line.group == name]


def country_profile(person: Person | AnonymousUser, iso3: str, *, today: date | None = None) -> Profile:
    """Return the profile of a country for `person`; anybody may read it, alerts and readiness only who holds them."""
    country = Country.objects.filter(pk=iso3.upper()).first()
    if country is None:
        raise NotFound("unknown_country", _("{code} is no country of the list."), code=iso3)
    today = today or clock.today()
    book = playbook.current().signals
    wanted = {code for signal in book.headline.values() for code in signal.series}
    held = editions(counted(today=today), series=wanted, countries=[country.pk]).get(country.pk, {})
    lines = [_line(signal, held, today=today) for signal in book.headline.values()]
    return Profile(
        country,
        today,
        lines,
        country_warnings([country.pk], today=today).get(country.pk),
        alert=_open_alert(country) if _reads(person, "watch.read_alerts", country) else None,
        preparedness=preparedness_of(person, country, today=today)
        if isinstance(person, Person) and _reads(person, "watch.read_preparedness", country)
        else None,
        missing=tuple(line.name for line in lines if line.value is None),
    )


def _reads(person: Person | AnonymousUser, action: str, country: Country) -> bool:
    return isinstance(person, Person) and may(
        person, action, [("country", country.pk), ("region", country.region)]
    )


def _open_alert(country: Country) -> Alert | None:
    return Alert.objects.filter(country=country, state__in=["WATCH", "ALERT"]).first()


def _line(signal: "HeadlineSignal", held: dict[str, list[Edition]], *, today: date) -> SignalLine:
    candidates = [(code, held[code]) for code in signal.series if held.get(code)]
    if not candidates:
        return SignalLine(signal.code, signal.name, signal.unit, signal.group)
    fresh = [
        pair
        for pair in candidates
        if not stale(pair[1][0].points[-1].on, today=today, period=pair[1][0].period)
    ]
    code, listed = (fresh or candidates)[0]
    newest = listed[0]
    last = newest.points[-1]
    before, across = _before(listed)
    first, first_last = _first_choice(signal, code, held)
    change = last.value - before.value if before else None
    return SignalLine(
        signal.code, signal.name, signal.unit, signal.group, last.value, last.on, newest.period, newest.code, code,
        newest.method, newest.confidence,
        behind=periods_behind(last.on, today=today, period=newest.period),
        stale=stale(last.on, today=today, period=newest.period),
        change=round(change, 10) if change is not None else None,
        change_since=before.on if before else None,
        across_editions=across,
        stands_in_for=first,
        silent_since=first_last,
        worsening=None if not change else (change > 0) == (signal.worse == "up"),
        history=newest.points[-15:],
    )  # fmt: skip


def _first_choice(
    signal: "HeadlineSignal", code: str, held: dict[str, list[Edition]]
) -> tuple[str, date | None]:
    """Return the source that should answer first, when another one answers, and the last period it has spoken about."""
    first = signal.series[0]
    source = first.partition(".")[0]
    if source == code.partition(".")[0] or source not in listings():
        return "", None
    known = held.get(first)
    return listings()[source].name, known[0].points[-1].on if known else None


def _before(listed: list[Edition]) -> tuple[Point | None, bool]:
    """Return the point before the last, from the same edition if it has one, else from the edition before."""
    newest = listed[0]
    if len(newest.points) > 1:
        return newest.points[-2], False
    for older in listed[1:]:
        earlier = [point for point in older.points if point.on < newest.points[-1].on]
        if earlier:
            return earlier[-1], True
    return None, False


def headline_values(
    countries: Collection[str], codes: Collection[str], *, today: date | None = None
) -> dict[str, dict[str, SignalLine]]:
    """Return for each country the signals named by `codes` that have a value, with source and age."""
    today = today or clock.today()
    wanted = [playbook.current().signals.headline[code] for code in codes]
    series = {name for signal in wanted for name in signal.series}
    held = editions(counted(today=today), series=series, countries=countries)
    found: dict[str, dict[str, SignalLine]] = {}
    for iso3, listed in held.items():
        lines = (_line(signal, listed, today=today) for signal in wanted)
        found[iso3] = {line.code: line for line in lines if line.value is not None}
    return found
