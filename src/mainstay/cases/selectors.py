"""Reads about cases."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.common import clock
from mainstay.common.errors import NotFound, Reason
from mainstay.common.texts import noop as _
from mainstay.page.frame import RAIL
from mainstay.page.words import country_name, named, number

from . import rules
from .models import Case, CaseCountry, CaseTask, ClockTarget, Decision, Seat, StageState, TimelineEntry


def cases_visible(person: Person) -> QuerySet[Case]:
    """Return the cases that `person` may see, with what lists and headers show of them."""
    return visible(Case.objects.all(), person, "cases.read_cases").prefetch_related(
        Prefetch("countries", CaseCountry.objects.select_related("country").order_by("-first", "pk")),
        "crisis_types",
        "phases",
    )


def cases_open() -> QuerySet[Case]:
    """Return all open cases with places and crisis types: for rules of a later stage over the whole, never for a page."""
    return Case.objects.filter(state="OPEN").prefetch_related("countries", "crisis_types")


def cases_opened_in(year: int) -> QuerySet[Case]:
    """Return the real cases that were opened in a year, with their countries; only for counts that name none."""
    return Case.objects.filter(opened_at__year=year, synthetic=False).prefetch_related("countries")


def cases_rehearsed(keys: Collection[int]) -> set[int]:
    """Return which of the cases with these keys are rehearsals; no more is told of them."""
    return set(Case.objects.filter(pk__in=keys, synthetic=True).values_list("pk", flat=True))


def cases_summed_up(person: Person) -> QuerySet[Case]:
    """Return the cases of which `person` may see where they stand: constituents, donors and partners too."""
    return visible(Case.objects.all(), person, "cases.read_case_summary").prefetch_related(
        Prefetch("countries", CaseCountry.objects.select_related("country").order_by("-first", "pk")),
        "crisis_types",
        "phases",
    )


def case_by_reference(person: Person, reference: str) -> Case:
    """Return the case that `person` may see under this reference; raise `NotFound` otherwise."""
    return get_visible(Case.objects.all(), person, "cases.read_cases", reference__iexact=reference)


def stage_states(case: Case) -> QuerySet[StageState]:
    """Return where each stage of a case that was found through `cases_visible` stands."""
    return StageState.objects.filter(case=case)


def road(case: Case) -> list[StageState]:
    """Return the nine stages of a case in their order; one that has said nothing yet lies ahead."""
    known = {row.stage: row for row in stage_states(case)}
    return [
        known.get(stage) or StageState(case=case, stage=stage, updated_at=clock.now())
        for stage in rules.STAGES
    ]


def targets_running(case: Case) -> QuerySet[ClockTarget]:
    """Return the targets of a case that are not met yet, the next first."""
    return ClockTarget.objects.filter(case=case, met_at__isnull=True, dropped_reason="").order_by("due_at")


def timeline(case: Case) -> QuerySet[TimelineEntry]:
    """Return what happened on a case, the latest first."""
    return TimelineEntry.objects.filter(case=case).select_related("by")


def tasks_open(case: Case) -> QuerySet[CaseTask]:
    """Return the tasks of a case that are still to do, the next first."""
    return case.tasks.filter(done_at__isnull=True, not_applicable=False).select_related("owner")


def decisions_visible(person: Person) -> QuerySet[Decision]:
    """Return the decisions that `person` may read."""
    return visible(Decision.objects.all(), person, "cases.read_decisions").select_related(
        "case", "drafted_by"
    )


def team(case: Case) -> QuerySet[Seat]:
    """Return the seats of the task team in the order of the playbook's list, empty ones among them."""
    return case.seats.select_related("holder", "deputy", "nominated").order_by("pk")


def vacancies(case: Case) -> list[str]:
    """Return the codes of the seats that nobody holds."""
    return list(case.seats.filter(holder__isnull=True).order_by("pk").values_list("code", flat=True))


def quorum_missing(case: Case) -> tuple[str, ...]:
    """Return which parts of the quorum the task team lacks, each as its seats."""
    quorum = [part.any_of for part in playbook.current().task_team.quorum]
    filled = set(case.seats.filter(holder__isnull=False).values_list("code", flat=True))
    return rules.quorum_missing(quorum, filled)


@dataclass(frozen=True)
class CaseStatus:
    """Where a case stands, in one line: the day, what goes on, what is late since when, what lies ahead by when."""

    day: int
    going_on: tuple[Reason, ...]
    next_role: str
    next_what: str
    due_at: datetime | None
    late: int
    late_what: str = ""
    late_role: str = ""
    late_since: datetime | None = None

    def sentences(self) -> list[Reason]:
        """Return the answer as untranslated sentences, ready for `page.errors.sentence`."""
        found = [Reason("case_day", _("Day {day}."), {"day": self.day}), *self.going_on]
        if self.late:
            facts = {"what": self.late_what, "role": self.late_role, "due": _shown(self.late_since)}
            found.append(Reason("case_late", _("Late since {due}: {what}, {role}."), facts))
        if self.late > 1:
            more = self.late - 1
            text = _("One more is late.") if more == 1 else _("{count} more are late.")
            found.append(Reason("case_late_more", text, {"count": more}))
        if self.next_role or self.next_what:
            facts = {"what": self.next_what, "role": self.next_role, "due": _shown(self.due_at)}
            text = _("Next: {what}, by {due}, {role}.") if self.due_at else _("Next: {what}, {role}.")
            found.append(Reason("case_next", text, facts))
        return found


def _shown(moment: datetime | None) -> str:
    return "" if moment is None else moment.date().isoformat()


