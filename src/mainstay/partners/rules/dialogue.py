"""Decisions about organisations, consultation and dialogue. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

#: Whose voice an organisation is. A constituent is one of the first three.
SIDES = ("government", "employers", "workers", "none")
CONSTITUENTS = ("government", "employers", "workers")
#: The side that each type of partner is on; every other type is on none.
SIDE_OF_TYPE = {"GOVERNMENT": "government", "EMPLOYERS_ORG": "employers", "WORKERS_ORG": "workers"}
LEVELS = ("global", "regional", "national", "local")

#: What a check looks at, and what it can find.
CHECKS = ("sanctions", "values", "psea", "finance")
FINDINGS = ("unknown", "clear", "concern", "fail")

PARTNER_CHECK = Workflow(
    "partner check",
    ("CHECKED", "APPROVED", "REFUSED", "EXPIRED"),
    moves(
        ("approve", "CHECKED", "APPROVED"),
        ("refuse", "CHECKED", "REFUSED"),
        ("expire", "APPROVED", "EXPIRED"),
    ),
)

AGREEMENT = Workflow(
    "agreement",
    ("DRAFT", "SIGNED", "ENDED", "EXPIRED"),
    moves(
        ("sign", "DRAFT", "SIGNED"), ("end", ("DRAFT", "SIGNED"), "ENDED"), ("expire", "SIGNED", "EXPIRED")
    ),
)
AGREEMENT_KINDS = (
    "cooperation",
    "implementation",
    "data_sharing",
    "standby",
    "works",
    "services",
    "insurance",
)

#: A consultation goes from the invitation through the hearing to the answers that are sent back.
CONSULTATION = Workflow(
    "consultation",
    ("INVITED", "HEARD", "ANSWERED", "CANCELLED"),
    moves(
        ("hear", ("INVITED", "HEARD"), "HEARD"),
        ("answer", "HEARD", "ANSWERED"),
        ("hear_again", "ANSWERED", "HEARD"),
        ("cancel", "INVITED", "CANCELLED"),
    ),
)
ANSWERS = ("", "TAKEN", "TAKEN_IN_PART", "REFUSED", "LATER")
WAYS = ("meeting", "writing", "call", "session")

DISPUTE = Workflow(
    "dispute",
    ("OPEN", "MEDIATED", "SETTLED", "UNRESOLVED"),
    moves(
        ("mediate", "OPEN", "MEDIATED"),
        ("settle", ("OPEN", "MEDIATED"), "SETTLED"),
        ("give_up", ("OPEN", "MEDIATED"), "UNRESOLVED"),
    ),
)

MECHANISM = Workflow(
    "dialogue mechanism",
    ("PLANNED", "ACTIVE", "DORMANT", "CLOSED"),
    moves(
        ("begin", ("PLANNED", "DORMANT"), "ACTIVE"),
        ("rest", "ACTIVE", "DORMANT"),
        ("close", ("PLANNED", "ACTIVE", "DORMANT"), "CLOSED"),
    ),
)
#: Groups of seats that are not called by their side: governments of programme countries sit for the government.
SIDE_OF_GROUP = {"government_of_programme_countries": "government", "donor_governments": "none"}

HIRE_REPORT = Workflow(
    "hire report",
    ("SUBMITTED", "CHECKED", "RETURNED"),
    moves(
        ("check", "SUBMITTED", "CHECKED"),
        ("give_back", "SUBMITTED", "RETURNED"),
        ("submit", "RETURNED", "SUBMITTED"),
    ),
)


def why_not_approve_partner(findings: Mapping[str, str], *, conditions: str) -> Reason | None:
    """Return why a checked partner cannot be approved: a failed check refuses it, an open one holds it back.

    >>> why_not_approve_partner({"sanctions": "clear", "values": "clear", "psea": "clear", "finance": "fail"}, conditions="").code
    'check_failed'
    """
    failed = [name for name in CHECKS if findings.get(name) == "fail"]
    if failed:
        return Reason(
            "check_failed",
            _("The check failed on: {checks}. Refuse the partner."),
            {"checks": ", ".join(failed)},
        )
    if findings.get("sanctions") == "concern":
        return Reason(
            "sanctions_concern", _("A concern about sanctions is cleared first; conditions do not cover it.")
        )
    missing = [name for name in CHECKS if findings.get(name, "unknown") == "unknown"]
    if missing:
        return Reason("check_open", _("Not checked yet: {checks}."), {"checks": ", ".join(missing)})
    if any(findings.get(name) == "concern" for name in CHECKS) and not conditions.strip():
        return Reason(
            "conditions_missing", _("There is a concern. Write the conditions under which you approve.")
        )
    return None


def why_not_sign_agreement(
    *,
    kind: str,
    starts_on: date,
    ends_on: date | None,
    approved: bool,
    purposes: Collection[str],
    fields: Collection[str],
    trigger: str,
    joint_delivery: bool = True,
) -> Reason | None:
    """Return why an agreement cannot be signed: no end, no approved check, or nothing said on what is shared."""
    if ends_on is None or ends_on <= starts_on:
        return Reason("end_missing", _("An agreement has an end after its start. Give it one."))
    if not joint_delivery:
        return Reason(
            "contact_only", _("With armed forces there is contact only, no agreement on joint delivery.")
        )
    if not approved:
        return Reason(
            "partner_unchecked",
            _("The partner's check is not approved or has expired. Have it approved first."),
        )
    if kind == "data_sharing" and not (purposes and fields):
        return Reason(
            "sharing_unclear",
            _("A data-sharing agreement names its purposes and the fields that are shared."),
        )
    if kind == "standby" and not trigger.strip():
        return Reason("trigger_missing", _("A standby agreement names the event that sets it off."))
    return None


def why_not_answer(answer: str, *, reason: str) -> Reason | None:
    """Return why a point cannot be answered so: what is refused or taken in part needs its reason.

    >>> why_not_answer("REFUSED", reason="").code
    'reason_missing'
    """
    if answer not in ANSWERS or not answer:
        return Reason("answer_unknown", _("A point is taken, taken in part, refused or put off."))
    if answer != "TAKEN" and not reason.strip():
        return Reason(
            "reason_missing", _("Write why the point is not taken in full: who made it will read it.")
        )
    return None


def why_not_send_answer(*, points: int, unanswered: int, heard: Collection[str]) -> Reason | None:
    """Return why the answers cannot be sent yet."""
    if not heard:
        return Reason("nobody_heard", _("Nobody was heard yet. Record who came and what they said."))
    if unanswered:
        return Reason(
            "points_open",
            _("{count} of {points} points have no answer yet."),
            {"count": unanswered, "points": points},
        )
    return None


def sides_missing(heard: Iterable[str]) -> tuple[str, ...]:
    """Return the constituents that were not heard, in the order in which they are named.

    >>> sides_missing(["workers", "none"])
    ('government', 'employers')
    """
    found = set(heard)
    return tuple(side for side in CONSTITUENTS if side not in found)


def why_not_consulted(heard: Iterable[str], *, waived_until: datetime | None, now: datetime) -> Reason | None:
    """Return why a subject does not count as consulted: a side was not heard, and no waiver to act first runs."""
    missing = sides_missing(heard)
    if not missing:
        return None
    if waived_until is None:
        return Reason(
            "not_consulted",
            _("Not heard yet: {sides}. Consult them, or have the waiver to act first signed."),
            {"sides": ", ".join(missing)},
        )
    if now > waived_until:
        return Reason(
            "waiver_over",
            _("Not heard yet: {sides}. The time to act first ended on {until}. Consult them now."),
            {"sides": ", ".join(missing), "until": waived_until.date().isoformat()},
        )
    return None


def consult_by(acted_at: datetime, *, days: int) -> datetime:
    """Return the moment by which those are consulted without whom work began."""
    return acted_at + timedelta(days=days)


def why_not_rate_mechanism(score: int, *, held_sessions: int) -> Reason | None:
    """Return why a mechanism cannot have this maturity: one that never met is at most 1.

    >>> why_not_rate_mechanism(3, held_sessions=0).code
    'never_met'
    """
    if not 0 <= score <= 4:
        return Reason(
            "maturity_range", _("Maturity goes from 0 (nothing) to 4 (it decides and is followed).")
        )
    if score > 1 and not held_sessions:
        return Reason(
            "never_met", _("A mechanism that never met is rated 1 at most. Record its sessions first.")
        )
    return None


def side_of_group(group: str) -> str:
    """Return the side whose voice a group of seats is.

    >>> side_of_group("employers"), side_of_group("donor_governments")
    ('employers', 'none')
    """
    return SIDE_OF_GROUP.get(group, group if group in CONSTITUENTS else "none")


def groups_off_pattern(pattern: Mapping[str, int], filled: Mapping[str, int]) -> dict[str, int]:
    """Return how many seats each group lacks (or, negative, has too many) against the composition rule.

    >>> groups_off_pattern({"employers": 2, "workers": 2}, {"employers": 2, "workers": 1})
    {'workers': 1}
    """
    groups = {**dict.fromkeys(pattern, 0), **dict.fromkeys(filled, 0)}
    gaps = {group: pattern.get(group, 0) - filled.get(group, 0) for group in groups}
    return {group: gap for group, gap in gaps.items() if gap}


def balance_of(filled: Mapping[str, int]) -> Reason | None:
    """Return why seats are out of balance: employers and workers sit in equal numbers.

    The pattern of the programme's advisory committee, and tripartite practice (Tripartite Consultation Convention, 1976, No. 144, Article 3), give the two the
    same number of seats.
    """
    employers, workers = filled.get("employers", 0), filled.get("workers", 0)
    if employers == workers:
        return None
    return Reason(
        "unequal_seats",
        _("Employers have {employers} seats and workers {workers}: they sit in equal numbers."),
        {"employers": employers, "workers": workers},
    )


def why_not_note_independence(*, first: int, second: int) -> Reason | None:
    """Return why a note on independence cannot be written: it has exactly two readers."""
    if first == second:
        return Reason("two_readers", _("A note on independence has two different readers."))
    return None


def why_not_hold_session(*, state: str, attended: int) -> Reason | None:
    """Return why a session cannot be recorded."""
    if state == "CLOSED":
        return Reason("mechanism_closed", _("This mechanism is closed. Register the one that follows it."))
    if attended <= 0:
        return Reason("nobody_came", _("Record how many came, women and men of each side."))
    return None


def why_not_sign_roadmap(*, state: str, side: str) -> Reason | None:
    """Return why an organisation cannot sign a roadmap."""
    if state != "DRAFT":
        return Reason("roadmap_closed", _("This roadmap is signed by all already, or withdrawn."))
    if side not in CONSTITUENTS:
        return Reason("no_constituent", _("A roadmap is signed by government, employers and workers."))
    return None


ROADMAP = Workflow(
    "roadmap",
    ("DRAFT", "SIGNED", "WITHDRAWN"),
    moves(("sign", "DRAFT", "SIGNED"), ("withdraw", "DRAFT", "WITHDRAWN")),
)
