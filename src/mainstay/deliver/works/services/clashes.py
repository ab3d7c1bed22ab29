"""A worker whom two sites mark on one day: one site says so, the supervisor decides, one mark stands."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works import rules
from mainstay.deliver.works.models import (
    Contract,
    Mark,
    MarkBatch,
    MarkClash,
    MarkCorrection,
    Roll,
    RollEntry,
)
from mainstay.deliver.works.rules import rolls as roll_rules
from mainstay.deliver.works.selectors.law import roll_codes
from mainstay.deliver.works.selectors.workers import workers_by_cards

from .day_findings import judge_rolls

#: Which of the two is true: the mark that stands, or what the other site claims.
DECISIONS = ("STANDS", "CLAIMED")


def claim_mark(
    *, by: Person, roll: Roll, card: str, day: date, code: str, words: str, hours: Decimal | None = None
) -> MarkClash:
    """Return the claim of a site that a worker was there on a day on which another roll has her; nothing is written twice."""
    with act("works.mark_roll", by=by, on=roll) as entry:
        _check(roll, day, code, words, hours)
        worker = workers_by_cards(roll.site.project, [card]).get(card)
        if worker is None:
            raise BadInput(
                "unknown_worker", _("Nobody is registered with card {card}. Correct the number."), card=card
            )
        standing = Mark.objects.filter(worker=worker, day=day, superseded=False).first()
        contract = _contract(roll, worker.pk, day)
        waiting = MarkClash.objects.filter(worker=worker, day=day, roll=roll, state="OPEN").exists()
        here = standing is not None and standing.roll_id == roll.pk
        there = str(standing.roll) if standing is not None else ""
        require(
            roll_rules.why_not_claim(there=there, here=here, contracted=contract is not None, open_already=waiting)
        )  # fmt: skip
        assert standing is not None
        assert contract is not None
        clash = MarkClash.objects.create(
            roll=roll, against=standing, worker=worker, day=day, code=code, words=words.strip(), contract=contract,
            minutes=None if hours is None else round(hours * 60), claimed_by=by, claimed_at=clock.now(),
        )  # fmt: skip
        entry.note(clash=clash.pk, day=day)
    return clash


def _check(roll: Roll, day: date, code: str, words: str, hours: Decimal | None) -> None:
    if not roll.first_on <= day <= min(roll.last_on, clock.today()):
        raise BadInput("day", _("{day} is no day of this roll that has been."), day=day)
    if code not in roll_codes():
        known = ", ".join(roll_codes())
        raise BadInput(
            "unknown_code", _("{given} is no code of the roll. Use one of: {known}."), given=code, known=known
        )
    if hours is not None and not 0 <= hours <= 24:
        raise BadInput("hours", _("Hours lie between 0 and 24, quantities are never negative."))
    if not words.strip():
        raise BadInput("words", _("Say how the site knows that she was there: who saw her, at what work."))


def _contract(roll: Roll, worker: int, day: date) -> Contract | None:
    held = Contract.objects.filter(worker=worker, site=roll.site_id, starts_on__lte=day, ends_on__gte=day)
    return held.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day)).first()


def settle_clash(*, by: Person, clash: MarkClash, decision: str, reason: str) -> MarkClash:
    """Settle which of two sites had a worker on a day: STANDS keeps the mark that is there, CLAIMED puts it right.

    Where the claim is true the old mark is superseded and stays readable; claimant and supervisor are the two hands
    that a correction needs. Days of both rolls are judged anew.
    """
    with act("works.settle_clash", by=by, on=clash, reason=reason) as entry:
        if decision not in DECISIONS:
            raise BadInput("decision", _("Choose which of the two is true."))
        old = Mark.objects.select_related("batch", "roll__site", "task").get(pk=clash.against_id)
        hands = {clash.claimed_by_id, old.batch.by_id}
        states = [old.roll.state, clash.roll.state]
        state = rules.CLASH.move(clash.state, "settle")
        require(
            roll_rules.why_not_settle(
                reason=reason, hands=hands, by=by.pk, stands_still=not old.superseded, rolls=states
            )
        )
        now = clock.now()
        if decision == "CLAIMED":
            clash.correction = _put_right(clash, old, by, reason)
        entry.change("state", clash.state, state)
        entry.note(decision=decision)
        clash.state, clash.decision, clash.reason = state, decision, reason.strip()
        clash.settled_by, clash.settled_at = by, now
        clash.save(update_fields=["state", "decision", "reason", "settled_by", "settled_at", "correction"])
        if decision == "CLAIMED":
            judge_rolls([old.roll, clash.roll], by=by)
            shown = [old.code, old.minutes, old.roll_id]
            entry.change_personal(
                f"worker:{clash.worker_id}", f"mark {clash.day}", shown, [clash.code, clash.minutes, clash.roll_id]
            )  # fmt: skip
    return clash


def _put_right(clash: MarkClash, old: Mark, by: Person, reason: str) -> MarkCorrection:
    """Return the correction that moves the day: signed at once, since claimant and supervisor are two persons."""
    now = clock.now()
    Mark.objects.filter(pk=old.pk).update(superseded=True)
    batch = MarkBatch.objects.create(by=clash.claimed_by, at=now, source="CORRECTION", rows=1)
    new = Mark.objects.create(
        roll=clash.roll, worker_id=clash.worker_id, day=clash.day, code=clash.code, minutes=clash.minutes,
        contract=clash.contract, task_id=clash.contract.task_id, batch=batch,
    )  # fmt: skip
    RollEntry.objects.create(batch=batch, roll=clash.roll, rows=1)
    return MarkCorrection.objects.create(
        old=old, new=new, roll=old.roll, reason=reason.strip(), by=clash.claimed_by, at=clash.claimed_at,
        signed_by=by, signed_at=now,
    )  # fmt: skip
