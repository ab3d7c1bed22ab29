"""Projects with figures, and the framework of one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may
from mainstay.cases.selectors import head_of
from mainstay.measure.models import Computation
from mainstay.measure.selectors.pages import (
    LEVELS,
    framework_rows,
    newest_run,
    project_of,
    projects_measured,
)
from mainstay.measure.tables import LEVEL_NAMES, FrameworkTable, ResultTable, span_words
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, day, number


class LevelFilter(forms.Form):
    """Which level of the framework is shown."""

    level = forms.ChoiceField(
        required=False, label=_("Level"), choices=[("", _("All")), *((code, LEVEL_NAMES[code]) for code in LEVELS)]
    )  # fmt: skip


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
    """Show what a project has reached of what it promised: impact, outcome, output, process, each with its target."""
    person = who(request)
    project = project_of(person, uid)
    run = newest_run(person, project)
    found = [
        {
            **row,
            "level_order": LEVELS.index(row["level"]),
            "link": reverse("indicator", args=[project.uid, row["code"]]),
        }
        for row in framework_rows(person, project)
    ]
    form = LevelFilter(request.GET or None)
    level = form.cleaned_data["level"] if form.is_valid() else ""
    rows = [row for row in found if not level or row["level"] == level]
    shown = {
        "title": project.title,
        "question": gettext("What was reached of what was promised?"),
        "answer": _framework_answer(rows, run),
        "head": head_of(person, project.case.reference),
        "links": _links(person, project, run),
        "acts_on": project,
    }
    name = f"{project.reference}-indicators"
    return listed(request, "page/list.html", FrameworkTable(rows), shown, name=name, filters=form)


def _framework_answer(rows: list[dict[str, Any]], run: Computation | None) -> str:
    behind = sum(1 for row in rows if row["light"] in {"behind", "far_behind"})
    words = [ngettext("{count} indicator.", "{count} indicators.", len(rows)).format(count=number(len(rows)))]
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
    return " ".join(words)


def _links(person: Person, project: Any, run: Computation | None) -> list[tuple[str, str]]:
    """Return where a framework leads: what this person may do first, then what she may read."""
    pages = [
        ("choose_indicators", gettext("Choose indicators"), may(person, "measure.choose_indicators", project)),
        ("publish_preview", gettext("What outsiders would read"), bool(run) and may(person, "measure.review_disclosure", run)),
        ("crosswalk", gettext("Crosswalk"), True),
        ("publications", gettext("What was published"), True),
        ("donor_reports", gettext("Reports to donors"), True),
        ("samples", gettext("Verification"), True),
        ("odd_data", gettext("Odd data"), True),
        ("evaluation_packs", gettext("Packs for evaluators"), may(person, "measure.issue_pack", project)),
        ("project", gettext("The project"), may(person, "design.read_designs", project)),
    ]  # fmt: skip
    return [(reverse(name, args=[project.uid]), words) for name, words, opens in pages if opens]
