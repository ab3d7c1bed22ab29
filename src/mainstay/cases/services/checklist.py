"""The first thirty days: tasks with owners, done by hand or by the act that they wait for."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import models

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.selectors import holders_of, nearest_holder
from mainstay.accounts.services import act
from mainstay.accounts.services.acts import after_act
from mainstay.cases import rules
from mainstay.cases.models import Case, CaseTask
from mainstay.common import clock, notices
from mainstay.common.errors import BadInput, RuleBroken, require
from mainstay.common.models import AuditEntry
from mainstay.common.texts import noop as _

from .audience import scopes_round
from .spine import note


def lay_out_checklist(case: Case, *, since: datetime) -> int:
    """Return how many tasks of the playbook's first thirty days were laid out; those that stand already stay.

    Part of the act that opens the case; each task goes to who holds its role nearest to the case.
    """
    scopes = scopes_round(case)
    owners: dict[str, int | None] = {}
    rows = []
    for task in playbook.current().first_30_days.values():
        if task.owner not in owners:
            owners[task.owner] = nearest_holder(task.owner, scopes)
        rows.append(
            CaseTask(
                case=case,
                code=task.code,
                title=task.task,
                stage=task.stage,
                owner_role=task.owner,
                owner_id=owners[task.owner],
                due_at=since + timedelta(hours=task.at_hours),
                done_by_action=task.done_by or "",
            )
        )
    CaseTask.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def is_sudden(case: Case) -> bool:
    """Return whether the first-thirty-days list is made for a crisis like this one."""
    book = playbook.current()
    applies = set(book.files["first_30_days.yaml"].applies_to)  # type: ignore[attr-defined]
    return any(applies & set(book.crisis_types[row.code].onset) for row in case.crisis_types.all())


def start_checklist(*, by: Person, case: Case, since: datetime | None = None) -> int:
    """Return how many tasks were started: for a case whose onset is slow and that wants the list all the same."""
    with act("cases.start_checklist", by=by, on=case) as entry:
        count = lay_out_checklist(case, since=since or case.onset_at or case.alerted_at or clock.now())
        entry.note(tasks=count)
    return count


def add_task(
    *,
    by: Person,
    case: Case,
    title: str,
    owner_role: str,
    due_at: datetime,
    owner: Person | None = None,
    stage: str = "",
) -> CaseTask:
    """Return a new task with its owner and date."""
    with act("cases.add_task", by=by, on=case) as entry:
        if not title.strip():
            raise BadInput("title_missing", _("Write what is to be done."))
        if owner_role not in playbook.current().roles:
            raise BadInput("unknown_role", _("There is no role {role}."), role=owner_role)
        owner_id = owner.pk if owner else nearest_holder(owner_role, scopes_round(case))
        task = CaseTask.objects.create(
            case=case,
            code=f"OWN-{case.tasks.count() + 1:03d}",
            title=title.strip(),
            stage=stage,
            owner_role=owner_role,
            owner_id=owner_id,
            due_at=due_at,
        )
        _tell_owner(task)
        entry.note(task=task.code, owner_role=owner_role, due_at=due_at)
    return task


def reassign_task(
    *,
    by: Person,
    task: CaseTask,
    owner: Person | None = None,
    owner_role: str = "",
    due_at: datetime | None = None,
) -> None:
    """Give a task to somebody else, to another role, or another date."""
    with act("cases.reassign_task", by=by, on=task) as entry:
        require(rules.why_not_complete(done=task.done_at is not None, not_applicable=task.not_applicable))
        entry.change("owner", task.owner_id, owner.pk if owner else None)
        entry.change("due_at", task.due_at.isoformat(), (due_at or task.due_at).isoformat())
        task.owner_role = owner_role or task.owner_role
        task.owner = owner
        if owner is None:
            task.owner_id = nearest_holder(task.owner_role, scopes_round(task.case))
        task.due_at = due_at or task.due_at
        task.reminded_at = task.escalated_at = None
        task.save(update_fields=["owner", "owner_role", "due_at", "reminded_at", "escalated_at"])
        _tell_owner(task)


def drop_task(*, by: Person, task: CaseTask, reason: str) -> None:
    """Mark a task as not applicable here, with the reason."""
    with act("cases.reassign_task", by=by, on=task, reason=reason) as entry:
        require(rules.why_not_complete(done=task.done_at is not None, not_applicable=task.not_applicable))
        if not reason.strip():
            raise RuleBroken("reason_missing", _("Write why the task does not apply to this case."))
        task.not_applicable, task.note = True, reason.strip()
        task.save(update_fields=["not_applicable", "note"])
        entry.note(task=task.code)


def complete_task(*, by: Person, task: CaseTask, words: str = "") -> None:
    """Mark one's own task done."""
    with act("cases.complete_task", by=by, on=task) as entry:
        require(rules.why_not_complete(done=task.done_at is not None, not_applicable=task.not_applicable))
        task.done_at, task.done_by, task.note = clock.now(), by, words.strip()
        task.save(update_fields=["done_at", "done_by", "note"])
        note(task.case, by=by, stage=task.stage, msgid=_("Done: {task}."), task=task.title)
        entry.note(task=task.code)


@after_act
def _complete_by_act(action: str, chain: str, by: Person) -> None:
    """Mark the tasks done that wait for this act on this case."""
    kind, _sep, key = chain.partition(":")
    if kind == "case" and key and action in _waited_for():
        CaseTask.objects.filter(
            case_id=key, done_by_action=action, done_at__isnull=True, not_applicable=False
        ).update(done_at=clock.now(), done_by=by)


def settle_tasks(case: Case, *, record: models.Model, actions: Collection[str]) -> int:
    """Mark the tasks done whose act, one of `actions`, was done on `record` before the case; return how many.

    Part of the act that joins the record to the case; time and person are those of the audit.
    """
    settled = 0
    entries = AuditEntry.objects.filter(
        record_kind=record._meta.label_lower, record_id=str(record.pk), action__in=actions
    )
    for entry in entries.order_by("pk"):
        settled += CaseTask.objects.filter(
            case=case, done_by_action=entry.action, done_at__isnull=True, not_applicable=False
        ).update(done_at=entry.case_at, done_by_id=entry.actor_id)
    return settled


def _waited_for() -> Collection[str]:
    return {task.done_by for task in playbook.current().first_30_days.values() if task.done_by}


def give_tasks_to_holders() -> int:
    """Give each open task without an owner to who holds its role by now; return how many found one."""
    given = 0
    open_tasks = CaseTask.objects.filter(
        owner__isnull=True, done_at__isnull=True, not_applicable=False, case__state="OPEN"
    )
    for task in open_tasks.select_related("case"):
        owner = nearest_holder(task.owner_role, scopes_round(task.case))
        if owner is not None:
            CaseTask.objects.filter(pk=task.pk).update(owner=owner)
            task.owner_id = owner
            _tell_owner(task)
            given += 1
    return given


def _tell_owner(task: CaseTask) -> None:
    owners = [task.owner_id] if task.owner_id else holders_of([task.owner_role], scopes_round(task.case))
    notices.tell(
        owners,
        "task_given",
        _("{case}: “{task}” is yours, by {due}."),
        key=f"task:{task.pk}:given:{task.due_at:%Y%m%d%H%M}",
        case=task.case.reference,
        task=task.title,
        due=task.due_at.isoformat(timespec="minutes"),
    )
