"""One indicator: how many, and can I trust it?"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.permissions import may
from mainstay.cases.selectors import head_of
from mainstay.common.errors import AppError, BadInput, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.works.selectors.names import site_addresses, site_names
from mainstay.measure.methods.catalogue import MEASURES
from mainstay.measure.methods.groups import group_of, group_text
from mainstay.measure.methods.wholes import Total, amounts_of, is_money, money_of, without_money
from mainstay.measure.models import Definition, IndicatorValue, Target
from mainstay.measure.selectors import figure_rows, figures_live
from mainstay.measure.selectors.crosswalk import FRAMES
from mainstay.measure.selectors.pages import (
    area_names,
    definition_of,
    indicator_cells,
    newest_run,
    project_of,
    targets_of,
    total_told,
)
from mainstay.measure.selectors.trust import verified_of, versions_of
from mainstay.measure.tables import (
    GRADES,
    LEVEL_NAMES,
    CellTable,
    PlainColumn,
    RowTable,
    amounts_shown,
    cell_words,
    dimension_names,
    formula_words,
    month_shown,
    months_between,
    shown_value,
    span_words,
    total_shown,
)
from mainstay.page.doors import door, who
from mainstay.page.errors import sentence
from mainstay.page.listing import listed
from mainstay.page.units import measured, places_in
from mainstay.page.words import named, number
from mainstay.playbook.schemas.results import Indicator

from .crosswalk import FRAME_NAMES, code_words

#: A group of more cells than this is folded together on the page.
SHORT = 14


@door("measure.read_indicators")
def indicator_page(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """Show one indicator of a project: value, trend, targets, groups, versions, and the way down to its rows."""
    person = who(request)
    project = project_of(person, uid)
    known = _known(code)
    cells = indicator_cells(person, project, code)
    opens = may(person, "measure.read_rows", project)
    definition, run = definition_of(project, code), newest_run(person, project)
    unit = (definition or known).unit
    total, whole = total_told(code, unit, {cell.group: cell for cell in cells})
    sites = {**site_names(person, project), **area_names(cell.group for cell in cells)}
    targets, versions = targets_of(project, code), versions_of(person, project, code)
    if "export" in request.GET:
        table = CellTable(_exported(cells, sites))
        return listed(request, "page/list.html", table, name=f"{project.reference}-{code}")
    shown = {
        "project": project,
        "head": head_of(person, project.case.reference),
        "code": code,
        "name": (definition.local_name if definition else "") or named("indicators", code),
        "known": known,
        "level": LEVEL_NAMES[known.result_level],
        "definition": definition,
        "unit": unit,
        "whole": whole,
        "answer": _answer(whole, total, verified_of(project, code), _published(versions, whole)),
        "targets": [(cell_words(row.group), row) for row in targets],
        "groups": _groups(cells, unit, known.aggregation, sites, _site_links(request, project)),
        "charts": _charts(cells, targets, known.aggregation, unit),
        "run": run,
        "span": span_words(run.first_on, run.last_on) if run else "",
        "opens": opens,
        "down": _down(person, project, code, unit, sites) if opens and request.GET.get("by") else None,
        "versions": [
            {**version, "shown": total_shown(version["total"], adds_up=known.may_be_summed)}
            for version in versions
        ],
        "formula": formula_words(code, (definition or known).formula),
        "crosswalk": _crosswalk(definition),
        "least": playbook.current().disclosure.public.min_cell,
    }
    return render(request, "measure/indicator.html", shown)


def _known(code: str) -> Indicator:
    known = playbook.current().indicators.get(code)
    if known is None:
        raise NotFound("no_indicator", _("There is no indicator {code} in the playbook."), code=code)
    return known


def _dimension(cell: IndicatorValue) -> tuple[str, ...]:
    return tuple(
        dimension
        for dimension, _value in group_of(without_money(cell.group) if is_money(cell.code) else cell.group)
    )


def _answer(
    whole: IndicatorValue | None, total: Total | None, verified: tuple[int, int] | None, published: str
) -> str:
    if whole is None or total is None:
        return gettext("Not counted yet.")
    if whole.withheld:
        return gettext("Not shown: too few persons stand behind it.")
    if whole.value is None:
        return gettext("Nothing was recorded that it could be counted from.")
    words = [total_shown(total, adds_up=MEASURES[whole.code].adds_up)]
    if whole.low is not None:
        words.append(
            gettext("between {low} and {high}").format(low=number(whole.low), high=number(whole.high))
        )
    words.append(str(GRADES.get(whole.grade, whole.grade)))
    rows = ngettext("{n} row behind it", "{n} rows behind it", whole.n)
    words.append(rows.format(n=number(whole.n)))
    if verified:
        share = number(100 * verified[0] / verified[1])
        words.append(gettext("{share} % of the rows looked at again").format(share=share))
    if whole.missing:
        words.append(
            gettext("{share} % of the rows could not be used").format(share=number(100 * whole.missing))
        )
    words.append(published)
    return " · ".join(words) + "."


def _published(versions: list[dict[str, Any]], whole: IndicatorValue | None) -> str:
    """Return how the figure stands to what outsiders have read."""
    newest = versions[0]["publication"] if versions else None
    if newest is None:
        return gettext("not published yet")
    if newest.state == "WITHHELD":
        return gettext("withheld from the public")
    if whole is not None and newest.run_id == whole.run_id:
        return gettext("published as version {version}").format(version=newest.version)
    return gettext("counted again since version {version} was published").format(version=newest.version)


def _site_links(request: HttpRequest, project: Any) -> dict[str, str]:
    opens = getattr(request, "opens", None)
    if opens is None or not opens("works.read_sites"):
        return {}
    return {
        code: reverse("works_site", args=[uid]) for code, uid in site_addresses(who(request), project).items()
    }


def _groups(
    cells: list[IndicatorValue],
    unit: str,
    aggregation: str,
    sites: Mapping[str, str],
    links: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return the tables of groups: parts of a sum in the decimals that let them add up, money in each currency at once."""
    found: dict[tuple[str, ...], dict[str, list[IndicatorValue]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        if dimensions := _dimension(cell):
            place = without_money(cell.group) if is_money(cell.code) else cell.group
            found[dimensions][place].append(cell)
    made = []
    for dimensions, places in sorted(found.items(), key=lambda pair: (pair[0] == ("month",), pair[0])):
        firsts = [cells_of[0] for cells_of in places.values()]
        exact = places_in(cell.value for cell in firsts) if aggregation == "sum" else None
        made.append(
            {
                "name": dimension_names(dimensions, " × "),
                "top": 100 if unit == "percent" else max((cell.value or 0 for cell in firsts), default=0),
                "rows": [
                    (
                        cell_words(place, sites),
                        cells_of[0],
                        _site_of(cells_of[0], links),
                        _shown(cells_of, unit, exact),
                    )
                    for place, cells_of in places.items()
                ],
                "hidden": all(cell.withheld for cell in firsts),
                "shut": len(places) > SHORT,
                "size": len(places),
            }
        )
    return made


def _shown(cells: list[IndicatorValue], unit: str, places: int | None) -> str:
    if is_money(cells[0].code):
        return amounts_shown(amounts_of((cell.group, cell.value) for cell in cells))
    return measured(cells[0].value, unit, places)


def _site_of(cell: IndicatorValue, links: Mapping[str, str]) -> str:
    return links.get(dict(group_of(cell.group)).get("site", ""), "")


def _charts(
    cells: list[IndicatorValue], targets: list[Target], aggregation: str, unit: str
) -> list[dict[str, Any]]:
    """Return the charts by month: the months themselves, and what they add up to where months may be added."""
    by_month = [cell for cell in cells if _dimension(cell) == ("month",)]
    paid = {money_of(cell.group) for cell in by_month} - {"USD"}
    if len(paid) > 1:  # amounts of different currencies stand in no chart together
        return []
    held = [(dict(group_of(cell.group)), cell.value) for cell in by_month]
    months = {group["month"]: value for group, value in held if "in" not in group}
    if len(months) < 2:
        return []
    points = [(month, months.get(month)) for month in months_between(min(months), max(months))]
    shown = [(month_shown(month), value) for month, value in points]
    aim = next((row.value for row in targets if not row.group), None)
    share = aggregation in {"ratio", "mean", "derived", "median"}
    words = gettext("target {value}").format(value=measured(aim, unit)) if aim else ""
    line, none = {"line": aim, "line_label": words}, {"line": None, "line_label": ""}
    told = "".join(
        gettext("Amounts in {currency}.").format(currency=currency) for currency in paid if currency
    )
    found = [{"name": gettext("By month"), "points": shown, **(line if share else none), "note": told}]
    if aggregation == "sum" and not any(cell.withheld for cell in by_month):
        total = Decimal(0)
        grown: list[tuple[str, Decimal | None]] = []
        for month, value in points:
            total += value or Decimal(0)
            grown.append((month_shown(month), total))
        found.append({"name": gettext("Added up, month by month"), "points": grown, **line, "note": told})
    elif aggregation == "distinct":
        found[0]["note"] = gettext(
            "Who counts in several months stands in each of them; the total counts her once."
        )
    return found


def _crosswalk(definition: Definition | None) -> list[tuple[Any, str, list[str]]]:
    held = definition.crosswalk if definition else {}
    return [
        (FRAME_NAMES[frame], frame, [code_words(frame, code) for code in held[frame]])
        for frame in FRAMES
        if held.get(frame)
    ]


def _exported(cells: list[IndicatorValue], sites: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "group": cell_words(cell.group, sites), "cell": cell.group, "value": cell.value, "low": cell.low, "high": cell.high,
            "persons": cell.persons, "rows": cell.n, "missing": round(100 * cell.missing, 1), "grade": cell.grade,
            "withheld": cell.withheld,
        }
        for cell in cells
    ]  # fmt: skip


def _down(person: Any, project: Any, code: str, unit: str, sites: Mapping[str, str]) -> dict[str, Any]:
    """Return the figure counted now by site and month, or why it cannot be opened so."""
    try:
        found = figures_live(person, code, project=project, by=("site", "month"))
    except AppError as error:
        return {"refused": sentence(error.reason), "rows": []}
    rows = [
        {
            "cell": text,
            "words": cell_words(without_money(text) if is_money(code) else text, sites),
            "figure": figure,
            "shown": shown_value(figure.value, unit, text),
        }
        for figure in found
        for text in (group_text(figure.group),)
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
    columns = [(name, PlainColumn(name=name)) for name in (rows[0] if rows else {})]
    shown: dict[str, Any] = {
        "title": gettext("Rows behind {code}").format(code=code),
        "question": gettext("Which rows is this number counted from?"),
        "answer": gettext("{count} rows · {cell} · persons stand under a pseudonym.").format(
            count=number(len(rows)),
            cell=cell_words(cell, {**site_names(person, project), **area_names([cell])}),
        ),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("indicator", args=[project.uid, code]), gettext("Back to the indicator"))],
    }
    return listed(
        request, "page/list.html", RowTable(rows, extra_columns=columns), shown, name=f"{code}-rows"
    )
