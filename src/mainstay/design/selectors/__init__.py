"""Reads about projects."""

from django.db.models import QuerySet

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.design.models import Project

from .basis import basis_of, constituents_heard, quality_of
from .bench import Cell, Level, approval_steps_of, blocks_of, consultations_on, levels_of, matrix_of
from .budget import (
    Variant,
    comparison,
    contents_of,
    labour_content_of,
    line_cost,
    line_words,
    money_lines,
    option_of,
    variant_of,
)
from .diff import package_diff
from .funding import Funding, funding_of
from .harm import (
    measures_offered,
    measures_undecided,
    precaution_rows,
    precautions_standing,
    readings_behind,
    source_told,
)
from .plan import lacks_of, plan_of
from .taken import Taken, days_for_each, option_filled, option_taken, phase_for
from .timeline import horizons, sequence_of
from .versions import amounts_of, approved_amounts, content_of

__all__ = [
    "Cell",
    "Funding",
    "Level",
    "Taken",
    "Variant",
    "amounts_of",
    "approval_steps_of",
    "approved_amounts",
    "basis_of",
    "blocks_of",
    "comparison",
    "constituents_heard",
    "consultations_on",
    "content_of",
    "contents_of",
    "days_for_each",
    "funding_of",
    "horizons",
    "labour_content_of",
    "lacks_of",
    "levels_of",
    "line_cost",
    "line_words",
    "matrix_of",
    "measures_offered",
    "measures_undecided",
    "money_lines",
    "option_filled",
    "option_of",
    "option_taken",
    "package_diff",
    "phase_for",
    "plan_of",
    "precaution_rows",
    "precautions_standing",
    "projects_of_house",
    "projects_visible",
    "quality_of",
    "readings_behind",
    "sequence_of",
    "source_told",
    "variant_of",
]


def projects_of_house() -> QuerySet[Project]:
    """Return every project, for a later stage that asks its own right of each."""
    return Project.objects.select_related("case", "country")


def projects_visible(person: Person) -> QuerySet[Project]:
    """Return the projects that `person` may read, drafts included."""
    return visible(Project.objects.all(), person, "design.read_projects").select_related("case", "country")
