"""A mark that was wrong: the old value stays, a reason is given, a second person signs, pay is put right."""

from collections.abc import Mapping

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works.methods.day_pay import CodePay, Day, day_pay
from mainstay.deliver.works.models import (
    Arrear,
    Mark,
    MarkBatch,
    MarkCorrection,
    PaySegment,
    RollEntry,
    TaskClass,
    Terms,
)
from mainstay.deliver.works.rules.rolls import why_not_correct
from mainstay.deliver.works.selectors.law import code_pay, roll_codes


def correct_mark(
    *,
    by: Person,
    mark: Mark,
    reason: str,
    code: str | None,
    minutes: int | None = None,
    quantity_milli: int | None = None,
    task: TaskClass | None = None,
) -> MarkCorrection:
    """Return the correction of a mark: the new value beside the old one; no code takes the mark away.

    It waits for the signature of a second person, without which the roll is not certified.
    """
    roll = mark.roll
    with act("works.correct_mark", by=by, on=roll, reason=reason, met={"roll_is_open"}) as entry:
        require(why_not_correct(state=roll.state, in_payroll=roll.payroll_id is not None, reason=reason))
        _check(mark, code, minutes, quantity_milli)
        now = clock.now()
        Mark.objects.filter(pk=mark.pk).update(superseded=True)
        new = None
        if code is not None:
            batch = MarkBatch.objects.create(by=by, at=now, source="CORRECTION", rows=1)
            new = Mark.objects.create(
                roll=roll, worker_id=mark.worker_id, day=mark.day, code=code, minutes=minutes,
                quantity_milli=quantity_milli, contract_id=mark.contract_id, task=task or mark.task, batch=batch,
            )  # fmt: skip
            RollEntry.objects.create(batch=batch, roll=roll, rows=1)
        correction = MarkCorrection.objects.create(
            old=mark, new=new, roll=roll, reason=reason.strip(), by=by, at=now
        )
        shown = [mark.code, mark.minutes, mark.quantity_milli]
        entry.change_personal(
            f"worker:{mark.worker_id}", f"mark {mark.day}", shown, [code, minutes, quantity_milli]
        )
    return correction


def _check(mark: Mark, code: str | None, minutes: int | None, quantity_milli: int | None) -> None:
    if mark.superseded:
        raise RuleBroken("superseded", _("This mark was corrected before. Correct the one that stands."))
    if code is not None and code not in roll_codes():
        raise BadInput(
            "unknown_code",
            _("{given} is no code of the roll. Use one of: {known}."),
            given=code,
            known=", ".join(roll_codes()),
        )
    if not 0 <= (minutes or 0) <= 1440 or (quantity_milli or 0) < 0:
        raise BadInput("hours", _("Hours lie between 0 and 24, quantities are never negative."))


def sign_correction(*, by: Person, correction: MarkCorrection) -> MarkCorrection:
    """Sign a correction as second person; where the old day was paid already, the difference becomes arrears."""
    with act("works.sign_correction", by=by, on=correction) as entry:
        if correction.signed_by_id is not None:
            raise RuleBroken("signed", _("This correction is signed already."))
        correction.signed_by, correction.signed_at = by, clock.now()
        correction.save(update_fields=["signed_by", "signed_at"])
        if correction.roll.payroll_id is not None:
            difference = _difference(correction)
            entry.note(arrears_minor=difference)
            if difference:
                terms = Terms.objects.get(project=correction.roll.site.project)
                Arrear.objects.create(
                    worker_id=correction.old.worker_id, contract_id=correction.old.contract_id, roll=correction.roll,
                    kind="CORRECTION", amount_minor=difference, currency=terms.currency, reason=correction.reason,
                    found_at=clock.now(), found_by=by,
                )  # fmt: skip
    return correction


def _difference(correction: MarkCorrection) -> int:
    """Return what the new day earns beyond the old one, in minor units."""
    terms = Terms.objects.get(project=correction.roll.site.project)
    table = {code.code: code for code in code_pay(terms)}
    old, new = (_earned(mark, terms, table) for mark in (correction.old, correction.new))
    return new - old


def _earned(mark: Mark | None, terms: Terms, table: Mapping[str, CodePay]) -> int:
    if mark is None:
        return 0
    segment = PaySegment.objects.get(task=mark.task_id, first_on__lte=mark.day, last_on__gte=mark.day)
    code = table[mark.code]
    day = Day(
        code.worked_centi,
        code.paid_centi,
        segment.day_minor,
        segment.floor_minor,
        mark.minutes,
        mark.quantity_milli,
        segment.unit_minor,
    )
    normal = mark.contract.normal_minutes
    return day_pay([day], normal_minutes=normal, overtime_percent=terms.overtime_percent).gross_minor
