"""Figures: counted now from the facts, or as they were stored by a run."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, require, visible
from mainstay.common.errors import NotAllowed, NotFound
from mainstay.common.texts import noop as _
from mainstay.design.selectors import projects_of_house
from mainstay.measure import rules
from mainstay.measure.methods.catalogue import measure_of
from mainstay.measure.methods.fact_views import Reading, Span
from mainstay.measure.methods.figures import figures, rows_behind
from mainstay.measure.methods.groups import dimensions_of, group_of, group_text
from mainstay.measure.methods.measure import Figure, Measure
from mainstay.measure.methods.public_cells import Cell, hidden_cells
from mainstay.measure.models import Computation, Definition, IndicatorValue

from . import facts
from .disclosure import hidden_inside

if TYPE_CHECKING:
    from mainstay.design.models import Project

MOST_ROWS = 5000


def project_found(person: Person, reference: str) -> "Project":
    """Return the project with this reference, if `person` may read its figures."""
    return get_visible(projects_of_house(), person, "measure.read_indicators", reference=reference)


def declared_dimensions(code: str, project: "Project | None") -> tuple[str, ...]:
    """Return the dimensions by which an indicator may be shown: those its project agreed, else the playbook's."""
    if project is not None:
        agreed = Definition.objects.filter(project=project, code=code).exclude(state="ENDED").first()
        if agreed is not None:
            return tuple(agreed.dimensions)
    return tuple(playbook.current().indicators[code].disaggregation)


def reading(
    projects: Sequence["Project"],
    span: Span,
    *,
    restricted: bool,
    tables: facts.FactTables | None = None,
    **terms: Any,
) -> Reading:
    """Return one look at the facts for a span: measures taken with it share what it has counted."""
    listed = list(projects)
    wanted = span if not listed else replace(span, projects=tuple(project.pk for project in listed))
    return Reading(
        tables or facts.FactTables(),
        facts.terms(listed or projects_of_house(), **terms),
        wanted,
        restricted,
    )


def require_reading(person: Person, project: "Project | None") -> None:
    """Raise `NotAllowed` unless `person` may read the figures of a project, or of all where none is named."""
    require(person, "measure.read_indicators", project)


def figures_live(
    person: Person, code: str, *, project: "Project | None" = None, by: Sequence[str] = (), first: date | None = None,
    last: date | None = None,
) -> list[Figure]:  # fmt: skip
    """Return the figures of one indicator counted now from the facts, by declared dimensions only.

    Who may not open the rows chooses no days, and reads no cell about few persons nor one that gives such a one away.
    """
    require_reading(person, project)
    measure = measure_of(code)
    _require_built(measure)
    opens = may(person, "measure.read_rows", project)
    if (first or last) and not opens:
        raise NotAllowed(
            "days_chosen",
            _(
                "Days are chosen by those who may open the rows: two such figures could give one person away. "
                "Leave the days out, or ask the monitoring officer."
            ),
        )
    sees_restricted = may(person, "measure.read_restricted_facts", project)
    _require_dimensions(person, code, by, project, sees_restricted=sees_restricted)
    look = reading(
        [project] if project else [], Span(first, last), restricted=sees_restricted or measure.restricted
    )
    found = figures(measure, look, by=by)
    if not opens:
        return _outside(person, project, found)
    return [
        figure
        if sees_restricted or not measure.restricted or not _points_at_few(figure)
        else _emptied(figure)
        for figure in found
    ]


def figure_rows(
    person: Person, code: str, *, project: "Project", cell: str = "", first: date | None = None, last: date | None = None,
    limit: int = MOST_ROWS,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the pseudonymised rows behind one cell of an indicator, for those who may open figures to their rows."""
    require(person, "measure.read_rows", project)
    measure = measure_of(code)
    _require_built(measure)
    sees_restricted = may(person, "measure.read_restricted_facts", project)
    if measure.restricted and not sees_restricted:
        raise NotAllowed(
            "restricted_rows",
            _("The rows behind {code} tell of single persons. They are open to those with an extra grant."),
            code=code,
        )
    _require_dimensions(person, code, dimensions_of(cell), project, sees_restricted=sees_restricted)
    look = reading([project], Span(first, last), restricted=sees_restricted)
    return rows_behind(measure, look, where=group_of(cell), limit=min(limit, MOST_ROWS))


def _require_built(measure: Measure) -> None:
    if not facts.are_built(measure.tables):
        raise NotFound(
            "measure.no_facts",
            _(
                "The facts that {code} is counted from are not built yet. Build them: `mainstay measure facts`."
            ),
            code=measure.code,
        )


def _require_dimensions(
    person: Person, code: str, by: Collection[str], project: "Project | None", *, sees_restricted: bool
) -> None:
    declared = declared_dimensions(code, project)
    may_open = may(person, "measure.read_rows", project)
    for dimension in by:
        reason = rules.why_not_split(
            dimension, declared=declared, may_see_restricted=sees_restricted, may_open=may_open
        )
        if reason is not None:
            raise NotAllowed.of(reason)


def points_at_few(persons: int, out_of: int, *, least: int) -> bool:
    """Return whether a share tells about few persons: about those who have it, or those who have it not.

    >>> points_at_few(6, 200, least=10), points_at_few(195, 200, least=10), points_at_few(60, 200, least=10)
    (True, True, False)
    """
    return 0 < persons < least or 0 < out_of - persons < least


def _points_at_few(figure: Figure) -> bool:
    least = playbook.current().disclosure.public.min_cell
    return points_at_few(figure.persons, figure.out_of, least=least)


def _outside(person: Person, project: "Project | None", found: Sequence[Figure]) -> list[Figure]:
    """Return figures as outsiders read them: by the rule of the public, and nothing that the newest counting hides."""
    least = playbook.current().disclosure.public.min_cell
    hidden = hidden_cells(
        (
            Cell(figure.code, figure.group, float(figure.numerator), figure.persons, figure.out_of)
            for figure in found
        ),
        least=least,
    )
    runs = visible(Computation.objects.filter(project=project), person, "measure.read_indicators")
    newest = runs.order_by("-computed_at", "-pk").first()
    if newest is not None:
        hidden |= hidden_inside(newest)
    return [
        _emptied(figure) if (figure.code, group_text(figure.group)) in hidden else figure for figure in found
    ]


def _emptied(figure: Figure) -> Figure:
    return replace(
        figure, value=None, numerator=Decimal(0), denominator=None, n=0, persons=0, out_of=0, low=None, high=None
    )  # fmt: skip


def values_stored(
    person: Person, *, project: "Project | None" = None, run: Computation | None = None
) -> QuerySet[IndicatorValue]:
    """Return the values of a run (the newest by default); restricted ones only with the extra grant."""
    runs = visible(Computation.objects.all(), person, "measure.read_indicators")
    found = runs.filter(pk=run.pk) if run else runs.filter(project=project)
    newest = found.order_by("-computed_at", "-pk").first()
    values = IndicatorValue.objects.filter(run=newest) if newest else IndicatorValue.objects.none()
    if not may(person, "measure.read_restricted_facts", project):
        values = values.filter(restricted=False)
    return values.select_related("definition", "run")
