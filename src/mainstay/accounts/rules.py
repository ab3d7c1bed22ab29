"""The one policy: who may do what where. Pure, so that every action × role × scope can be tried without a database.

A person may do an action on a record when a grant of the rights data names one of her roles for that action, she
holds the role in a scope to which the record answers (or the grant is for her own record), and the grant's
condition is met; and when she has done no act on the same chain of records that must be another person's.
What no grant names, nobody may do.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

#: A kind of scope and a key in it, such as ("country", "COM"); every record answers to GLOBAL.
Scope = tuple[str, str]
GLOBAL: Scope = ("global", "*")
#: The role that everybody holds, with or without an account.
EVERYBODY = "PUBLIC"


class Grant(Protocol):
    """What the rights data says: this role may do this action in a scope of this kind, if the condition is met."""

    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def scope(self) -> str: ...  # noqa: D102
    @property
    def condition(self) -> str | None: ...  # noqa: D102


class Separation(Protocol):
    """Acts on one chain of records that different persons must do."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def acts(self) -> Collection[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that a person holds in one scope; `lent` when it is another's by delegation."""

    role: str
    scope: Scope
    starts_on: date | None = None
    ends_on: date | None = None
    lent: bool = False

    def in_force(self, today: date) -> bool:
        """Return whether the role is held on `today`."""
        return (self.starts_on is None or self.starts_on <= today) and (
            self.ends_on is None or today <= self.ends_on
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: may this person do `action` on a record that answers to `answers`?

    `met` names the conditions that hold between person and record; `acted` the acts this person has already done
    on the record's chain; `own` is the scope of her own records.
    """

    action: str
    answers: frozenset[Scope]
    own: Scope | None = None
    met: frozenset[str] = frozenset()
    acted: frozenset[str] = frozenset()


def covers(grant: Grant, holding: Holding, question: Question) -> bool:
    """Return whether `holding` lets `grant` reach the record that is asked about."""
    if holding.role != grant.role:
        return False
    if grant.scope == "own":
        return question.own is not None and question.own in question.answers
    return grant.scope == "public" or holding.scope == GLOBAL or holding.scope in question.answers


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
    reaching = [grant for grant in offered for holding in held if covers(grant, holding, question)]
    if not reaching:
        return Reason(
            "not_allowed",
            _("Your roles do not cover “{action}” here. It is done by: {roles}."),
            {"action": question.action, "roles": ", ".join(sorted({grant.role for grant in offered})) or "–"},
        )
    if not any(grant.condition is None or grant.condition in question.met for grant in reaching):
        return Reason(
            "condition_not_met",
            _("“{action}” is open to you only when: {conditions}."),
            {
                "action": question.action,
                "conditions": ", ".join(sorted({grant.condition for grant in reaching if grant.condition})),
            },
        )
    return why_not_same_person(question.action, acted=question.acted, separations=separations)


def why_not_same_person(
    action: str, *, acted: Collection[str], separations: Iterable[Separation]
) -> Reason | None:
    """Return the separation of duties that `action` would break for a person who did `acted` before."""
    for separation in separations:
        before = [act for act in separation.acts if act in acted and act != action]
        if action in separation.acts and before:
            return Reason(
                "separation_of_duties",
                _(
                    "You did “{before}” on this; “{action}” must be another person's act. Ask a colleague with the role."
                ),
                {"before": ", ".join(before), "action": action, "separation": separation.code},
            )
    return None


def why_not_hold(role_scope: str, kind: str, narrower: Collection[str]) -> Reason | None:
    """Return why a role that belongs to scopes of kind `role_scope` cannot be given in a scope of kind `kind`."""
    if kind == role_scope or kind in narrower:
        return None
    return Reason(
        "scope_too_wide",
        _("This role is held for a {wanted} or something narrower, not for a {given}."),
        {"wanted": role_scope, "given": kind},
    )
