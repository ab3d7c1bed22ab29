"""Finding by words: prefixes, accents folded, titles first; only what the person may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.learn.lessons.methods.folded import words
from mainstay.learn.lessons.models import Lesson, SearchEntry

Viewer = Person | AnonymousUser
_searchable: dict[str, Callable[[Viewer], QuerySet[Any]]] = {}
#: How many candidates are looked at before rights are asked; more than any page shows.
MOST = 500

_SQLITE = """
SELECT rowid, bm25(lessons_search, 8.0, 1.0) AS rank FROM lessons_search WHERE lessons_search MATCH %s ORDER BY rank LIMIT %s
"""
_POSTGRESQL = """
SELECT id, -ts_rank(setweight(to_tsvector('simple', words_title), 'A') || setweight(to_tsvector('simple', words_body), 'D'),
                    to_tsquery('simple', %s)) AS rank
  FROM lessons_searchentry WHERE to_tsvector('simple', words_title || ' ' || words_body) @@ to_tsquery('simple', %s)
 ORDER BY rank LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: its kind and key, title, language, date, and the record itself."""

    kind: str
    record_id: int
    title: str
    language: str
    dated_on: date
    record: Any


def register_searchable(kind: str, records: Callable[[Viewer], QuerySet[Any]]) -> None:
    """Say which records of a kind a person may find."""
    _searchable[kind] = records


def search(person: Viewer, text: str, *, kinds: Iterable[str] = (), limit: int = 30) -> list[Found]:
    """Return what `person` may see that holds every word of `text` (or a word beginning with it), the best first."""
    asked = words(text)
    if not asked:
        return []
    ranked = _candidates(asked)
    wanted = set(kinds) or set(_searchable)
    entries = [entry for entry in _ordered(ranked) if entry.kind in wanted and entry.kind in _searchable]
    seen: dict[tuple[str, int], Any] = {}
    for kind in {entry.kind for entry in entries}:
        keys = [entry.record_id for entry in entries if entry.kind == kind]
        seen |= {(kind, record.pk): record for record in _searchable[kind](person).filter(pk__in=keys)}
    return [
        Found(
            entry.kind,
            entry.record_id,
            entry.title,
            entry.language,
            entry.dated_on,
            seen[entry.kind, entry.record_id],
        )
        for entry in entries
        if (entry.kind, entry.record_id) in seen
    ][:limit]


def _candidates(asked: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [" ".join(f'"{word}"*' for word in asked), MOST])
        else:
            query = " & ".join(f"'{word}':*" for word in asked)
            cursor.execute(_POSTGRESQL, [query, query, MOST])
        return [row[0] for row in cursor.fetchall()]


def _ordered(ranked: list[int]) -> list[SearchEntry]:
    held = SearchEntry.objects.in_bulk(ranked)
    return [held[key] for key in ranked if key in held]


def _lessons(person: Viewer) -> QuerySet[Lesson]:
    return visible(Lesson.objects.all(), person, "learn.read_lessons")


register_searchable("lesson", _lessons)
