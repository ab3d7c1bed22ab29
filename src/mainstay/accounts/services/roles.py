"""Giving, ending and lending roles."""

from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts import permissions, rules
from mainstay.accounts.models import Delegation, Person, RoleAssignment
from mainstay.accounts.rules import Scope
from mainstay.common import clock
from mainstay.common.constraints import end_today
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _

from .acts import act

#: A delegation is for an absence, not for good.
LONGEST_DELEGATION = timedelta(days=92)


def _check_scope(role: str, kind: str) -> None:
    from mainstay.playbook.rights import wider_kinds

    book = playbook.current()
    if role not in book.roles:
        raise BadInput("unknown_role", _("There is no role {role}."), role=role)
    if kind not in book.scope_kinds:
        raise BadInput("unknown_scope", _("There is no kind of scope {kind}."), kind=kind)
    held = book.roles[role]
    require(
        rules.why_not_hold(
            kind, role=role, natural=held.scope, holds_at=held.holds_at, lies_in=wider_kinds(kind, book=book)
        )
    )


def _within_own_scope(by: Person, scope: Scope, role: str) -> bool:
    """Return whether a role at `scope` lies within a scope of the giver and reaches no wider than it."""
    field_roles = playbook.current().role_groups["FIELD"].roles
    places = {scope, *permissions.places_round([scope])[scope]}
    own = {holding.scope for holding in permissions.holdings(by) if holding.role == "CD"}
    return bool(places & own) and (role in field_roles or playbook.current().roles[role].scope != "global")


def assign_role(
    *,
    by: Person,
    person: Person,
    role: str,
    scope_kind: str,
    scope_key: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    reason: str = "",
) -> RoleAssignment:
    """Return the role given to `person` in one scope; nobody gives a role to herself."""
    if by == person:
        raise RuleBroken("own_role", _("Nobody gives a role to herself. Ask another administrator."))
    _check_scope(role, scope_kind)
    require(rules.why_not_key(scope_kind, scope_key))
    scope = (scope_kind, scope_key)
    met = {"role_within_own_scope"} if _within_own_scope(by, scope, role) else set()
    on = [scope, *permissions.places_round([scope])[scope]]
    with act("accounts.assign_role", by=by, on=on, reason=reason, met=met) as entry:
        assignment = RoleAssignment.objects.create(
            person=person,
            role=role,
            scope_kind=scope_kind,
            scope_key=scope_key,
            starts_on=starts_on or clock.today(),
            ends_on=ends_on,
            given_by=by,
            reason=reason,
        )
        entry.on(person)
        entry.note(role=role, scope=[scope_kind, scope_key], ends_on=ends_on)
        permissions.forget(person)
    return assignment


def end_role(*, by: Person, assignment: RoleAssignment, reason: str) -> None:
    """End a role today."""
    scope = (assignment.scope_kind, assignment.scope_key)
    met = {"role_within_own_scope"} if _within_own_scope(by, scope, assignment.role) else set()
    on = [scope, *permissions.places_round([scope])[scope]]
    with act("accounts.end_role", by=by, on=on, reason=reason, met=met) as entry:
        entry.on(assignment.person)
        entry.note(role=assignment.role, scope=[*scope])
        end_today(assignment, today=clock.today())
        permissions.forget(assignment.person)


def delegate_role(*, by: Person, taker: Person, starts_on: date, ends_on: date, reason: str) -> Delegation:
    """Return the delegation that lends the roles of `by` to `taker` for an absence."""
    with act("accounts.delegate_role", by=by, on=by, reason=reason) as entry:
        require(
            rules.why_not_delegate(
                starts_on=starts_on, ends_on=ends_on, longest=LONGEST_DELEGATION.days, to_self=by == taker
            )
        )
        delegation = Delegation.objects.create(
            giver=by, taker=taker, starts_on=starts_on, ends_on=ends_on, reason=reason
        )
        entry.note(taker=taker.pk, starts_on=starts_on, ends_on=ends_on)
        permissions.forget(taker)
    return delegation


def end_delegation(*, by: Person, delegation: Delegation, reason: str = "") -> None:
    """End one's own delegation today."""
    with act("accounts.end_delegation", by=by, on=delegation.giver, reason=reason) as entry:
        entry.note(taker=delegation.taker_id)
        end_today(delegation, today=clock.today())
        permissions.forget(delegation.taker)
