"""Where data came from, when, in which edition, and what was wrong with it."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.watch.models import ItemFault, Reading, Source, Vintage


def sources_overview(person: Person) -> list[dict[str, Any]]:
    """Return one row for each source and edition: owner, licence, counts, last success, last failure with its cause."""
    editions = Prefetch("vintages", Vintage.objects.order_by("-number"))
    rows = []
    for source in visible(Source.objects.all(), person, "watch.read_sources").prefetch_related(editions):
        common: dict[str, Any] = {
            "source": source.code,
            "name": source.name,
            "owner": source.owner,
            "licence": source.licence,
        }
        last: dict[str, Any] = {
            "last_success": source.last_success_at,
            "last_failure": source.last_failure_at,
            "cause": source.last_failure,
        }
        found = [
            {
                **common, "edition": vintage.code, "state": vintage.state, "items": vintage.items,
                "readings": vintage.readings, "faults": vintage.faults, "retrieved": vintage.last_retrieved_at, **last,
            }
            for vintage in source.vintages.all()
        ]  # fmt: skip
        empty = {
            "edition": "",
            "state": "NEVER READ",
            "items": 0,
            "readings": 0,
            "faults": 0,
            "retrieved": None,
        }
        rows += found or [{**common, **empty, **last}]
    return rows


def faults_of(person: Person, source: str) -> QuerySet[ItemFault]:
    """Return the faults in the items of a source, each with its place."""
    sources = visible(Source.objects.filter(code=source), person, "watch.read_sources")
    return (
        ItemFault.objects.filter(item__source__in=sources, item__replaced=False)
        .select_related("item")
        .order_by("pk")
    )


def signals_to_confirm(person: Person) -> QuerySet[Reading]:
    """Return what constituents have reported and nobody has confirmed or refused yet, the oldest first."""
    waiting = Reading.objects.filter(state="TO_CONFIRM", entered_by__isnull=False).select_related(
        "series", "country"
    )
    return visible(waiting, person, "watch.read_readings").order_by("entered_at", "pk")
