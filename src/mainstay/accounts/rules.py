"""The one policy: who may do what where. Pure, so that every action × role × scope can be tried without a database.

A person may do an action on a record when a grant of the rights data names one of her roles for that action, the
grant's reach from where she holds the role covers the record, and the grant's condition is met; and when she has
done no act on the same chain of records that must be another person's. What no grant names, nobody may do.

How far a grant reaches from a held role:

- ``public`` everything, ``own`` what is about or by the person, ``assigned`` what was handed to her by name;
- the role's own scope (a *natural* grant): what lies where the role is held;
- another scope: what lies in the same place of that kind; a role held at a wider place covers all inside it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

#: A kind of scope and a key in it, such as ("country", "COM"); every record answers to GLOBAL.
Scope = tuple[str, str]
GLOBAL: Scope = ("global", "*")
#: Kinds of scope at which a role covers every record.
EVERYWHERE = frozenset({"global", "system"})
#: Kinds of scope that tie a record to the person herself.
PERSONAL = frozenset({"own", "assigned"})
#: Kinds of scope that are places on the map.
AREAS = frozenset({"region", "country"})
#: The role that everybody holds, with or without an account.
EVERYBODY = "PUBLIC"
#: The role that everybody holds who has an account.
SIGNED_IN = "SIGNED_IN"
#: The condition that the role is held until a day that was set.
WITHIN_DATES = "within_dates"


@dataclass(frozen=True, slots=True)
class Grant:
    """What the rights data says: this role may do an action so far from where it is held, if the condition is met.

    `natural` says that the scope is the role's own; `wider` names the kinds of scope that lie round the grant's.
    """

    role: str
    scope: str
    condition: str | None = None
    natural: bool = True
    wider: frozenset[str] = frozenset()


class Coincidence(Protocol):
    """When acts that are otherwise kept apart may be one person's."""

    @property
    def may_coincide(self) -> Collection[str]: ...  # noqa: D102


