"""How ready a country stands, and which trigger calls for which response."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require, visible
from mainstay.common import clock
from mainstay.common.models import Country
from mainstay.watch.methods.preparedness_score import Readiness, preparedness_score, standing
from mainstay.watch.models import Alert, PreparednessItem, TriggerResponse


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
    today = today or clock.today()
    rules = playbook.current().preparedness
    held = {item.code: item for item in PreparednessItem.objects.filter(country=country, replaced=False)}
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


def trigger_map(person: Person, country: str) -> QuerySet[TriggerResponse]:
    """Return which trigger calls for which response in a country."""
    return visible(TriggerResponse.objects.filter(country_id=country), person, "watch.read_trigger_map")


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
