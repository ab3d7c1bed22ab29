"""Requests that are likely about the same event, shown before a new one is saved."""

from collections.abc import Collection
from datetime import date

from mainstay.decide.methods.duplicate_likeness import Event, Likeness, duplicate_likeness
from mainstay.decide.models import Request
from mainstay.decide.rules import OPEN_STATES


def likely_duplicates(
    *,
    country: str,
    crisis_types: Collection[str] = (),
    onset_on: date | None = None,
    areas: Collection[str] = (),
    but: Request | None = None,
) -> list[tuple[Request, Likeness]]:
    """Return the open and active requests that are likely about the same event, the likeliest first.

    It tells the number and the state of a request and nothing of what stands in it, so that anybody may be warned.
    """
    event = Event(country, frozenset(crisis_types), onset_on, frozenset(areas))
    rows = Request.objects.filter(country_id=country, state__in=[*OPEN_STATES, "ACTIVE", "WATCH"])
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    found = []
    for row in rows:
        when = row.onset_on or (row.received_at.date() if row.received_at else None)
        likeness = duplicate_likeness(
            event, Event(country, frozenset(row.crisis_types), when, frozenset(row.areas))
        )
        if likeness.likely:
            found.append((row, likeness))
    return sorted(found, key=lambda pair: (-pair[1].value, pair[0].pk))
