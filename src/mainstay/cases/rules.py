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
        ("reopen", ("STOOD_DOWN", "CLOSED"), "OPEN"),
        ("close", ("OPEN", "STOOD_DOWN"), "CLOSED"),
    ),
)

#: A decision by silence: its text goes round, an objection stops it, silence to the deadline adopts it.
DECISION = Workflow(
    "decision",
    ("DRAFT", "CIRCULATED", "OBJECTED", "DISCUSSED", "ADOPTED", "REJECTED", "LAPSED"),
    moves(
        ("circulate", ("DRAFT", "DISCUSSED"), "CIRCULATED"),
        ("object", ("CIRCULATED", "OBJECTED"), "OBJECTED"),
        ("discuss", "OBJECTED", "DISCUSSED"),
        ("adopt", ("CIRCULATED", "DISCUSSED"), "ADOPTED"),
        ("reject", ("CIRCULATED", "OBJECTED", "DISCUSSED"), "REJECTED"),
        ("lapse", ("DRAFT", "CIRCULATED", "OBJECTED", "DISCUSSED"), "LAPSED"),
    ),
)

#: What a member says to a circulated decision.
VOICES = ("CONSENT", "OBJECTION", "COMMENT")

#: An administrative rule that is set aside: asked for, decided by the chair, ends.
RULE_WAIVER = Workflow(
    "rule waiver",
    ("ASKED", "APPROVED", "REFUSED", "ENDED"),
    moves(("approve", "ASKED", "APPROVED"), ("refuse", "ASKED", "REFUSED"), ("end", "APPROVED", "ENDED")),
)

#: The three clocks of a case, and ``own`` for a step that is counted from its own event.
CLOCKS = ("onset", "request", "alert", "own")

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


def time_allowed(target: TimedTarget, *, crisis_types: Collection[str] = (), **kind: str | None) -> timedelta:
    """Return how long a step may take: of several crisis types the shortest time counts.

    `kind` is what the playbook's variants go by: ``window``, ``tier``, ``track``, ``level``.
    """
    offered = [target.allowance(crisis_type=code, **kind) for code in crisis_types or ("",)]
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


def why_not_silence(
    *,
    now: datetime,
    deadline: datetime,
    objections: int,
    quorum_missing: Collection[str],
    all_consented: bool = False,
) -> Reason | None:
    """Return why silence does not (yet) adopt a decision; when every member has consented it need not run out."""
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
    if now < deadline and not all_consented:
        return Reason(
            "deadline_ahead",
            _("Objections may come until {deadline}."),
            {"deadline": deadline.isoformat(timespec="minutes")},
        )
    return None


def quorum_missing(quorum: Collection[Collection[str]], filled: Collection[str]) -> tuple[str, ...]:
    """Return which parts of the quorum are missing: of each part one seat must be filled.

    >>> quorum_missing([("CHAIR",), ("COUNTRY", "REGION")], {"CHAIR"})
    ('COUNTRY/REGION',)
    """
    return tuple("/".join(part) for part in quorum if not set(part) & set(filled))


#: What a member of the task team answers when the roll is called.
ROLL_ANSWERS = ("HERE", "COMING_LATER", "DEPUTY_COMES", "AWAY")


def why_not_answer_roll(*, newest: bool, answer: str, words: str) -> Reason | None:
    """Return why an answer to a roll call cannot be taken: another call followed, or it does not say what it must."""
    if not newest:
        return Reason("later_call", _("The team was called together again since. Answer the last call."))
    if answer not in ROLL_ANSWERS:
        return Reason("answer", _("Choose one of the answers."))
    if answer == "COMING_LATER" and not words.strip():
        return Reason("when", _("Write when you will be there."))
    return None


def why_not_voice(
    *, state: str, now: datetime, deadline: datetime | None, kind: str, words: str
) -> Reason | None:
    """Return why a member cannot speak to a decision now: it is not going round, or its time is over."""
    if kind != "CONSENT" and not words.strip():
        return Reason(
            "words_missing", _("Write what you object to, or comment on: the others need it to go on.")
        )
    if kind == "COMMENT" and state in {"DRAFT", "CIRCULATED", "OBJECTED", "DISCUSSED"}:
        return None
    if state not in {"CIRCULATED", "OBJECTED"}:
        return Reason("not_circulated", _("This decision is not going round now."))
    if deadline is not None and now > deadline:
        return Reason(
            "too_late",
            _("The time to object ended on {deadline}. Ask the coordinator to circulate it again."),
            {"deadline": deadline.isoformat(timespec="minutes")},
        )
    return None


def why_not_sit(*, seat: str, roles: Collection[str], held: Collection[str]) -> Reason | None:
    """Return why a person cannot take a seat: she holds none of the roles that it is for."""
    if set(roles) & set(held):
        return None
    return Reason(
        "wrong_role",
        _("The seat {seat} is for: {roles}. Have the person given one of these roles first."),
        {"seat": seat, "roles": ", ".join(roles)},
    )


def why_not_complete(*, done: bool, not_applicable: bool) -> Reason | None:
    """Return why a task cannot be marked done."""
    if done or not_applicable:
        return Reason("task_over", _("This task is done or does not apply here."))
    return None


def why_not_leave_phase(*, open_phases: Collection[str], phase: str) -> Reason | None:
    """Return why a case cannot leave a phase: it is not in it, or it is its only one."""
    if phase not in open_phases:
        return Reason("not_in_phase", _("The case is not in {phase}."), {"phase": phase})
    if len(open_phases) == 1:
        return Reason("only_phase", _("A case is always in a phase. Enter the next one first."))
    return None


def why_not_onset(*, onset: datetime, now: datetime) -> Reason | None:
    """Return why a moment cannot be the onset."""
    if onset > now:
        return Reason("onset_ahead", _("The onset lies in the past. For what is expected raise an alert."))
    return None


def why_not_hand_over(*, current: str, model: str, to_same: bool) -> Reason | None:
    """Return why the lead cannot be handed over so."""
    if model not in LEAD_MODELS or model == "TT_INITIATED":
        return Reason(
            "lead_model", _("A response is handed over to a country office, a region or the task team.")
        )
    if to_same and current == model:
        return Reason("same_lead", _("This person leads already."))
    return None


def why_not_approve_pc(*, level: str, approved: bool) -> Reason | None:
    """Return why a rating needs no (further) approval: only the highest criticality has one."""
    if level != "PC1":
        return Reason("no_approval_needed", _("Only the highest criticality (PC1) is approved by the chair."))
    return Reason("approved", _("This rating is approved already.")) if approved else None


def why_not_deadline(*, now: datetime, deadline: datetime, shortest: timedelta) -> Reason | None:
    """Return why a silence period is too short for people to read the text."""
    if deadline - now < shortest:
        return Reason(
            "deadline_short",
            _("Silence runs for at least {hours} hours."),
            {"hours": int(shortest.total_seconds() // 3600)},
        )
    return None
