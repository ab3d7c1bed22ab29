"""Who may, against the database: the registry of how records answer to scopes, and the door's default deny.

A stage registers each of its records once::

    register(Roll, case="site__project__case_id", scopes={"site": "site_id", **case_scopes("site__project__case")})

From that come both `require` (may this person do this to this record) and `visible` (which records may she see),
so that the two cannot drift apart.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.errors import NotAllowed, NotFound, Reason
from mainstay.common.texts import noop as _
from mainstay.page.doors import PUBLIC, SIGNED_IN, action_of
from mainstay.page.errors import refused

from . import rules
from .models import BreakGlass, Delegation, Person, RoleAssignment, in_force
from .rules import EVERYBODY, GLOBAL, Holding, Question, Scope

M = TypeVar("M", bound=models.Model)
Acts = Callable[[Any], Mapping[str, Collection[int | None]]]
Condition = Callable[[Person, Any], bool]


@dataclass(frozen=True)
class Registered:
    """How one kind of record answers: paths to its case and scopes, who acted on its chain, its conditions."""

    scopes: Mapping[str, str] = field(default_factory=dict)
    case: str = ""
    acts: Acts | None = None
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    visible_when: Mapping[str, Callable[[Person], Q]] = field(default_factory=dict)
    restricted: bool = False


_records: dict[type[models.Model], Registered] = {}


def register(
    model: type[models.Model],
    *,
    scopes: Mapping[str, str] | None = None,
    case: str = "",
    acts: Acts | None = None,
    conditions: Mapping[str, Condition] | None = None,
    visible_when: Mapping[str, Callable[[Person], Q]] | None = None,
    restricted: bool = False,
) -> None:
    """Say how records of `model` answer to scopes.

    `scopes` maps a kind of scope to the query path of its key (``own`` to the path of the person it belongs to);
    `case` is the path of its case's key, for the audit chain; `acts` returns who did which action on its chain of
    records, for the separations of duty; `conditions` answers the named conditions of the grants for one record and
    `visible_when` the same as a query; `restricted` keeps it out of shared timelines and chains.
    """
    _records[model] = Registered(scopes or {}, case, acts, conditions or {}, visible_when or {}, restricted)


def registration(model: type[models.Model]) -> Registered:
    """Return how records of `model` answer; a model nobody registered answers to nothing but the whole world."""
    return _records.get(model, Registered())


def registered_models() -> dict[type[models.Model], Registered]:
    """Return every registered kind of record."""
    return dict(_records)


def holdings(person: Person | AnonymousUser) -> list[Holding]:
    """Return the roles in force for `person` today, her own and those lent to her."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    today = clock.today()
    cached: tuple[Any, list[Holding]] | None = person.__dict__.get("_holdings")
    if cached and cached[0] == today:
        return cached[1]
    givers = Delegation.objects.filter(in_force(today), taker=person).values_list("giver_id", flat=True)
    rows = RoleAssignment.objects.filter(in_force(today)).filter(
        Q(person=person) | Q(person__in=list(givers))
    )
    held = [
        Holding(row.role, (row.scope_kind, row.scope_key), lent=row.person_id != person.pk) for row in rows
    ]
    person.__dict__["_holdings"] = (today, held)
    return held


def forget(person: Person) -> None:
    """Let the next question read the person's roles afresh."""
    person.__dict__.pop("_holdings", None)


def scopes_of(record: models.Model) -> frozenset[Scope]:
    """Return every scope that `record` answers to, read from the database by its registered paths."""
    paths = dict(registration(type(record)).scopes)
    own = paths.pop("own", None)
    names = [*paths.values(), *([own] if own else [])]
    if not names:
        return frozenset({GLOBAL})
    kinds = [*paths, *(["person"] if own else [])]
    found: set[Scope] = {GLOBAL}
    for row in type(record)._default_manager.filter(pk=record.pk).values_list(*names).distinct():
        found.update((kind, str(key)) for kind, key in zip(kinds, row, strict=True) if key is not None)
    return frozenset(found)


def case_of(record: models.Model) -> str:
    """Return the key of the record's case, or an empty string when it belongs to none."""
    path = registration(type(record)).case
    if not path:
        return ""
    key = type(record)._default_manager.filter(pk=record.pk).values_list(path, flat=True).first()
    return "" if key is None else str(key)


