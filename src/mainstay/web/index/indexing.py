"""Keeping the index of the search: with each act, each minute for what came in bulk, and anew on demand.

A record that an act names is written again inside that act's own transaction. What one act wrote for many records
(an import, one statement over many rows) is found each minute by its audit entries and by keys that the index does
not hold yet. `rebuild` writes everything anew; done twice it changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence

from django.db import models, transaction
from django.db.models import Max
from django.db.models.functions import Cast

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.audit import Draft
from mainstay.common.models import Attachment, AuditEntry
from mainstay.page import help as documentation
from mainstay.web.methods.asking import plain_words
from mainstay.web.models import SearchEntry, SearchMark
from mainstay.web.selectors.findable import RECORDS, Kind, Written
from mainstay.web.selectors.places_and_texts import TEXTS, files

Told = Callable[[str, int], None]
AT_ONCE = 500
LONGEST = 4000
#: What an upsert writes over.
_FIELDS = ["guard", "guard_id", "handle", "title", "titles", "note", "body", "words_title", "words_body"]
_BY_MODEL = {kind.model._meta.label_lower: kind for kind in RECORDS if kind.model is not None}


def _entry(kind: str, written: Written) -> SearchEntry:
    body = " · ".join(" ".join(str(part).split()) for part in written.body if part)[:LONGEST]
    every_title = " ".join(dict.fromkeys([written.title, written.note, *written.titles.values()]))
    return SearchEntry(
        kind=kind,
        key=written.key,
        guard=written.guard or kind,
        guard_id=written.guard_id,
        handle=written.handle,
        title=written.title[:300],
        titles=written.titles,
        note=written.note[:300],
        body=body,
        words_title=" ".join(plain_words(every_title)),
        words_body=" ".join(plain_words(body)),
    )


def _store(kind: str, written: Iterable[Written]) -> list[str]:
    entries = [_entry(kind, one) for one in written]
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=_FIELDS,
        batch_size=AT_ONCE,
    )
    return [entry.key for entry in entries]


def _store_records(kind: Kind, keys: Sequence[int | str]) -> int:
    """Write the records of these keys again; those that no longer enter leave the index."""
    assert kind.write is not None
    rows = kind.rows().filter(pk__in=keys)
    made = [_guarded(kind, row) for row in rows]
    stored = _store(kind.code, made)
    gone = {str(key) for key in keys} - set(stored)
    if gone:
        SearchEntry.objects.filter(kind=kind.code, key__in=gone).delete()
        SearchEntry.objects.filter(guard=kind.code, guard_id__in=gone).delete()
    return len(stored)


def _guarded(kind: Kind, row: models.Model) -> Written:
    assert kind.write is not None
    written: Written = kind.write(row)
    return Written(
        written.key,
        written.title,
        written.note,
        written.body,
        written.handle,
        written.titles,
        kind.code,
        row.pk,
    )


def index_touched(entry: Draft) -> None:
    """Write the record that an act names again, inside that act: both happen or neither."""
    if entry.record is not None and (kind := _BY_MODEL.get(entry.record._meta.label_lower)) is not None:
        _store_records(kind, [entry.record.pk])


def refresh() -> int:
    """Bring the index up to date with what was done since; return how many things were written."""
    mark, _made = SearchMark.objects.get_or_create(pk=1)
    if mark.rebuilt_at is None:
        return rebuild()
    with transaction.atomic():
        done = _store_since(mark.audit_id)
        done += sum(_store_new(kind) for kind in RECORDS)
        done += _store_new_files()
        if mark.contents != contents_version():
            done += sum(_store_texts(kind) for kind in TEXTS)
        _set_mark(mark)
    return done


def contents_version() -> str:
    """Return what the shipped texts of the index are known by: the playbook in force, the help."""
    return f"{playbook.current().digest[:40]} {documentation.version()}"


def _set_mark(mark: SearchMark) -> None:
    mark.audit_id = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    mark.contents = contents_version()
    mark.save()


def _store_since(audit_id: int) -> int:
    touched = (
        AuditEntry.objects.filter(pk__gt=audit_id, record_kind__in=_BY_MODEL)
        .values_list("record_kind", "record_id")
        .distinct()
    )
    keys: dict[str, list[str]] = {}
    for label, key in touched:
        keys.setdefault(label, []).append(key)
    return sum(
        _store_records(_BY_MODEL[label], part) for label, found in keys.items() for part in _parts(found)
    )


def _parts(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))


def _store_new(kind: Kind) -> int:
    last = SearchEntry.objects.filter(kind=kind.code).aggregate(last=Max("guard_id"))["last"] or 0
    keys = list(kind.rows().filter(pk__gt=last).values_list("pk", flat=True))
    return sum(_store_records(kind, keys[at : at + AT_ONCE]) for at in range(0, len(keys), AT_ONCE))


def _store_new_files() -> int:
    of_files = SearchEntry.objects.filter(kind="file").annotate(number=Cast("key", models.BigIntegerField()))
    last = of_files.aggregate(last=Max("number"))["last"] or 0
    return len(_store("file", files(Attachment.objects.filter(pk__gt=last).iterator())))


def _store_texts(kind: Kind) -> int:
    assert kind.contents is not None
    stored = _store(kind.code, kind.contents())
    SearchEntry.objects.filter(kind=kind.code).exclude(key__in=stored).delete()
    return len(stored)


def rebuild(told: Told = lambda _kind, _count: None) -> int:
    """Write the whole index anew, kind by kind, each in its own transaction; return how many things it holds."""
    total = 0
    for kind in (*TEXTS, *RECORDS):
        with transaction.atomic():
            count = _store_texts(kind) if kind.contents else _store_all(kind)
        told(kind.code, count)
        total += count
    with transaction.atomic():
        SearchEntry.objects.filter(kind="file").delete()
        total += _store_new_files()
        mark, _made = SearchMark.objects.get_or_create(pk=1)
        mark.rebuilt_at = clock.now()
        _set_mark(mark)
    return total


def _store_all(kind: Kind) -> int:
    SearchEntry.objects.filter(kind=kind.code).delete()
    return _store_new(kind)
