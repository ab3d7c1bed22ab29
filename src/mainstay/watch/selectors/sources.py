"""Where data came from, when, in which edition, and what was wrong with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.db.models import Prefetch, QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.common.errors import NotFound, Reason
from mainstay.common.texts import noop as _
from mainstay.watch.feeds import Listing, listings
from mainstay.watch.models import ItemFault, Reading, Source, Vintage


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """How it stands with one source: on what its connector rests, when it last spoke, what went wrong last.

    `ran` is ``answered`` (the source itself answered this installation), ``file`` (somebody brought its file here),
    ``copy`` (the connector reads the source's own file, as shipped) or ``never`` (built from documentation alone).
    """

    source: Source
    listing: Listing
    ran: str
    silent_since: datetime | None
    failure: Reason | None
    editions: tuple[Vintage, ...]

    @property
    def read_at(self) -> datetime | None:
        """When it was last read to the end."""
        return self.source.last_success_at


def source_standings(person: Person) -> list[SourceStanding]:
    """Return how it stands with each registered source that `person` may see."""
    editions = Prefetch("vintages", Vintage.objects.order_by("-number"))
    sources = visible(Source.objects.all(), person, "watch.read_sources").prefetch_related(editions)
    return [_standing(source) for source in sources if source.code in listings()]


def source_standing(person: Person, code: str) -> SourceStanding:
    """Return how it stands with one source; one that is not registered, or not to be seen, is not found."""
    return next(
        (one for one in source_standings(person) if one.source.code == code),
        None,
    ) or _unknown(code)


def _unknown(code: str) -> NoReturn:
    raise NotFound(
        "unknown_source",
        _("There is no source {code}. There are: {codes}."),
        code=code,
        codes=", ".join(listings()),
    )


def _standing(source: Source) -> SourceStanding:
    listing, held = listings()[source.code], tuple(source.vintages.all())
    ran = "copy" if listing.grounds == "copy" else "never"
    if source.last_answer_at:
        ran = "answered"
    elif any(edition.origin == "FILE" for edition in held):
        ran = "file"
    spoken = source.last_answer_at or source.last_success_at
    silent = spoken is not None and clock.now() - spoken > timedelta(days=listing.silent_days)
    stored = source.last_failure_reason
    failure = Reason(stored["code"], stored["msgid"], stored["facts"]) if stored else None
    return SourceStanding(source, listing, ran, spoken if silent else None, failure, held)


def sources_overview(person: Person) -> list[dict[str, Any]]:
    """Return one row for each source and edition: owner, licence, counts, last success, last failure with its cause."""
    rows = []
    for standing in source_standings(person):
        source = standing.source
        common: dict[str, Any] = {
            "source": source.code, "name": source.name, "owner": source.owner, "licence": source.licence,
            "ran": standing.ran, "silent_since": standing.silent_since,
        }  # fmt: skip
        last: dict[str, Any] = {
            "last_success": source.last_success_at, "last_failure": source.last_failure_at, "cause": source.last_failure,
            "failure": standing.failure,
        }  # fmt: skip
        found = [
            {
                **common, "edition": vintage.code, "state": vintage.state, "origin": vintage.origin, "items": vintage.items,
                "readings": vintage.readings, "faults": vintage.faults, "retrieved": vintage.last_retrieved_at, **last,
            }
            for vintage in standing.editions
        ]  # fmt: skip
        empty = {
            "edition": "", "state": "NEVER READ", "origin": "", "items": 0, "readings": 0, "faults": 0, "retrieved": None,
        }  # fmt: skip
        rows += found or [{**common, **empty, **last}]
    return rows


def stand_ins(code: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each signal that the source answers first, with the sources that stand in for it, in their order."""
    found = []
    for signal in playbook.current().signals.headline.values():
        order = list(dict.fromkeys(series.partition(".")[0] for series in signal.series))
        if order[0] == code:
            found.append((signal.code, tuple(order[1:])))
    return found


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