def why_not(person: Person, action: str, on: models.Model | Collection[Scope] | None = None) -> Reason | None:
    """Return why `person` may not do `action` on a record, in given scopes, or anywhere (None)."""
    if not person.is_active:
        return Reason("account_closed", _("This account is closed. Ask an administrator to open it."))
    rights = playbook.current()
    acted: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset({"break_glass_open"} if _emergency(person) else ())
    if isinstance(on, models.Model):
        answers = scopes_of(on)
        how = registration(type(on))
        acted = frozenset(
            code for code, who in (how.acts(on) if how.acts else {}).items() if person.pk in who
        )
        met |= {name for name, holds in how.conditions.items() if holds(person, on)}
    else:
        answers = frozenset({GLOBAL, *(on or ())})
    question = Question(action, answers, ("person", str(person.pk)), met, acted)
    return rules.why_not_act(
        question,
        holdings=holdings(person),
        grants=rights.grants,
        separations=rights.separations.values(),
        today=clock.today(),
    )


def _emergency(person: Person) -> bool:
    now = clock.now()
    if not any(holding.role == "ADMIN" for holding in holdings(person)):
        return False
    return BreakGlass.objects.filter(person=person, opened_at__lte=now, ends_at__gt=now).exists()


def may(person: Person, action: str, on: models.Model | Collection[Scope] | None = None) -> bool:
    """Return whether `person` may do `action` there: what buttons ask."""
    return why_not(person, action, on) is None


def require(person: Person, action: str, on: models.Model | Collection[Scope] | None = None) -> None:
    """Raise `NotAllowed` with the reason when `person` may not do `action` there."""
    reason = why_not(person, action, on)
    if reason is not None:
        raise NotAllowed.of(reason)


def may_anywhere(person: Person | AnonymousUser, action: str) -> bool:
    """Return whether any grant lets `person` do `action` on some record: what a door asks."""
    roles = {EVERYBODY, *(holding.role for holding in holdings(person))}
    signed_in = isinstance(person, Person)
    return any(
        grant.role in roles and (signed_in or grant.scope != "own")
        for grant in playbook.current().grants.get(action, ())
    )


def visible(queryset: QuerySet[M], person: Person | AnonymousUser, action: str) -> QuerySet[M]:
    """Return the records of `queryset` on which `person` may do the reading action `action`."""
    how = registration(queryset.model)
    condition, everything = Q(), False
    for grant in playbook.current().grants.get(action, ()):
        extra = _condition_query(how, grant.condition, person)
        if extra is None:
            continue
        for holding in [*holdings(person), Holding(EVERYBODY, GLOBAL)]:
            reach = _reach(how, grant, holding, person)
            if reach is None:
                continue
            everything = everything or (reach == Q() and extra == Q())
            condition |= (reach & extra) if reach != Q() or extra != Q() else Q(pk__isnull=False)
    if everything:
        return queryset
    if condition == Q():
        return queryset.none()
    return queryset.filter(pk__in=queryset.model._default_manager.filter(condition).values("pk"))


def _condition_query(how: Registered, name: str | None, person: Person | AnonymousUser) -> Q | None:
    if name is None:
        return Q()
    if not isinstance(person, Person):
        return how.visible_when[name](Person()) if name in how.visible_when else None
    if name == "break_glass_open":
        return Q() if _emergency(person) else None
    return how.visible_when[name](person) if name in how.visible_when else None


def _reach(how: Registered, grant: rules.Grant, holding: Holding, person: Person | AnonymousUser) -> Q | None:
    """Return which records the grant reaches through the holding: all (`Q()`), some, or none (None)."""
    if holding.role != grant.role:
        return None
    if grant.scope == "own":
        path = how.scopes.get("own")
        return Q(**{path: person.pk}) if path and isinstance(person, Person) else None
    if grant.scope == "public" or holding.scope == GLOBAL:
        return Q()
    kind, key = holding.scope
    path = how.scopes.get(kind)
    return Q(**{path: key}) if path else None


def get_visible(queryset: QuerySet[M], person: Person | AnonymousUser, action: str, **lookup: Any) -> M:
    """Return the one record that matches `lookup` and `person` may see; raise `NotFound` otherwise."""
    record = visible(queryset, person, action).filter(**lookup).first()
    if record is None:
        raise NotFound(
            "not_found",
            _("There is no such {record} here, or it is not yours to see."),
            record=str(queryset.model._meta.verbose_name),
        )
    return record


class DefaultDeny:
    """Refuses every address whose view does not name an action, and every person who holds it nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Return a refusal, or None to let the view answer."""
        action = action_of(view)
        if action == PUBLIC:
            return None
        person = request.user
        if action == SIGNED_IN and person.is_authenticated:
            return None
        if action and action != SIGNED_IN and may_anywhere(person, action):  # type: ignore[arg-type]
            return None
        if not person.is_authenticated and action:
            return redirect_to_login(request.get_full_path())
        return refused(request, NotAllowed("not_allowed", _("Your roles do not cover this page.")))


register(Person, scopes={"own": "pk"})
