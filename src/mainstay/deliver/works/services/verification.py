"""Asking a sample of workers whether the money came."""

import hashlib
from collections.abc import Mapping

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, require
from mainstay.common.texts import noop as _
from mainstay.deliver.works.methods.lottery import sample_size
from mainstay.deliver.works.models import Payment, Payroll, Verification, VerificationSample
from mainstay.deliver.works.rules.pay import why_not_sample


def draw_sample(*, by: Person, payroll: Payroll, share_percent: int, seed: str) -> VerificationSample:
    """Return a sample of the paid workers of a payroll that anyone can draw again from its seed."""
    with act("works.verify_payments", by=by, on=payroll) as entry:
        require(why_not_sample(share_percent=share_percent))
        paid = Payment.objects.filter(batch__payroll=payroll, state="PAID", amount_minor__gt=0)
        references = list(paid.order_by("reference").values_list("reference", "pk"))
        size = sample_size(len(references), share_percent=share_percent)
        drawn = sorted(references, key=lambda row: hashlib.sha256(f"{seed}:{row[0]}".encode()).hexdigest())[
            :size
        ]
        sample = VerificationSample.objects.create(
            payroll=payroll, share_percent=share_percent, seed=seed, population=len(references), size=size, drawn_by=by,
            drawn_at=clock.now(),
        )  # fmt: skip
        Verification.objects.bulk_create(
            (Verification(sample=sample, payment_id=key) for _reference, key in drawn), batch_size=2000
        )
        entry.on(sample)
        entry.note(seed=seed, population=len(references), size=size)
    return sample


def verify_payments(
    *, by: Person, sample: VerificationSample, answers: Mapping[int, tuple[str, str]]
) -> VerificationSample:
    """Record what workers of a sample answered: by payment, the answer and their words."""
    known = {"RECEIVED", "NOT_RECEIVED", "LESS", "NOT_REACHED"}
    with act("works.verify_payments", by=by, on=sample) as entry:
        rows = list(sample.answers.filter(payment__in=list(answers)))
        if len(rows) != len(answers) or any(answer not in known for answer, _words in answers.values()):
            raise BadInput(
                "answers",
                _("Answers are for payments of this sample, and one of: {known}."),
                known=", ".join(sorted(known)),
            )
        for row in rows:
            row.answer, row.words = answers[row.payment_id]
            row.asked_by, row.asked_at = by, clock.now()
        Verification.objects.bulk_update(rows, ["answer", "words", "asked_by", "asked_at"], batch_size=200)
        entry.bulk([row.payment_id, row.answer] for row in rows)
    return sample
