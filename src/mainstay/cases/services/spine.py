"""What every stage tells the spine, inside its own act: where it stands, what happened, which target is met."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.cases import rules
from mainstay.cases.models import Case, ClockTarget, StageState, TimelineEntry
from mainstay.common import clock


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
    """
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


def note(case: Case, *, by: Person, stage: str, msgid: str, link: str = "", **facts: Any) -> None:
    """Add a line to the case's timeline, inside the act of the stage that did it.

    Everyone on the case reads it: no names of workers, nothing from a restricted record.
    """
    TimelineEntry.objects.create(
        case=case, at=clock.now(), stage=stage, by=by, msgid=msgid, facts=facts, link=link
    )


def start_clock(case: Case, kind: str, *, since: datetime) -> None:
    """Set the targets of one of the three clocks (``onset``, ``request``, ``alert``) from the playbook.

    A clock that starts anew (the onset became known later, or was corrected) moves those of its targets that are
    not met; what was met stays met.
    """
    book = playbook.current()
    crisis_types = list(case.crisis_types.values_list("code", flat=True))
    share = book.files["clocks.yaml"].remind_at  # type: ignore[attr-defined]
    rows = []
    for target in book.sla.where(lambda target: target.clock == kind):
        due = since + rules.time_allowed(target, crisis_types=crisis_types, level=case.level)
        rows.append(
            ClockTarget(
                case=case,
                clock=kind,
                code=target.code,
                stage=target.stage,
                owner_role=target.owner,
                escalate_role=target.escalates_to,
                started_at=since,
                remind_at=rules.reminder_at(since, due, share=share),
                due_at=due,
            )
        )
    ClockTarget.objects.filter(
        case=case, code__in=[row.code for row in rows], met_at__isnull=True, dropped_reason=""
    ).delete()
    ClockTarget.objects.bulk_create(rows, ignore_conflicts=True)


def meet_target(case: Case, code: str) -> None:
    """Stop the clock of one target, if the case has it and it still runs."""
    ClockTarget.objects.filter(case=case, code=code, met_at__isnull=True).update(met_at=clock.now())
