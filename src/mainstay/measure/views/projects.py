"""Projects with figures, and the framework of one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import RequestConfig

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may
from mainstay.cases.selectors import head_of
from mainstay.measure.models import Computation
from mainstay.measure.selectors.framework import newest_aims, progress_by_project
from mainstay.measure.selectors.pages import (
    LEVELS,
    framework_lines,
    newest_run,
    project_of,
    projects_measured,
)
from mainstay.measure.tables import LEVEL_NAMES, FrameworkTable, ResultTable, span_words
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import day, number

PAIR = 2
#: The columns that say what was promised.
PROMISES = ("baseline", "target", "percent", "light")


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
    keys = list(rows.values_list("pk", flat=True))
    aims = progress_by_project(person, keys)
    lights = {project: [row["light"] for row in newest_aims(found)] for project, found in aims.items()}
    shown = {
        "title": gettext("Results"),
        "question": gettext("What was reached of what was promised?"),
        "answer": _projects_answer(len(keys), lights),
        "head": head_of(person, form.reference),
    }
    table = ResultTable(rows.select_related("case"), lights=lights)
    return listed(request, "page/list.html", table, shown, name="results", filters=form)


def _projects_answer(count: int, lights: Mapping[int, Sequence[str]]) -> str:
    """Return how many targets are on track, and how many projects have promised nothing that can be counted."""
    if not count:
        return gettext("Nothing is counted here yet.")
    words = [
        ngettext("{count} project with indicators.", "{count} projects with indicators.", count).format(
            count=number(count)
        )
    ]
    words.append(targets_words([light for found in lights.values() for light in found]))
    without = count - len(lights)
    if without and lights:
        text = ngettext("{count} project has no target.", "{count} projects have no target.", without)
        words.append(text.format(count=number(without)))
    return " ".join(words)


def targets_words(lights: Sequence[str]) -> str:
    """Return how many targets are on track, and how many cannot be judged."""
    if not lights:
        return gettext("No target is set, so nothing can be held against a promise.")
    on_track, unknown = lights.count("on_track"), lights.count("too_few")
    if on_track == len(lights) == PAIR:
        return gettext("Both targets are on track.")
    if on_track == len(lights):
        text = ngettext("The one target is on track.", "All {count} targets are on track.", on_track)
        return text.format(count=number(on_track))
    text = ngettext(
        "{on} of {count} target is on track.", "{on} of {count} targets are on track.", len(lights)
    )
    words = [text.format(on=number(on_track), count=number(len(lights)))]
    if unknown:
        few = ngettext(
            "For {count} of them too little is known.", "For {count} of them too little is known.", unknown
        )
        words.append(few.format(count=number(unknown)))
    return " ".join(words)


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
        for row in framework_lines(person, project)
    ]
    form = LevelFilter(request.GET or None)
    level = form.cleaned_data["level"] if form.is_valid() else ""
    rows = [row for row in found if not level or row["level"] == level]
    aimed = [row for row in rows if row["aimed"]]
    rest = [row for row in rows if not row["aimed"]]
    folded = bool(aimed and rest) and "export" not in request.GET
    same = project.title.startswith(project.case.name)
    shown = {
        "title": gettext("Results of {project}").format(project=project.reference) if same else project.title,
        "question": gettext("What was reached of what was promised?"),
        "answer": _framework_answer(rows, run),
        "head": head_of(person, project.case.reference),
        "links": _links(person, project, run),
        "acts_on": project,
        "rest": _rest(request, rest) if folded else None,
        "rest_count": len(rest),
        "acts_only": "choose-indicators lock-definitions compute-indicators",
    }
    name = f"{project.reference}-indicators"
    bare = not aimed and "export" not in request.GET
    table = FrameworkTable(aimed if folded else rows, exclude=PROMISES if bare else ())
    return listed(request, "measure/framework.html", table, shown, name=name, filters=form)


def _rest(request: HttpRequest, rows: list[dict[str, Any]]) -> FrameworkTable:
    """Return the table of the indicators for which nothing was promised: without the columns of promises."""
    table = FrameworkTable(rows, exclude=PROMISES, prefix="rest-")
    RequestConfig(request, paginate=False).configure(table)
    return table


def _framework_answer(rows: list[dict[str, Any]], run: Computation | None) -> str:
    lights = [row["light"] for row in rows if row["target"] is not None]
    count, aimed = len({row["code"] for row in rows}), len({row["code"] for row in rows if row["aimed"]})
    text = ngettext(
        "{aimed} of {count} indicator has a target.",
        "{aimed} of {count} indicators have a target.",
        count,
    )
    words = (
        [text.format(aimed=number(aimed), count=number(count))] if rows else [gettext("No indicator here.")]
    )
    if lights:
        words.append(targets_words(lights))
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
