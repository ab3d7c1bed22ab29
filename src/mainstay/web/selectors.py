"""What the pages of the whole read, each from what the person may see."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, may, visible
from mainstay.cases import rules as case_rules
from mainstay.cases.models import Case, CaseTask, ClockTarget, Decision, Seat, StageState, TimelineEntry
from mainstay.cases.selectors import cases_visible
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.common.models import Notice
from mainstay.page.errors import sentence
from mainstay.page.frame import RAIL

SOON = timedelta(days=2)


def needs_me_now(person: Person) -> dict[str, Any]:
    """Return what the situation room shows: the answer in words, then what it counts."""
    now, roles = clock.now(), {holding.role for holding in holdings(person)}
    open_cases = cases_visible(person).filter(state="OPEN")
    running = ClockTarget.objects.filter(
        case__in=open_cases.values("pk"), met_at__isnull=True, dropped_reason=""
    )
    late = running.filter(due_at__lt=now).select_related("case").order_by("due_at")
    mine = CaseTask.objects.filter(
        case__in=open_cases.values("pk"), done_at__isnull=True, not_applicable=False
    )
    mine = mine.filter(owner_role__in=roles, due_at__lt=now + SOON).select_related("case").order_by("due_at")
    decisions = visible(Decision.objects.filter(state="CIRCULATED"), person, "cases.read_decisions")
    decisions = decisions.exclude(voices__by=person).select_related("case").order_by("deadline")
    notices = Notice.objects.filter(person_id=person.pk, read_at__isnull=True).order_by("-created_at")
    counts = {
        "late": late.count(),
        "decisions": decisions.count(),
        "notices": notices.count(),
        "tasks": mine.count(),
    }
    return {
        "answer": _answer(counts),
        "late": [_target(row, now) for row in late[:12]],
        "tasks": [
            {"case": row.case, "title": row.title, "due_at": row.due_at, "late": row.due_at < now}
            for row in mine[:12]
        ],
        "decisions": decisions[:12],
        "notices": [
            {"text": sentence(Reason(row.kind, row.msgid, row.facts)), "at": row.created_at}
            for row in notices[:8]
        ],
        "rows": case_rows(open_cases),
    }


def _answer(counts: dict[str, int]) -> str:
    if not any(counts.values()):
        return gettext("Nothing waits for you.")
    parts = [
        ngettext("{count} clock late", "{count} clocks late", counts["late"]).format(count=counts["late"]),
        ngettext(
            "{count} decision waits for you", "{count} decisions wait for you", counts["decisions"]
        ).format(count=counts["decisions"]),
        ngettext("{count} task due", "{count} tasks due", counts["tasks"]).format(count=counts["tasks"]),
        ngettext("{count} new notice", "{count} new notices", counts["notices"]).format(
            count=counts["notices"]
        ),
    ]
    return ", ".join(part for part, count in zip(parts, counts.values(), strict=False) if count) + "."


def _target(row: ClockTarget, now: datetime) -> dict[str, Any]:
    known = playbook.current().sla
    name = known[row.code].name if row.code in known else row.code
    return {
        "case": row.case,
        "name": name,
        "due_at": row.due_at,
        "role": row.owner_role,
        "late": row.due_at < now,
    }


def case_rows(cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Return one line for each case: header, how many clocks are late, the sentence of its latest open stage."""
    listed = list(cases.order_by("state", "-opened_at")[:200])
    keys = [case.pk for case in listed]
    late = dict(
        ClockTarget.objects.filter(
            case__in=keys, met_at__isnull=True, dropped_reason="", due_at__lt=clock.now()
        )
        .values_list("case")
        .annotate(count=Count("pk"))
        .order_by()
    )
    stages: dict[int, StageState] = {}
    for row in StageState.objects.filter(case__in=keys, state__in=["OPEN", "WAITING"]).order_by("updated_at"):
        stages[row.case_id] = row
    return [
        {**header(case), "late": late.get(case.pk, 0), "words": stage_sentence(stages.get(case.pk))}
        for case in listed
    ]


def header(case: Case) -> dict[str, Any]:
    """Return what names a case everywhere: name, types, places, phases, its three clocks in days."""
    book = playbook.current()
    now = clock.now()
    moments = {"onset": case.onset_at, "request": case.requested_at, "alert": case.alerted_at}
    return {
        "case": case,
        "types": [book.crisis_types[row.code].name for row in case.crisis_types.all()],
        "places": [row.country.names.get("en", row.country.name) for row in case.countries.all()],
        "phases": [book.phases[row.code].name for row in case.phases.all() if row.left_on is None],
        "clocks": [(name, (now - since).days if since else None) for name, since in moments.items()],
    }


def stage_sentence(row: StageState | None) -> str:
    """Return a stage's sentence in the reader's language; empty when it has said nothing yet."""
    return sentence(Reason(row.stage, row.msgid, row.facts)) if row and row.msgid else ""


def case_shown(person: Person, case: Case) -> dict[str, Any]:
    """Return all that the case page shows of the spine."""
    now = clock.now()
    states = {row.stage: row for row in StageState.objects.filter(case=case)}
    targets = ClockTarget.objects.filter(case=case, met_at__isnull=True, dropped_reason="").select_related(
        "case"
    )
    tasks = CaseTask.objects.filter(case=case).select_related("owner", "done_by")
    team = Seat.objects.filter(case=case).select_related("holder", "deputy")
    entries = visible(TimelineEntry.objects.filter(case=case), person, "cases.read_timeline").select_related(
        "by"
    )
    return {
        **header(case),
        "answer": _case_answer(case, states.values()),
        "road": [_road_stage(stage, states.get(stage)) for stage in case_rules.STAGES],
        "targets": [_target(row, now) for row in targets.order_by("due_at")[:8]],
        "tasks": tasks if may(person, "cases.read_tasks", case) else [],
        "team": team if may(person, "cases.read_team", case) else [],
        "timeline": [_happened(row) for row in entries[:40]],
    }


def _road_stage(stage: str, row: StageState | None) -> dict[str, Any]:
    return {
        "code": stage,
        "name": RAIL[stage],
        "state": row.state if row else "AHEAD",
        "words": stage_sentence(row),
        "link": row.link if row else "",
    }


def _happened(row: TimelineEntry) -> dict[str, Any]:
    words = sentence(Reason(row.stage, row.msgid, row.facts))
    return {"at": row.at, "by": row.by, "stage": RAIL.get(row.stage, ""), "words": words}


def _case_answer(case: Case, states: Iterable[StageState]) -> str:
    if case.state == "CLOSED":
        return gettext("Closed.")
    since = case.onset_at or case.requested_at or case.alerted_at or case.opened_at
    words = [gettext("Day {day}.").format(day=(clock.now() - since).days)]
    busy = sorted(
        (row for row in states if row.state in {"OPEN", "WAITING"}),
        key=lambda row: row.updated_at,
        reverse=True,
    )
    words += [stage_sentence(row) for row in busy[:1]]
    waiting = [row for row in busy if row.next_role]
    if waiting:
        roles = playbook.current().roles
        role = roles[waiting[0].next_role].name if waiting[0].next_role in roles else waiting[0].next_role
        words.append(gettext("Next: {role}.").format(role=role))
    return " ".join(words)
