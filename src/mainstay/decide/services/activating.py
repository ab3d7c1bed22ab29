"""From a decision to a case: a new one, or one that is open already."""

from datetime import UTC, datetime, time

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.cases.services import meet_target, note, open_case, report_stage, settle_tasks
from mainstay.common.errors import RuleBroken
from mainstay.common.texts import noop as _
from mainstay.decide import rules
from mainstay.decide.models import Decision, Request
from mainstay.watch.services import activate_alert

#: What is done on a request before there is a case; scoring is not among it, for it is done again after 30 days.
BEFORE_CASE = ("decide.acknowledge_request", "decide.check_gates")


def open_case_from_request(*, by: Person, request: Request, name: str = "", case: Case | None = None) -> Case:
    """Return the case that a decided request opens, or joins; its request clock runs from the day of receipt."""
    decision = request.decisions.filter(round=request.round).first()
    if decision is None or decision.answer not in rules.WITH_CASE:
        raise RuleBroken(
            "no_case",
            _("This answer opens no case. One is opened by: {answers}."),
            answers=", ".join(rules.WITH_CASE),
        )
    with act("decide.activate_request", by=by, on=request, also=[case] if case else []) as entry:
        before = request.state
        request.state = rules.REQUEST.move(request.state, "activate")
        opened = case or request.case or _open(by, request, name)
        request.case = opened
        request.save(update_fields=["state", "case"])
        entry.change("state", before, request.state)
        entry.note(case=opened.reference, joined=case is not None)
        for target in request.targets.filter(met_at__isnull=False):
            meet_target(opened, target.code, at=target.met_at)
        settle_tasks(opened, record=request, actions=BEFORE_CASE)
        note(
            opened,
            by=by,
            stage="decide",
            msgid=_("{reference} was answered: {answer}."),
            reference=request.reference,
            answer=rules.ANSWER_WORDS[decision.answer],
        )
        _report(opened, request, decision)
        if request.alert is not None and request.alert.case_id is None:
            activate_alert(by=by, alert=request.alert, case=opened)
    return opened


def _open(by: Person, request: Request, name: str) -> Case:
    place = request.country
    assert place is not None
    onset = datetime.combine(request.onset_on, time(), tzinfo=UTC) if request.onset_on else None
    return open_case(
        by=by, name=name or f"{place.name}: {request.what_happened.splitlines()[0]}"[:120], countries=[place.pk],
        crisis_types=request.crisis_types, areas=request.areas, level=request.level, onset_at=onset,
        requested_at=request.received_at, alerted_at=request.alert.alerted_at if request.alert else None,
        synthetic=request.synthetic,
    )  # fmt: skip


def _report(case: Case, request: Request, decision: Decision) -> None:
    total = decision.basis.get("total", {})
    report_stage(
        case, "decide", state="DONE", record_state=request.state,
        msgid=_("Band {band}, {total} of 100. Answered on {on}: {answer}."),
        band=decision.band, total=_span(total.get("low"), total.get("high")), answer=rules.ANSWER_WORDS[decision.answer],
        on=decision.decided_at.date().isoformat(),
    )  # fmt: skip


def _span(low: float | None, high: float | None) -> str:
    """Return a total in whole points: one number when everything was assessed, the two ends of its range otherwise."""
    if low is None or high is None:
        return "–"
    ends = dict.fromkeys((f"{low:.0f}", f"{high:.0f}"))
    return "–".join(ends)
