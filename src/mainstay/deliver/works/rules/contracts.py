"""What makes a contract impossible as it is written."""

from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _


def why_not_span(*, starts_on: date, ends_on: date) -> Reason | None:
    """Return why a contract cannot run over these days."""
    if ends_on >= starts_on:
        return None
    return Reason(
        "order",
        _("The contract ends {ends} before it starts {starts}."),
        {"ends": ends_on, "starts": starts_on},
    )


def why_not_signature(*, signature: str, witness: str) -> Reason | None:
    """Return why a contract is not signed so: in no known way, or by a thumbprint that nobody saw."""
    if signature not in {"SIGNED", "THUMBPRINT", "LATE"}:
        return Reason(
            "signature",
            _("{given} is no way of signing. Write SIGNED or THUMBPRINT."),
            {"given": signature},
        )
    if signature == "THUMBPRINT" and not witness.strip():
        return Reason("no_witness", _("A thumbprint needs a witness by name. Enter who was there."))
    return None


def why_not_past(*, reason: str) -> Reason | None:
    """Return why work without a contract cannot be recorded: nobody said how it came about."""
    if reason.strip():
        return None
    return Reason("no_reason", _("Say how people came to work without a contract; the audit keeps it."))


def why_not_past_days(*, ends_on: date, today: date) -> Reason | None:
    """Return why a contract written after the work cannot cover a day: it has not come yet."""
    if ends_on <= today:
        return None
    return Reason(
        "past_only",
        _(
            "A contract written after the work covers days up to {today}, not {ends}. For days to come sign an ordinary one first (SG-CON-01)."
        ),
        {"today": today, "ends": ends_on},
    )


def no_rate(task: str, day: date) -> Reason:
    """Return why nobody can be contracted for a task: it has no rate."""
    return Reason(
        "no_rate", _("Task {task} has no rate on {day}. Set the rate first."), {"task": task, "day": day}
    )


def overlaps(card: str, number: str, starts_on: date, ends_on: date) -> Reason:
    """Return why a second contract cannot run over days of the first."""
    return Reason(
        "contract_overlaps",
        _("{card} has contract {number} from {starts} to {ends}. End it first, or start later."),
        {"card": card, "number": number, "starts": starts_on, "ends": ends_on},
    )


def no_contract(card: str, day: date) -> Reason:
    """Return why somebody cannot start: there is no contract for the day."""
    return Reason(
        "no_contract",
        _("{card} has no contract on this site for {day} (SG-CON-01). Sign it first."),
        {"card": card, "day": day},
    )
