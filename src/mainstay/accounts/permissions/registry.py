"""What the stages say about their records: the paths to their scopes, who acted on them, which conditions hold."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from mainstay.accounts.models import Person
from mainstay.accounts.rules import GLOBAL, Scope

Acts = Callable[[Any], Mapping[str, Collection[int | None]]]
Holds = Callable[[Person, Any], bool]
When = Callable[[Person], Q]


@dataclass(frozen=True)
class Registered:
    """How one kind of record answers: paths to its case and scopes, who acted on its chain, its conditions."""

    scopes: Mapping[str, str] = field(default_factory=dict)
    case: str = ""
    acts: Acts | None = None
    exceptions: Callable[[Any], Collection[str]] | None = None
    conditions: Mapping[str, Holds] = field(default_factory=dict)
    visible_when: Mapping[str, When] = field(default_factory=dict)
    everywhere: Q | None = None
    restricted: bool = False
    reads: str = ""


@dataclass(frozen=True)
class Asked:
    """What a general condition is asked about: a person, perhaps a record, the scopes, and the action."""

    person: Person
    record: models.Model | None
    answers: frozenset[Scope]
    action: str


@dataclass(frozen=True)
class General:
    """A condition that one stage answers for every kind of record: for one, and as a query."""

    holds: Callable[[Asked], bool]
    when: Callable[[Person, Registered, str], Q | None]


_records: dict[type[models.Model], Registered] = {}
_conditions: dict[str, General] = {}
_ties: dict[str, Callable[[Person], Collection[Any]]] = {}
_places: dict[str, Callable[[Collection[str]], Mapping[str, Collection[Scope]]]] = {}
_homes: dict[str, Callable[[str], str]] = {}


def register(
    model: type[models.Model],
    *,
    scopes: Mapping[str, str] | None = None,
    case: str = "",
    acts: Acts | None = None,
    exceptions: Callable[[Any], Collection[str]] | None = None,
    conditions: Mapping[str, Holds] | None = None,
    visible_when: Mapping[str, When] | None = None,
    everywhere: Q | None = None,
    restricted: bool = False,
    reads: str = "",
) -> None:
    """Say how records of `model` answer to scopes.

    `scopes` maps a kind of scope to the query path of its key; ``own`` and ``assigned`` to the path of the person.
    `case` is the path of its case's key, for the audit chain. `acts` returns who did which action (or holds which
    position, such as ``project_lead``) on its chain of records, for the separations of duty, and `exceptions` the
    codes of those separations whose exception is in force for it, the reason being recorded. `conditions` answers
    the named conditions of the grants for one record and `visible_when` the same as a query. `everywhere` finds the
    records that lie in no place and may be read from any (an organisation of the whole world). `restricted` keeps it
    out of shared timelines and chains. `reads` names the action by which it is read, where that is of another stage
    than its own.
    """
    _records[model] = Registered(
        scopes or {},
        case,
        acts,
        exceptions,
        conditions or {},
        visible_when or {},
        everywhere,
        restricted,
        reads,
    )


def register_condition(
    name: str,
    *,
    holds: Callable[[Asked], bool],
    when: Callable[[Person, Registered, str], Q | None] = lambda _person, _how, _action: None,
) -> None:
    """Say how the condition `name` is answered for every record that does not answer it itself.

    `when` returns the query for a kind of record, or None when nothing of that kind meets it.
    """
    _conditions[name] = General(holds, when)


def register_ties(kind: str, keys_of: Callable[[Person], Collection[Any]]) -> None:
    """Say which scopes of `kind` (such as ``organisation``) are a person's by herself."""
    _ties[kind] = keys_of


def register_places(
    kind: str, places_round: Callable[[Collection[str]], Mapping[str, Collection[Scope]]]
) -> None:
    """Say in which wider places scopes of `kind` lie, by their keys: a site in its project, its case, its countries."""
    _places[kind] = places_round


def register_home(kind: str, country_of: Callable[[str], str]) -> None:
    """Say in which country (ISO 3166, three letters) a scope of `kind` is at home that is nobody's place of work."""
    _homes[kind] = country_of


def home_of(scope: Scope) -> str:
    """Return the country in which a scope is at home; empty where none is known."""
    kind, key = scope
    return _homes[kind](key) if kind in _homes else ""


def general_condition(name: str) -> General | None:
    """Return how the condition `name` is answered in general, if any stage does."""
    return _conditions.get(name)


def tie_kinds() -> Mapping[str, Callable[[Person], Collection[Any]]]:
    """Return the kinds of scope that can be a person's own."""
    return _ties


def places_round(scopes: Collection[Scope]) -> Mapping[Scope, frozenset[Scope]]:
    """Return the wider places in which each of `scopes` lies, with one question for each kind of place."""
    found: dict[Scope, frozenset[Scope]] = dict.fromkeys(scopes, frozenset())
    for kind in {kind for kind, _key in scopes} & {*_places}:
        keys = {key for other, key in scopes if other == kind}
        for key, places in _places[kind](keys).items():
            found[kind, key] = frozenset(places)
    return found


def registration(model: type[models.Model]) -> Registered:
    """Return how records of `model` answer; a model nobody registered answers to nothing but the whole world."""
    return _records.get(model, Registered())


def registered_models() -> dict[type[models.Model], Registered]:
    """Return every registered kind of record."""
    return dict(_records)


def scopes_of(record: models.Model) -> frozenset[Scope]:
    """Return every scope that `record` answers to, read from the database by its registered paths."""
    paths = registration(type(record)).scopes
    found: set[Scope] = {GLOBAL}
    if paths:
        rows = type(record)._default_manager.filter(pk=record.pk).values_list(*paths.values()).distinct()
        for row in rows:
            found.update((kind, str(key)) for kind, key in zip(paths, row, strict=True) if key is not None)
    return frozenset(found)


def case_of(record: models.Model) -> str:
    """Return the key of the record's case, or an empty string when it belongs to none."""
    path = registration(type(record)).case
    if not path:
        return ""
    key = type(record)._default_manager.filter(pk=record.pk).values_list(path, flat=True).first()
    return "" if key is None else str(key)