class Separation(Protocol):
    """Acts on one chain of records that different persons must do."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def acts(self) -> Collection[str]: ...  # noqa: D102
    @property
    def holders(self) -> Collection[str]: ...  # noqa: D102
    @property
    def signatures(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def exception(self) -> Coincidence | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that a person holds in one scope; `inside` are the places round it; `lent` when by delegation."""

    role: str
    scope: Scope
    starts_on: date | None = None
    ends_on: date | None = None
    lent: bool = False
    inside: frozenset[Scope] = frozenset()

    @property
    def everywhere(self) -> bool:
        """Whether the role is held for every record."""
        return self.scope[0] in EVERYWHERE

    def in_force(self, today: date) -> bool:
        """Return whether the role is held on `today`."""
        return (self.starts_on is None or self.starts_on <= today) and (
            self.ends_on is None or today <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: may this person do `action` on a record that answers to `answers`?

    `ties` are the scopes that are the person's by herself: ("own", her key), ("assigned", her key), and those of
    the organisations she speaks for. `met` names the conditions that hold between person and record; `acted` the
    acts (and positions) of this person on the record's chain; `excepted` the separations whose exception is in
    force there with a recorded reason. `boundless` says that the record lies everywhere and is only read.
    """

    action: str
    answers: frozenset[Scope]
    ties: frozenset[Scope] = frozenset()
    met: frozenset[str] = frozenset()
    acted: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    boundless: bool = False


def covers(grant: Grant, holding: Holding, question: Question) -> bool:
    """Return whether `holding` lets `grant` reach the record that is asked about."""
    if holding.role != grant.role:
        return False
    if grant.scope == "public":
        return True
    if not grant.natural or grant.scope in PERSONAL:
        near = {tie for tie in question.ties if tie[0] == grant.scope}
        if near & question.answers:
            return True
        if grant.scope in PERSONAL and not grant.natural:
            return False
    if holding.everywhere or (question.boundless and (grant.natural or grant.scope in AREAS)):
        return True
    if grant.natural:
        return holding.scope in question.answers
    if grant.scope in EVERYWHERE:
        return True
    if holding.scope[0] == grant.scope or holding.scope[0] in grant.wider:
        return holding.scope in question.answers
    return any(place in question.answers for place in holding.inside if place[0] == grant.scope)


def _meets(grant: Grant, holding: Holding, question: Question) -> bool:
    if grant.condition == WITHIN_DATES:
        return holding.ends_on is not None
    return grant.condition is None or grant.condition in question.met


def why_not_act(
    question: Question,
    *,
    holdings: Iterable[Holding],
    grants: Mapping[str, Collection[Grant]],
    separations: Iterable[Separation],
    today: date,
) -> Reason | None:
    """Return why the action is refused, naming who may do it or what is missing; None when it is allowed."""
    held = [*(holding for holding in holdings if holding.in_force(today)), Holding(EVERYBODY, GLOBAL)]
    offered = grants.get(question.action, ())
    reaching = [(grant, holding) for grant in offered for holding in held if covers(grant, holding, question)]
    if not reaching:
        return Reason(
            "not_allowed",
            _("Your roles do not cover “{action}” here. It is done by: {roles}."),
            {"action": question.action, "roles": ", ".join(sorted({grant.role for grant in offered})) or "–"},
        )
    if not any(_meets(grant, holding, question) for grant, holding in reaching):
        return Reason(
            "condition_not_met",
            _("“{action}” is open to you only when: {conditions}."),
            {
                "action": question.action,
                "conditions": ", ".join(
                    sorted({grant.condition for grant, _held in reaching if grant.condition})
                ),
            },
        )
    return why_not_same_person(
        question.action, acted=question.acted, excepted=question.excepted, separations=separations
    )


def why_not_same_person(
    action: str,
    *,
    acted: Collection[str],
    separations: Iterable[Separation],
    excepted: Collection[str] = (),
) -> Reason | None:
    """Return the separation of duties that `action` would break for a person who did `acted` before.

    An act that needs several signatures is done once by each person. A position on the record (such as the lead of
    the project) counts as an act. Where the exception of a separation is in force, the acts it names may coincide.
    """
    for separation in separations:
        if action not in separation.acts:
            continue
        apart = {*separation.acts, *separation.holders} - {action}
        if separation.signatures.get(action, 1) > 1:
            apart.add(action)
        small = separation.exception
        if small is not None and separation.code in excepted and action in small.may_coincide:
            apart -= set(small.may_coincide)
        before = sorted(apart & set(acted))
        if before:
            return Reason(
                "separation_of_duties",
                _(
                    "You did “{before}” on this; “{action}” must be another person's act ({separation}). Ask a colleague."
                ),
                {"before": ", ".join(before), "action": action, "separation": separation.code},
            )
    return None


def why_not_hold(
    kind: str, *, role: str, natural: str, holds_at: Collection[str], lies_in: Collection[str]
) -> Reason | None:
    """Return why a role cannot be given in a scope of kind `kind`, which lies in the kinds `lies_in`.

    A role is held at its own kind of scope, at one that the data names, or at a narrower place.

    >>> why_not_hold("global", role="CPO", natural="country", holds_at=(), lies_in=()).code
    'scope_too_wide'
    >>> why_not_hold("case", role="CPO", natural="country", holds_at=(), lies_in=("country", "region", "global"))
    """
    everywhere = kind in EVERYWHERE and natural in EVERYWHERE
    if kind == natural or kind in holds_at or natural in lies_in or everywhere:
        return None
    if natural == "assigned" and kind not in EVERYWHERE:
        return None
    return Reason(
        "scope_too_wide",
        _("The role {role} is held for a {wanted} or something narrower, not for a {given}."),
        {"role": role, "wanted": natural, "given": kind},
    )


def why_not_delegate(*, starts_on: date, ends_on: date, longest: int, to_self: bool) -> Reason | None:
    """Return why roles cannot be lent from one day to another; a delegation covers an absence of `longest` days."""
    if to_self:
        return Reason("own_delegation", _("You hold your roles already. Lend them to a colleague."))
    if ends_on < starts_on:
        return Reason("delegation_backwards", _("A delegation ends on or after the day it begins."))
    if (ends_on - starts_on).days > longest:
        return Reason(
            "delegation_too_long",
            _("A delegation covers an absence of at most {days} days. For longer, have the role given."),
            {"days": longest},
        )
    return None


#: Kinds of scope whose key is the number of a record.
NUMBERED = frozenset({"case", "project", "site", "organisation", "agreement", "desk", "course"})


def why_not_key(kind: str, key: str) -> Reason | None:
    """Return why `key` cannot name a place of kind `kind`.

    >>> why_not_key("case", "12"), why_not_key("country", "COM"), why_not_key("site", "*").code
    (None, None, 'scope_key')
    """
    if kind in EVERYWHERE or kind in PERSONAL:
        fits = key == "*" or kind in PERSONAL
    elif kind in NUMBERED:
        fits = key.isdigit()
    else:
        fits = bool(key) and key != "*"
    if fits:
        return None
    return Reason(
        "scope_key",
        _(
            "“{key}” names no {kind}. Write the number of the record, the code of the country, or * for everywhere."
        ),
        {"key": key, "kind": kind},
    )


#: A breach of personal data, from the first word of it to the last lesson. Who is told comes before the end.
BREACH = Workflow(
    "breach",
    ("NOTICED", "ASSESSED", "TOLD", "CLOSED"),
    moves(
        ("assess", ("NOTICED", "ASSESSED", "TOLD"), "ASSESSED"),
        ("tell", ("ASSESSED", "TOLD"), "TOLD"),
        ("close", ("ASSESSED", "TOLD"), "CLOSED"),
    ),
)
#: How grave a breach is for those whose data it concerns; at high risk they are told.
RISKS = ("", "LOW", "HIGH")


def why_not_report(*, words: str, found_at: datetime, now: datetime) -> Reason | None:
    """Return why a breach cannot be reported so. Late is better than never: only the future is refused."""
    if not words.strip():
        return Reason("breach_words", _("Write what was lost or seen, where, and how you noticed."))
    if found_at > now:
        return Reason(
            "breach_future", _("A breach is found before it is reported. Correct when it was found.")
        )
    return None


def why_not_assess(*, risk: str, persons: int | None, words: str) -> Reason | None:
    """Return why a breach cannot be assessed so: its risk is said, and why; how many persons, or that nobody knows."""
    if risk not in RISKS[1:]:
        return Reason(
            "breach_risk",
            _("Say how high the risk is for those concerned: {risks}."),
            {"risks": ", ".join(RISKS[1:])},
        )
    if persons is not None and persons < 0:
        return Reason(
            "breach_persons",
            _("How many persons are concerned is not below zero; leave it out when unknown."),
        )
    if not words.strip():
        return Reason(
            "breach_reason",
            _("Write why the risk is {risk}: which data, how many, who could have seen them."),
            {"risk": risk},
        )
    return None


def why_not_close_breach(*, risk: str, told: bool, contained: bool, lessons: str) -> Reason | None:
    """Return what a breach still lacks before it is closed: it is contained, those at high risk are told, lessons stand."""
    if not contained:
        return Reason("breach_open", _("Write first how it was contained; data may still be flowing out."))
    if risk == "HIGH" and not told:
        return Reason(
            "breach_untold",
            _("The risk is high and the persons concerned are not told. Tell them, then close."),
        )
    if not lessons.strip():
        return Reason("breach_lessons", _("Write what is done so that it does not happen again."))
    return None


#: Up to how many days ahead a key for a program may last.
TOKEN_DAYS = 366
#: What a key may do: read, or also write; of every stage, or of one.
TOKEN_SCOPE = re.compile(r"(read|write)(:[a-z]+)?")


def why_not_token(*, name: str, scopes: Collection[str], ends_on: date, today: date) -> Reason | None:
    """Return why a key for a program cannot be made so, or None."""
    if not name.strip():
        return Reason("token_name", _("Say what the key is for: its name is what you will know it by."))
    wrong = sorted(scope for scope in scopes if not TOKEN_SCOPE.fullmatch(scope))
    if wrong or not scopes:
        return Reason(
            "token_scope",
            _("“{scope}” is no scope. Write read or write, alone or with a stage: read, write:fund."),
            {"scope": ", ".join(wrong) or "–"},
        )
    if not today <= ends_on <= today + timedelta(days=TOKEN_DAYS):
        return Reason(
            "token_end",
            _("A key lasts from today for {days} days at most. Choose a day until {last}."),
            {"days": TOKEN_DAYS, "last": (today + timedelta(days=TOKEN_DAYS)).isoformat()},
        )
    return None


def token_lets(scopes: Collection[str], *, stage: str, writes: bool) -> bool:
    """Return whether a key with these scopes may read, or write, in a stage; who may write may read.

    >>> token_lets(["read", "write:fund"], stage="fund", writes=True)
    True
    >>> token_lets(["read", "write:fund"], stage="works", writes=True)
    False
    """
    verbs = ("write",) if writes else ("read", "write")
    return any(scope in {verb, f"{verb}:{stage}"} for verb in verbs for scope in scopes)
