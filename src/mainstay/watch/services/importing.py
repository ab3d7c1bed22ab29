"""Taking in what a source published: every item is stored raw first, then parsed; what is faulty is named.

Storing and parsing are two acts. When the second is interrupted, the items that were not parsed yet are parsed by
the next update; an item that did not change is neither stored nor parsed again.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import structlog

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import AppError, BadInput, NotFound, Problem, Reason
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.exchange.tables import require_harmless
from mainstay.exchange.tables.sheets import DEFAULT_LIMITS
from mainstay.watch.feeds import SHIPPED, feed
from mainstay.watch.feeds.faults import fault
from mainstay.watch.feeds.items import Feed, Item, Parsed, Value
from mainstay.watch.models import ItemFault, RawItem, Reading, Series, Source, Vintage

from .registering import load_register, series_ids
from .storing import ReadingRow, insert_readings, packed, unpacked

log = structlog.get_logger(__name__)

#: Items that are parsed in one transaction: large enough to be fast, small enough to lose little when interrupted.
CHUNK = 400
#: What the databases hold of a series' code.
LONGEST_CODE: int = Series._meta.get_field("code").max_length or 0
Progress = Callable[[int, int, str], None]


@dataclass
class Imported:
    """What an update of one source did."""

    source: str
    items: int = 0
    unchanged: int = 0
    revised: int = 0
    readings: int = 0
    gaps: int = 0
    faults: int = 0
    vintages: list[str] = field(default_factory=list)


def update_source(
    *, by: Person, code: str, path: Path | None = None, progress: Progress | None = None
) -> Imported:
    """Return what was taken in from the source `code`: its shipped copy, or the file at `path`.

    A failure is stored with the source, with its cause, before it is raised: the register shows it.
    """
    return taken_in(by, code, path, origin="FILE" if path else "SHIPPED", progress=progress)


def taken_in(
    by: Person, code: str, path: Path | None, *, origin: str, progress: Progress | None = None
) -> Imported:
    """Return what was taken in, with where it is from: SHIPPED, FILE (somebody brought it) or SOURCE (it was fetched)."""
    connector = feed(code)
    source = load_register()[code]
    tell = progress or (lambda _done, _total, _doing: None)
    with failure_noted(source):
        path = path or _shipped(source)
        tell(0, 0, f"{source.name}: read")
        items = list(_read(connector, path))
        done = _store(by=by, source=source, items=items, file_name=path.name, origin=origin)
    _parse_waiting(by=by, source=source, connector=connector, done=done, tell=tell)
    Source.objects.filter(pk=source.pk).update(
        last_success_at=clock.now(), last_failure="", last_failure_reason={}
    )
    return done


@contextmanager
def failure_noted(source: Source) -> Iterator[None]:
    """Store the failure of the block, with its cause and the way out, with the source; then let it go on."""
    try:
        yield
    except AppError as error:
        reason = {"code": error.code, "msgid": error.reason.msgid, "facts": plain_facts(error.facts)}
        Source.objects.filter(pk=source.pk).update(
            last_failure_at=clock.now(), last_failure=str(error)[:2000], last_failure_reason=reason
        )
        raise


def _shipped(source: Source) -> Path:
    if source.code not in SHIPPED:
        raise fault("file_only", source=source.name, address=source.address)
    return SHIPPED[source.code]


def parse_again(*, by: Person, code: str, progress: Progress | None = None) -> Imported:
    """Return what came of parsing all stored items of a source afresh, without asking the source."""
    connector = feed(code)
    source = load_register()[code]
    with act("watch.import_source", by=by, on=source) as entry:
        live = RawItem.objects.filter(source=source, replaced=False)
        ItemFault.objects.filter(item__in=live).delete()
        Reading.objects.filter(item__in=live).delete()
        entry.note(parsed_again=live.update(parsed_at=None))
    done = Imported(code)
    _parse_waiting(
        by=by, source=source, connector=connector, done=done, tell=progress or (lambda _d, _t, _w: None)
    )
    return done


def withdraw_vintage(*, by: Person, source: str, vintage: str, reason: str) -> Vintage:
    """Return the vintage that no longer counts: its readings stay stored but are shown to nobody."""
    found = Vintage.objects.filter(source__code=source, code=vintage).select_related("source").first()
    if found is None:
        raise NotFound(
            "unknown_vintage", _("{source} has no edition {vintage}."), source=source, vintage=vintage
        )
    if not reason.strip():
        raise BadInput("reason_missing", _("Say why this edition is withdrawn; the register shows it."))
    with act("watch.withdraw_source", by=by, on=found.source, reason=reason) as entry:
        entry.change(f"vintage {vintage}", found.state, "WITHDRAWN")
        found.state, found.withdrawn_reason = "WITHDRAWN", reason.strip()
        found.save(update_fields=["state", "withdrawn_reason"])
    return found


def _read(connector: Feed, path: Path) -> Sequence[Item]:
    if not path.exists():
        raise BadInput("no_file", _("There is no file {file}."), file=str(path))
    limits = replace(DEFAULT_LIMITS, size=max(DEFAULT_LIMITS.size, getattr(connector, "MOST_BYTES", 0)))
    for file in sorted(path.iterdir()) if path.is_dir() else (path,):
        if file.is_file():
            require_harmless(file, limits, text=not getattr(connector, "ANY_ENCODING", False))
    try:
        return list(connector.read(path))
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, csv.Error) as fault:
        raise BadInput(
            "unreadable_file",
            _(
                "{file} cannot be read ({fault}). Download it again, or save it as the format named in the register."
            ),
            file=path.name,
            fault=type(fault).__name__,
        ) from None


def _store(*, by: Person, source: Source, items: Sequence[Item], file_name: str, origin: str) -> Imported:
    """Store what is new or changed, raw; return the counts."""
    done, now = Imported(source.code), clock.now()
    with act("watch.import_source", by=by, on=source) as entry:
        held = {
            (row["external_id"], row["vintage__code"]): row
            for row in RawItem.objects.filter(source=source, replaced=False).values(
                "pk", "external_id", "vintage__code", "sha256"
            )
        }
        fresh: list[tuple[Item, str, bool]] = []
        replaced: list[int] = []
        for item in items:
            digest, before = item.sha256, held.get((item.external_id, item.version))
            if before and before["sha256"] == digest:
                done.unchanged += 1
                continue
            if before:
                replaced.append(before["pk"])
            fresh.append((item, digest, before is not None))
        vintages = _vintages(source, items, file_name, origin, now)
        _replace(replaced)
        rows = [
            _raw(source, vintages[item.version], item, digest, now, revised=old)
            for item, digest, old in fresh
        ]
        RawItem.objects.bulk_create(rows, batch_size=500)
        done.items, done.revised, done.vintages = len(fresh), len(replaced), sorted(vintages)
        entry.note(file=file_name, vintages=sorted(vintages), unchanged=done.unchanged, revised=done.revised)
        entry.bulk_digest(
            len(fresh), sha256("".join(digest for _item, digest, _old in fresh).encode()).hexdigest()
        )
    return done


def _raw(
    source: Source, vintage: Vintage, item: Item, digest: str, now: datetime, *, revised: bool
) -> RawItem:
    # A source that changes an item without a new edition gives a version of its own, so that both stay.
    version = f"{item.version}~{digest[:12]}" if revised else item.version
    return RawItem(
        source=source,
        vintage=vintage,
        external_id=item.external_id,
        version=version,
        sha256=digest,
        content=packed(item),
        retrieved_at=now,
    )


def _replace(keys: list[int]) -> None:
    RawItem.objects.filter(pk__in=keys).update(replaced=True)
    Reading.objects.filter(item__in=keys).update(state="SUPERSEDED")


def _vintages(
    source: Source, items: Sequence[Item], file_name: str, origin: str, now: datetime
) -> dict[str, Vintage]:
    held = {vintage.code: vintage for vintage in source.vintages.all()}
    number = max((vintage.number for vintage in held.values()), default=0)
    for code in sorted({item.version for item in items} - set(held)):
        number += 1
        held[code] = Vintage.objects.create(
            source=source,
            code=code,
            number=number,
            file_name=file_name,
            origin=origin,
            first_retrieved_at=now,
            last_retrieved_at=now,
        )
    seen = {item.version for item in items}
    Vintage.objects.filter(source=source, code__in=seen).update(
        last_retrieved_at=now, file_name=file_name, origin=origin
    )
    return {code: vintage for code, vintage in held.items() if code in seen}


def _parse_waiting(*, by: Person, source: Source, connector: Feed, done: Imported, tell: Progress) -> None:
    waiting = list(
        RawItem.objects.filter(source=source, parsed_at__isnull=True, replaced=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    known = frozenset(Country.objects.values_list("iso3", flat=True))
    for start in range(0, len(waiting), CHUNK):
        tell(start, len(waiting), source.name)
        with act("watch.import_source", by=by, on=source) as entry:
            chunk = RawItem.objects.filter(pk__in=waiting[start : start + CHUNK]).select_related("vintage")
            rows = _parse_chunk(list(chunk), source, connector, known, done)
            entry.note(readings=len(rows), step="parse")
    if waiting:
        tell(len(waiting), len(waiting), source.name)
        _count(source)


def _parse_chunk(
    stored: Sequence[RawItem], source: Source, connector: Feed, known: frozenset[str], done: Imported
) -> list[ReadingRow]:
    parsed = [(raw.pk, _parse_safely(connector, unpacked(raw), known)) for raw in stored]
    named = {value.series for _pk, found in parsed for value in found.values}
    ids = series_ids(named, source, period=getattr(connector, "PERIOD", "Y"))
    rows = [
        (ids[value.series], value.iso3, value.on.isoformat(), value.value, value.confidence, value.method, pk)
        for pk, found in parsed
        for value in found.values
    ]
    insert_readings(rows)
    faults = [_fault_row(pk, problem) for pk, found in parsed for problem in found.faults]
    ItemFault.objects.bulk_create(faults, batch_size=1000)
    RawItem.objects.filter(pk__in=[raw.pk for raw in stored]).update(parsed_at=clock.now())
    done.readings += len(rows)
    done.gaps += sum(row[3] is None for row in rows)
    done.faults += len(faults)
    return rows


def _parse_safely(connector: Feed, item: Item, known: frozenset[str]) -> Parsed:
    """Return what could be read; a connector that fails altogether is a fault of the item, which stays stored."""
    try:
        found = connector.parse(item)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        log.warning("item_not_parsed", item=item.external_id, error=type(error).__name__)
        found = Parsed()
        found.fault(
            "not_parsed",
            _(
                "The item does not have the form that the connector knows ({error}). It is stored and can be parsed again."
            ),
            error=type(error).__name__,
        )
    return _usable(found, known)


def _usable(found: Parsed, known: frozenset[str]) -> Parsed:
    unknown: dict[str, int] = {}
    kept: dict[tuple[str, str, object], Value] = {}
    for value in found.values:
        key = (value.iso3, value.series, value.on)
        if len(value.series) > LONGEST_CODE:
            found.fault(
                "series_code_long",
                _("A code of a series has at most {most} signs. The value was left out; the connector has to shorten it."),
                field=value.series, most=LONGEST_CODE,
            )  # fmt: skip
        elif value.iso3 not in known:
            unknown[value.iso3] = unknown.get(value.iso3, 0) + 1
        elif key in kept:
            found.fault(
                "stated_twice",
                _("{on} is stated twice; the first value counts."),
                field=value.series,
                on=value.on.isoformat(),
            )
        else:
            kept[key] = value
    for iso3, count in unknown.items():
        found.fault(
            "unknown_country",
            _("{code} is no country of the list; {count} readings were left out. Add the country, then parse again."),
            field="iso3", code=iso3, count=count,
        )  # fmt: skip
    found.values = list(kept.values())
    return found


def _fault_row(item: int, problem: Problem) -> ItemFault:
    reason: Reason = problem.reason
    return ItemFault(
        item_id=item,
        row=problem.row,
        field=(problem.field or "")[:80],
        code=reason.code,
        msgid=reason.msgid,
        facts=plain_facts(reason.facts),
    )


def plain_facts(facts: Mapping[str, object]) -> dict[str, int | float | str]:
    """Return the facts of a sentence in a form that JSON holds."""
    return {name: fact if isinstance(fact, int | float | str) else str(fact) for name, fact in facts.items()}


def _count(source: Source) -> None:
    for vintage in source.vintages.all():
        live = RawItem.objects.filter(vintage=vintage, replaced=False)
        vintage.items = live.count()
        vintage.readings = Reading.objects.filter(item__in=live).count()
        vintage.faults = ItemFault.objects.filter(item__in=live).count()
        vintage.save(update_fields=["items", "readings", "faults"])
