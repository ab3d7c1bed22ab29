"""Decisions by silence: a text goes round with a deadline; an objection stops it; silence adopts it."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import system_person
from mainstay.accounts.services import act
from mainstay.cases import rules
from mainstay.cases.models import Case, Decision, DecisionVoice
from mainstay.cases.selectors import quorum_missing
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, Reason, require
from mainstay.common.texts import noop as _

from .audience import concerned, members
from .spine import note


def draft_decision(
    *,
    by: Person,
    case: Case,
    title: str,
    text: str,
    options: Collection[Mapping[str, str]] = (),
    evidence: str = "",
    delegation_used: str = "",
    method: str = "SILENCE",
) -> Decision:
    """Return the draft of a decision with its options and evidence."""
    with act("cases.draft_decision", by=by, on=case) as entry:
        if not title.strip() or not text.strip():
            raise BadInput("text_missing", _("A decision has a title and the text that is to be adopted."))
        if method not in playbook.current().task_team.decision_methods:
            raise BadInput("unknown_method", _("There is no way to decide called {method}."), method=method)
        decision = Decision.objects.create(
            case=case,
            title=title.strip(),
            text=text.strip(),
            options=list(options),
            evidence=evidence.strip(),
            delegation_used=delegation_used.strip(),
            method=method,
            drafted_by=by,
            drafted_at=clock.now(),
        )
        entry.on(decision)
    return decision


def _shortest() -> timedelta:
    return min(rules.time_allowed(playbook.current().sla["silence"], track=track) for track in ("", "fast"))


def circulate_decision(
    *, by: Person, decision: Decision, fast: bool = False, text: str | None = None
) -> Decision:
    """Return the decision as it goes round: 48 hours, 24 on the fast track; each circulation is a new round."""
    with act("cases.circulate_decision", by=by, on=decision) as entry:
        state = rules.DECISION.move(decision.state, "circulate")
        now = clock.now()
        allowed = rules.time_allowed(playbook.current().sla["silence"], track="fast" if fast else "")
        deadline = now + allowed
        require(rules.why_not_deadline(now=now, deadline=deadline, shortest=_shortest()))
        if text is not None:
            entry.change("text", decision.text, text.strip())
            decision.text = text.strip()
        entry.change("state", decision.state, state)
        decision.state, decision.round = state, decision.round + 1
        decision.circulated_at, decision.deadline, decision.reminded_at = now, deadline, None
        decision.save()
        notices.tell(
            members(decision.case),
            "decision_circulated",
            _("{case}: “{title}” goes round. Object by {deadline}, or it is adopted."),
            key=f"decision:{decision.pk}:round:{decision.round}",
            case=decision.case.reference,
            title=decision.title,
            deadline=deadline.isoformat(timespec="minutes"),
        )
        note(
            decision.case,
            by=by,
            stage="",
            msgid=_("Decision “{title}” circulated, round {round}, until {deadline}."),
            title=decision.title,
            round=decision.round,
            deadline=deadline.isoformat(timespec="minutes"),
        )
    return decision


def _speak(decision: Decision, by: Person, kind: str, words: str) -> None:
    require(
        rules.why_not_voice(
            state=decision.state, now=clock.now(), deadline=decision.deadline, kind=kind, words=words
        )
    )
    said = {"kind": kind, "words": words.strip(), "said_at": clock.now()}
    if kind == "COMMENT":
        DecisionVoice.objects.create(decision=decision, by=by, round=decision.round, **said)
        return
    # A member may change her mind while the decision goes round: the last word of the round counts.
    spoken = decision.voices.exclude(kind="COMMENT").filter(by=by, round=decision.round)
    if not spoken.update(**said):
        DecisionVoice.objects.create(decision=decision, by=by, round=decision.round, **said)


def object_decision(*, by: Person, decision: Decision, words: str) -> None:
    """Object to a circulated decision: the silence is broken, and it is discussed."""
    with act("cases.object_decision", by=by, on=decision) as entry:
        _speak(decision, by, "OBJECTION", words)
        state = rules.DECISION.move(decision.state, "object")
        entry.change("state", decision.state, state)
        decision.state = state
        decision.save(update_fields=["state"])
        notices.tell(
            {*members(decision.case), *concerned(decision.case, ["TT_COORD"]), decision.drafted_by_id}
            - {by.pk},
            "decision_objected",
            _("{case}: {name} objects to “{title}”. Discuss it."),
            key=f"decision:{decision.pk}:objected:{decision.round}:{by.pk}",
            case=decision.case.reference,
            name=by.name,
            title=decision.title,
        )
        note(
            decision.case,
            by=by,
            stage="",
            msgid=_("Objection to “{title}”: it is discussed."),
            title=decision.title,
        )


def consent_decision(*, by: Person, decision: Decision, words: str = "") -> None:
    """Consent to a circulated decision; when every member has, it need not wait for the deadline."""
    with act("cases.vote_decision", by=by, on=decision) as entry:
        _speak(decision, by, "CONSENT", words)
        require(rules.DECISION.why_not(decision.state, "object"))
        entry.note(round=decision.round)


def comment_decision(*, by: Person, decision: Decision, words: str) -> None:
    """Comment on a decision without stopping it."""
    with act("cases.comment_decision", by=by, on=decision) as entry:
        _speak(decision, by, "COMMENT", words)
        require(rules.DECISION.why_not(decision.state, "lapse"))
        entry.note(round=decision.round)


def discuss_decision(*, by: Person, decision: Decision, words: str, text: str | None = None) -> None:
    """Record the discussion that an objection led to; then the text is circulated again, adopted or rejected."""
    with act("cases.discuss_decision", by=by, on=decision) as entry:
        state = rules.DECISION.move(decision.state, "discuss")
        if not words.strip():
            raise BadInput("words_missing", _("Write what was said and what comes of it."))
        entry.change("state", decision.state, state)
        if text is not None:
            entry.change("text", decision.text, text.strip())
            decision.text = text.strip()
        decision.state, decision.outcome = state, words.strip()
        decision.save(update_fields=["state", "text", "outcome"])
        note(decision.case, by=by, stage="", msgid=_("“{title}” was discussed."), title=decision.title)


def adopt_decision(*, by: Person, decision: Decision, outcome: str) -> None:
    """Record as adopted what was discussed, or what silence has run out for."""
    with act("cases.adopt_decision", by=by, on=decision) as entry:
        rules.DECISION.move(decision.state, "adopt")
        if decision.state == "CIRCULATED":
            require(_why_not_adopt(decision))
        elif missing := quorum_missing(decision.case):
            require(
                rules.why_not_silence(
                    now=clock.now(), deadline=clock.now(), objections=0, quorum_missing=missing
                )
            )
        _decide(decision, "adopt", outcome, by=by)
        entry.change("state", "DISCUSSED", decision.state)


def reject_decision(*, by: Person, decision: Decision, outcome: str) -> None:
    """Record a decision as rejected, with the reason."""
    with act("cases.adopt_decision", by=by, on=decision, reason=outcome) as entry:
        if not outcome.strip():
            raise BadInput("reason_missing", _("Write why the decision is rejected."))
        before = decision.state
        rules.DECISION.move(decision.state, "reject")
        _decide(decision, "reject", outcome, by=by)
        entry.change("state", before, decision.state)


def _why_not_adopt(decision: Decision) -> Reason | None:
    spoken = decision.voices.filter(round=decision.round)
    agreed = set(spoken.filter(kind="CONSENT").values_list("by_id", flat=True))
    seated = set(decision.case.seats.filter(holder__isnull=False).values_list("holder_id", "deputy_id"))
    return rules.why_not_silence(
        now=clock.now(),
        deadline=decision.deadline or clock.now(),
        objections=spoken.filter(kind="OBJECTION").count(),
        quorum_missing=quorum_missing(decision.case),
        all_consented=bool(seated) and all(agreed & set(pair) for pair in seated),
    )


def _decide(decision: Decision, verb: str, outcome: str, *, by: Person) -> None:
    decision.state = rules.DECISION.move(decision.state, verb)
    decision.decided_at, decision.outcome = clock.now(), outcome.strip() or decision.outcome
    decision.save(update_fields=["state", "decided_at", "outcome"])
    sentences = {
        "ADOPTED": _("Decision “{title}” was adopted."),
        "REJECTED": _("Decision “{title}” was rejected."),
        "LAPSED": _("Decision “{title}” lapsed."),
    }
    note(decision.case, by=by, stage="", msgid=sentences[decision.state], title=decision.title)
    notices.tell(
        {*members(decision.case), decision.drafted_by_id},
        "decision_made",
        sentences[decision.state],
        key=f"decision:{decision.pk}:{decision.state}",
        title=decision.title,
    )


def end_silences() -> int:
    """Adopt what silence has run out for and no objection stands against; return how many were adopted.

    Where the quorum is missing the coordinator is told; a week after the deadline the decision lapses.
    """
    system = system_person()
    done = 0
    for decision in Decision.objects.filter(state="CIRCULATED", case__state="OPEN").select_related("case"):
        reason = _why_not_adopt(decision)
        if reason is None:
            _end_silence(system, decision, "adopt", "")
            done += 1
        elif reason.code == "no_quorum" and decision.deadline and decision.deadline <= clock.now():
            if decision.deadline + timedelta(days=7) <= clock.now():
                _end_silence(system, decision, "lapse", str(reason))
                done += 1
            else:
                _tell_no_quorum(decision, str(reason.facts["seats"]))
    return done


def _end_silence(system: Person, decision: Decision, verb: str, outcome: str) -> None:
    with act("cases.lapse_decision", by=system, on=decision) as entry:
        _decide(decision, verb, outcome, by=system)
        entry.change("state", "CIRCULATED", decision.state)
        entry.note(round=decision.round)


def _tell_no_quorum(decision: Decision, seats: str) -> None:
    notices.tell(
        concerned(decision.case, ["TT_COORD", "TT_CHAIR"]),
        "no_quorum",
        _("{case}: “{title}” cannot be adopted; the team lacks {seats}."),
        key=f"decision:{decision.pk}:quorum:{decision.round}",
        case=decision.case.reference,
        title=decision.title,
        seats=seats,
    )
