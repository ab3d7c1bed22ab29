"""Giving, ending and lending roles."""

from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts import permissions
from mainstay.accounts.models import BreakGlass, Delegation, Person, RoleAssignment, in_force
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _

from .acts import act

#: How long emergency access lasts.
EMERGENCY = timedelta(hours=4)
#: A delegation is for an absence, not for good.
LONGEST_DELEGATION = timedelta(days=92)


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
    with act("accounts.assign_role", by=by, on=person, reason=reason) as entry:
        if role not in playbook.current().roles:
            raise BadInput("unknown_role", _("There is no role {role}."), role=role)
        if by == person:
            raise RuleBroken("own_role", _("Nobody gives a role to herself. Ask another administrator."))
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
        entry.note(role=role, scope=[scope_kind, scope_key], ends_on=ends_on)
        permissions.forget(person)
    return assignment


def end_role(*, by: Person, assignment: RoleAssignment, reason: str) -> None:
    """End a role today."""
    with act("accounts.end_role", by=by, on=assignment.person, reason=reason) as entry:
        entry.note(role=assignment.role, scope=[assignment.scope_kind, assignment.scope_key])
        assignment.ends_on = max(assignment.starts_on, clock.today() - timedelta(days=1))
        assignment.save(update_fields=["ends_on"])
        permissions.forget(assignment.person)


def delegate_role(*, by: Person, taker: Person, starts_on: date, ends_on: date, reason: str) -> Delegation:
    """Return the delegation that lends the roles of `by` to `taker` for an absence."""
    with act("accounts.delegate_role", by=by, on=by, reason=reason) as entry:
        if ends_on - starts_on > LONGEST_DELEGATION:
            raise RuleBroken(
                "delegation_too_long",
                _("A delegation covers an absence of at most {days} days. For longer, have the role given."),
                days=LONGEST_DELEGATION.days,
            )
        delegation = Delegation.objects.create(
            giver=by, taker=taker, starts_on=starts_on, ends_on=ends_on, reason=reason
        )
        entry.note(taker=taker.pk, starts_on=starts_on, ends_on=ends_on)
        permissions.forget(taker)
    return delegation


def break_glass(*, by: Person, reason: str) -> BreakGlass:
    """Return four hours of emergency access to restricted fields; the data protection officers are told at once."""
    with act("accounts.break_glass", by=by, on=by, reason=reason) as entry:
        if not reason.strip():
            raise BadInput("reason_missing", _("Write why nobody with the ordinary right can act in time."))
        now = clock.now()
        opened = BreakGlass.objects.create(person=by, reason=reason, opened_at=now, ends_at=now + EMERGENCY)
        officers = RoleAssignment.objects.filter(in_force(clock.today()), role="DPO").values_list(
            "person_id", flat=True
        )
        notices.tell(
            officers,
            "break_glass",
            _("{name} opened emergency access until {until}. Read the reason in the audit."),
            key=f"break_glass:{opened.pk}",
            name=by.name,
            until=opened.ends_at.isoformat(timespec="minutes"),
        )
        entry.note(ends_at=opened.ends_at)
    return opened
