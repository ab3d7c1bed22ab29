"""Which records a person may see: the same policy as a query."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.rules import AREAS, EVERYWHERE, PERSONAL, WITHIN_DATES, Grant, Holding
from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _

from .grants import by_action
from .holding import all_holdings, ties_of
from .policy import emergency_opens, extra_grant, reads
from .registry import Registered, general_condition, registration

M = TypeVar("M", bound=models.Model)
ALL = Q()


def visible(queryset: QuerySet[M], person: Person | AnonymousUser, action: str) -> QuerySet[M]:
    """Return the records of `queryset` on which `person` may do the reading action `action`."""
    how = registration(queryset.model)
    if isinstance(person, Person) and emergency_opens(person, action):
        return queryset
    found: list[Q] = []
    for grant in by_action().get(action, ()):
        for holding in all_holdings(person):
            reach = _reach(how, grant, holding, person, action)
            extra = _extra(how, grant, holding, person, action) if reach is not None else None
            if reach is None or extra is None:
                continue
            if reach == ALL and extra == ALL:
                return queryset
            if (condition := reach & extra) not in found:
                found.append(condition)
    if not found:
        return queryset.none()
    own = _of_own_columns(queryset.model, _any(found))
    if own is not None:
        return queryset.filter(own)
    return queryset.filter(pk__in=queryset.model._default_manager.filter(_any(found)).values("pk"))


def _of_own_columns(model: type[models.Model], condition: Q) -> Q | None:
    """Return the condition with what lies behind a key asked below it, so that no row is met twice; None if it can't.

    A worker of a country is one whose project is among those of the country: the projects are asked, which are few,
    and not each of the workers.
    """
    if condition.negated:
        return None
    found: list[Q | tuple[str, Any]] = []
    for child in condition.children:
        own = _of_own_columns(model, child) if isinstance(child, Q) else _asked_below(model, child)
        if own is None:
            return None
        found.append(own)
    return Q(*found, _connector=condition.connector)


def _asked_below(model: type[models.Model], child: Any) -> tuple[str, Any] | None:
    if not isinstance(child, tuple):
        return None
    path, key = child
    name, _sep, rest = path.partition("__")
    if name == "pk":
        return child
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field) or field.many_to_many:
        return None
    if not isinstance(field, models.ForeignKey) or not rest:
        return child
    other: type[models.Model] = field.related_model
    if rest.partition("__")[0] not in {one.name for one in other._meta.get_fields()}:
        return child
    return f"{field.name}__in", other._base_manager.filter(**{rest: key}).values("pk")


def _any(conditions: Iterable[Q]) -> Q:
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined


def _extra(
    how: Registered, grant: Grant, holding: Holding, person: Person | AnonymousUser, action: str
) -> Q | None:
    """Return the condition of the grant as a query; None when nothing can meet it."""
    name = grant.condition
    if name is None:
        return ALL
    if name == WITHIN_DATES:
        return ALL if holding.ends_on is not None else None
    asker = person if isinstance(person, Person) else Person()
    if name in how.visible_when:
        return how.visible_when[name](asker)
    if name == "restricted_grant_in_force":
        return ALL if asker.pk and extra_grant(asker, action) else None
    general = general_condition(name)
    return general.when(asker, how, action) if general else None


def _reach(
    how: Registered, grant: Grant, holding: Holding, person: Person | AnonymousUser, action: str
) -> Q | None:
    """Return which records the grant reaches through the holding: all (`Q()`), some, or none (None)."""
    if holding.role != grant.role:
        return None
    if grant.scope == "public":
        return ALL
    tied = _tied(how, grant, person)
    placed = _placed(how, grant, holding, action)
    if tied is None or placed is None:
        return placed if tied is None else tied
    return ALL if ALL in {tied, placed} else tied | placed


def _tied(how: Registered, grant: Grant, person: Person | AnonymousUser) -> Q | None:
    if (grant.natural and grant.scope not in PERSONAL) or not isinstance(person, Person):
        return None
    path = how.scopes.get(grant.scope)
    keys = [key for kind, key in ties_of(person) if kind == grant.scope]
    return Q(**{f"{path}__in": keys}) if path and keys else None


def _placed(how: Registered, grant: Grant, holding: Holding, action: str) -> Q | None:
    if grant.scope in PERSONAL and not grant.natural:
        return None
    if holding.everywhere or (not grant.natural and grant.scope in EVERYWHERE):
        return ALL
    if grant.natural or holding.scope[0] == grant.scope or holding.scope[0] in grant.wider:
        places = [holding.scope]
    else:
        places = [place for place in holding.inside if place[0] == grant.scope]
    # A role held for what is assigned by name lies in no place of its own: its key is a star.
    found = [Q(**{how.scopes[kind]: key}) for kind, key in places if kind in how.scopes and key != "*"]
    if how.everywhere is not None and reads(action) and (grant.natural or grant.scope in AREAS):
        found.append(how.everywhere)
    return _any(found) if found else None


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
