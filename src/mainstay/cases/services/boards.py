"""Beside the road: ideas, notes, files, administrative rules set aside, how critical activities are."""

from datetime import date, datetime
from typing import BinaryIO

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases import rules
from mainstay.cases.models import Case, CaseTask, Criticality, Idea, RuleWaiver
from mainstay.common import clock, files
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.models import Attachment
from mainstay.common.texts import noop as _

from .checklist import add_task
from .spine import note, start_target


def _words(text: str) -> str:
    if not text.strip():
        raise BadInput("words_missing", _("Write what it is about."))
    return text.strip()


def add_note(*, by: Person, case: Case, text: str) -> None:
    """Write a note on the timeline."""
    with act("cases.add_note", by=by, on=case):
        note(case, by=by, stage="", msgid=_("{text}"), text=_words(text))


def attach_file(*, by: Person, case: Case, stream: BinaryIO, name: str) -> Attachment:
    """Return the file attached to a case; checked by content and size."""
    with act("cases.attach_file", by=by, on=case) as entry:
        made = files.attach(stream, name=name, record=case, by=by.pk)
        entry.note(file=made.name, sha256=made.sha256)
    return made


def post_idea(*, by: Person, case: Case, text: str) -> Idea:
    """Return an idea on the board."""
    with act("cases.post_idea", by=by, on=case) as entry:
        idea = Idea.objects.create(case=case, text=_words(text), by=by, posted_at=clock.now())
        entry.on(idea)
    return idea


def promote_idea(*, by: Person, idea: Idea, owner_role: str, due_at: datetime) -> CaseTask:
    """Return the task that an idea becomes."""
    with act("cases.promote_idea", by=by, on=idea) as entry:
        if idea.task_id is not None:
            raise RuleBroken("promoted", _("This idea is a task already."))
        idea.task = add_task(
            by=by, case=idea.case, title=idea.text[:200], owner_role=owner_role, due_at=due_at
        )
        idea.save(update_fields=["task"])
        entry.note(task=idea.task.code)
    return idea.task


def request_rule_waiver(
    *, by: Person, case: Case, rule: str, text: str, reason: str, ends_on: date | None = None
) -> RuleWaiver:
    """Return the request to set an administrative rule aside or to speed it up."""
    with act("cases.request_rule_waiver", by=by, on=case, reason=reason) as entry:
        if rule not in playbook.current().lists.rule_waivers:
            known = ", ".join(playbook.current().lists.rule_waivers)
            raise BadInput("unknown_rule", _("Only these rules can be set aside: {rules}."), rules=known)
        waiver = RuleWaiver.objects.create(
            case=case,
            rule=rule,
            text=_words(text),
            reason=_words(reason),
            asked_by=by,
            asked_at=clock.now(),
            ends_on=ends_on,
        )
        entry.on(waiver)
    return waiver


def decide_rule_waiver(*, by: Person, waiver: RuleWaiver, approve: bool, ends_on: date | None = None) -> None:
    """Approve or refuse setting an administrative rule aside; what is approved ends on a day."""
    with act("cases.approve_rule_waiver", by=by, on=waiver) as entry:
        if by.pk == waiver.asked_by_id:
            raise RuleBroken("own_waiver", _("Who asked for it does not approve it."))
        state = rules.RULE_WAIVER.move(waiver.state, "approve" if approve else "refuse")
        until = ends_on or waiver.ends_on
        if approve and (until is None or until < clock.today()):
            raise BadInput("end_missing", _("Give the day on which the rule holds again."))
        entry.change("state", waiver.state, state)
        waiver.state, waiver.decided_by, waiver.decided_at, waiver.ends_on = state, by, clock.now(), until
        waiver.told_late_on = None
        waiver.save(update_fields=["state", "decided_by", "decided_at", "ends_on", "told_late_on"])
        note(waiver.case, by=by, stage="", msgid=_("Rule {rule}: {state}."), rule=waiver.rule, state=state)


def end_rule_waiver(*, by: Person, waiver: RuleWaiver, reason: str) -> None:
    """End the setting aside of a rule before its day; the rule holds again from today."""
    with act("cases.approve_rule_waiver", by=by, on=waiver, reason=reason) as entry:
        state = rules.RULE_WAIVER.move(waiver.state, "end")
        entry.change("state", waiver.state, state)
        waiver.state, waiver.ends_on = state, clock.today()
        waiver.reason = f"{waiver.reason}\n{_words(reason)}"
        waiver.save(update_fields=["state", "ends_on", "reason"])
        note(waiver.case, by=by, stage="", msgid=_("Rule {rule}: {state}."), rule=waiver.rule, state=state)


def rate_criticality(
    *, by: Person, case: Case, activity: str, level: str, reason: str, place: str = ""
) -> Criticality:
    """Return how critical an activity is; the highest level waits for the chair, and each is renewed in six months."""
    with act("cases.rate_criticality", by=by, on=case, reason=reason) as entry:
        if level not in playbook.current().lists.programme_criticality:
            raise BadInput("unknown_level", _("Criticality goes from PC1 to PC4."))
        until = start_target(case, "renew_criticality").due_at
        rating = Criticality.objects.create(
            case=case,
            activity=_words(activity),
            place=place.strip(),
            level=level,
            reason=_words(reason),
            rated_by=by,
            rated_at=clock.now(),
            ends_on=until.date(),
        )
        entry.on(rating)
        entry.note(level=level)
        note(
            case,
            by=by,
            stage="",
            msgid=_("Criticality of “{activity}”: {level}."),
            activity=activity,
            level=level,
        )
    return rating


def approve_pc1(*, by: Person, rating: Criticality) -> None:
    """Approve the highest criticality."""
    with act("cases.approve_pc1", by=by, on=rating):
        require(rules.why_not_approve_pc(level=rating.level, approved=rating.approved_at is not None))
        rating.approved_by, rating.approved_at = by, clock.now()
        rating.save(update_fields=["approved_by", "approved_at"])
