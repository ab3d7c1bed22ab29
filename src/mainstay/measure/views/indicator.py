"""One indicator: how many, and can I trust it?"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from mainstay import playbook
from mainstay.accounts.permissions import may
from mainstay.cases.selectors import head_of
from mainstay.common.errors import AppError, BadInput, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.selectors.names import site_names
from mainstay.measure.methods.groups import group_of, group_text
from mainstay.measure.models import IndicatorValue
from mainstay.measure.selectors import figure_rows, figures_live
from mainstay.measure.selectors.pages import (
    definition_of,
    indicator_cells,
    newest_run,
    project_of,
    targets_of,
)
from mainstay.measure.tables import (
    DIMENSIONS,
    GRADES,
    PlainColumn,
    RowTable,
    cell_words,
    month_shown,
    span_words,
)
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.words import named, number


@door("measure.read_indicators")
def indicator_page(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """Show one indicator of a project: value, definition, targets, groups, months, and the way down to its rows."""
    person = who(request)
    project = project_of(person, uid)
    book = playbook.current()
    if code not in book.indicators:
        raise NotFound("no_indicator", _("There is no indicator {code} in the playbook."), code=code)
    cells = indicator_cells(person, project, code)
    whole = next((cell for cell in cells if not cell.group), None)
    sites = site_names(project)
    opens = may(person, "measure.read_rows", project)
    months = [(group_of(cell.group)[0][1], cell.value) for cell in cells if _dimension(cell) == ("month",)]
    definition, run = definition_of(project, code), newest_run(person, project)
    shown = {
        "project": project,
        "head": head_of(person, project.case.reference),
        "code": code,
        "name": named("indicators", code),
        "known": book.indicators[code],
        "to_confirm": book.indicators[code].to_confirm,
        "definition": definition,
        "unit": definition.unit if definition else book.indicators[code].unit,
        "whole": whole,
        "answer": _answer(whole, definition.unit if definition else book.indicators[code].unit),
        "targets": [(cell_words(row.group), row) for row in targets_of(project, code)],
        "groups": _groups(cells, sites),
        "months": [(month_shown(month), value) for month, value in months],
        "run": run,
        "span": span_words(run.first_on, run.last_on) if run else "",
        "opens": opens,
        "down": _down(person, project, code, sites) if opens and request.GET.get("by") else None,
        "least": book.disclosure.public.min_cell,
    }
    return render(request, "measure/indicator.html", shown)


def _dimension(cell: IndicatorValue) -> tuple[str, ...]:
    return tuple(dimension for dimension, _value in group_of(cell.group))


def _answer(whole: IndicatorValue | None, unit: str) -> str:
    if whole is None:
        return gettext("Not counted yet.")
    if whole.withheld or whole.value is None:
        return gettext("Not shown: too few persons stand behind it, or nothing was recorded.")
    words = [f"{number(whole.value)} {unit}"]
    if whole.low is not None:
        words.append(
            gettext("between {low} and {high}").format(low=number(whole.low), high=number(whole.high))
        )
    words.append(str(GRADES.get(whole.grade, whole.grade)))
    words.append(gettext("{n} rows behind it").format(n=number(whole.n)))
    if whole.missing:
        words.append(
            gettext("{share} % of the rows could not be used").format(share=number(100 * whole.missing))
        )
    return " · ".join(words) + "."


def _groups(cells: list[IndicatorValue], sites: Mapping[str, str]) -> list[dict[str, Any]]:
    found: dict[tuple[str, ...], list[IndicatorValue]] = defaultdict(list)
    for cell in cells:
        if cell.group:
            found[_dimension(cell)].append(cell)
    return [
        {
            "name": " × ".join(str(DIMENSIONS.get(name, name)) for name in dimensions),
            "rows": [(cell_words(cell.group, sites), cell) for cell in rows],
        }
        for dimensions, rows in sorted(found.items(), key=lambda pair: (pair[0] == ("month",), pair[0]))
    ]


def _down(person: Any, project: Any, code: str, sites: Mapping[str, str]) -> dict[str, Any]:
    """Return the figure counted now by site and month, or why it cannot be opened so."""
    try:
        found = figures_live(person, code, project=project, by=("site", "month"))
    except AppError as error:
        return {"refused": sentence(error.reason), "rows": []}
    rows = [
        {
            "cell": group_text(figure.group),
            "words": cell_words(group_text(figure.group), sites),
            "figure": figure,
        }
        for figure in found
    ]
    return {"refused": "", "rows": rows}


@door("measure.read_rows")
def rows_page(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """Show the pseudonymised rows behind one cell."""
    person = who(request)
    project = project_of(person, uid)
    cell = request.GET.get("cell", "")
    try:
        group_of(cell)
    except ValueError as error:
        raise BadInput("no_cell", _("This is no cell: {words}."), words=str(error)) from None
    rows = figure_rows(person, code, project=project, cell=cell)
    columns = [(name, PlainColumn(verbose_name=name.replace("_", " "))) for name in (rows[0] if rows else {})]
    shown: dict[str, Any] = {
        "title": gettext("Rows behind {code}").format(code=code),
        "question": gettext("Which rows is this number counted from?"),
        "answer": gettext("{count} rows · {cell} · persons stand under a pseudonym.").format(
            count=number(len(rows)), cell=cell_words(cell, site_names(project))
        ),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("indicator", args=[project.uid, code]), gettext("Back to the indicator"))],
    }
    return listed(
        request, "page/list.html", RowTable(rows, extra_columns=columns), shown, name=f"{code}-rows"
    )
