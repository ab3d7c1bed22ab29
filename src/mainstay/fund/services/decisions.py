"""Deciding on an application: screened, approved by each slot of its window, stopped by an objection."""

from typing import Any

import structlog
from django.db.models import Max

from mainstay import playbook
from mainstay.accounts import permissions
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import system_person
from mainstay.accounts.services import act
from mainstay.cases.services import note, report_stage
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.fund import rules
from mainstay.fund.models import Grant, GrantVoice
from mainstay.fund.permissions import seats_held
from mainstay.fund.selectors import free_usd_for, slots_of, why_not_needed

from .spending import reserve

log = structlog.get_logger(__name__)


def screen_grant(*, by: Person, grant: Grant, passed: bool, words: str = "") -> None:
    """Check an application against earmarks and balance; pass it on, or send it back with words."""
    with act("fund.screen_grant", by=by, on=grant, reason=words) as entry:
        if not passed and not words.strip():
            raise BadInput("words_missing", _("Say what the applicant should change."))
        new = rules.GRANT.move(grant.state, "screen" if passed else "send_back")
        if passed:
            require(rules.why_not_spend(wanted=grant.amount_usd, available=free_usd_for(grant)))
            require(why_not_needed(grant))
        entry.change("state", grant.state, new)
        grant.state, grant.screened_by = new, by
        grant.save(update_fields=["state", "screened_by"])


def approve_grant(*, by: Person, grant: Grant) -> bool:
    """Fill one slot of the window with the approval of `by`; return whether the grant is approved with it."""
    with act("fund.approve_grant", by=by, on=grant) as entry:
        rules.GRANT.move(grant.state, "approve")
        roles = {holding.role for holding in permissions.holdings(by)}
        taken = {
            slot
            for slot in grant.voices.filter(objection=False).values_list("slot", flat=True)
            if slot is not None
        }
        open_slots = rules.free_slots(slots_of(grant), taken, roles=roles, seats=seats_held(by, grant))
        if not open_slots:
            raise RuleBroken(
                "no_slot",
                _("“{window}” waits for other seats: {seats}."),
                window=grant.window,
                seats=", ".join(
                    slot.seat or slot.role for index, slot in enumerate(slots_of(grant)) if index not in taken
                ),
            )
        if grant.voices.filter(by=by).exists():
            raise RuleBroken(
                "spoken", _("You have already spoken on this grant; each slot is another person's.")
            )
        GrantVoice.objects.create(grant=grant, by=by, slot=open_slots[0], said_at=clock.now())
        entry.note(slot=open_slots[0])
        complete = len(taken) + 1 == len(slots_of(grant))
        if complete:
            _adopt(grant, by=by)
            entry.change("state", "SCREENED", grant.state)
    return complete


def object_grant(*, by: Person, grant: Grant, words: str) -> None:
    """Object to a grant: silence no longer approves it; the coordinator discusses it or rejects it."""
    with act("fund.object_grant", by=by, on=grant, reason=words):
        rules.GRANT.move(grant.state, "approve")
        if not words.strip():
            raise BadInput("words_missing", _("Say what you object to."))
        GrantVoice.objects.create(grant=grant, by=by, objection=True, words=words, said_at=clock.now())


def reject_grant(*, by: Person, grant: Grant, reason: str) -> None:
    """Reject an application with its reason."""
    with act("fund.reject_grant", by=by, on=grant, reason=reason) as entry:
        new = rules.GRANT.move(grant.state, "reject")
        entry.change("state", grant.state, new)
        grant.state, grant.decision_reason, grant.decided_at = new, reason, clock.now()
        grant.save(update_fields=["state", "decision_reason", "decided_at"])
        note(
            grant.case,
            by=by,
            stage="fund",
            msgid=_("Grant {reference} was rejected."),
            reference=grant.reference,
        )


def _adopt(grant: Grant, *, by: Person) -> None:
    grant.state = rules.GRANT.move(grant.state, "approve")
    grant.decided_at = clock.now()
    grant.save(update_fields=["state", "decided_at"])
    reserve(grant, by=by)
    facts: dict[str, Any] = {"usd": round(grant.amount_usd / 100), "window": grant.window}
    note(grant.case, by=by, stage="fund", msgid=_("USD {usd} approved from “{window}”."), **facts)
    report_stage(
        grant.case,
        "fund",
        state="WAITING",
        record_state=grant.state,
        next_role="FUND",
        msgid=_("USD {usd} approved from “{window}”; it waits to be paid out."),
        **facts,
    )


def adopt_silent_grants() -> int:
    """Approve, as the system, each grant whose silence has run since the coordinator's approval; return how many.

    Who asked first is paid first. One whose money is gone meanwhile waits for the coordinator, and holds up no other.
    """
    adopted = 0
    system = system_person()
    for grant in Grant.objects.filter(state="SCREENED").select_related("case").order_by("submitted_at", "pk"):
        offered = playbook.current().fund.windows[grant.window]
        spoken = grant.voices.aggregate(since=Max("said_at"))["since"]
        if offered.method != "silence" or spoken is None or grant.voices.filter(objection=True).exists():
            continue
        if rules.silence_has_run(since=spoken, hours=offered.silence_hours or 0, now=clock.now()):
            try:
                _adopt_by_silence(grant, system)
            except RuleBroken as refused:
                log.warning("silent_grant_waits", grant=grant.reference, code=refused.code)
                continue
            adopted += 1
    return adopted


def _adopt_by_silence(grant: Grant, system: Person) -> None:
    with act("fund.adopt_silent_grant", by=system, on=grant) as entry:
        taken = set(grant.voices.values_list("slot", flat=True))
        silent = [index for index in range(len(slots_of(grant))) if index not in taken]
        GrantVoice.objects.bulk_create(
            GrantVoice(grant=grant, by=system, slot=index, by_silence=True, said_at=clock.now())
            for index in silent
        )
        _adopt(grant, by=system)
        entry.note(silent_slots=silent)
