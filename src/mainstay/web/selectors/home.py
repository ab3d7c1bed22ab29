"""What needs me now: late clocks, decisions, tasks, alerts, notices, and the cases they belong to."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import holdings, visible
from mainstay.cases.models import Case, CaseTask, ClockTarget, Decision, StageState
from mainstay.cases.rules import STAGES
from mainstay.cases.selectors import case_named, cases_visible
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.common.models import Country, Notice
from mainstay.page.errors import sentence
from mainstay.page.frame import RAIL
from mainstay.page.maps import Place
from mainstay.page.panels import Wait, waits_for
from mainstay.page.words import counted, country_name, enumerated, joined, named, number, said

from .notices import notice_link

SOON = timedelta(days=2)
NEAR = timedelta(days=4)
SHOWN = 8
NOTICES = 5
#: How many notices can be opened beneath the newest ones.
OLDER = 60


def places_of(person: Person) -> list[tuple[str, str]]:
    """Return the countries of the open cases that `person` may see, by name: what the room is narrowed by."""
    places = Country.objects.filter(
        pk__in=cases_visible(person).filter(state="OPEN").values("countries__country")
    )
    return sorted(((row.pk, country_name(row.names, row.name)) for row in places), key=lambda pair: pair[1])


def needs_me_now(person: Person, *, place: str = "") -> dict[str, Any]:
    """Return what the situation room shows, of all places or one country: the answer in words, then what it counts."""
    now, roles = clock.now(), {holding.role for holding in holdings(person)}
    open_cases = cases_visible(person).filter(state="OPEN")
    if place:
        open_cases = open_cases.filter(countries__country=place)
    keys = list(open_cases.values_list("pk", flat=True))
    late = _late(keys, now)
    mine = _tasks(person, keys, roles, now)
    decisions = _decisions(person)
    if place:
        decisions = decisions.filter(case__in=keys)
    notices = Notice.objects.filter(person_id=person.pk, read_at__isnull=True).order_by("-created_at")
    waits = waits_for(person)
    counts = {
        "late": late.count(),
        "decisions": decisions.count(),
        "tasks": mine.count(),
        "notices": notices.count(),
    }
    return {
        "answer": _answer(counts, waits),
        "waits": waits,
        "counts": counts,
        "late": [target_shown(row, now) for row in late[:SHOWN]],
        "tasks": [
            {"case": row.case, "title": said(row.title), "due_at": row.due_at, "late": row.due_at < now}
            for row in mine[:SHOWN]
        ],
        "decisions": decisions[:SHOWN],
        "notices": [_notice(row) for row in notices[:NOTICES]],
        "older": [_notice(row) for row in notices[NOTICES:OLDER]],
        "rows": case_rows(open_cases),
    }


def _late(cases: list[int], now: datetime) -> QuerySet[ClockTarget]:
    running = ClockTarget.objects.filter(case__in=cases, met_at__isnull=True, dropped_reason="")
    return running.filter(due_at__lt=now).select_related("case").order_by("due_at")


def _tasks(person: Person, cases: list[int], roles: set[str], now: datetime) -> QuerySet[CaseTask]:
    open_tasks = CaseTask.objects.filter(case__in=cases, done_at__isnull=True, not_applicable=False)
    mine = Q(owner=person) | Q(owner__isnull=True, owner_role__in=roles)
    return open_tasks.filter(mine, due_at__lt=now + SOON).select_related("case").order_by("due_at")


def _decisions(person: Person) -> QuerySet[Decision]:
    """Return the decisions that go round where `person` sits and has not spoken in this round."""
    waiting = visible(Decision.objects.filter(state="CIRCULATED"), person, "cases.read_decisions")
    seated = Q(case__seats__holder=person) | Q(case__seats__deputy=person)
    spoken = Decision.objects.filter(voices__by=person, voices__round=F("round")).values("pk")
    found = waiting.filter(seated).exclude(pk__in=spoken).distinct()
    return found.select_related("case").order_by("deadline")


def _notice(row: Notice) -> dict[str, Any]:
    words = gettext("Something waits for you that is not shown here.")
    if not row.without_content:
        words = sentence(Reason(row.kind, row.msgid, row.facts))
    return {"pk": row.pk, "text": words, "at": row.created_at, "link": notice_link(row)}


def _answer(counts: dict[str, int], waits: list[Wait]) -> str:
    if not any(counts.values()) and not waits:
        return gettext("Nothing waits for you.")
    late, decisions, tasks, notices = (counts[name] for name in ("late", "decisions", "tasks", "notices"))
    parts = [
        (late, ngettext("{count} clock late", "{count} clocks late", late)),
        (
            decisions,
            ngettext("{count} decision waits for you", "{count} decisions wait for you", decisions),
        ),
        (tasks, ngettext("{count} task due", "{count} tasks due", tasks)),
        (notices, ngettext("{count} new notice", "{count} new notices", notices)),
    ]
    said = [text.format(count=number(count)) for count, text in parts if count]
    # What one does oneself comes before what is only to be read.
    return enumerated([*said[: -1 if notices else None], *(row.sentence for row in waits), *(said[-1:] if notices else [])]) + "."  # fmt: skip


def target_shown(row: ClockTarget, now: datetime) -> dict[str, Any]:
    """Return one running clock as pages show it."""
    return {
        "case": row.case,
        "name": named("sla", row.code),
        "due_at": row.due_at,
        "role": named("roles", row.owner_role),
        "late": row.due_at < now,
        # The hour says something while it is near; months away it is noise.
        "hours": abs(row.due_at - now) < NEAR,
    }


def case_rows(cases: QuerySet[Case]) -> list[dict[str, Any]]:
    """Return one line for each case: what names it, late clocks, the sentence of the stage that is furthest at work."""
    listed = list(cases.order_by("state", "-opened_at")[:500])
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
    at_work = StageState.objects.filter(case__in=keys, state__in=["OPEN", "WAITING"])
    for row in sorted(at_work, key=lambda row: STAGES.index(row.stage)):
        if row.msgid:
            stages[row.case_id] = row
    return [
        {
            **case_named(case),
            "late": late.get(case.pk, 0),
            "words": stage_sentence(stages.get(case.pk)),
            "stage": stages[case.pk].stage if case.pk in stages else "",
        }
        for case in listed
    ]


def case_board(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the nine stages in the order of the road, each with the cases that are furthest at work there.

    A column before them holds the cases of which no stage is at work; it is left out where there is none.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["stage"], []).append(row)
    resting = [{"name": gettext("At no stage"), "rows": found[""]}] if "" in found else []
    return resting + [{"name": RAIL[stage], "rows": found.get(stage, [])} for stage in STAGES]


def cases_answer(rows: list[dict[str, Any]]) -> str:
    """Return at which stages the cases are at work, and how many clocks are late: “3 cases: 2 in Measure; 1 in Decide.”"""
    count = len(rows)
    if not count:
        return gettext("No case is open here, or none that is yours to see.")
    stages = [
        gettext("{count} in {stage}").format(count=number(len(column["rows"])), stage=column["name"])
        for column in case_board(rows)
        if column["rows"] and column["name"] in RAIL.values()
    ]
    at_work = sum(1 for row in rows if row["stage"])
    if at_work < count:
        stages.append(gettext("{count} at no stage").format(count=number(count - at_work)))
    text = ngettext("{count} case: {stages}", "{count} cases: {stages}", count)
    late = sum(row["late"] for row in rows)
    clocks = ngettext("{count} clock is late.", "{count} clocks are late.", late)
    where = text.format(count=number(count), stages=joined(stages))
    said = counted(late, clocks, none=gettext("No clock is late."))
    return f"{where} {said}"


def case_places(rows: list[dict[str, Any]]) -> list[Place]:
    """Return the countries of the cases for the map: late ones marked so; each leads to its case."""
    found: dict[int, tuple[Country, list[dict[str, Any]]]] = {}
    for row in rows:
        for place in row["case"].countries.all():
            if place.country.m49 is not None:
                found.setdefault(place.country.m49, (place.country, []))[1].append(row)
    return [_case_place(m49, country, held) for m49, (country, held) in found.items()]


def _case_place(m49: int, country: Country, held: list[dict[str, Any]]) -> Place:
    """Return a country with its cases: it leads to the only one, or to the country where there are more."""
    name, only = country_name(country.names, country.name), held[0]["case"]
    mark = "late" if any(row["late"] for row in held) else "open"
    if len(held) == 1:
        return Place(m49, f"{name}: {only.name}", reverse("case", args=[only.reference]), mark, name)
    text = ngettext("{place}: {count} case", "{place}: {count} cases", len(held))
    words = text.format(place=name, count=number(len(held)))
    return Place(m49, words, reverse("country", args=[country.pk]), mark, words)


def stage_sentence(row: StageState | None) -> str:
    """Return a stage's sentence in the reader's language; empty when it has said nothing yet."""
    return sentence(Reason(row.stage, row.msgid, row.facts)) if row and row.msgid else ""
