"""Projects with figures, and the framework of one."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.cases.selectors import head_of
from mainstay.measure.selectors.pages import framework_rows, newest_run, project_of, projects_measured
from mainstay.measure.tables import FrameworkTable, ResultTable, span_words
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, day


@door("measure.read_indicators")
def project_list(request: HttpRequest) -> HttpResponse:
    """Show the projects whose figures this person may read."""
    person = who(request)
    form = ListFilter(request.GET, marks={})
    del form.fields["state"]
    rows = projects_measured(person)
    if form.reference:
        rows = rows.filter(case__reference=form.reference)
    count = rows.count()
    answer = ngettext("{count} project with indicators.", "{count} projects with indicators.", count)
    shown = {
        "title": gettext("Results"),
        "question": gettext("What was reached of what was promised?"),
        "answer": counted(count, answer, none=gettext("Nothing is counted here yet.")),
        "head": head_of(person, form.reference),
    }
    return listed(request, "page/list.html", ResultTable(rows), shown, name="results", filters=form)


@door("measure.read_indicators")
def framework(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what a project has reached of what it promised."""
    person = who(request)
    project = project_of(person, uid)
    run = newest_run(person, project)
    rows = [
        {**row, "link": reverse("indicator", args=[project.uid, row["code"]])}
        for row in framework_rows(person, project)
    ]
    behind = sum(1 for row in rows if row["light"] in {"behind", "far_behind"})
    words = [ngettext("{count} indicator.", "{count} indicators.", len(rows)).format(count=len(rows))]
    if behind:
        words.append(
            ngettext("{count} is behind its target.", "{count} are behind their targets.", behind).format(
                count=behind
            )
        )
    if run is None:
        words.append(gettext("Nothing is counted yet."))
    else:
        words.append(
            gettext("Counted on {day}: {span}.").format(
                day=day(run.computed_at), span=span_words(run.first_on, run.last_on)
            )
        )
    shown = {
        "title": project.title,
        "question": gettext("What was reached of what was promised?"),
        "answer": " ".join(words),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("project", args=[project.uid]), gettext("The project"))],
    }
    return listed(
        request, "page/list.html", FrameworkTable(rows), shown, name=f"{project.reference}-indicators"
    )
