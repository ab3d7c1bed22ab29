"""What every stage tells the spine, inside its own act: where it stands, what happened, which target is met."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.cases import rules
from mainstay.cases.models import Case, ClockTarget, StageState, TimelineEntry
from mainstay.common import clock, secrecy


def report_stage(
    case: Case,
    stage: str,
    *,
    state: str,
    msgid: str,
    record_state: str = "",
    next_role: str = "",
    due_at: datetime | None = None,
    amount: Decimal | None = None,
    unit: str = "",
    link: str = "",
    **facts: Any,
) -> None:
    """Write where `stage` of `case` stands: the sentence (`msgid` and its facts), who is next, and by when.

    Called by a stage's service inside its own act; it is part of that act and leaves no audit entry of its own.
    A restricted act reports nothing.
    """
    if secrecy.is_kept():
        return
    StageState.objects.update_or_create(
        case=case,
        stage=stage,
        defaults={
            "state": state,
            "record_state": record_state,
            "next_role": next_role,
            "due_at": due_at,
            "amount": amount,
            "unit": unit,
            "msgid": msgid,
            "facts": facts,
            "link": link,
            "updated_at": clock.now(),
        },
    )


def note(
    case: Case, *, by: Person, stage: str, msgid: str, link: str = "", key: str | None = None, **facts: Any
) -> None:
    """Add a line to the case's timeline, inside the act of the stage that did it.

    Everyone on the case reads it: no names of workers; what happens in a restricted act is not written. With a
    `key` (such as ``request:12:merged``) the same event is told once, however often it is played again.
    """
    if secrecy.is_kept():
        return
    row = TimelineEntry(
        case=case, at=clock.now(), stage=stage, by=by, msgid=msgid, facts=facts, link=link, key=key
    )
    TimelineEntry.objects.bulk_create([row], ignore_conflicts=key is not None)


def _kinds_on(case: Case, kind: str) -> set[str]:
    # Where there is no single event the alert clock carries what otherwise counts from the onset.
    return {kind, "onset"} if kind == "alert" and case.onset_at is None else {kind}


def start_clock(case: Case, kind: str, *, since: datetime) -> None:
    """Set the targets of one of the three clocks (``onset``, ``request``, ``alert``) from the playbook.

    A clock that starts anew (the onset became known later, or was corrected) moves those of its targets that are
    not met; what was met or dropped stays.
    """
    on = _kinds_on(case, kind)
    targets = playbook.current().sla.where(lambda target: target.clock in on)
    _set_targets(case, kind, targets, since=since)


def start_alert_clock(case: Case, *, since: datetime) -> None:
    """Let the alert clock of a case run from `since`, where it had no alert yet; part of the surrounding act."""
    if case.alerted_at is None:
        case.alerted_at = since
        case.save(update_fields=["alerted_at"])
        start_clock(case, "alert", since=since)


def start_target(
    case: Case, code: str, *, since: datetime | None = None, window: str = "", tier: str = "", track: str = ""
) -> ClockTarget:
    """Return the running target `code` of the playbook, counted from its own event (`since`, otherwise now).

    For steps on no clock of the case: “outline five days after the assessment was approved”. Started again while
    it runs, it is counted from the new event; once met, it runs again.
    """
    target = playbook.current().sla[code]
    ClockTarget.objects.filter(case=case, code=code).delete()
    _set_targets(case, "own", [target], since=since or clock.now(), window=window, tier=tier, track=track)
    return ClockTarget.objects.get(case=case, code=code)


def _set_targets(case: Case, kind: str, targets: Iterable[Any], *, since: datetime, **variant: str) -> None:
    crisis_types = list(case.crisis_types.values_list("code", flat=True))
    share = playbook.current().clock_rules.remind_at
    rows = []
    for target in targets:
        allowed = rules.time_allowed(target, crisis_types=crisis_types, level=case.level, **variant)
        due = since - allowed if target.before else since + allowed
        begun = min(since, due) if not target.before else min(clock.now(), due)
        rows.append(
            ClockTarget(
                case=case,
                clock=kind,
                code=target.code,
                stage=target.stage,
                owner_role=target.owner,
                escalate_role=target.escalates_to,
                started_at=begun,
                remind_at=rules.reminder_at(begun, due, share=share),
                due_at=due,
            )
        )
    running = ClockTarget.objects.filter(case=case, met_at__isnull=True, dropped_reason="")
    running.filter(code__in=[row.code for row in rows]).delete()
    ClockTarget.objects.bulk_create(rows, ignore_conflicts=True)


def meet_target(case: Case, code: str, *, at: datetime | None = None) -> None:
    """Stop the clock of one target, if the case has it and it still runs; `at` is for what was met before the case."""
    ClockTarget.objects.filter(case=case, code=code, met_at__isnull=True).update(met_at=at or clock.now())
