"""Who is on a case: who leads until when, who sits on which seat, who does what by when."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.cases import selectors as cases_selectors
from mainstay.cases.models import Case, CaseTask, Idea, Lead, RollCall
from mainstay.common import clock
from mainstay.page.words import named

from .case import task_shown

IDEAS = 12
#: The checklist of the first hours is read by itself when a response begins.
FIRST_HOURS = timedelta(hours=48)
#: By then the meeting that a roll call was for is over.
MEETS = timedelta(hours=48)
ROLL_MARKS = {
    "HERE": ("done", _("is there")), "COMING_LATER": ("open", _("comes later")), "DEPUTY_COMES": ("open", _("the deputy comes")),
    "AWAY": ("skipped", _("cannot come")), "": ("late", _("silent so far")), "OVER": ("skipped", _("did not answer")),
}  # fmt: skip


def team_shown(person: Person, case: Case) -> dict[str, Any]:
    """Return what the page of the task team shows: lead, seats, what the quorum lacks, tasks by owner, ideas."""
    now = clock.now()
    seats = [
        {
            "seat": row,
            "name": named("seats", row.code),
            "holder": row.holder,
            "deputy": row.deputy,
            "nominated": row.nominated,
            "since": row.since,
        }
        for row in cases_selectors.team(case)
    ]
    return {
        "seats": seats,
        "vacant": sum(1 for row in seats if row["holder"] is None),
        "lacks": [_part(part) for part in cases_selectors.quorum_missing(case)],
        **_leads(person, case, now),
        "roll": _roll(person, case, [row["seat"] for row in seats]),
        "first_hours": _first_hours(person, case),
        "tasks": _tasks_by_owner(person, case, now),
        "ideas": visible(Idea.objects.filter(case=case), person, "cases.read_ideas").select_related("by", "task")[:IDEAS],
    }  # fmt: skip


def _part(codes: str) -> str:
    return " / ".join(named("seats", code) for code in codes.split("/"))


def _leads(person: Person, case: Case, now: datetime) -> dict[str, Any]:
    rows = list(
        visible(Lead.objects.filter(case=case), person, "cases.read_team").select_related(
            "holder", "offered_to"
        )
    )
    shown: list[dict[str, Any]] = [
        {
            "lead": row,
            "model": named("lead_models", row.model),
            "offered": named("lead_models", row.offered_model),
            "overdue": row.ended_at is None and row.hand_over_by is not None and row.hand_over_by < now,
        }
        for row in rows
    ]
    current = next((row for row in shown if row["lead"].ended_at is None), None)
    return {"lead": current, "led": [row for row in shown if row is not current]}


def _roll(person: Person, case: Case, seats: list[Any]) -> dict[str, Any] | None:
    """Return the last roll call, seat by seat: who is there, who comes, who is silent."""
    call = (
        visible(RollCall.objects.filter(case=case), person, "cases.read_team")
        .select_related("called_by")
        .first()
    )
    if call is None:
        return None
    said = {row.by_id: row for row in call.answers.select_related("by")}
    # When the meeting is long over, nobody is silent so far any more.
    over = call.called_at < clock.now() - MEETS
    rows = []
    for seat in seats:
        if seat.holder is None:
            continue
        answer = said.get(seat.holder_id) or said.get(seat.deputy_id)
        mark, words = ROLL_MARKS[answer.answer if answer else "OVER" if over else ""]
        rows.append({"name": named("seats", seat.code), "who": answer.by if answer else seat.holder, "mark": mark, "word": words,
                     "answer": answer})  # fmt: skip
    return {"call": call, "rows": rows, "answered": sum(1 for row in rows if row["answer"])}


def _first_hours(person: Person, case: Case) -> dict[str, int] | None:
    """Return how many of the tasks of the first 48 hours are done, of how many that apply."""
    since = case.onset_at or case.alerted_at or case.requested_at
    if since is None or not may(person, "cases.read_tasks", case):
        return None
    rows = CaseTask.objects.filter(case=case, not_applicable=False, due_at__lte=since + FIRST_HOURS)
    found = rows.aggregate(all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False)))
    return found if found["all"] else None


def _tasks_by_owner(person: Person, case: Case, now: datetime) -> list[dict[str, Any]]:
    """Return the open tasks by owner, each owner's next first; the owner with the oldest comes first."""
    if not may(person, "cases.read_tasks", case):
        return []
    waiting = CaseTask.objects.filter(case=case, done_at__isnull=True, not_applicable=False)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in waiting.select_related("owner").order_by("due_at"):
        task = task_shown(row, now)
        found.setdefault(task["owner"], []).append(task)
    return [task for tasks in found.values() for task in tasks]
