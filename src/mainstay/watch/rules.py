"""Decisions about alerts, readings and readiness: states, moves, and why not. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

#: An alert about one country: watched, confirmed, called, activated as a case, closed as an event or as false.
ALERT = Workflow(
    "alert",
    ("NORMAL", "WATCH", "ALERT", "ACTIVATED", "CLOSED_EVENT", "CLOSED_FALSE"),
    moves(
        ("watch", "NORMAL", "WATCH"),
        ("alert", ("NORMAL", "WATCH"), "ALERT"),
        ("lower", "ALERT", "WATCH"),
        ("activate", ("WATCH", "ALERT"), "ACTIVATED"),
        ("close_event", ("WATCH", "ALERT", "ACTIVATED"), "CLOSED_EVENT"),
        ("close_false", ("WATCH", "ALERT"), "CLOSED_FALSE"),
    ),
)
OPEN_STATES = ("WATCH", "ALERT", "ACTIVATED")

#: A reading: counted, waiting for somebody to confirm it, refused, or replaced by a later one.
READING = Workflow(
    "reading",
    ("COUNTED", "TO_CONFIRM", "REFUSED", "SUPERSEDED"),
    moves(
        ("confirm", "TO_CONFIRM", "COUNTED"),
        ("refuse", "TO_CONFIRM", "REFUSED"),
        ("supersede", ("COUNTED", "TO_CONFIRM"), "SUPERSEDED"),
    ),
    also_born=("TO_CONFIRM",),
)

VINTAGE_STATES = ("IMPORTED", "WITHDRAWN")
#: Whether an edition came last with the product, from a file that somebody brought, or from the source itself.
VINTAGE_ORIGINS = ("SHIPPED", "FILE", "SOURCE")
#: How likely the event is, in words with their shares, so that two people mean the same.
LIKELIHOODS = ("", "UNLIKELY", "POSSIBLE", "LIKELY", "VERY_LIKELY", "HAPPENING")
NO_REGRET = ("", "ACT", "PREPARE", "NOTHING")
#: Whether another early-warning system looks at employment.
EMPLOYMENT_IN = ("NO", "PARTLY", "YES")
NEGOTIATION = ("NOT_STARTED", "CONTACTED", "NEGOTIATING", "AGREED", "REFUSED")
BOARD_KINDS = ("QUARTERLY", "AD_HOC")


def why_not_confirm(*, state: str, context: str) -> Reason | None:
    """Return why an alert cannot be confirmed: it is no longer watched, or nothing was said about the place."""
    if state not in {"WATCH", "ALERT"}:
        return Reason(
            "alert_over", _("This alert is {state}. Only a watch or an alert is confirmed."), {"state": state}
        )
    if not context.strip():
        return Reason(
            "context_missing", _("Say in a sentence what is seen on the ground. It is what others decide by.")
        )
    return None


def why_not_call(*, state: str, present: Sequence[str]) -> Reason | None:
    """Return why the call of an alert cannot be recorded."""
    if state != "ALERT":
        return Reason(
            "no_call_due",
            _("This is {state}. The call within 72 hours belongs to an alert."),
            {"state": state},
        )
    if not present:
        return Reason("nobody_called", _("Name who took part in the call, at least by function."))
    return None


def why_not_decide(*, state: str, decision: str, reason: str) -> Reason | None:
    """Return why a no-regret decision cannot be stored."""
    if state not in {"WATCH", "ALERT"}:
        return Reason(
            "alert_over", _("This alert is {state}. Only a watch or an alert is confirmed."), {"state": state}
        )
    if decision not in NO_REGRET[1:]:
        return Reason(
            "decision_unknown", _("Decide one of: {possible}."), {"possible": ", ".join(NO_REGRET[1:])}
        )
    if not reason.strip():
        return Reason("reason_missing", _("Write the reason; it stands in the record of the alert."))
    return None


def why_not_close(*, reason: str) -> Reason | None:
    """Return why an alert cannot be closed: without a reason nothing is learnt from it."""
    if not reason.strip():
        return Reason("reason_missing", _("Write the reason; it stands in the record of the alert."))
    return None


def why_not_activate(*, crisis_types: Collection[str], case: bool) -> Reason | None:
    """Return why an alert cannot become a case."""
    if case:
        return Reason("case_exists", _("This alert has become a case already. Open the case from the alert."))
    if not crisis_types:
        return Reason(
            "crisis_type_missing", _("Name at least one crisis type, so that clocks and modules are known.")
        )
    return None


def why_not_join(*, synthetic: bool, case_synthetic: bool) -> Reason | None:
    """Return why an alert cannot belong to a case: one of the two is made up and the other is not."""
    if synthetic == case_synthetic:
        return None
    return Reason(
        "synthetic_mixed",
        _(
            "A synthetic alert belongs to a synthetic case only, and a real one to a real case. Choose another."
        ),
    )


def why_not_expire(*, entered: date, expires: date, latest: date) -> Reason | None:
    """Return why the expiry of an item of readiness cannot be taken: it is over, or evidence stays fresh no longer."""
    if expires <= entered:
        return Reason(
            "expiry_past",
            _("It expires on {expires}. Enter a later day, or renew it first."),
            {"expires": expires.isoformat()},
        )
    if expires > latest:
        return Reason(
            "expiry_late",
            _("Evidence of this kind is fresh until {latest} at most, not {expires}. Renew it then."),
            {"expires": expires.isoformat(), "latest": latest.isoformat()},
        )
    return None


def board_needed(alerted: Sequence[datetime], *, now: datetime, days: int = 14, least: int = 2) -> bool:
    """Return whether so many alerts fell within the window that the risk board meets out of turn.

    >>> board_needed([datetime(2026, 5, 1), datetime(2026, 5, 9)], now=datetime(2026, 5, 10))
    True
    >>> board_needed([datetime(2026, 4, 1), datetime(2026, 5, 9)], now=datetime(2026, 5, 10))
    False
    """
    return sum(now - timedelta(days=days) <= moment <= now for moment in alerted) >= least
