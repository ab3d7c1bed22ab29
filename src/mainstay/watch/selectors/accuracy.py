"""How often alerts were right: by year, by what drove them, and as published."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from mainstay.cases.selectors import cases_opened_in
from mainstay.common import clock
from mainstay.watch.methods.trigger_backcast import Share, share
from mainstay.watch.models import AccuracyPublication, Alert, AlertDriver

HIT, FALSE = ("ACTIVATED", "CLOSED_EVENT"), ("CLOSED_FALSE",)
CONFIDENCES = (0.95, 0.68)


def accuracy_figures(year: int) -> dict[str, Any]:
    """Return the figures of the alerts raised in a year, all real ones, with 95 % and 68 % intervals.

    hits: became a case, or were closed because the event came · false: closed as false · open: not judged yet, counted
    nowhere · missed: cases opened in that year in countries in which no alert was raised before. `drivers` has hits and
    false alerts by indicator or trigger.
    """
    raised = Alert.objects.filter(raised_at__year=year, synthetic=False)
    states = Counter(raised.values_list("state", flat=True))
    hits, false = (sum(states[state] for state in held) for held in (HIT, FALSE))
    missed = _missed(year)
    return {
        "alerts": sum(states.values()),
        "hits": hits,
        "false": false,
        "open": sum(states.values()) - hits - false,
        "missed": missed,
        "precision": _plain(share(hits, hits + false, CONFIDENCES)),
        "recall": _plain(share(hits, hits + missed, CONFIDENCES)),
        "drivers": _drivers(year),
    }


def _plain(found: Share) -> dict[str, Any]:
    intervals = {
        f"{level * 100:.0f}": [round(end, 4) for end in ends] for level, ends in found.intervals.items()
    }
    value = None if found.share is None else round(found.share, 4)
    return {"of": found.of, "among": found.among, "share": value, "intervals": intervals}


def _missed(year: int) -> int:
    first: dict[str, Any] = {}
    for country, moment in Alert.objects.filter(synthetic=False).values_list("country_id", "raised_at"):
        first[country] = min(moment, first.get(country, moment))
    return sum(
        not any(
            place.country_id in first and first[place.country_id] <= case.opened_at
            for place in case.countries.all()
        )
        for case in cases_opened_in(year)
    )


def _drivers(year: int) -> list[dict[str, Any]]:
    rows = AlertDriver.objects.filter(alert__raised_at__year=year, alert__synthetic=False)
    counts: dict[str, Counter[str]] = {}
    for code, state in rows.values_list("indicator", "alert__state"):
        kind = "hits" if state in HIT else "false" if state in FALSE else "open"
        counts.setdefault(code, Counter())[kind] += 1
    return [
        {"code": code, "hits": held["hits"], "false": held["false"], "open": held["open"]}
        for code, held in sorted(counts.items())
    ]


def published_accuracy() -> QuerySet[AccuracyPublication]:
    """Return what was published about each year, the latest first; it is open to everybody."""
    return AccuracyPublication.objects.select_related("published_by")


def years_unpublished() -> list[int]:
    """Return the years that are over, had real alerts, and of which nothing is published."""
    held = Alert.objects.filter(synthetic=False, raised_at__year__lt=clock.today().year)
    years = {moment.year for moment in held.dates("raised_at", "year")}
    return sorted(years - set(AccuracyPublication.objects.values_list("year", flat=True)), reverse=True)
