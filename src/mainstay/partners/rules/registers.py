"""Decisions about the lines of registers: their states, and why a line cannot go on. Pure."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

FOCAL_POINT = Workflow(
    "focal point",
    ("NAMED", "CERTIFIED", "LAPSED", "ENDED"),
    moves(
        ("certify", ("NAMED", "CERTIFIED", "LAPSED"), "CERTIFIED"),
        ("lapse", "CERTIFIED", "LAPSED"),
        ("end", ("NAMED", "CERTIFIED", "LAPSED"), "ENDED"),
    ),
)
EVENT = Workflow(
    "event",
    ("PLANNED", "HELD", "FOLLOWED_UP", "CANCELLED"),
    moves(
        ("hold", "PLANNED", "HELD"), ("follow_up", "HELD", "FOLLOWED_UP"), ("cancel", "PLANNED", "CANCELLED")
    ),
)
FORUM = Workflow(
    "forum",
    ("ACTIVE", "RESTING", "CLOSED"),
    moves(
        ("rest", "ACTIVE", "RESTING"),
        ("revive", "RESTING", "ACTIVE"),
        ("close", ("ACTIVE", "RESTING"), "CLOSED"),
    ),
)
MISSION = Workflow(
    "joint mission",
    ("ANNOUNCED", "JOINED", "REPORTED", "MISSED"),
    moves(("join", "ANNOUNCED", "JOINED"), ("report", "JOINED", "REPORTED"), ("miss", "ANNOUNCED", "MISSED")),
)
#: Policy advice: given, appreciated, accepted, implemented. It is implemented once another person confirmed it.
ADVICE = Workflow(
    "advice",
    (
        "REQUESTED",
        "DRAFTED",
        "GIVEN",
        "APPRECIATED",
        "ACCEPTED",
        "IMPLEMENTING",
        "IMPLEMENTED",
        "NOT_ACCEPTED",
    ),
    moves(
        ("draft", "REQUESTED", "DRAFTED"),
        ("give", ("REQUESTED", "DRAFTED"), "GIVEN"),
        ("appreciate", "GIVEN", "APPRECIATED"),
        ("accept", ("GIVEN", "APPRECIATED"), "ACCEPTED"),
        ("begin", "ACCEPTED", "IMPLEMENTING"),
        ("confirm", ("ACCEPTED", "IMPLEMENTING"), "IMPLEMENTED"),
        ("decline", ("GIVEN", "APPRECIATED"), "NOT_ACCEPTED"),
    ),
)
#: A public message: nothing is public before another person agreed to exactly this version.
MESSAGE = Workflow(
    "public message",
    ("DRAFT", "SUBMITTED", "AGREED", "PUBLISHED", "SENT_BACK", "WITHDRAWN"),
    moves(
        ("submit", ("DRAFT", "SENT_BACK"), "SUBMITTED"),
        ("approve", "SUBMITTED", "AGREED"),
        ("send_back", "SUBMITTED", "SENT_BACK"),
        ("revise", ("DRAFT", "SENT_BACK", "AGREED"), "DRAFT"),
        ("publish", "AGREED", "PUBLISHED"),
        ("withdraw", ("DRAFT", "SUBMITTED", "AGREED", "PUBLISHED", "SENT_BACK"), "WITHDRAWN"),
    ),
)
RESEARCHER = Workflow(
    "researcher",
    ("PROPOSED", "LISTED", "RESTING", "LEFT"),
    moves(
        ("list", ("PROPOSED", "RESTING"), "LISTED"),
        ("rest", "LISTED", "RESTING"),
        ("leave", ("PROPOSED", "LISTED", "RESTING"), "LEFT"),
    ),
)
POSITION = Workflow(
    "position",
    ("DRAFT", "AGREED", "VOICED", "ENDORSED", "DROPPED"),
    moves(
        ("agree", "DRAFT", "AGREED"),
        ("voice", ("AGREED", "VOICED"), "VOICED"),
        ("endorse", "VOICED", "ENDORSED"),
        ("drop", ("DRAFT", "AGREED", "VOICED"), "DROPPED"),
    ),
)
RISK = Workflow(
    "risk",
    ("OPEN", "TREATED", "HAPPENED", "CLOSED"),
    moves(
        ("treat", "OPEN", "TREATED"),
        ("reopen", "TREATED", "OPEN"),
        ("happen", ("OPEN", "TREATED"), "HAPPENED"),
        ("close", ("OPEN", "TREATED", "HAPPENED"), "CLOSED"),
    ),
)

INSTRUMENTS = ("mission", "plan", "appeal")
RISK_AREAS = (
    "coordination",
    "capacity",
    "partnerships",
    "role",
    "hierarchy",
    "security",
    "recruitment",
    "money",
    "reputation",
    "other",
)
#: From likelihood times impact 15 on a risk is high.
HIGH_RISK = 15
SEXES = ("", "F", "M")
#: Advice that was given, whatever became of it; and what of it was accepted.
ADVICE_GIVEN = ("GIVEN", "APPRECIATED", "ACCEPTED", "IMPLEMENTING", "IMPLEMENTED", "NOT_ACCEPTED")
ADVICE_ACCEPTED = ("ACCEPTED", "IMPLEMENTING", "IMPLEMENTED")


def why_not_evidence(evidence: str) -> Reason | None:
    """Return why a line cannot be said to be done: nothing shows it.

    >>> why_not_evidence(" ").code
    'no_evidence'
    """
    if not evidence.strip():
        return Reason(
            "no_evidence", _("Name the evidence: a link, a document, minutes. Without it nothing counts.")
        )
    return None


def why_not_hold_event(
    *, held_on: date, today: date, women: int, men: int, sides: Mapping[str, int]
) -> Reason | None:
    """Return why an event cannot be recorded as held.

    >>> why_not_hold_event(held_on=date(2026, 3, 2), today=date(2026, 3, 1), women=1, men=1, sides={}).code
    'event_ahead'
    """
    if held_on > today:
        return Reason(
            "event_ahead", _("The event ends on {day}. Record it when it was held."), {"day": held_on}
        )
    if min(women, men, *sides.values(), 0) < 0 or women + men <= 0:
        return Reason("nobody_came", _("Record how many came, women and men."))
    if sum(sides.values()) > women + men:
        return Reason(
            "sides_exceed",
            _("{sides} came for government, employers and workers, but only {all} came at all."),
            {"sides": sum(sides.values()), "all": women + men},
        )
    return None


def why_not_report_mission(*, labour_included: str, evidence: str) -> Reason | None:
    """Return why a mission cannot be reported: it says whether labour was included, and where that is written.

    >>> why_not_report_mission(labour_included="", evidence="report").code
    'labour_unsaid'
    """
    if labour_included not in EMPLOYMENT_SECTION:
        return Reason(
            "labour_unsaid", _("Say whether labour was included: yes, no, or still being negotiated.")
        )
    return why_not_evidence(evidence)


def why_not_rate_advice(rating: int) -> Reason | None:
    """Return why a client's rating cannot stand.

    >>> why_not_rate_advice(6).code
    'advice_rating'
    """
    if rating not in range(1, 6):
        return Reason("advice_rating", _("The client rates advice from 1 (of no use) to 5 (of great use)."))
    return None


def why_not_publish_message(*, state: str, agreed_by: int | None, drafted_by: int) -> Reason | None:
    """Return why a message cannot be made public: nothing is public before another person agreed to it.

    >>> why_not_publish_message(state="SUBMITTED", agreed_by=None, drafted_by=1).code
    'not_agreed'
    """
    if state != "AGREED" or agreed_by is None or agreed_by == drafted_by:
        return Reason(
            "not_agreed",
            _(
                "Nothing is public before it is agreed. Submit the message and let another person agree to it."
            ),
        )
    return None


def why_not_list_researcher(*, agreed_on: date | None, today: date) -> Reason | None:
    """Return why a researcher cannot be listed: she has to have agreed to it.

    >>> why_not_list_researcher(agreed_on=None, today=date(2026, 3, 1)).code
    'no_consent'
    """
    if agreed_on is None or agreed_on > today:
        return Reason(
            "no_consent", _("Record the day on which the person agreed to be listed; ask first if need be.")
        )
    return None


def why_not_name_focal_point(
    *,
    holder: tuple[int | None, int | None],
    alternate: tuple[int | None, int | None],
    units: Collection[str],
    unit: str,
    regions: Collection[str],
    region: str,
) -> Reason | None:
    """Return why a focal point cannot be named; a holder and an alternate are pairs of an account and a contact."""
    if unit not in units:
        return Reason("unknown_unit", _("The unit is one of: {units}."), {"units": ", ".join(units)})
    if region not in regions:
        return Reason(
            "unknown_region", _("The region is one of: {regions}."), {"regions": ", ".join(sorted(regions))}
        )
    if sum(one is not None for one in holder) != 1:
        return Reason(
            "one_holder", _("A focal point is one person: somebody with an account, or a named contact.")
        )
    if holder == alternate:
        return Reason("same_alternate", _("The alternate is another person than the focal point."))
    return None


def why_not_rate_risk(*, likelihood: int, impact: int) -> Reason | None:
    """Return why a risk cannot be rated so.

    >>> why_not_rate_risk(likelihood=0, impact=3).code
    'risk_rating'
    """
    if likelihood not in range(1, 6) or impact not in range(1, 6):
        return Reason("risk_rating", _("Likelihood and impact are rated 1 to 5."))
    return None


def certified_until(day: date, *, months: int) -> date:
    """Return the day on which a certificate ends that was earned on `day`; the month's last where it is shorter.

    >>> certified_until(date(2024, 2, 29), months=24)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


#: Whether another actor's plan says something on employment.
EMPLOYMENT_SECTION = ("no", "negotiating", "yes")
