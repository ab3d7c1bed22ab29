"""Reminders at three quarters of the time, escalation when it is over. Idempotent; in the system's name."""

from collections.abc import Collection

from mainstay.accounts.models import Person
from mainstay.accounts.selectors import system_person
from mainstay.accounts.services import act
from mainstay.cases.models import CaseTask, ClockTarget, Decision, RuleWaiver
from mainstay.common import clock, notices
from mainstay.common.texts import noop as _

from .audience import concerned, members

#: Who is told when something is late, beside its owner and the role that its target names.
ESCALATE_TO = ("CD", "TT_COORD")


def _running() -> dict[str, object]:
    return {"met_at__isnull": True, "dropped_reason": "", "case__state": "OPEN"}


def remind_soon() -> int:
    """Tell each owner whose target has used three quarters of its time; return how many targets."""
    system, now = system_person(), clock.now()
    waiting = ClockTarget.objects.filter(**_running(), reminded_at__isnull=True, remind_at__lte=now)
    found = list(waiting.select_related("case"))
    for target in found:
        with act("cases.remind_owner", by=system, on=target) as entry:
            entry.note(target=target.code)
            _tell_target(target, [target.owner_role], "remind", _("{case}: “{target}” is due by {due}."))
            ClockTarget.objects.filter(pk=target.pk).update(reminded_at=now)
    return len(found)


def escalate_late() -> int:
    """Tell owner, next level, country director and coordinator of each target that is late; return how many."""
    system, now = system_person(), clock.now()
    late = ClockTarget.objects.filter(**_running(), escalated_at__isnull=True, due_at__lte=now)
    found = list(late.select_related("case"))
    for target in found:
        with act("cases.escalate_clock", by=system, on=target) as entry:
            entry.note(target=target.code)
            told = [target.owner_role, target.escalate_role, *ESCALATE_TO]
            _tell_target(target, told, "late", _("{case}: “{target}” is late since {due}."))
            ClockTarget.objects.filter(pk=target.pk).update(escalated_at=now)
    return len(found)


def _tell_target(target: ClockTarget, roles: Collection[str], event: str, msgid: str) -> None:
    notices.tell(
        concerned(target.case, roles),
        f"clock_{event}",
        msgid,
        key=f"target:{target.pk}:{event}",
        case=target.case.reference,
        target=_name(target.code),
        due=target.due_at.isoformat(timespec="minutes"),
    )


def _name(code: str) -> str:
    from mainstay import playbook

    known = playbook.current().sla
    return known[code].name if code in known else code


def remind_tasks() -> int:
    """Tell owners whose task is due, and a day later who stands above; return how many were told."""
    system, now = system_person(), clock.now()
    open_tasks = CaseTask.objects.filter(
        done_at__isnull=True, not_applicable=False, case__state="OPEN", due_at__lte=now
    )
    told = 0
    for task in open_tasks.filter(reminded_at__isnull=True).select_related("case"):
        told += _tell_task(system, task)
    return told


def _tell_task(system: Person, task: CaseTask) -> int:
    with act("cases.remind_owner", by=system, on=task) as entry:
        entry.note(task=task.code)
        owners = [task.owner_id] if task.owner_id else concerned(task.case, [task.owner_role, *ESCALATE_TO])
        notices.tell(
            owners,
            "task_due",
            _("{case}: “{task}” is due since {due}."),
            key=f"task:{task.pk}:due:{task.due_at:%Y%m%d%H%M}",
            case=task.case.reference,
            task=task.title,
            due=task.due_at.isoformat(timespec="minutes"),
        )
        CaseTask.objects.filter(pk=task.pk).update(reminded_at=clock.now())
    return 1


def remind_silent() -> int:
    """Tell the members who have said nothing when three quarters of the silence have run; return how many decisions."""
    system, now = system_person(), clock.now()
    told = 0
    for decision in Decision.objects.filter(state="CIRCULATED", reminded_at__isnull=True).select_related(
        "case"
    ):
        begun, deadline = decision.circulated_at, decision.deadline
        if begun is None or deadline is None or now < begun + (deadline - begun) * 0.75:
            continue
        with act("cases.remind_owner", by=system, on=decision) as entry:
            spoken = set(decision.voices.filter(round=decision.round).values_list("by_id", flat=True))
            notices.tell(
                [key for key in members(decision.case) if key not in spoken],
                "silence_ends",
                _("{case}: the silence on “{title}” ends on {deadline}."),
                key=f"decision:{decision.pk}:ends:{decision.round}",
                case=decision.case.reference,
                title=decision.title,
                deadline=deadline.isoformat(timespec="minutes"),
            )
            entry.note(round=decision.round)
            Decision.objects.filter(pk=decision.pk).update(reminded_at=now)
        told += 1
    return told


def remind_waivers() -> int:
    """Tell who asked to set a rule aside, and who agreed, once its last day has passed; return how many waivers."""
    system, today = system_person(), clock.today()
    late = RuleWaiver.objects.filter(
        state__in=["ASKED", "APPROVED"], ends_on__lt=today, told_late_on__isnull=True, case__state="OPEN"
    )
    found = list(late.select_related("case"))
    for waiver in found:
        assert waiver.ends_on is not None
        with act("cases.remind_owner", by=system, on=waiver) as entry:
            notices.tell(
                [key for key in (waiver.asked_by_id, waiver.decided_by_id) if key],
                "waiver_late",
                _(
                    "{case}: rule “{rule}” was to be set aside until {day}. End the waiver, or ask for a new one."
                ),
                key=f"waiver:{waiver.pk}:late:{waiver.ends_on}",
                link=f"/registers/waivers/line/{waiver.pk}/",
                case=waiver.case.reference,
                rule=_rule_name(waiver.rule),
                day=waiver.ends_on.isoformat(),
            )
            entry.note(rule=waiver.rule, ended=waiver.ends_on)
            RuleWaiver.objects.filter(pk=waiver.pk).update(told_late_on=today)
    return len(found)


def _rule_name(code: str) -> str:
    from mainstay import playbook

    known = playbook.current().lists.rule_waivers
    return known[code].name if code in known else code
