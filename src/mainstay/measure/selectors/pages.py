"""What pages show of figures: projects that have some, a project's framework, one indicator from all sides."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.common.models import Area
from mainstay.design.selectors import projects_of_house
from mainstay.measure.methods.catalogue import MEASURES
from mainstay.measure.methods.groups import group_of
from mainstay.measure.methods.wholes import Total, is_money, money_of, total_of
from mainstay.measure.models import Computation, Definition, IndicatorValue, Target

from .disclosure import readable
from .figures import values_stored
from .framework import definitions_in_force, framework_progress, newest_aims

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: Dimensions whose values are codes of areas.
PLACES = ("location", "area")
#: The levels of a results framework, from the change that is wanted down to what is done for it.
LEVELS = ("impact", "outcome", "output", "process")


def projects_measured(person: Person) -> "QuerySet[Project]":
    """Return the projects whose indicators `person` may read, with how many there are and when they were counted."""
    return (
        visible(projects_of_house(), person, "measure.read_indicators")
        .annotate(
            indicators=Count(
                "indicator_definitions", filter=~Q(indicator_definitions__state="ENDED"), distinct=True
            ),
            computed=Max("computations__computed_at"),
        )
        .filter(indicators__gt=0)
        .order_by("-computed", "reference")
    )


def project_of(person: Person, uid: UUID | str) -> "Project":
    """Return the project with this address, if `person` may read its figures."""
    return get_visible(projects_of_house(), person, "measure.read_indicators", uid=uid)


def newest_run(person: Person, project: "Project") -> Computation | None:
    """Return the newest counting of a project."""
    runs = visible(Computation.objects.filter(project=project), person, "measure.read_indicators")
    return runs.select_related("computed_by").order_by("-computed_at", "-pk").first()


def framework_rows(person: Person, project: "Project") -> list[dict[str, Any]]:
    """Return a row for each indicator in force: those with a target first, then impact before outcome, output and process.

    Each has its baseline, target, what was reached (in each currency where it is money), share, light and grade.
    """
    aims = {row["code"]: row for row in newest_aims(framework_progress(person, project)) if not row["group"]}
    values: dict[str, dict[str, IndicatorValue]] = {}
    for value in readable(person, project, _whole_cells(person, project)):
        values.setdefault(value.code, {})[value.group] = value
    known = playbook.current().indicators
    rows = [
        _framework_row(definition, values.get(definition.code, {}), aims.get(definition.code, {}), known)
        for definition in definitions_in_force(person, project)
    ]
    return sorted(rows, key=lambda row: (row["target"] is None, LEVELS.index(row["level"]), row["code"]))


def framework_lines(person: Person, project: "Project") -> list[dict[str, Any]]:
    """Return the rows of a framework with a line more for each target that was set for a group."""
    rows = framework_rows(person, project)
    by_code = {row["code"]: row for row in rows}
    groups = [
        _group_line(by_code[aim["code"]], aim)
        for aim in newest_aims(framework_progress(person, project))
        if aim["group"] and aim["code"] in by_code
    ]
    aimed = {row["code"] for row in (*rows, *groups) if row["target"] is not None}
    lines = [{**row, "aimed": row["code"] in aimed} for row in (*rows, *groups)]
    return sorted(
        lines,
        key=lambda row: (not row["aimed"], LEVELS.index(row["level"]), row["code"], row.get("group", "")),
    )


def _group_line(row: Mapping[str, Any], aim: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: aim[name] for name in ("group", "baseline", "target", "percent", "light", "withheld")}
    actual = aim["actual"]
    return {
        **row,
        **told,
        "until": aim["last_on"],
        "value": actual,
        "total": Total(actual, money_of(aim["group"]) or aim["unit"], (aim["group"],)),
        "grade": aim["grade"] if actual is not None else "",
    }


def _whole_cells(person: Person, project: "Project") -> "QuerySet[IndicatorValue]":
    """Return the stored cells that a total is made of: the whole, and what is counted in each currency by itself."""
    money = [code for code in MEASURES if is_money(code)]
    return values_stored(person, project=project).filter(Q(group="") | Q(code__in=money))


def total_told(
    code: str, unit: str, cells: Mapping[str, IndicatorValue]
) -> tuple[Total | None, IndicatorValue | None]:
    """Return the total among the stored cells of an indicator and the first cell of it; None where it was not counted."""
    total = total_of(code, unit, {group: cell.value for group, cell in cells.items()})
    return total, cells[total.groups[0]] if total else None


def _framework_row(
    definition: Definition,
    cells: Mapping[str, IndicatorValue],
    aim: Mapping[str, Any],
    known: Mapping[str, Any],
) -> dict[str, Any]:
    entry = known.get(definition.code)
    total, value = total_told(definition.code, definition.unit, cells)
    return {
        "definition": definition,
        "code": definition.code,
        "level": entry.result_level if entry else LEVELS[-1],
        "name": definition.local_name or (entry.name if entry else definition.name),
        "unit": total.unit if total else definition.unit,
        "state": definition.state,
        "value": total.value if total else None,
        "total": total,
        "adds_up": definition.aggregation == "sum",
        "withheld": next((cells[group].withheld for group in total.groups if cells[group].withheld), "") if total else "",
        "baseline": aim.get("baseline"),
        "target": aim.get("target"),
        "until": aim.get("last_on"),
        "percent": aim.get("percent"),
        "light": aim.get("light", ""),
        "grade": value.grade if value and total and total.value is not None else "",
    }  # fmt: skip


def indicator_cells(person: Person, project: "Project", code: str) -> list[IndicatorValue]:
    """Return the stored cells of one indicator of a project's newest run, the whole first.

    Who may not open the rows reads them as outsiders do: small cells, and those that give them away, come empty.
    """
    values = list(values_stored(person, project=project).filter(code=code).order_by("group"))
    return readable(person, project, values)


def targets_of(project: "Project", code: str) -> list[Target]:
    """Return the targets in force of one indicator of a project that was found through `project_of`."""
    rows = Target.objects.filter(definition__project=project, definition__code=code, replaced_at__isnull=True)
    return list(rows.exclude(definition__state="ENDED").order_by("group", "first_on"))


def definition_of(project: "Project", code: str) -> Definition | None:
    """Return the definition in force of one indicator of a project that was found through `project_of`."""
    return Definition.objects.filter(project=project, code=code).exclude(state="ENDED").first()


def area_names(groups: Iterable[str]) -> dict[str, str]:
    """Return the names of the areas that cells are counted by, by their codes."""
    codes = {value for text in set(groups) for dimension, value in group_of(text) if dimension in PLACES}
    return dict(Area.objects.filter(pcode__in=codes).values_list("pcode", "name")) if codes else {}
