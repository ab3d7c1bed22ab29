"""Search over what a person may see: records, places, the playbook, files; ranked, counted by kind, marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import get_language

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.page.words import country_called, country_name, named, said
from mainstay.web.methods.asking import (
    Group,
    Synonyms,
    fts5,
    groups_of,
    marked,
    plain_words,
    snippet,
    synonyms_of,
    tsquery,
)
from mainstay.web.models import SearchEntry

from .findable import RECORDS
from .places_and_texts import KINDS

Marked = list[tuple[str, bool]]
#: How many are shown on the page of all kinds, and on a page of one kind.
MOST = 30
PAGE = 50
#: What a reader works with stands before places, places before texts, texts before the areas of all countries.
NEAR = Case(
    When(kind__in=[kind.code for kind in RECORDS], then=Value(0)),
    When(kind="country", then=Value(1)),
    When(kind="area", then=Value(3)),
    default=Value(2),
    output_field=IntegerField(),
)
#: Kinds whose body is names in other languages and codes: found by them, but not shown.
UNSHOWN = frozenset({"country", "area", "playbook"})
#: Above so many, weighing each by its words says nothing any more and costs most of the time.
WEIGHED = 5_000


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    kind: Any
    title: str
    note: str
    link: str
    marked_title: Marked
    snippet: Marked


@dataclass(frozen=True)
class Facet:
    """One kind among what was found: how many."""

    code: str
    name: Any
    count: int


@dataclass(frozen=True)
class Found:
    """The answer of the search: hits of one page, counts by kind, how many pages there are."""

    hits: list[Hit]
    facets: list[Facet]
    count: int
    pages: int = 1
    also: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def _synonyms(_version: str) -> Synonyms:
    return synonyms_of([entry.words for entry in playbook.current().synonyms.values()])


def asked_groups(words: str) -> list[Group]:
    """Return what was typed, with what it is also called by the playbook in force."""
    return groups_of(words, _synonyms(playbook.current().version))


def found(person: Person, words: str, *, kind: str = "", page: int = 1) -> Found:
    """Return what `person` may see that fits `words`: all kinds together, or one kind page by page."""
    groups = asked_groups(words)
    if len("".join(plain_words(words))) < 2:
        return Found([], [], 0)
    fitting = _fitting(groups).filter(_may_find(person))
    counts = dict(fitting.order_by().values_list("kind").annotate(number=Count("pk")))
    facets = [Facet(code, KINDS[code].many, counts[code]) for code in KINDS if code in counts]
    count = counts.get(kind, 0) if kind else sum(counts.values())
    size = PAGE if kind else MOST
    chosen = fitting.filter(kind=kind) if kind else fitting
    rows = _ranked(chosen, groups, words, weighed=count <= WEIGHED)
    begin = (page - 1) * size
    also = tuple(dict.fromkeys(" ".join(other) for group in groups for other in group.others))
    return Found(
        [_hit(row, groups) for row in rows[begin : begin + size]],
        facets, count, max(1, -(-count // size)) if kind else 1, also,
    )  # fmt: skip


def _fitting(groups: Sequence[Group]) -> QuerySet[SearchEntry]:
    rows = SearchEntry.objects.all()
    if connection.vendor == "sqlite":
        return rows.extra(
            tables=["web_search"],
            where=["web_search.rowid = web_searchentry.id", "web_search MATCH %s"],
            params=[fts5(groups)],
        )
    where = ["web_searchentry.vector @@ to_tsquery('simple', %s)"]
    return rows.extra(where=where, params=[tsquery(groups)])  # noqa: S610 - the words are parameters


def _ranked(
    rows: QuerySet[SearchEntry], groups: Sequence[Group], words: str, *, weighed: bool
) -> QuerySet[SearchEntry]:
    begins = " ".join(plain_words(words))
    exact = Case(When(words_title=begins, then=Value(0)), default=Value(1), output_field=IntegerField())
    begun = Case(
        When(words_title__startswith=begins, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = rows.annotate(exact=exact, near=NEAR, begun=begun)
    if not weighed:
        return rows.order_by("exact", "near", "begun", "-pk")
    if connection.vendor == "sqlite":
        rows = rows.extra(select={"rank": "bm25(web_search, 8.0, 1.0)"})
    else:
        rank = "-ts_rank(web_searchentry.vector, to_tsquery('simple', %s))"
        rows = rows.extra(select={"rank": rank}, select_params=[tsquery(groups)])  # noqa: S610
    return rows.order_by("exact", "near", "begun", "rank", "title", "pk")  # type: ignore[misc]  # of `extra`


def _may_find(person: Person) -> Q:
    """Return which entries `person` may find: by kind, and in it by the record's own right."""
    allowed = Q(pk__in=[])
    for condition in _conditions(person):
        allowed |= condition
    return allowed


def _conditions(person: Person) -> Iterator[Q]:
    for code, kind in KINDS.items():
        if kind.model is not None:
            seen = kind.seen(person).order_by()
            if seen.query.is_empty():
                continue
            yield Q(guard=code) if not seen.query.where else Q(guard=code, guard_id__in=seen.values("pk"))
        elif kind.action and may_anywhere(person, kind.action):
            yield Q(guard=code)


def _hit(row: SearchEntry, groups: Sequence[Group]) -> Hit:
    kind = KINDS[row.kind]
    title = row.titles.get((get_language() or "en")[:2], row.title)
    if row.kind == "country":
        title = country_name(row.titles, row.title)
    link = KINDS[row.guard].address(row)
    shown = [] if row.kind in UNSHOWN else snippet(row.body, groups)
    note = _note(row)
    return Hit(kind.name, title, "" if note in title else note, link, marked(title, groups), shown)


def _note(row: SearchEntry) -> str:
    """Return what stands beside a title: the number of a record, the country of an area; no code of a list."""
    if row.kind in {"country", "playbook"}:
        return ""
    if row.kind == "area":
        return country_called(row.note)
    if row.kind == "document":
        return named("reference_lists.knowledge_types", row.note)
    return said(row.note)
