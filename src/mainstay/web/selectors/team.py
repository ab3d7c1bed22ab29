"""Who is on a case: who leads until when, who sits on which seat, who does what by when."""

from datetime import datetime
from typing import Any

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, visible
from mainstay.cases import selectors as cases_selectors
from mainstay.cases.models import Case, CaseTask, Idea, Lead
from mainstay.common import clock
from mainstay.page.words import named

from .case import task_shown

IDEAS = 12


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
        "owners": _tasks_by_owner(person, case, now),
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


def _tasks_by_owner(person: Person, case: Case, now: datetime) -> list[dict[str, Any]]:
    if not may(person, "cases.read_tasks", case):
        return []
    waiting = CaseTask.objects.filter(case=case, done_at__isnull=True, not_applicable=False)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in waiting.select_related("owner").order_by("due_at"):
        task = task_shown(row, now)
        found.setdefault(task["owner"], []).append(task)
    return [
        {"owner": owner, "tasks": tasks, "late": sum(1 for task in tasks if task["state"] == "LATE")}
        for owner, tasks in found.items()
    ]
