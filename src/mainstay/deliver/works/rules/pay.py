"""Decisions about pay: rates, payrolls, batches, reversals, samples."""

from datetime import date
from decimal import Decimal

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

SIGNATURES = 2


def why_not_rate(
    *, day_minor: int, floor_minor: int | None, floor_told: str, running_minor: int | None, market_minor: int | None,
    ceiling_percent: int, ceiling_reason: str,
) -> Reason | None:  # fmt: skip
    """Return why a day rate cannot be set: no floor known, under it, under running contracts, over market unexplained."""
    if floor_minor is None:
        return Reason(
            "no_floor",
            _(
                "No legal or agreed minimum is recorded for this day (SG-WAGE-01). Enter it with its source first."
            ),
        )
    if day_minor < floor_minor:
        return Reason(
            "under_floor",
            _(
                "{wage} a day is under the floor {floor} ({basis}; SG-WAGE-01). The floor is the highest minimum for anyone on the task. Pay at least that; shorten hours or rotate instead."
            ),
            {"wage": day_minor, "floor": floor_minor, "basis": floor_told},
        )
    if running_minor is not None and day_minor < running_minor:
        return Reason(
            "under_running",
            _(
                "Contracts of this task class run at {running} a day; {wage} would pay less for equal work (SG-WAGE-05). Level up."
            ),
            {"running": running_minor, "wage": day_minor},
        )
    if (
        market_minor is not None
        and day_minor * 100 > market_minor * ceiling_percent
        and not ceiling_reason.strip()
    ):
        return Reason(
            "over_market",
            _(
                "{wage} a day is more than {percent} % of the market's {market} (SG-WAGE-02). Give the reason why."
            ),
            {"wage": day_minor, "percent": ceiling_percent, "market": market_minor},
        )
    return None


def why_not_approve_batch(*, signed_by_same: bool, total_minor: int, payments_minor: int) -> Reason | None:
    """Return why a batch cannot be signed: signed already by the same hand, or its payments changed under the total."""
    if signed_by_same:
        return Reason(
            "signed_already", _("You have signed this batch. The second signature is another person's.")
        )
    if total_minor != payments_minor:
        return Reason(
            "batch_changed",
            _("The batch says {total}, its payments add up to {payments}. Send it back and make it anew."),
            {"total": total_minor, "payments": payments_minor},
        )
    return None


def why_not_witness(*, channel: str, witnesses: int, least: int = 2) -> Reason | None:
    """Return why a payment in cash cannot be recorded: it is paid before witnesses of the workers' committee."""
    if channel != "CASH" or witnesses >= least:
        return None
    return Reason(
        "witnesses",
        _("Cash is paid before {least} witnesses of the committee (SG-PAY-01). Name them."),
        {"least": least},
    )


def why_not_sample(*, share_percent: int) -> Reason | None:
    """Return why a verification sample of a share is not accepted."""
    if 5 <= share_percent <= 100:
        return None
    return Reason(
        "sample_share",
        _("At least 5 % of payments are verified; {share} % was asked."),
        {"share": share_percent},
    )


def why_not_deduct(
    *, kind_allowed: bool, authorisation: str, authorised_on: date, today: date
) -> Reason | None:
    """Return why a deduction is not lawful (SG-WAGE-06)."""
    if not kind_allowed:
        return Reason(
            "unlawful_deduction",
            _("Only social security, tax, union dues, advances and court orders are deducted (SG-WAGE-06)."),
        )
    if not authorisation.strip() or authorised_on > today:
        return Reason(
            "unauthorised_deduction",
            _("A deduction needs the worker's written consent before it is taken (SG-WAGE-06)."),
        )
    return None


def unknown_payment(reference: str, batch: str) -> Reason:
    """Return why a confirmation cannot be used: its payment is not in the batch."""
    return Reason(
        "unknown_payment",
        _("Payment {reference} is not in batch {batch}. Take the row out, or give it with its own batch."),
        {"reference": reference, "batch": batch},
    )


def why_not_amount(*, given: Decimal, owed: Decimal) -> Reason | None:
    """Return why a confirmed amount cannot be taken: it is not what is owed."""
    if given == owed:
        return None
    return Reason(
        "amount_differs",
        _("{given} was paid where {owed} is owed. Confirm the exact amount; pay the rest as arrears."),
        {"given": given, "owed": owed},
    )


def why_not_paid_on(*, paid_on: date, sent_on: date, today: date) -> Reason | None:
    """Return why a payment cannot have been made on a day: the day has not come, or nobody was sent to pay yet."""
    if sent_on <= paid_on <= today:
        return None
    return Reason(
        "paid_on",
        _(
            "Nobody was paid on {paid_on}: the batch went out on {sent_on}, and today is {today}. Write the true day."
        ),
        {"paid_on": paid_on, "sent_on": sent_on, "today": today},
    )


def failure_missing(reference: str) -> Reason:
    """Return why a failed payment cannot be recorded: nobody said why it failed."""
    return Reason(
        "failure_missing",
        _("Say why {reference} was not paid; it can then be tried again."),
        {"reference": reference},
    )
