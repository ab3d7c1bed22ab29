"""Projects: what shall we do, for whom, at what cost?"""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, ngettext

from mainstay.accounts.permissions import get_visible, may
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.common.errors import NotFound, RuleBroken
from mainstay.common.texts import noop
from mainstay.design import selectors
from mainstay.design.forms import plain
from mainstay.design.methods.labour_content import LabourContent
from mainstay.design.models import Project, Target
from mainstay.design.panels import UNSETTLED, project_answer
from mainstay.design.rules import Lack, asks_of_conflict
from mainstay.design.tables import PROJECT_MARKS, ProjectTable
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.units import measured
from mainstay.page.words import enumerated, money, number

from .shown import found, in_words, on_top

FILES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@door("design.read_projects")
def project_list(request: HttpRequest) -> HttpResponse:
    """Show the projects that this person may read."""
    person = who(request)
    form = ListFilter(request.GET, marks=PROJECT_MARKS)
    rows = form.narrowed(selectors.projects_visible(person), case="case")
    projects = list(rows)
    contents = selectors.contents_of(projects)
    for project in projects:
        project.content = contents.get(project.pk)
    shown = {
        "title": gettext("Projects"),
        "question": gettext("What shall we do, for whom, at what cost?"),
        "answer": _list_answer(projects, list(contents.values())),
        "head": head_of(person, form.reference),
    }
    return listed(request, "page/list.html", ProjectTable(projects), shown, name="projects", filters=form)


def _list_answer(projects: list[Project], contents: list[LabourContent]) -> str:
    """Return how many projects stand where, and what they cost and pay for together."""
    if not projects:
        return gettext("No project here.")
    states = Counter(str(PROJECT_MARKS[project.state][1]) for project in projects)
    each = enumerated(
        gettext("{count} {state}").format(count=number(count), state=state) for state, count in states.items()
    )
    words = ngettext("{count} project: {states}.", "{count} projects: {states}.", len(projects))
    said = [words.format(count=number(len(projects)), states=each)]
    if contents:
        said.append(
            gettext("Planned together: {days} for {people} at {cost}.").format(
                days=measured(sum(one.worker_days for one in contents), "worker-days"),
                people=measured(sum(one.workers for one in contents), "persons"),
                cost=money(sum(one.cost for one in contents)),
            )
        )
    return " ".join(said)


@door("design.read_projects")
def project_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one project: what it promises, what it lacks before an approval, its targets and its money."""
    person = who(request)
    rows = Project.objects.select_related("case", "country", "lead", "written_by")
    project = get_visible(rows, person, "design.read_projects", uid=uid)
    unsettled = project.state in UNSETTLED
    lacks = selectors.lacks_of(project) if unsettled else []
    reads = may(person, "design.read_designs", project)
    targets = list(project.targets.all())
    shown = {
        **on_top(person, project, "project"),
        "answer": project_answer(project, lacks),
        "funding": selectors.funding_of(project),
        "commitments": project.commitments.filter(usd_minor__gt=0),
        "targets": targets,
        "target_rows": [_target_row(row) for row in targets],
        "content": _content(project),
        "taken": selectors.option_taken(person, project),
        "steps": _steps(project, lacks) if unsettled and reads else [],
        "risks": project.risks.order_by("-likelihood", "-impact", "pk") if reads else [],
    }
    return render(request, "design/project.html", shown)


def _target_row(row: Target) -> dict[str, Any]:
    """Return a target as the table of targets takes it."""
    return {
        "indicator": row.indicator, "group": "" if row.group == "ALL" else row.group, "value": plain(row.value),
        "baseline": "" if row.baseline is None else plain(row.baseline), "due_on": row.due_on.isoformat() if row.due_on else "",
        "note": row.note,
    }  # fmt: skip


def _content(project: Project) -> Any:
    try:
        return selectors.labour_content_of(project)
    except RuleBroken:
        return None


def _steps(project: Project, lacks: list[Lack]) -> list[dict[str, Any]]:
    """Return what an approval asks with why it is not there yet."""
    names = {
        "complete": gettext("The plan is complete"), "assessed": gettext("It rests on an approved assessment"),
        "heard": gettext("Government, employers and workers were heard"), "answered": gettext("Every comment is answered"),
        "quality": gettext("It passes the quality gate"),
    }  # fmt: skip
    return [
        {
            "name": names[code],
            "why": in_words(reason) if reason and code != "complete" else "",
            "done": reason is None,
            "harm": code == "quality" and asks_of_conflict(reason),
            "lacks": [{"words": in_words(lack.reason), "stops": lack.stops} for lack in lacks] if code == "complete" else [],
        }
        for code, reason in selectors.approval_steps_of(project, lacks).items()
    ]  # fmt: skip


@door("design.read_designs")
def project_document(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Return the project document as it stands now, in the reader's language."""
    from mainstay.design.documents import write_document

    project = found(request, uid)
    if kind not in FILES:
        raise NotFound("no_document", noop("The project document comes as PDF or DOCX."))
    made = write_document(by=who(request), project=project, kind=kind, locale=(get_language() or "en")[:2])
    answer = HttpResponse(made, content_type=FILES[kind])
    name = project.reference.replace("/", "-")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.{kind}"'
    return answer
