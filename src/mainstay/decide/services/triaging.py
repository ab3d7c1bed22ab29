"""Triage: the origin coded, the track and level set, the five gates answered with evidence."""

from collections.abc import Mapping

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import GateAnswer, Request

from .targets import meet, start_targets


def triage_request(
    *,
    by: Person,
    request: Request,
    crisis_types: list[str] | None = None,
    origin: str = "",
    track: str = "normal",
    level: str = "L1",
) -> Request:
    """Return the triaged request: kinds of crisis, origin, normal or fast track, crisis level."""
    types = crisis_types if crisis_types is not None else request.crisis_types
    unknown = [code for code in types if code not in playbook.current().crisis_types]
    if unknown or not types:
        raise BadInput(
            "crisis_type", _("Name known crisis types. Not known: {codes}."), codes=", ".join(unknown) or "–"
        )
    if track not in rules.TRACKS:
        raise BadInput("track", _("The track is normal or fast."))
    with act("decide.triage_request", by=by, on=request) as entry:
        before = request.state
        request.state = rules.REQUEST.move(request.state, "triage")
        entry.change("state", before, request.state)
        entry.change("track", request.track, track)
        entry.change("crisis_types", request.crisis_types, types)
        request.crisis_types, request.track, request.level = types, track, level
        request.origin, request.triaged_at = origin or request.origin, clock.now()
        request.save()
        meet(request, "acknowledge_request")
        meet(request, "triage_request")
        if request.received_at is not None:
            start_targets(request, ["score_request", "decide_request"], since=request.received_at)
    return request


def check_gates(*, by: Person, request: Request, answers: Mapping[str, tuple[str, str]]) -> list[GateAnswer]:
    """Return the answers to gates, each YES, NO or UNKNOWN with its evidence; earlier answers stay as history."""
    gates = playbook.current().eligibility.gates
    problems = [
        Problem(
            Reason(
                "gate",
                _("Answer YES, NO or UNKNOWN, with evidence. Gates: {gates}."),
                {"gates": ", ".join(gates)},
            ),
            field=code,
        )
        for code, (answer, evidence) in answers.items()
        if code not in gates or answer not in rules.GATE_ANSWERS or not evidence.strip()
    ]
    if problems:
        raise BadInput("gates", _("Some gates are not answered in full."), problems=problems)
    with act("decide.check_gates", by=by, on=request) as entry:
        now = clock.now()
        GateAnswer.objects.filter(request=request, gate__in=answers, replaced_at__isnull=True).update(
            replaced_at=now
        )
        rows = GateAnswer.objects.bulk_create(
            [
                GateAnswer(
                    request=request,
                    gate=code,
                    answer=answer,
                    evidence=evidence.strip(),
                    answered_by=by,
                    answered_at=now,
                )
                for code, (answer, evidence) in answers.items()
            ]
        )
        entry.note(gates={code: answer for code, (answer, _evidence) in answers.items()})
    return rows
