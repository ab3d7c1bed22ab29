"""What is known of series for countries: one vintage each, nothing later than today."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from mainstay.watch.methods.country_warning import KnownSeries
from mainstay.watch.methods.signal import Point
from mainstay.watch.models import Reading

#: Readings that people entered come from no edition of a source.
ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class Edition:
    """The points of one series for one country in one edition of its source."""

    number: int
    code: str
    points: tuple[Point, ...]
    period: str
    confidence: int
    method: str


def counted(*, today: date, forecasts: bool = False) -> QuerySet[Reading]:
    """Return the readings that count: confirmed, not withdrawn, not about later days, no stated gaps.

    Forecasts of violence are left out unless the caller has checked the right to them.
    """
    live = Q(item__isnull=True) | Q(item__replaced=False, item__vintage__state="IMPORTED")
    readings = Reading.objects.filter(live, state="COUNTED", value__isnull=False, on__lte=today)
    return readings if forecasts else readings.exclude(series__forecasts_violence=True)


def editions(
    readings: QuerySet[Reading],
    *,
    series: Collection[str],
    countries: Collection[str] | None,
    since: date | None = None,
) -> dict[str, dict[str, list[Edition]]]:
    """Return for each country and series its editions, the newest first."""
    rows = readings.filter(series__code__in=series, area__isnull=True)
    if countries is not None:
        rows = rows.filter(country_id__in=countries)
    if since is not None:
        rows = rows.filter(on__gte=since)
    held: dict[tuple[str, str, int, str, str], list[tuple[Point, int, str]]] = defaultdict(list)
    names = (
        "country_id", "series__code", "series__period", "item__vintage__number", "item__vintage__code",
        "item__vintage__source__name", "on", "value", "confidence", "method",
    )  # fmt: skip
    for iso3, code, period, number, vintage, source, on, value, confidence, method in rows.values_list(
        *names
    ):
        edition = f"{source} {vintage}" if vintage else ENTERED
        held[iso3, code, number or 0, edition, period].append((Point(on, value), confidence, method))
    found: dict[str, dict[str, list[Edition]]] = defaultdict(lambda: defaultdict(list))
    for (iso3, code, number, edition, period), values in sorted(held.items(), key=lambda pair: -pair[0][2]):
        values.sort(key=lambda row: row[0].on)
        points = tuple(point for point, _confidence, _method in values)
        last = values[-1]
        found[iso3][code].append(Edition(number, edition, points, period, last[1], last[2]))
    return found


def known_series(held: dict[str, list[Edition]]) -> dict[str, KnownSeries]:
    """Return one country's series, each from its newest edition alone."""
    return {
        code: KnownSeries(listed[0].points, listed[0].period, listed[0].code, listed[0].confidence)
        for code, listed in held.items()
    }
