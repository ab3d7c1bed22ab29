"""Do no harm: whom the project could set apart, and what it does differently because of that."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.assess.selectors import gains_by_group, secrets_told
from mainstay.design import selectors
from mainstay.design.documents.project_document import POINTS
from mainstay.design.tables import PrecautionTable
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.words import named, number

from .shown import found, on_top


@door("design.read_designs")
def harm_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what is done differently, what panels ask for besides, what joins and divides as far as this person may read."""
    project, person = found(request, uid), who(request)
    rows = selectors.precaution_rows(project)
    readings = selectors.readings_behind(person, project)
    offered = selectors.measures_undecided(project, readings)
    shown = {
        **on_top(person, project, "design_harm"),
        "answer": _answer(sum(not row["left_out"] for row in rows), len(offered)),
        "offered": [(row, named("roles", row.owner_role)) for row in offered],
        "readings": [(row, reverse("assess_conflict", args=[row.assessment.uid])) for row in readings],
        "points": [(str(POINTS[row.kind]), row) for row in project.conflict_points.all()],
        "gains": gains_by_group(readings),
        "divides": _divides(person, readings),
    }
    return listed(request, "design/harm.html", PrecautionTable(rows), shown, name="precautions")


def _divides(person: Person, readings: list[Any]) -> list[Any]:
    """Return what divides by the readings, as far as this person may read what lies encrypted."""
    assessments = {row.assessment_id: row.assessment for row in readings}
    return [
        secret
        for assessment in assessments.values()
        for secret in secrets_told(person, assessment) or ()
        if secret.kind == "DIVIDER"
    ]


def _answer(done: int, offered: int) -> str:
    """Return how many things are done differently, and how many more a panel asks for."""
    words = ngettext(
        "{count} thing is done differently so as to do no harm.",
        "{count} things are done differently so as to do no harm.",
        done,
    ).format(count=number(done))
    if not done:
        words = gettext("Nothing is done differently so far.")
    if not offered:
        return words
    more = ngettext(
        "{count} thing is asked for by a panel and not decided on.",
        "{count} things are asked for by panels and not decided on.",
        offered,
    ).format(count=number(offered))
    return f"{words} {more}"
