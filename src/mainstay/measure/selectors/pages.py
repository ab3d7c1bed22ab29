"""What pages show of figures: projects that have some, a project's framework, one indicator from all sides."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, visible
from mainstay.design.selectors import projects_of_house
from mainstay.measure.models import Computation, Definition, IndicatorValue, Target

from .figures import values_stored
from .framework import definitions_in_force, framework_progress

if TYPE_CHECKING:
    from mainstay.design.models import Project


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
    """Return a row for each indicator in force: its whole value, target, share, light and grade."""
    aims = {
        (row["code"], row["group"]): row for row in framework_progress(person, project) if not row["group"]
    }
    values = {value.code: value for value in values_stored(person, project=project).filter(group="")}
    rows = []
    for definition in definitions_in_force(person, project):
        value, aim = values.get(definition.code), aims.get((definition.code, ""))
        rows.append(
            {
                "code": definition.code,
                "name": definition.local_name or definition.name,
                "unit": definition.unit,
                "value": value.value if value else None,
                "withheld": value.withheld if value else "",
                "target": aim["target"] if aim else None,
                "percent": aim["percent"] if aim else None,
                "light": aim["light"] if aim else "",
                "grade": value.grade if value else "",
            }
        )
    return rows


def indicator_cells(person: Person, project: "Project", code: str) -> list[IndicatorValue]:
    """Return the stored cells of one indicator of a project's newest run, the whole first."""
    return list(values_stored(person, project=project).filter(code=code).order_by("group"))


def targets_of(project: "Project", code: str) -> list[Target]:
    """Return the targets in force of one indicator of a project that was found through `project_of`."""
    rows = Target.objects.filter(definition__project=project, definition__code=code, replaced_at__isnull=True)
    return list(rows.exclude(definition__state="ENDED").order_by("group", "first_on"))


def definition_of(project: "Project", code: str) -> Definition | None:
    """Return the definition in force of one indicator of a project that was found through `project_of`."""
    return Definition.objects.filter(project=project, code=code).exclude(state="ENDED").first()
