"""Extra ways to restricted records: a dated grant that another person gives, and the broken glass."""

from datetime import date, timedelta

from mainstay import playbook
from mainstay.accounts.models import BreakGlass, Person, RestrictedGrant
from mainstay.accounts.selectors import holders_of
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _

from .acts import act

#: How long emergency access lasts, in hours, when the clocks of the playbook do not say.
EMERGENCY_HOURS = 4


def _kind(record_kind: str) -> str:
    kinds = {limit.record for limit in playbook.current().limits.values()}
    if record_kind not in kinds:
        raise BadInput(
            "unknown_kind",
            _("“{kind}” is no restricted kind of record. There are: {kinds}."),
            kind=record_kind,
            kinds=", ".join(sorted(kinds)),
        )
    return record_kind


def _reason(reason: str) -> str:
    if not reason.strip():
        raise BadInput("reason_missing", _("Write why nobody with the ordinary right can act in time."))
    return reason.strip()


def request_restricted(
    *, by: Person, record_kind: str, starts_on: date, ends_on: date, reason: str
) -> RestrictedGrant:
    """Return the request for a dated extra grant; it opens nothing until another person gives it."""
    with act("accounts.request_restricted", by=by, on=by, reason=_reason(reason)) as entry:
        grant = RestrictedGrant.objects.create(
            person=by,
            record_kind=_kind(record_kind),
            reason=reason.strip(),
            asked_at=clock.now(),
            starts_on=starts_on,
            ends_on=ends_on,
        )
        entry.note(kind=record_kind, starts_on=starts_on, ends_on=ends_on)
        notices.tell(
            holders_of(["DPO"], []),
            "restricted_asked",
            _("{name} asks for access to restricted records until {until}."),
            key=f"restricted:{grant.pk}:asked",
            name=by.name,
            until=ends_on.isoformat(),
        )
    return grant


def grant_restricted(*, by: Person, grant: RestrictedGrant) -> None:
    """Give the extra grant that was asked for; it holds between its dates."""
    with act("accounts.grant_restricted", by=by, on=grant, reason=grant.reason) as entry:
        entry.note(kind=grant.record_kind, ends_on=grant.ends_on)
        grant.given_by, grant.given_at = by, clock.now()
        grant.save(update_fields=["given_by", "given_at"])
        notices.tell(
            [grant.person_id],
            "restricted_given",
            _("You may read restricted records until {until}."),
            key=f"restricted:{grant.pk}:given",
            until=grant.ends_on.isoformat(),
        )


def end_restricted(*, by: Person, grant: RestrictedGrant, reason: str = "") -> None:
    """End an extra grant today."""
    with act("accounts.end_restricted", by=by, on=grant, reason=reason) as entry:
        entry.note(kind=grant.record_kind)
        grant.ended_at = clock.now()
        grant.save(update_fields=["ended_at"])


def break_glass(*, by: Person, record_kind: str, reason: str) -> BreakGlass:
    """Return four hours of emergency access to one kind of record; data protection officers are told at once."""
    with act("accounts.break_glass", by=by, reason=_reason(reason)) as entry:
        now = clock.now()
        target = playbook.current().sla.get("end_break_glass")
        hours = target.value if target is not None else EMERGENCY_HOURS
        opened = BreakGlass.objects.create(
            person=by,
            record_kind=_kind(record_kind),
            reason=reason.strip(),
            opened_at=now,
            ends_at=now + timedelta(hours=hours),
        )
        notices.tell(
            [officer for officer in holders_of(["DPO"], []) if officer != by.pk],
            "break_glass",
            _("{name} opened emergency access to “{records}” until {until}. Read the reason and judge it."),
            key=f"break_glass:{opened.pk}",
            name=by.name,
            records=record_kind,
            until=opened.ends_at.isoformat(timespec="minutes"),
        )
        entry.note(kind=record_kind, ends_at=opened.ends_at)
    return opened


def review_break_glass(*, by: Person, opened: BreakGlass, justified: bool, review: str) -> None:
    """Judge an emergency access afterwards; who opened it does not judge it."""
    with act("accounts.review_break_glass", by=by, on=opened) as entry:
        if opened.reviewed_at is not None:
            raise RuleBroken("reviewed", _("This emergency access was judged already."))
        opened.reviewed_by, opened.reviewed_at = by, clock.now()
        opened.justified, opened.review = justified, review.strip()
        opened.save(update_fields=["reviewed_by", "reviewed_at", "justified", "review"])
        entry.note(justified=justified)
