"""The results framework of projects with what was reached."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require, visible
from mainstay.common import clock
from mainstay.design.selectors import projects_of_house
from mainstay.measure.methods.progress import light, progress
from mainstay.measure.models import Baseline, Computation, Definition, IndicatorValue, Target

from .disclosure import emptied

if TYPE_CHECKING:
    from mainstay.design.models import Project

#: What names a cell: the project, the indicator and the group.
Cells = Mapping[tuple[int, str, str], IndicatorValue]


def definitions_in_force(person: Person, project: "Project") -> Sequence[Definition]:
    """Return the indicators of a project that are chosen or locked, by code."""
    require(person, "measure.read_indicators", project)
    return list(Definition.objects.filter(project=project).exclude(state="ENDED").order_by("code"))


def framework_progress(person: Person, project: "Project") -> list[dict[str, Any]]:
    """Return for each target in force: baseline, target, what was reached, the part done, the light, and the grade."""
    require(person, "measure.read_indicators", project)
    return progress_by_project(person, [project.pk]).get(project.pk, [])


def progress_by_project(person: Person, projects: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the targets in force of projects that `person` may read, as `framework_progress` does; in six queries."""
    targets = list(
        Target.objects.filter(definition__project__in=projects, replaced_at__isnull=True)
        .exclude(definition__state="ENDED")
        .select_related("definition")
    )
    if not targets:
        return {}
    values, bases = _values(person, projects, targets), _baselines(projects)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for target in targets:
        project = target.definition.project_id
        value = values.get((project, target.definition.code, target.group))
        found[project].append(_row(target, value, bases.get((target.definition_id, target.group))))
    return {
        project: sorted(rows, key=lambda row: (row["code"], row["group"], row["first_on"]))
        for project, rows in found.items()
    }


def newest_aims(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return of targets in the order of their days one for each indicator and group: that of the latest days."""
    return list({(row["code"], row["group"]): row for row in rows}.values())


def _values(person: Person, projects: Collection[int], targets: Iterable[Target]) -> Cells:
    """Return the cells of the newest counting of each project that its targets are about, as `person` may read them."""
    runs = visible(Computation.objects.filter(project__in=projects), person, "measure.read_indicators")
    newest = dict(runs.order_by("computed_at", "pk").values_list("project", "pk"))
    wanted = {(target.definition.project_id, target.definition.code, target.group) for target in targets}
    cells = IndicatorValue.objects.filter(
        run__in=newest.values(),
        code__in={code for _project, code, _group in wanted},
        group__in={group for _project, _code, group in wanted},
    ).select_related("run")
    opens, sensitive = (
        _of(projects, person, f"measure.{name}") for name in ("read_rows", "read_restricted_facts")
    )
    by_run: dict[int, list[IndicatorValue]] = defaultdict(list)
    for cell in cells:
        if not cell.restricted or cell.run.project_id in sensitive:
            by_run[cell.run_id].append(cell)
    return {
        (project, cell.code, cell.group): cell
        for project, run in newest.items()
        for cell in (by_run[run] if project in opens else emptied(by_run[run]))
        if (project, cell.code, cell.group) in wanted
    }  # fmt: skip


def _of(projects: Collection[int], person: Person, action: str) -> set[int]:
    """Return in which of these projects `person` may do `action`."""
    return set(visible(projects_of_house().filter(pk__in=projects), person, action).values_list("pk", flat=True))  # fmt: skip


def _row(target: Target, value: IndicatorValue | None, base: Baseline | None) -> dict[str, Any]:
    definition = target.definition
    share = progress(
        value.value if value else None,
        target.value,
        baseline=base.value if base else None,
        direction=definition.direction,
    )
    return {
        "code": definition.code,
        "version": definition.version,
        "name": definition.local_name or definition.name,
        "unit": definition.unit,
        "group": target.group,
        "first_on": target.first_on,
        "last_on": target.last_on,
        "baseline": base.value if base else None,
        "target": target.value,
        "actual": value.value if value else None,
        "withheld": value.withheld if value else "",
        "percent": share,
        "light": light(
            share,
            elapsed=_elapsed(target.first_on, target.last_on),
            n=int(value.out_of or value.persons or value.n) if value else 0,
        ),
        "n": value.n if value else 0,
        "missing": value.missing if value else None,
        "grade": value.grade if value else "",
    }


def _baselines(projects: Collection[int]) -> dict[tuple[int, str], Baseline]:
    rows = Baseline.objects.filter(definition__project__in=projects).exclude(definition__state="ENDED")
    return {(base.definition_id, base.group): base for base in rows}


def _elapsed(first: date, last: date) -> float:
    whole = (last - first).days + 1
    return max(0.0, min(1.0, ((clock.today() - first).days + 1) / whole))