def _next_of(row: StageState) -> str:
    """Return what a stage says comes next; its name where it only gives the code of its record's state."""
    words = row.record_state
    return words if words and not words.isupper() else str(RAIL.get(row.stage, row.stage))


def case_status(case: Case) -> CaseStatus:
    """Return where `case` stands in one line: “Day 9. Assessment collecting … Next: …, by Monday, …”."""
    now = clock.now()
    since = case.onset_at or case.requested_at or case.alerted_at or case.opened_at
    active = [row for row in road(case) if row.state in {"OPEN", "WAITING"} and row.msgid]
    # The furthest stage that is at work says most about where the case stands.
    going_on = tuple(Reason(row.stage, row.msgid, row.facts) for row in active[-1:])
    running = list(targets_running(case))
    late = [row for row in running if row.due_at < now]
    # What should have been long ago is late and not next.
    coming = next((row for row in running if row.due_at >= now), None)
    stages = sorted((row.due_at, row.pk, row) for row in active if row.due_at and row.due_at >= now)
    passed = min(
        ((row.due_at, row.pk, row) for row in active if row.due_at and row.due_at < now), default=None
    )
    role, what, due = "", "", None
    if stages and (coming is None or stages[0][0] <= coming.due_at):
        due, _key, first = stages[0]
        role, what = first.next_role, _next_of(first)
    elif coming is not None:
        role, due = coming.owner_role, coming.due_at
        what = named("sla", coming.code)
    elif active:
        role, what = active[-1].next_role, _next_of(active[-1])
    return CaseStatus(
        day=max((now - since).days, 0),
        going_on=going_on,
        next_role=named("roles", role),
        next_what=what,
        due_at=due,
        **_late_of(late, passed[2] if passed else None),
    )


def _late_of(late: list[ClockTarget], stage: StageState | None) -> dict[str, Any]:
    """Return what is late first: of the clocks, or where none is, what a stage should have done by now."""
    if late:
        first = late[0]
        return {
            "late": len(late),
            "late_what": named("sla", first.code),
            "late_role": named("roles", first.owner_role),
            "late_since": first.due_at,
        }
    if stage is None:
        return {"late": 0}
    return {
        "late": 1,
        "late_what": _next_of(stage),
        "late_role": named("roles", stage.next_role),
        "late_since": stage.due_at,
    }


def case_answer(case: Case) -> str:
    """Return `case_status` as one line in the reader's language."""
    from mainstay.page.errors import sentence

    if case.state == "CLOSED":
        return sentence(Reason("case_closed", _("Closed."), {}))
    return " ".join(sentence(part) for part in case_status(case).sentences())


def seats_of(person: Person, case: Case) -> set[str]:
    """Return the seats that `person` holds in the task team of a case, herself or as deputy."""
    held = Seat.objects.filter(Q(holder=person) | Q(deputy=person), case=case)
    return set(held.values_list("code", flat=True))


def task_by_code(case: Case, code: str) -> CaseTask:
    """Return one task of a case that was found through `cases_visible`; raise `NotFound` otherwise."""
    found = case.tasks.filter(code__iexact=code).first()
    if found is None:
        raise NotFound("no_task", _("There is no task {code} on this case."), code=code)
    return found


def case_named(case: Case) -> dict[str, Any]:
    """Return what names a case everywhere: types, places, phases, how long its clocks run; from prefetched rows."""
    now = clock.now()
    moments = {"onset": case.onset_at, "request": case.requested_at, "alert": case.alerted_at}
    return {
        "case": case,
        "types": [named("crisis_types", row.code) for row in case.crisis_types.all()],
        "places": [
            {"iso3": row.country_id, "name": country_name(row.country.names, row.country.name)}
            for row in case.countries.all()
        ],
        "phases": [named("phases", row.code) for row in case.phases.all() if row.left_on is None],
        "clocks": [_run(name, max((now - since).days, 0)) for name, since in moments.items() if since],
    }


def _run(clock_name: str, days: int) -> str:
    """Return how long ago one of the clocks of a case began, as a sentence."""
    texts = {
        "onset": ngettext("began {days} day ago", "began {days} days ago", days),
        "request": ngettext("asked for {days} day ago", "asked for {days} days ago", days),
        "alert": ngettext("alerted {days} day ago", "alerted {days} days ago", days),
    }
    today = {
        "onset": gettext("began today"), "request": gettext("asked for today"), "alert": gettext("alerted today"),
    }  # fmt: skip
    return texts[clock_name].format(days=number(days)) if days else today[clock_name]


def case_head(case: Case) -> dict[str, Any]:
    """Return the head of a case with its answer in words; the template ``cases/head.html`` shows it."""
    return {**case_named(case), "answer": case_answer(case)}


def head_of(person: Person, reference: str) -> dict[str, Any] | None:
    """Return the head of the case with this reference, when `person` may see it."""
    case = cases_visible(person).filter(reference=reference).first() if reference else None
    return case_head(case) if case else None


@cache
def country_codes(kind: str) -> Mapping[str, str]:
    """Return the three-letter code for each code of `kind` in the shipped list: ``iso2``, ``m49`` or ``gwcode``.

    >>> country_codes("m49")["174"], country_codes("iso2")["KM"], country_codes("gwcode")["581"]
    ('COM', 'COM', 'COM')
    """
    listed = Path(__file__).parent / "reference" / "countries.csv"
    with listed.open(newline="", encoding="utf-8") as stream:
        return {row[kind].removesuffix(".0"): row["iso3"] for row in csv.DictReader(stream) if row[kind]}
