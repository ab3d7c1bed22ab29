"""Where one case stands: the road, clocks, tasks, team, decisions, what happened."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may, may_anywhere, visible
from mainstay.cases import selectors as cases_selectors
from mainstay.cases.models import Case, CaseTask, Decision, Seat, StageState, TimelineEntry
from mainstay.cases.selectors import case_head
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.page.doors import action_of
from mainstay.page.errors import sentence
from mainstay.page.frame import ENTRANCES, RAIL
from mainstay.page.templatetags.page import state_word
from mainstay.page.words import counted, named, number
from mainstay.web.tables import DECISION_MARKS

from .home import stage_sentence, target_shown

ENTRIES = 12


def case_shown(person: Person, case: Case) -> dict[str, Any]:
    """Return all that the case page shows of the spine."""
    now = clock.now()
    targets = cases_selectors.targets_running(case).select_related("case")
    return {
        "head": case_head(case),
        "road": _road(person, case),
        "targets": [target_shown(row, now) for row in targets[:8]],
        "tasks": _tasks(person, case, now),
        "team": [_seat(row) for row in cases_selectors.team(case)]
        if may(person, "cases.read_team", case)
        else [],
        "decisions": _decisions(person, case),
        "timeline": [_happened(row) for row in happened(person, case)[:ENTRIES]],
    }


def _decisions(person: Person, case: Case) -> list[tuple[Decision, str, Any]]:
    rows = visible(Decision.objects.filter(case=case), person, "cases.read_decisions").order_by("-drafted_at")
    return [(row, *DECISION_MARKS[row.state]) for row in rows[:8]]


def _tasks(person: Person, case: Case, now: datetime) -> dict[str, Any]:
    """Return the tasks still to do and those that are over; empty when there are none to see."""
    if not may(person, "cases.read_tasks", case):
        return {}
    rows = [task_shown(row, now) for row in CaseTask.objects.filter(case=case).select_related("owner")]
    if not rows:
        return {}
    left = [row for row in rows if row["state"] in {"LATE", "OPEN"}]
    over = [row for row in rows if row not in left]
    return {"left": left, "over": over, "answer": _tasks_answer(rows), "past": all(row["due_at"] < now for row in rows)}  # fmt: skip


def _tasks_answer(rows: list[dict[str, Any]]) -> str:
    """Return how many tasks of the first thirty days are done, late and still to come."""
    due = [row for row in rows if row["state"] != "SKIPPED"]
    done, late, ahead = (sum(row["state"] == state for row in due) for state in ("DONE", "LATE", "OPEN"))
    if not due:
        return gettext("No task applies.")
    text = ngettext("{done} of {count} task is done.", "{done} of {count} tasks are done.", len(due))
    words = [
        text.format(done=number(done), count=number(len(due))),
        counted(late, ngettext("{count} is late.", "{count} are late.", late), none=""),
        counted(ahead, ngettext("{count} lies ahead.", "{count} lie ahead.", ahead), none=""),
    ]
    return " ".join(part for part in words if part)


def _road(person: Person, case: Case) -> list[dict[str, Any]]:
    """Return the nine stages; one that never spoke while a later one did is not ahead: it was not used."""
    rows = cases_selectors.road(case)
    furthest = max((place for place, row in enumerate(rows) if row.state != "AHEAD"), default=-1)
    return [
        {**_road_stage(person, case, row), **({"state": "SKIPPED", "word": gettext("not used")} if row.state == "AHEAD" and place < furthest else {})}
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _road_stage(person: Person, case: Case, row: StageState) -> dict[str, Any]:
    link = row.link or stage_link(row.stage, case) if row.state != "AHEAD" else ""
    return {
        "code": row.stage,
        "name": RAIL[row.stage],
        "state": row.state,
        "word": state_word(row.state),
        "words": stage_sentence(row),
        "link": link if link and _leads(person, link) else "",
        "due_at": row.due_at if row.state in {"OPEN", "WAITING"} else None,
    }


def _leads(person: Person, link: str) -> bool:
    """Return whether the door at an address is open to this person at all."""
    action = action_of(resolve(urlsplit(link).path).func) or ""
    return "." not in action or may_anywhere(person, action)


def stage_link(stage: str, case: Case) -> str:
    """Return the address of a stage's list narrowed to the case; empty where the stage has no page."""
    if stage == "watch":
        first = case.countries.all()[0] if case.countries.all() else None
        return reverse("country", args=[first.country_id]) if first else ""
    try:
        return f"{reverse(ENTRANCES.get(stage, stage))}?case={case.reference}"
    except NoReverseMatch:
        return ""


def task_shown(row: CaseTask, now: datetime) -> dict[str, Any]:
    """Return a task as pages show it: title, owner, due date, and whether it is late, open, done or set aside."""
    if row.done_at:
        state = "DONE"
    elif row.not_applicable:
        state = "SKIPPED"
    else:
        state = "LATE" if row.due_at < now else "OPEN"
    owner = row.owner.name if row.owner else named("roles", row.owner_role)
    return {
        "task": row,
        "title": row.title,
        "owner": owner,
        "due_at": row.due_at,
        "state": state,
        "done_at": row.done_at,
    }


def _seat(row: Seat) -> dict[str, Any]:
    return {"name": named("seats", row.code), "holder": row.holder, "deputy": row.deputy, "since": row.since}


def happened(person: Person, case: Case) -> QuerySet[TimelineEntry]:
    """Return what happened on a case that was found through `cases_visible`, as far as `person` may read it."""
    rows = visible(TimelineEntry.objects.filter(case=case), person, "cases.read_timeline")
    return rows.select_related("by")


def happened_words(row: TimelineEntry) -> str:
    """Return an entry of the timeline as a sentence, with its reason where one was given."""
    return sentence(Reason(row.stage, row.msgid, row.facts))


def _happened(row: TimelineEntry) -> dict[str, Any]:
    stage = RAIL.get(row.stage, "")
    return {"at": row.at, "by": row.by, "stage": stage, "words": happened_words(row), "link": row.link}
