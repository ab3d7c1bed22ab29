"""Decisions about rolls: what each step asks for, and what a mark may be."""

from collections.abc import Collection

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _

#: Fewer workers than this, and roll and certificate may be one person's, with a recorded reason.
SMALL_SITE = 20


def why_not_open_roll(*, overlapping: int, site_state: str) -> Reason | None:
    """Return why a roll cannot be opened: there is one for these days, or nobody works there."""
    if overlapping:
        return Reason(
            "roll_exists",
            _("These days stand on another roll of the site. There is one roll per site and period."),
        )
    if site_state not in {"ACTIVE", "SUSPENDED", "COMPLETED"}:
        return Reason(
            "site_closed",
            _("This site is {state}; rolls are kept from its opening on."),
            {"state": site_state},
        )
    return None


def why_not_close(*, marks: int) -> Reason | None:
    """Return why a roll cannot be closed."""
    if marks:
        return None
    return Reason("roll_empty", _("Nobody is marked on this roll. Mark the days, or leave it open."))


def why_not_certify(*, unsigned: int, unchecked: int, clashes: int = 0) -> Reason | None:
    """Return why a roll cannot be certified: clashes not settled, corrections or measures without a second person."""
    if clashes:
        return Reason(
            "clashes_open",
            _(
                "{count} workers stand on this roll and are claimed by another site, or the reverse. Settle each first."
            ),
            {"count": clashes},
        )
    if unsigned:
        return Reason(
            "corrections_unsigned",
            _("{count} corrections wait for the signature of a second person. Sign them first."),
            {"count": unsigned},
        )
    if unchecked:
        return Reason(
            "measures_unchecked",
            _("{count} measurements were not checked by a second person."),
            {"count": unchecked},
        )
    return None


def why_not_correct(*, state: str, in_payroll: bool, reason: str) -> Reason | None:
    """Return why a mark cannot be corrected so."""
    if not reason.strip():
        return Reason("no_reason", _("Say why the mark is wrong. The old value stays beside the new one."))
    if state in {"CERTIFIED", "APPROVED"} and not in_payroll:
        return Reason(
            "roll_certified",
            _("This roll is {state}. Open it again with a reason, then correct the mark."),
            {"state": state},
        )
    return None


def why_not_claim(*, there: str, here: bool, contracted: bool, open_already: bool) -> Reason | None:
    """Return why a site cannot say that a worker was with it: nobody else marked her, or she has no contract here."""
    if here:
        return Reason(
            "marked_here",
            _("She is marked on this roll already. Correct that mark with a reason where it is wrong."),
        )
    if not there:
        return Reason("not_marked", _("No other site marked her on this day. Mark her on this roll."))
    if not contracted:
        return Reason(
            "not_contracted_here",
            _(
                "She has no contract on this site for this day. Enter the contract that was signed, then claim the day."
            ),
        )
    if open_already:
        return Reason("claimed_already", _("This day is claimed already and waits for the supervisor."))
    return None


def why_not_settle(
    *, reason: str, hands: Collection[int], by: int, stands_still: bool, rolls: Collection[str]
) -> Reason | None:
    """Return why this person cannot settle a clash now: her own mark or claim, no reason, or a roll that is certified."""
    if not reason.strip():
        return Reason("no_reason", _("Say how you know where she was. Both sites read it."))
    if by in hands:
        return Reason(
            "own_clash", _("You marked or claimed this day. Another person settles which of the two is true.")
        )
    if not stands_still:
        return Reason(
            "mark_changed", _("The mark of the other site was corrected since. Look at both rolls again.")
        )
    shut = sorted({"CERTIFIED", "APPROVED", "PAID", "RECONCILED"} & set(rolls))
    if shut:
        return Reason(
            "roll_certified",
            _("A roll of this day is {state}. Open it again with a reason, then settle the clash."),
            {"state": shut[0]},
        )
    return None


def why_not_reopen(*, in_payroll: bool, reason: str) -> Reason | None:
    """Return why a roll cannot be opened again."""
    if not reason.strip():
        return Reason("no_reason", _("Say why the roll is opened again."))
    if in_payroll:
        return Reason(
            "roll_in_payroll",
            _(
                "Pay of this roll is calculated. Correct the mark; what is owed goes to the next payroll as arrears."
            ),
        )
    return None


def small_site_excepted(*, workers: int | None, reason: str) -> bool:
    """Return whether roll and certificate may be one person's: a small site, and the reason is recorded.

    >>> small_site_excepted(workers=12, reason="one engineer on the island"), small_site_excepted(workers=12, reason="")
    (True, False)
    """
    return workers is not None and workers < SMALL_SITE and bool(reason.strip())
