"""How ready a country stands, and which trigger calls for which response."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require, visible
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.watch.methods.preparedness_score import Readiness, preparedness_score, standing
from mainstay.watch.models import Alert, PreparednessItem, TriggerDrill, TriggerResponse


@dataclass(frozen=True, slots=True)
class PreparednessLine:
    """One item of the file and how it stands: READY, PART, ENTERED, EXPIRED or MISSING."""

    code: str
    name: str
    standing: str
    weight: float
    evidence: str
    expires_on: date | None
    expires_soon: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Preparedness:
    """A country's file with its score of 100; `ready` by the playbook's own line."""

    score: float
    ready: bool
    lines: tuple[PreparednessLine, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The names of what is missing or expired."""
        return tuple(line.name for line in self.lines if line.standing in {"MISSING", "EXPIRED"})


def preparedness_of(person: Person, country: Country, *, today: date | None = None) -> Preparedness:
    """Return the preparedness file of a country as it stands."""
    require(person, "watch.read_preparedness", [("country", country.pk), ("region", country.region)])
    held = {item.code: item for item in PreparednessItem.objects.filter(country=country, replaced=False)}
    return _put_together(held, today or clock.today())


def preparedness_overview(person: Person) -> list[dict[str, Any]]:
    """Return a row for each country with a file that `person` may read: score, what is missing, expired, expiring."""
    today = clock.today()
    items = visible(PreparednessItem.objects.filter(replaced=False), person, "watch.read_preparedness")
    held: dict[Country, dict[str, PreparednessItem]] = defaultdict(dict)
    for item in items.select_related("country"):
        held[item.country][item.code] = item
    rows = []
    for country, found in held.items():
        ready = _put_together(found, today)
        rows.append(
            {
                "country": country,
                "score": ready.score,
                "ready": ready.ready,
                "missing": sum(line.standing == "MISSING" for line in ready.lines),
                "expired": sum(line.standing == "EXPIRED" for line in ready.lines),
                "soon": sum(line.expires_soon and line.standing != "EXPIRED" for line in ready.lines),
            }
        )
    return sorted(rows, key=lambda row: (row["score"], row["country"].name))


def _put_together(held: Mapping[str, PreparednessItem], today: date) -> Preparedness:
    rules = playbook.current().preparedness
    lines, parts = [], []
    for rule in rules.items.values():
        item = held.get(rule.code)
        part = Readiness(
            rule.code,
            entered=item is not None,
            confirmed=bool(item and item.confirmed_by_id),
            part=bool(item and item.part),
            expires_on=item.expires_on if item else None,
            weight=rule.weight,
        )
        parts.append(part)
        lines.append(
            PreparednessLine(
                rule.code,
                rule.name,
                standing(part, today=today),
                rule.weight,
                item.evidence if item else "",
                part.expires_on,
                bool(part.expires_on and part.expires_on <= today + timedelta(days=60)),
                rule.owner,
            )
        )
    score = preparedness_score(parts, today=today)
    return Preparedness(score, score >= rules.ready_at, tuple(lines))


def responses_called(alert: Alert) -> list[TriggerResponse]:
    """Return what the country's trigger map calls for by the indicators that drive an alert, at the level they reached.

    A row for ALERT answers an indicator that reached ALERT; below it, or where there is none, the row for WATCH does.
    """
    rows = {
        (row.indicator, row.level): row for row in TriggerResponse.objects.filter(country_id=alert.country_id)
    }
    found = []
    for indicator, level in alert.drivers.order_by("indicator").values_list("indicator", "level"):
        row = rows.get((indicator, "ALERT")) if level >= 2 else None
        row = row or (rows.get((indicator, "WATCH")) if level >= 1 else None)
        if row is not None:
            found.append(row)
    return found


def trigger_map_visible(person: Person) -> QuerySet[TriggerResponse]:
    """Return the rows of the trigger maps that `person` may read, by country."""
    rows = visible(TriggerResponse.objects.all(), person, "watch.read_trigger_map")
    return rows.select_related("country").order_by("country__name", "indicator", "level")


def drills_visible(person: Person) -> QuerySet[TriggerDrill]:
    """Return the drills of the trigger maps that `person` may read, the latest first."""
    rows = visible(TriggerDrill.objects.all(), person, "watch.read_trigger_map")
    return rows.select_related("response__country", "held_by").order_by("-held_on", "-pk")
