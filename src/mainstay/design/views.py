"""Projects: what shall we do, for whom, at what cost?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import get_visible
from mainstay.cases.selectors import head_of
from mainstay.design import selectors
from mainstay.design.models import Project
from mainstay.design.panels import project_answer
from mainstay.design.tables import PROJECT_MARKS, ProjectTable
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted


@door("design.read_projects")
def project_list(request: HttpRequest) -> HttpResponse:
    """Show the projects that this person may read."""
    person = who(request)
    form = ListFilter(request.GET, marks=PROJECT_MARKS)
    rows = form.narrowed(selectors.projects_visible(person), case="case")
    count = rows.count()
    words = ngettext("{count} project.", "{count} projects.", count)
    answer = counted(count, words, none=gettext("No project here."))
    shown = {
        "title": gettext("Projects"),
        "question": gettext("What shall we do, for whom, at what cost?"),
        "answer": answer,
        "head": head_of(person, form.reference),
    }
    return listed(request, "page/list.html", ProjectTable(rows), shown, name="projects", filters=form)


@door("design.read_projects")
def project_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one project: what it promises, its budget, and what its plan lacks."""
    person = who(request)
    project = get_visible(Project.objects.select_related("case"), person, "design.read_projects", uid=uid)
    option = selectors.option_of(project)
    lines = list(option.lines.all()) if option else []
    shown = {
        "project": project,
        "mark": PROJECT_MARKS[project.state],
        "answer": project_answer(project),
        "head": head_of(person, project.case.reference),
        "funding": selectors.funding_of(project),
        "commitments": project.commitments.filter(usd_minor__gt=0),
        "targets": project.targets.all(),
        "modules": project.modules.filter(removed=False),
        "lines": [{"line": line, "cost": round(line.quantity * line.unit_cost_minor)} for line in lines],
        "total": sum(round(line.quantity * line.unit_cost_minor) for line in lines),
        "lacks": [sentence(lack.reason) for lack in selectors.lacks_of(project)],
    }
    return render(request, "design/project.html", shown)
