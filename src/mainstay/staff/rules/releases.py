"""When a unit can be asked to release somebody, and what an answer needs. Pure."""

from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _


def why_not_ask_release(*, needed: bool, open_ask: bool, settled: bool, proposal: str) -> Reason | None:
    """Return why a unit cannot be asked for somebody: she belongs to none, it is asked already, or no proposal is made."""
    if not needed:
        return Reason("no_unit", _("Only staff of a unit are released by it; this person belongs to none."))
    if settled:
        return Reason("released", _("The release is settled already."))
    if open_ask:
        return Reason("release_asked", _("The unit is asked already; its answer is awaited."))
    if not proposal.strip():
        return Reason("no_proposal", _("Say who does the work meanwhile: a function or a roster number."))
    return None


def why_not_answer_release(
    *, asker: bool, herself: bool, released: bool, reason: str, until: date | None, first: date
) -> Reason | None:
    """Return why an answer cannot be taken: from who asked or who goes, a no without reason, days that end too early."""
    if asker or herself:
        return Reason("own_release", _("A release is answered by the unit, not by who asked or who goes."))
    if not released and not reason.strip():
        return Reason("reason_missing", _("Say why the unit cannot let this person go."))
    if released and until is not None and until < first:
        return Reason(
            "until_early",
            _("The mission begins on {first}; release this person beyond that day, or refuse."),
            {"first": first},
        )
    return None
