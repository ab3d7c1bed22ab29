"""May this person do this here: the question put together from the database, and the pure answer."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import models

from mainstay import playbook
from mainstay.accounts import rules
from mainstay.accounts.models import BreakGlass, Person, RestrictedGrant
from mainstay.accounts.rules import GLOBAL, PERSONAL, Question, Scope
from mainstay.common import clock
from mainstay.common.constraints import in_force
from mainstay.common.errors import NotAllowed, Reason
from mainstay.common.texts import noop as _

from .grants import by_action
from .holding import all_holdings, holdings, ties_of
from .registry import Asked, Registered, general_condition, registration, scopes_of

On = models.Model | Collection[Scope] | None


def why_not(person: Person, action: str, on: On = None, *, met: Collection[str] = ()) -> Reason | None:
    """Return why `person` may not do `action` on a record, in given scopes, or anywhere (None).

    `met` names conditions that the calling service has itself found to hold.
    """
    if not person.is_active:
        return Reason("account_closed", _("This account is closed. Ask an administrator to open it."))
    if emergency_opens(person, action):
        return None
    return _why_not(person, action, _place(on), met)


@dataclass(frozen=True, slots=True)
class _Place:
    """What is asked about, with all that does not depend on the action."""

    record: models.Model | None
    answers: frozenset[Scope]
    how: Registered
    excepted: frozenset[str]
    #: Which conditions hold here, by name: none of them differs by action but those of extra grants.
    found: dict[str, bool] = field(default_factory=dict)

    def holds(self, name: str, asked: Asked) -> bool:
        """Return whether a condition holds, asked once for all acts on one record."""
        if name in _BY_ACTION:
            return _holds(name, self.how, asked)
        if name not in self.found:
            self.found[name] = _holds(name, self.how, asked)
        return self.found[name]


#: Conditions whose answer differs by action.
_BY_ACTION = {"restricted_grant_in_force", "break_glass_in_force"}


def _place(on: On) -> _Place:
    record = on if isinstance(on, models.Model) else None
    how = registration(type(record)) if record else Registered()
    return _Place(
        record,
        scopes_of(record) if record else frozenset({GLOBAL, *_given(on)}),
        how,
        frozenset(how.exceptions(record)) if how.exceptions and record else frozenset(),
    )


def _why_not(
    person: Person, action: str, place: _Place, met: Collection[str], acted: frozenset[str] | None = None
) -> Reason | None:
    how, record = place.how, place.record
    asked = Asked(person, record, place.answers, action)
    conditions = {grant.condition for grant in by_action().get(action, ()) if grant.condition}
    question = Question(
        action,
        place.answers,
        ties=ties_of(person),
        met=frozenset(name for name in conditions if name in met or place.holds(name, asked)),
        acted=_acted(how, person, record) if acted is None else acted,
        excepted=place.excepted,
        boundless=_boundless(how, record, action),
    )
    return rules.why_not_act(
        question,
        holdings=all_holdings(person),
        grants=by_action(),
        separations=playbook.current().separations.values(),
        today=clock.today(),
    )


def may_each(person: Person, actions: Collection[str], record: models.Model) -> frozenset[str]:
    """Return those of `actions` that `person` may do on one record: for a page that shows all its buttons."""
    asked = [action for action in actions if may_anywhere(person, action)]
    if not asked or not person.is_active:
        return frozenset()
    place = _place(record)
    acted = _acted(place.how, person, record)
    return frozenset(action for action in asked if _why_not(person, action, place, (), acted) is None)


def _given(on: On) -> Collection[Scope]:
    return [(kind, str(key)) for kind, key in on] if on and not isinstance(on, models.Model) else []


def _acted(how: Registered, person: Person, record: models.Model | None) -> frozenset[str]:
    if how.acts is None or record is None:
        return frozenset()
    return frozenset(code for code, who in how.acts(record).items() if person.pk in who)


def _boundless(how: Registered, record: models.Model | None, action: str) -> bool:
    if how.everywhere is None or record is None or not reads(action):
        return False
    return type(record)._default_manager.filter(how.everywhere, pk=record.pk).exists()


def _holds(name: str, how: Registered, asked: Asked) -> bool:
    if name in how.conditions:
        return asked.record is not None and how.conditions[name](asked.person, asked.record)
    if name == "not_self":
        return ("own", str(asked.person.pk)) not in asked.answers
    if name in {"restricted_grant_in_force", "break_glass_in_force"}:
        return extra_grant(asked.person, asked.action) if name.startswith("restricted") else False
    general = general_condition(name)
    return general is not None and general.holds(asked)


def reads(action: str) -> bool:
    """Return whether `action` only reads."""
    found = playbook.current().actions.get(action)
    return found is not None and found.reads


def kind_of(action: str) -> str:
    """Return the kind of record that `action` is about."""
    found = playbook.current().actions.get(action)
    return found.record if found is not None else ""


def extra_grant(person: Person, action: str) -> bool:
    """Return whether a dated extra grant lets `person` at the kind of record that `action` is about."""
    return RestrictedGrant.objects.filter(
        in_force(clock.today()),
        person=person,
        record_kind=kind_of(action),
        given_by__isnull=False,
        ended_at__isnull=True,
    ).exists()


def emergency_opens(person: Person, action: str) -> bool:
    """Return whether an emergency access of `person` is open that lets her read what `action` is about."""
    if not reads(action) or not any(holding.role == "ADMIN" for holding in holdings(person)):
        return False
    now = clock.now()
    return BreakGlass.objects.filter(
        person=person, record_kind=kind_of(action), opened_at__lte=now, ends_at__gt=now
    ).exists()


def may(person: Person, action: str, on: On = None) -> bool:
    """Return whether `person` may do `action` there: what buttons ask."""
    return why_not(person, action, on) is None


def require(person: Person, action: str, on: On = None, *, met: Collection[str] = ()) -> None:
    """Raise `NotAllowed` with the reason when `person` may not do `action` there."""
    reason = why_not(person, action, on, met=met)
    if reason is not None:
        raise NotAllowed.of(reason)


def may_anywhere(person: Person | AnonymousUser, action: str) -> bool:
    """Return whether any grant lets `person` do `action` on some record: what a door asks."""
    roles = {holding.role for holding in all_holdings(person)}
    signed_in = isinstance(person, Person)
    if isinstance(person, Person) and emergency_opens(person, action):
        return True
    return any(
        grant.role in roles and (signed_in or grant.scope not in PERSONAL)
        for grant in by_action().get(action, ())
    )
