"""The results framework of a project with what was reached."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require
from mainstay.common import clock
from mainstay.measure.methods.progress import light, progress
from mainstay.measure.models import Baseline, Definition, Target

from .disclosure import readable
from .figures import values_stored

if TYPE_CHECKING:
    from mainstay.design.models import Project


def definitions_in_force(person: Person, project: "Project") -> Sequence[Definition]:
    """Return the indicators of a project that are chosen or locked, by code."""
    require(person, "measure.read_indicators", project)
    return list(Definition.objects.filter(project=project).exclude(state="ENDED").order_by("code"))


def framework_progress(person: Person, project: "Project") -> list[dict[str, Any]]:
    """Return for each target in force: baseline, target, what was reached, the part done, the light, and the grade."""
    require(person, "measure.read_indicators", project)
    targets = Target.objects.filter(definition__project=project, replaced_at__isnull=True)
    groups = set(targets.values_list("group", flat=True))
    stored = values_stored(person, project=project).filter(group__in=groups)
    values = {(value.code, value.group): value for value in readable(person, project, stored)}
    bases, rows = _baselines(project), []
    for target in targets.exclude(definition__state="ENDED").select_related("definition"):
        definition = target.definition
        value = values.get((definition.code, target.group))
        base = bases.get((definition.pk, target.group))
        share = progress(
            value.value if value else None,
            target.value,
            baseline=base.value if base else None,
            direction=definition.direction,
        )
        rows.append(
            {
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
        )
    return sorted(rows, key=lambda row: (row["code"], row["group"], row["first_on"]))


def _baselines(project: "Project") -> dict[tuple[int, str], Baseline]:
    rows = Baseline.objects.filter(definition__project=project).exclude(definition__state="ENDED")
    return {(base.definition_id, base.group): base for base in rows}


def _elapsed(first: date, last: date) -> float:
    whole = (last - first).days + 1
    return max(0.0, min(1.0, ((clock.today() - first).days + 1) / whole))
