"""Decisions about people who go: states, clearances, travel, rest. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import ANY, Workflow, moves

from .recruiting import (
    Asked,
    Held,
    interview_mark,
    missing_in_file,
    why_not_invite,
    why_not_panel,
    why_not_score,
)
from .releases import why_not_answer_release, why_not_ask_release

__all__ = [
    "AFTER_TRAVEL",
    "ANSWERS",
    "CLEARANCE",
    "DEPLOYMENT",
    "EXPERT",
    "LONG_MISSION",
    "RECRUITMENT",
    "RELEASE",
    "RELEASED_BY_UNIT",
    "REST",
    "SETTLED",
    "TEAM_REQUEST",
    "VERDICTS",
    "Asked",
    "Held",
    "interview_mark",
    "missing_in_file",
    "rests_until",
    "why_not_answer",
    "why_not_answer_release",
    "why_not_ask_release",
    "why_not_deploy",
    "why_not_invite",
    "why_not_panel",
    "why_not_preclear",
    "why_not_ready",
    "why_not_renew",
    "why_not_request",
    "why_not_score",
    "why_not_waive",
]  # fmt: skip

EXPERT = Workflow(
    "expert",
    (
        "APPLIED",
        "LONGLISTED",
        "SELF_ASSESSED",
        "INTERVIEWED",
        "REFERENCED",
        "ACTIVE",
        "BRIEFED",
        "ON_MISSION",
        "RESTING",
        "DORMANT",
        "SUSPENDED",
        "REMOVED",
    ),
    moves(
        ("longlist", "APPLIED", "LONGLISTED"),
        ("assess_self", "LONGLISTED", "SELF_ASSESSED"),
        ("interview", ("LONGLISTED", "SELF_ASSESSED"), "INTERVIEWED"),
        ("reference", "INTERVIEWED", "REFERENCED"),
        ("admit", "REFERENCED", "ACTIVE"),
        ("brief", ("ACTIVE", "BRIEFED", "DORMANT"), "BRIEFED"),
        ("deploy", "BRIEFED", "ON_MISSION"),
        ("return", "ON_MISSION", "RESTING"),
        ("renew", ("RESTING", "DORMANT"), "BRIEFED"),
        ("lapse", ("ACTIVE", "BRIEFED", "RESTING"), "DORMANT"),
        ("suspend", ("ACTIVE", "BRIEFED", "RESTING", "DORMANT"), "SUSPENDED"),
        ("reinstate", "SUSPENDED", "DORMANT"),
        ("remove", ANY, "REMOVED"),
    ),
)

TEAM_REQUEST = Workflow(
    "team request",
    ("DRAFT", "ASKED", "APPROVED", "SHORTLISTED", "FILLED", "REFUSED", "WITHDRAWN"),
    moves(
        ("ask", "DRAFT", "ASKED"),
        ("approve", "ASKED", "APPROVED"),
        ("refuse", "ASKED", "REFUSED"),
        ("shortlist", ("APPROVED", "SHORTLISTED"), "SHORTLISTED"),
        ("fill", "SHORTLISTED", "FILLED"),
        ("reopen", "FILLED", "SHORTLISTED"),
        ("withdraw", ("DRAFT", "ASKED", "APPROVED", "SHORTLISTED"), "WITHDRAWN"),
    ),
)

DEPLOYMENT = Workflow(
    "deployment",
    ("NOMINATED", "ACCEPTED", "CLEARED", "ON_MISSION", "RETURNED", "DEBRIEFED", "DECLINED", "CANCELLED"),
    moves(
        ("accept", "NOMINATED", "ACCEPTED"),
        ("decline", "NOMINATED", "DECLINED"),
        # When the last blocking clearance is settled; one that runs out takes it back.
        ("clear", "ACCEPTED", "CLEARED"),
        ("unclear", "CLEARED", "ACCEPTED"),
        ("deploy", ("ACCEPTED", "CLEARED"), "ON_MISSION"),
        ("return", "ON_MISSION", "RETURNED"),
        ("debrief", "RETURNED", "DEBRIEFED"),
        ("cancel", ("NOMINATED", "ACCEPTED", "CLEARED"), "CANCELLED"),
    ),
)

CLEARANCE = Workflow(
    "clearance",
    ("NOT_STARTED", "REQUESTED", "IN_REVIEW", "INFO_NEEDED", "GRANTED", "REFUSED", "WAIVED", "EXPIRED"),
    moves(
        ("request", ("NOT_STARTED", "EXPIRED", "REFUSED"), "REQUESTED"),
        ("answer", "INFO_NEEDED", "IN_REVIEW"),
        ("ask_more", ("REQUESTED", "IN_REVIEW"), "INFO_NEEDED"),
        ("grant", ("REQUESTED", "IN_REVIEW"), "GRANTED"),
        ("refuse", ("REQUESTED", "IN_REVIEW", "INFO_NEEDED"), "REFUSED"),
        ("waive", ("NOT_STARTED", "REQUESTED", "IN_REVIEW", "INFO_NEEDED"), "WAIVED"),
        ("expire", "GRANTED", "EXPIRED"),
    ),
)

RECRUITMENT = Workflow(
    "recruitment",
    ("OPEN", "ADMITTED", "REFUSED"),
    moves(("admit", "OPEN", "ADMITTED"), ("refuse", "OPEN", "REFUSED")),
)

RELEASE = Workflow(
    "release",
    ("ASKED", "RELEASED", "REFUSED", "WITHDRAWN"),
    moves(
        ("release", "ASKED", "RELEASED"), ("refuse", "ASKED", "REFUSED"), ("withdraw", "ASKED", "WITHDRAWN")
    ),
)

#: What a referee's words come to.
VERDICTS = ("SUPPORTS", "DOUBTS", "AGAINST")
#: The clearance that the head of a unit gives by releasing one of its people.
RELEASED_BY_UNIT = "CL-REL"
#: What happens on the mission or after it, not before travel.
AFTER_TRAVEL = ("CL-CHK", "CL-DEB")
#: States of a clearance that holds nothing up any more.
SETTLED = ("GRANTED", "WAIVED")
#: States of a request in which its places are still open.
OPEN = ("ASKED", "APPROVED", "SHORTLISTED")
#: States of a mission in which somebody is going or is there.
ACTIVE = ("NOMINATED", "ACCEPTED", "CLEARED", "ON_MISSION")
#: What an expert answers when she is asked: for all the days, for some of them, not at all.
ANSWERS = ("YES", "PART", "NO")
#: After this many days on mission a person rests for at least `REST`.
LONG_MISSION = timedelta(days=60)
REST = timedelta(days=14)


def why_not_deploy(*, missing: Collection[str], expired: Collection[str], uninsured: bool) -> Reason | None:
    """Return why a person may not travel: a blocking clearance is not granted or would have run out."""
    if uninsured:
        return Reason("no_cover", _("No insurance, no travel: clearance CL-INS is not granted."))
    if missing:
        return Reason(
            "clearances_missing",
            _("Not granted yet: {codes}. All blocking clearances come before travel."),
            {"codes": ", ".join(missing)},
        )
    if expired:
        return Reason(
            "clearances_expired",
            _("Not valid on the day of travel: {codes}. Ask for them again."),
            {"codes": ", ".join(expired)},
        )
    return None


def why_not_waive(*, code: str, waivable: bool, reason: str) -> Reason | None:
    """Return why a clearance cannot be waived: security, insurance, conduct and medical in danger never are."""
    if not waivable:
        return Reason(
            "never_waived", _("{code} is never waived. Grant it, or send somebody else."), {"code": code}
        )
    if not reason.strip():
        return Reason("reason_missing", _("A waiver needs a reason and what is done instead."))
    return None


def why_not_request(*, code: str, waiting_for: Collection[str]) -> Reason | None:
    """Return why a clearance cannot be asked for yet: others come before it."""
    if waiting_for:
        return Reason(
            "prerequisites",
            _("{code} comes after: {codes}."),
            {"code": code, "codes": ", ".join(waiting_for)},
        )
    return None


def rests_until(*, left: date, returned: date) -> date | None:
    """Return the last day of the rest that a mission earns, or None for a short one.

    >>> rests_until(left=date(2026, 1, 1), returned=date(2026, 3, 15))
    datetime.date(2026, 3, 29)
    """
    return returned + REST if returned - left > LONG_MISSION else None


def why_not_renew(*, rests_until: date | None, debriefed: bool, today: date) -> Reason | None:
    """Return why somebody who came back is not ready again: she rests still, or nobody has talked with her."""
    if rests_until is not None and rests_until >= today:
        return Reason(
            "resting",
            _("Rests until {until} after a long mission. Renew from the day after."),
            {"until": rests_until},
        )
    if not debriefed:
        return Reason("not_debriefed", _("Hold the talk after the last mission first."))
    return None


def why_not_preclear(*, allowed: bool, applies: bool, code: str) -> Reason | None:
    """Return why a clearance cannot be had before there is a mission."""
    if not applies:
        return Reason("not_applicable", _("{code} is not asked of this kind of person."), {"code": code})
    if not allowed:
        return Reason(
            "no_preclearance",
            _("{code} belongs to one mission and cannot be had beforehand."),
            {"code": code},
        )
    return None


def why_not_ready(
    *,
    state: str,
    briefed_on: date | None,
    confirmed_on: date | None,
    today: date,
    briefing_months: int = 24,
    confirm_days: int = 90,
) -> Reason | None:
    """Return what keeps a member of the roster from being ready to go."""
    if state not in {"ACTIVE", "BRIEFED"}:
        return Reason("state", _("Not on the active roster now: {state}."), {"state": state})
    if briefed_on is None or (today - briefed_on).days > briefing_months * 30.44:
        return Reason(
            "briefing", _("The briefing is older than {months} months."), {"months": briefing_months}
        )
    if confirmed_on is None or (today - confirmed_on).days > confirm_days:
        return Reason(
            "availability",
            _("Availability was not confirmed in the last {days} days."),
            {"days": confirm_days},
        )
    return None


def why_not_free(
    *,
    ready: bool,
    away: bool,
    rests_until: date | None,
    free: Collection[tuple[date, date]],
    first: date,
    last: date,
) -> Reason | None:
    """Return what keeps a member of the roster from going in the days from `first` to `last`."""
    if not ready:
        return Reason("not_ready", _("Not ready: briefing, availability or a clearance is not in force."))
    if away:
        return Reason("away", _("On a mission in these days, or named for one."))
    if rests_until is not None and rests_until >= first:
        return Reason("rests", _("Rests after a long mission in these days."))
    if not any(begins <= first and last <= ends for begins, ends in free):
        return Reason("not_said", _("Has not said that all of these days are free."))
    return None


def why_not_answer(
    *, answered: bool, expired: bool, answer: str, first: date | None, last: date | None
) -> Reason | None:
    """Return why an answer about availability cannot be taken: given before, too late, or its days are missing."""
    if answered:
        return Reason(
            "answered", _("You have answered already. Tell the roster manager when it has changed.")
        )
    if expired:
        return Reason("link_ended", _("This link has ended. Ask the roster manager for a new one."))
    if answer not in ANSWERS:
        return Reason("answer", _("Choose one of the answers."))
    if answer == "PART" and (first is None or last is None or last < first):
        return Reason("days", _("Write from which day to which day you can go."))
    return None
