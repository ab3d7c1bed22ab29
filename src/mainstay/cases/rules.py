"""Decisions about cases: their states, clocks, lead model and quick decisions. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

#: The nine stages in the order of the road.
STAGES = ("watch", "decide", "assess", "design", "fund", "staff", "deliver", "measure", "learn")

CASE = Workflow(
    "case",
    ("OPEN", "STOOD_DOWN", "CLOSED"),
    moves(
        ("stand_down", "OPEN", "STOOD_DOWN"),
        ("reopen", "STOOD_DOWN", "OPEN"),
        ("close", ("OPEN", "STOOD_DOWN"), "CLOSED"),
    ),
)

#: A decision by silence: its text goes round, an objection stops it, silence to the deadline adopts it.
DECISION = Workflow(
    "decision",
    ("DRAFT", "CIRCULATED", "OBJECTED", "DISCUSSED", "ADOPTED", "REJECTED", "LAPSED"),
    moves(
        ("circulate", ("DRAFT", "DISCUSSED"), "CIRCULATED"),
        ("object", "CIRCULATED", "OBJECTED"),
        ("discuss", "OBJECTED", "DISCUSSED"),
        ("adopt", ("CIRCULATED", "DISCUSSED"), "ADOPTED"),
        ("reject", ("CIRCULATED", "OBJECTED", "DISCUSSED"), "REJECTED"),
        ("lapse", ("DRAFT", "CIRCULATED", "OBJECTED", "DISCUSSED"), "LAPSED"),
    ),
)

#: How a stage of a case stands on the road.
STAGE_STATES = ("AHEAD", "OPEN", "WAITING", "DONE", "SKIPPED")

LEAD_MODELS = ("CO_LED", "RO_LED", "TT_LED", "TT_INITIATED")


class TimedTarget(Protocol):
    """A target of the playbook: how long a step may take."""

    @property
    def at_most_hours(self) -> float | None: ...  # noqa: D102
    def allowance(self, **kind: str | None) -> tuple[float, str]: ...  # noqa: D102


#: Hours in each unit of the playbook. Working hours and days are counted as running time at every hour of the week:
#: a crisis does not wait for Monday, and the stricter promise is kept.
HOURS = {"h": 1.0, "d": 24.0, "mo": 730.5, "wh": 1.0, "wd": 24.0}


def time_allowed(target: TimedTarget, *, crisis_types: Collection[str], level: str = "") -> timedelta:
    """Return how long a step may take: of several crisis types the shortest time counts."""
    offered = [target.allowance(crisis_type=code, level=level) for code in crisis_types or ("",)]
    hours = min(value * HOURS[unit] for value, unit in offered)
    return timedelta(hours=min(hours, target.at_most_hours or hours))


def reminder_at(started: datetime, due: datetime, *, share: float = 0.75) -> datetime:
    """Return the moment at which `share` of the time to `due` has run.

    >>> from datetime import datetime, timezone
    >>> reminder_at(datetime(2026, 1, 1, tzinfo=timezone.utc), datetime(2026, 1, 5, tzinfo=timezone.utc)).day
    4
    """
    return started + (due - started) * share


def proposed_lead_model(*, country_office: bool, regional_mandate: bool, initiated_by_team: bool) -> str:
    """Return the lead model that office presence proposes (2015 framework: where there is no office the team leads).

    >>> proposed_lead_model(country_office=False, regional_mandate=True, initiated_by_team=False)
    'RO_LED'
    """
    if initiated_by_team:
        return "TT_INITIATED"
    if country_office:
        return "CO_LED"
    return "RO_LED" if regional_mandate else "TT_LED"


def why_not_close(*, open_sites: int, owed: int, review_approved: bool) -> Reason | None:
    """Return why a case cannot be closed: work still goes on, pay is owed, or nobody looked back at it."""
    if open_sites:
        return Reason(
            "sites_open", _("{count} sites are still open. Hand them over first."), {"count": open_sites}
        )
    if owed:
        return Reason(
            "pay_owed", _("{count} payments are still owed. Pay what is owed first."), {"count": owed}
        )
    if not review_approved:
        return Reason("review_missing", _("The after-action review is not approved yet. It closes the case."))
    return None


def why_not_silence(
    *, now: datetime, deadline: datetime, objections: int, quorum_missing: Collection[str]
) -> Reason | None:
    """Return why silence does not yet adopt a decision."""
    if objections:
        return Reason(
            "objected",
            _("{count} objections stand. Discuss the text and circulate it again."),
            {"count": objections},
        )
    if quorum_missing:
        return Reason(
            "no_quorum",
            _("The team lacks: {seats}. Fill the seats, or name deputies."),
            {"seats": ", ".join(quorum_missing)},
        )
    if now < deadline:
        return Reason(
            "deadline_ahead",
            _("Objections may come until {deadline}."),
            {"deadline": deadline.isoformat(timespec="minutes")},
        )
    return None


def why_not_deadline(*, now: datetime, deadline: datetime, shortest: timedelta) -> Reason | None:
    """Return why a silence period is too short for people to read the text."""
    if deadline - now < shortest:
        return Reason(
            "deadline_short",
            _("Silence runs for at least {hours} hours."),
            {"hours": int(shortest.total_seconds() // 3600)},
        )
    return None
