"""Reminders at three quarters of a target's time, escalation when it is late. Idempotent."""

from django.db import transaction

from mainstay.accounts.selectors import holders_of
from mainstay.cases.models import ClockTarget
from mainstay.common import clock, notices
from mainstay.common.texts import noop as _

#: Who is told when a target is late, beside its owner.
ESCALATE_TO = ("CD", "TT_COORD")


def _scopes(target: ClockTarget) -> list[tuple[str, str]]:
    scopes = [("case", str(target.case_id))]
    for row in target.case.countries.select_related("country"):
        scopes += [("country", row.country_id), ("region", row.country.region)]
    return scopes


def remind_soon() -> int:
    """Tell each owner whose target has used three quarters of its time; return how many targets."""
    now = clock.now()
    waiting = ClockTarget.objects.filter(
        met_at__isnull=True,
        dropped_reason="",
        reminded_at__isnull=True,
        remind_at__lte=now,
        case__state="OPEN",
    )
    for target in waiting.select_related("case"):
        with transaction.atomic():
            notices.tell(
                holders_of([target.owner_role], _scopes(target)),
                "clock_reminder",
                _("{case}: “{target}” is due by {due}."),
                key=f"target:{target.pk}:remind",
                case=target.case.reference,
                target=target.code,
                due=target.due_at.isoformat(timespec="minutes"),
            )
            target.reminded_at = now
            target.save(update_fields=["reminded_at"])
    return len(waiting)


def escalate_late() -> int:
    """Tell owner, country director and coordinator of each target that is late; return how many targets."""
    now = clock.now()
    late = ClockTarget.objects.filter(
        met_at__isnull=True, dropped_reason="", escalated_at__isnull=True, due_at__lte=now, case__state="OPEN"
    )
    for target in late.select_related("case"):
        with transaction.atomic():
            notices.tell(
                holders_of([target.owner_role, *ESCALATE_TO], _scopes(target)),
                "clock_late",
                _("{case}: “{target}” is late since {due}."),
                key=f"target:{target.pk}:late",
                case=target.case.reference,
                target=target.code,
                due=target.due_at.isoformat(timespec="minutes"),
            )
            target.escalated_at = now
            target.save(update_fields=["escalated_at"])
    return len(late)
