"""What is due on a request: set from the playbook, met, reminded of, escalated."""

from datetime import datetime

from django.db import transaction

from mainstay import playbook
from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.cases.rules import reminder_at, time_allowed
from mainstay.common import clock, notices
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import Request, RequestTarget


def start_targets(request: Request, codes: list[str], *, since: datetime) -> None:
    """Set the time limits of a request; one that is set anew in the same round moves while it is not met."""
    book = playbook.current()
    rows = []
    for code in codes:
        target = book.sla[code]
        due = since + time_allowed(
            target, crisis_types=request.crisis_types, track="fast" if request.track == "fast" else None
        )
        rows.append(
            RequestTarget(
                request=request,
                code=code,
                round=request.round,
                owner_role=target.owner,
                escalate_role=target.escalates_to,
                started_at=since,
                remind_at=reminder_at(since, due, share=book.clock_rules.remind_at),
                due_at=due,
            )
        )
    RequestTarget.objects.filter(
        request=request, code__in=codes, round=request.round, met_at__isnull=True
    ).delete()
    RequestTarget.objects.bulk_create(rows, ignore_conflicts=True)


def meet(request: Request, code: str) -> None:
    """Stop the clock of one time limit of the request, if it still runs."""
    RequestTarget.objects.filter(request=request, code=code, met_at__isnull=True).update(met_at=clock.now())


def drop_targets(request: Request) -> None:
    """Take away what is no longer due, because the request was withdrawn or joined to another."""
    RequestTarget.objects.filter(request=request, met_at__isnull=True).delete()


def remind_requests() -> int:
    """Remind at three quarters of each time limit of a request and escalate at its end; return how many went out."""
    now, sent = clock.now(), 0
    waiting = RequestTarget.objects.filter(met_at__isnull=True, escalated_at__isnull=True, remind_at__lte=now)
    closed = ("DRAFT", "WITHDRAWN", "MERGED")
    for target in waiting.exclude(request__state__in=closed).select_related("request__country"):
        late = target.due_at <= now
        if not late and target.reminded_at is not None:
            continue
        _tell(target, late=late)
        sent += 1
    return sent


def _tell(target: RequestTarget, *, late: bool) -> None:
    request, now = target.request, clock.now()
    place = request.country
    scopes = [("country", place.pk), ("region", place.region)] if place else []
    roles = [target.owner_role, target.escalate_role] if late else [target.owner_role]
    msgid = (
        _("{request}: “{target}” is late since {due}.")
        if late
        else _("{request}: “{target}” is due by {due}.")
    )
    action = "decide.escalate_request" if late else "decide.remind_request"
    with act(action, by=system_person(), on=request) as entry:
        entry.note(target=target.code, due=target.due_at)
        notices.tell(
            holders_of(roles, scopes),
            "request_late" if late else "request_soon",
            msgid,
            key=f"request:{target.pk}:{'late' if late else 'remind'}",
            request=request.reference,
            target=playbook.current().sla[target.code].name,
            due=target.due_at.isoformat(timespec="minutes"),
        )
        if late:
            target.escalated_at = now
        else:
            target.reminded_at = now
        target.save(update_fields=["escalated_at", "reminded_at"])


def open_reviews() -> int:
    """Open requests for scoring again on day 30 and day 90 of their decision; return how many."""
    from .scoring import rescore_request

    done = 0
    due = RequestTarget.objects.filter(
        code__in=["rescore_first", "rescore_second"], met_at__isnull=True, due_at__lte=clock.now()
    )
    for target in due.filter(request__state__in=["ACTIVE", "WATCH"]).select_related("request"):
        with transaction.atomic():
            if rules.REQUEST.why_not(target.request.state, "rescore") is None:
                rescore_request(
                    by=system_person(),
                    request=target.request,
                    reason=playbook.current().sla[target.code].name,
                )
                done += 1
            meet(target.request, target.code)
    return done
