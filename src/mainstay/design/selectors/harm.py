"""What could do harm in a project: the readings of the conflict behind it, and what it does differently because of them."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.assess.selectors import assessments_standing, measures_standing, readings_visible, with_places
from mainstay.design.models import Precaution, Project
from mainstay.page.words import day, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from mainstay.assess.models import ConflictReading, HarmMeasure


def assessments_behind(project: Project) -> list[int]:
    """Return the keys of the assessments whose readings stand behind a project: of its option, and all of its case.

    A reading counts once it is handed in, before its assessment is approved; not when that is replaced.
    """
    option = project.option
    own = [option.assessment_id] if option and option.assessment.state != "SUPERSEDED" else []
    return list(dict.fromkeys([*own, *assessments_standing(project.case)]))


def readings_behind(person: Person, project: Project) -> "list[ConflictReading]":
    """Return the readings of the conflict behind a project that `person` may read, the newest first."""
    return readings_visible(person, assessments_behind(project))


def measures_offered(person: Person, project: Project) -> "list[HarmMeasure]":
    """Return what the readings behind a project ask to do differently and it has not decided on, for who may read them."""
    return measures_undecided(project, readings_behind(person, project))


def measures_undecided(project: Project, readings: "Iterable[ConflictReading]") -> "list[HarmMeasure]":
    """Return what these readings ask to do differently and a project has not decided on."""
    decided = set(_decided(project))
    return [row for reading in readings for row in reading.measures.all() if row.pk not in decided]


def undecided_count(project: Project) -> int:
    """Return how many things the readings behind a project ask to do differently and it has not decided on."""
    return measures_standing(assessments_behind(project)).exclude(pk__in=_decided(project)).count()


def _decided(project: Project) -> "QuerySet[Precaution, int]":
    return project.precautions.exclude(source=None).values_list("source_id", flat=True)


def precautions_standing(project: Project) -> list[Precaution]:
    """Return what a project does differently so as to do no harm, without what was left out."""
    return _sourced(project.precautions.filter(left_out_because=""))


def _sourced(precautions: "QuerySet[Precaution]") -> list[Precaution]:
    """Return precautions with the readings that they were taken over from."""
    rows = list(precautions.select_related("source__reading__assessment"))
    with_places(row.source.reading for row in rows if row.source)
    return rows


def precaution_rows(project: Project) -> list[dict[str, Any]]:
    """Return a row for each precaution, what was left out at the end, with who read it where and when."""
    return [
        {
            "pk": row.pk, "measure": row.measure, "risk": row.risk, "owner": named("roles", row.owner_role),
            "due": row.due, "source": source_told(row), "left_out": row.left_out_because,
        }
        for row in _sourced(project.precautions.order_by("left_out_because", "pk"))
    ]  # fmt: skip


def source_told(row: Precaution) -> str:
    """Return which reading a precaution was taken over from, and whether that was taken back; empty where written by hand."""
    if row.source is None:
        return ""
    reading = row.source.reading
    gone = gettext("withdrawn") if reading.state == "WITHDRAWN" else ""
    return ", ".join(
        filter(None, [reading.assessment.reference, reading.place_name, day(reading.held_on), gone])
    )
