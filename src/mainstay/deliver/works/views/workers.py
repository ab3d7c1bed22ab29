"""Workers: who is registered; and one worker with contracts, days, pay and what was changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, may_anywhere
from mainstay.common.errors import NotAllowed
from mainstay.common.texts import noop as _
from mainstay.deliver.works.forms.register import RegisterFilter
from mainstay.deliver.works.models import Worker
from mainstay.deliver.works.selectors.worker_page import (
    doubts,
    found_by,
    projects_with_workers,
    register_counts,
    worker_page,
    workers_listed,
)
from mainstay.deliver.works.tables import WORKER_MARKS, WorkerTable
from mainstay.deliver.works.views.heads import works_head
from mainstay.page.doors import door, who
from mainstay.page.listing import KINDS, listed
from mainstay.page.words import counted, number

#: A register of one project is imported from here; more projects are reached through their sites.
PROJECTS_SHOWN = 6


@door("works.read_workers")
def register(request: HttpRequest) -> HttpResponse:
    """Show the workers that this person may read, narrowed by project, site, state, sex or a name."""
    person = who(request)
    action = "works.read_workers"
    if request.GET.get("export", "") in KINDS:
        action = "works.export_workers"
        if not may_anywhere(person, action):
            raise NotAllowed(
                "no_export",
                _("Names leave as a file only with the right to export them. Ask the country office."),
            )
    form = RegisterFilter(request.GET)
    rows = form.narrowed(workers_listed(person, action=action))
    if form.chosen.get("who"):
        rows = found_by(rows, form.chosen["who"])
    shown = {
        "title": gettext("Workers"),
        "question": gettext("Who is registered, and who is at work?"),
        "answer": _said(person, register_counts(rows)),
        "links": _links(person),
    }
    return listed(request, "page/list.html", WorkerTable(rows), shown, name="workers", filters=form)


def _said(person: Person, counts: dict[str, int]) -> str:
    people, waiting = counts["people"], doubts(person)
    if not people:
        return gettext("Nobody is registered here.")
    words = ngettext(
        "{people} person registered, {women} % women; {working} at work.",
        "{people} people registered, {women} % women; {working} at work.", people,
    )  # fmt: skip
    said = [
        words.format(people=number(people), women=round(100 * counts["women"] / people), working=number(counts["working"])),
        counted(waiting["ages"], ngettext("{count} doubt about age waits.", "{count} doubts about age wait.", waiting["ages"]), none=""),
        counted(waiting["pairs"], ngettext("{count} pair may be one person.", "{count} pairs may be one person.", waiting["pairs"]), none=""),
    ]  # fmt: skip
    return " ".join(part for part in said if part)


def _links(person: Person) -> list[tuple[str, str]]:
    if not may_anywhere(person, "works.register_workers"):
        return []
    words = gettext("Import workers: {project}")
    return [
        (reverse("works_import", args=[project.uid]), words.format(project=project.reference))
        for project in projects_with_workers(person)[:PROJECTS_SHOWN]
        if may(person, "works.register_workers", project)
    ]


@door("works.read_workers")
def worker(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one worker: who she is, what she may read of it, her contracts, days, pay and corrections."""
    person = who(request)
    rows = Worker.objects.select_related("project__case", "project__country", "area", "merged_into")
    found = get_visible(rows, person, "works.read_workers", uid=uid)
    page = worker_page(person, found)
    edits = may(person, "works.edit_worker_identity", found)
    shown = {
        **works_head(person, found.project),
        "worker": found,
        "page": page,
        "mark": WORKER_MARKS[found.state],
        "edits": edits,
        "reads_pay": bool(page.pay) or may(person, "works.read_payroll", found.project),
        "answer": _answer(page.worked, len(page.contracts), str(WORKER_MARKS[found.state][1])),
    }
    return render(request, "works/worker.html", shown)


def _answer(worked: float, contracts: int, state: str) -> str:
    if not contracts:
        words = gettext("{state}; no contract yet.")
    else:
        words = gettext("{state}. Days worked: {days}; contracts: {count}.")
    said = words.format(state=state, days=number(worked), count=contracts)
    return said[:1].upper() + said[1:]
