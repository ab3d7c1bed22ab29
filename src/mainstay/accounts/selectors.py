"""Reads about accounts."""

import json
from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from mainstay import playbook
from mainstay.common import clock
from mainstay.common.constraints import in_force
from mainstay.common.errors import NotFound
from mainstay.common.models import Country
from mainstay.common.texts import noop as _
from mainstay.page import numerals

from . import permissions
from .models import ApiToken, Breach, DataRequest, Draft, Person, RoleAssignment
from .permissions.grants import by_action
from .permissions.holding import all_holdings
from .rules import EVERYWHERE, Scope


def persons_visible(person: Person) -> QuerySet[Person]:
    """Return the accounts that `person` may see: all for administrators, otherwise her own."""
    return permissions.visible(Person.objects.all(), person, "accounts.read_persons")


def roles_held(person: Person) -> QuerySet[RoleAssignment]:
    """Return the roles that are given to `person` today, by role."""
    return RoleAssignment.objects.filter(in_force(clock.today()), person=person).order_by("role", "pk")


def demonstration_accounts() -> QuerySet[Person]:
    """Return the synthetic accounts of this installation: they are printed at its start, never real people."""
    return Person.objects.filter(synthetic=True, is_active=True).order_by("email")


def data_request_by(key: int) -> DataRequest | None:
    """Return one request about data, for who has shown by a card or a receipt that it is hers."""
    return DataRequest.objects.filter(pk=key).first()


def requests_about(subject: str) -> QuerySet[DataRequest]:
    """Return what was asked about the data of one who has no account (``worker:12``) and has shown who she is."""
    return DataRequest.objects.filter(subject=subject).exclude(subject="").order_by("-asked_at")


def role_by_person(persons: Collection[int], roles: Collection[str]) -> dict[int, str]:
    """Return which of these roles each person was given last: for a page that names a role and never a person."""
    held = RoleAssignment.objects.filter(person__in=persons, role__in=roles).order_by("starts_on", "pk")
    return dict(held.values_list("person", "role"))


def breaches_visible(person: Person, *, open_only: bool = False) -> QuerySet[Breach]:
    """Return the register of breaches for those who may read it, the latest found first."""
    rows = permissions.visible(Breach.objects.all(), person, "accounts.read_breaches")
    rows = rows.exclude(state="CLOSED") if open_only else rows
    return rows.select_related("reported_by", "assessed_by")


def holders_of(roles: Collection[str], scopes: Collection[Scope]) -> list[int]:
    """Return the keys of active persons who hold one of `roles` today in one of `scopes` or globally."""
    where = Q(scope_kind__in=EVERYWHERE)
    for kind, key in scopes:
        where |= Q(scope_kind=kind, scope_key=key)
    rows = RoleAssignment.objects.filter(
        in_force(clock.today()), where, role__in=roles, person__is_active=True
    )
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def rights_explained(person: Person) -> list[dict[str, object]]:
    """Return what `person` may do and why: one row for each grant that one of her roles brings."""
    book, table = playbook.current(), by_action()
    rows = {
        (code, holding.role, holding.scope, grant.scope, grant.condition or ""): holding.lent
        for holding in all_holdings(person)
        for code, grants in table.items()
        for grant in grants
        if grant.role == holding.role
    }
    return [
        {
            "action": code,
            "role": role,
            "held at": ":".join(held),
            "reaches": reach,
            "lent": lent,
            "does": book.actions[code].does,
            "data": book.actions[code].data_class,
            "when": condition,
        }
        for (code, role, held, reach, condition), lent in sorted(rows.items())
    ]


def nearest_holder(role: str, scopes: Sequence[Scope]) -> int | None:
    """Return the key of who holds `role` nearest to a record: `scopes` go from the nearest outwards, then anywhere.

    Of several the one who has held it longest; None when nobody does.
    """
    ranks = {scope: rank for rank, scope in enumerate(scopes)}
    rows = RoleAssignment.objects.filter(in_force(clock.today()), role=role, person__is_active=True)
    found = [
        (ranks.get((row.scope_kind, row.scope_key), len(ranks)), row.starts_on, row.pk, row.person_id)
        for row in rows
        if (row.scope_kind, row.scope_key) in ranks or row.scope_kind in EVERYWHERE
    ]
    return min(found)[-1] if found else None


def system_person() -> Person:
    """Return the account in whose name clocks and reminders act."""
    return Person.objects.system()


def person_by_email(email: str) -> Person:
    """Return the active person with this e-mail; raise `NotFound` otherwise."""
    return Person.objects.acting(email)


def place_of(person: Person) -> str:
    """Return the country that a person works in (ISO 3166, two letters): of her roles, else of her organisation.

    Of several countries the first, where Arabic is written with the same digits in all; otherwise none.
    """
    held = {scope for holding in permissions.holdings(person) for scope in (holding.scope, *holding.inside)}
    found = {key for kind, key in held if kind == "country"} or {
        home for scope in sorted(permissions.ties_of(person)) if (home := permissions.home_of(scope))
    }
    places = list(Country.objects.filter(pk__in=found).order_by("pk").values_list("iso2", flat=True))
    return places[0] if len({numerals.arabic_of(place).digits for place in places}) == 1 else ""


def persons_by_key(keys: Collection[int]) -> dict[int, Person]:
    """Return persons by their key: what pages and mails show of an actor."""
    return Person.objects.in_bulk(list(keys))


def person_asking(person_id: int) -> Person:
    """Return the active person in whose name a job runs; raise `NotFound` when the account was closed meanwhile."""
    found = Person.objects.filter(pk=person_id, is_active=True).first()
    if found is None:
        raise NotFound(
            "no_such_person", _("The account that asked for this is closed. Ask for it with another account.")
        )
    return found


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """Return the keys that `person` made for programs, the latest first."""
    return ApiToken.objects.filter(person=person)


def token_in_force(digest: str) -> ApiToken | None:
    """Return the key with this digest, where it is neither withdrawn nor past its day nor its owner gone."""
    rows = ApiToken.objects.filter(digest=digest, revoked_at=None, ends_on__gte=clock.today())
    return rows.filter(person__is_active=True).select_related("person").first()


def draft_of(person: Person, place: str) -> dict[str, list[str]]:
    """Return what `person` has typed into the form at `place` and not sent; empty where nothing."""
    kept = Draft.objects.filter(person=person, place=place).first()
    return json.loads(str(kept.content)) if kept is not None and kept.content else {}


def persons_by_emails(emails: Collection[str]) -> dict[str, Person]:
    """Return the active persons with these e-mails, by the e-mail in small letters."""
    wanted = {email.strip().lower() for email in emails}
    rows = Person.objects.annotate(small=Lower("email")).filter(small__in=wanted, is_active=True)
    return {person.email.lower(): person for person in rows}
