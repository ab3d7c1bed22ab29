"""One decision of the task team as it went round: text, voices, what silence still needs, how it ended."""

from typing import Any

from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.cases import rules, selectors
from mainstay.cases.models import Decision
from mainstay.common import clock
from mainstay.page.errors import sentence
from mainstay.page.words import counted, day, named, number
from mainstay.web.tables import DECISION_MARKS

VOICES = {"CONSENT": "done", "OBJECTION": "late", "COMMENT": "ahead"}


def decision_shown(found: Decision) -> dict[str, Any]:
    """Return what the page of a decision that was found through `decisions_visible` shows, ready for auditors."""
    voices = list(found.voices.select_related("by"))
    rounds = sorted(
        {voice.round for voice in voices} | ({found.round} if found.round else set()), reverse=True
    )
    return {
        "decision": found,
        "title": found.title,
        "mark": DECISION_MARKS[found.state],
        "method": named("task_team.decision_methods", found.method),
        "rounds": [
            {"number": number, "voices": [(voice, VOICES[voice.kind], _kind(voice.kind)) for voice in voices if voice.round == number]}
            for number in rounds
        ],
        "silent": _silent(found, voices) if found.state == "CIRCULATED" else [],
        "answer": _answer(found, voices),
        "version": playbook.current().version,
    }  # fmt: skip


def _kind(code: str) -> str:
    return {"CONSENT": gettext("agrees"), "OBJECTION": gettext("objects"), "COMMENT": gettext("comments")}[
        code
    ]


def _silent(found: Decision, voices: list[Any]) -> list[str]:
    """Return the seats of which nobody has spoken in this round."""
    spoken = {voice.by_id for voice in voices if voice.round == found.round and voice.kind != "COMMENT"}
    return [
        f"{named('seats', seat.code)}: {seat.holder.name}"
        for seat in selectors.team(found.case)
        if seat.holder is not None and not {seat.holder_id, seat.deputy_id} & spoken
    ]


def _spoken(found: Decision, voices: list[Any]) -> str:
    """Return how many spoke where silence has adopted a decision: who did not has agreed."""
    if found.state != "ADOPTED" or found.method != "SILENCE":
        return ""
    spoke = len({voice.by_id for voice in voices if voice.round == found.round})
    text = ngettext(
        "{count} person spoke and did not object; the others agreed by silence.",
        "{count} people spoke and did not object; the others agreed by silence.",
        spoke,
    )
    return counted(spoke, text, none=gettext("Nobody objected; all agreed by silence."))


def _answer(found: Decision, voices: list[Any]) -> str:
    objections = sum(1 for voice in voices if voice.round == found.round and voice.kind == "OBJECTION")
    if found.state == "CIRCULATED" and found.deadline:
        reason = rules.why_not_silence(
            now=clock.now(),
            deadline=found.deadline,
            objections=objections,
            quorum_missing=[named("seats", code) for code in selectors.quorum_missing(found.case)],
        )
        return (
            sentence(reason)
            if reason
            else gettext("Silence is over and nobody objects: it can be recorded as adopted.")
        )
    if found.state in {"OBJECTED", "DISCUSSED"}:
        text = ngettext("{count} objection stands.", "{count} objections stand.", objections)
        words = (
            gettext("Discussed; it can go round again.")
            if found.state == "DISCUSSED"
            else gettext("It is discussed next.")
        )
        return f"{text.format(count=number(objections))} {words}"
    if found.decided_at:
        ended = gettext("{state} on {day}.").format(
            state=str(DECISION_MARKS[found.state][1]).capitalize(), day=day(found.decided_at)
        )
        return f"{ended} {_spoken(found, voices)}".strip()
    return gettext("A draft; it has not gone round yet.")
