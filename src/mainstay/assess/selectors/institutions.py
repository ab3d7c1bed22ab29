"""Reads of the map of institutions: which there are where, whether they function, who described itself in an interview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Institution, Submission
from mainstay.page.words import named

#: In which order the cells of a kind and place are told: what does not work first.
WORST_FIRST = ("NOT", "PARTLY", "UNKNOWN", "WORKS")


@dataclass(frozen=True, slots=True)
class InstitutionLine:
    """One kind of institution with what stands in each place: the institutions there, what does not work first."""

    kind: str
    cells: Sequence[Sequence[Institution]]

    @property
    def missing(self) -> int:
        """In how many places nothing is known of this kind."""
        return sum(not cell for cell in self.cells)


def institutions_by_place(assessment: Assessment) -> tuple[list[str], list[InstitutionLine]]:
    """Return the places of the map, and a line for each kind of institution of the playbook, also for empty ones."""
    rows = sorted(assessment.institutions.all(), key=lambda row: WORST_FIRST.index(row.functioning))
    places = sorted({row.place for row in rows})
    kinds = playbook.current().assessing.institution_kinds
    lines = [
        InstitutionLine(
            named("assessing.institution_kinds", kind),
            [[row for row in rows if row.kind == kind and row.place == place] for place in places],
        )
        for kind in dict.fromkeys([*kinds, *(row.kind for row in rows)])
    ]
    return places, lines


def institution_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """Return a row for each institution of the map with all that is known of it."""
    return [
        {
            "place": row.place, "kind": named("assessing.institution_kinds", row.kind), "name": row.name,
            "functioning": row.functioning, "since": row.since, "capacity": row.capacity, "needs": row.needs,
            "relied_on_by": ", ".join(named("target_groups", code) for code in row.relied_on_by),
            "source": f"{row.citation} ({named('assessing.sources', row.source_kind)})", "as_of": row.as_of,
        }
        for row in assessment.institutions.all()
    ]  # fmt: skip


def institutions_offered(assessment: Assessment) -> list[Submission]:
    """Return the interviews in which an institution described itself and that no institution of the map cites yet."""
    modules = {kind.module for kind in playbook.current().assessing.institution_kinds.values() if kind.module}
    cited = set(assessment.institutions.filter(source_kind=rules.SAID_BY).values_list("citation", flat=True))
    rows = (
        assessment.submissions.filter(consent=True, form__module__in=modules)
        .exclude(place="")
        .select_related("form")
        .order_by("place", "collected_on", "pk")
    )
    return [row for row in rows if f"{row.form.module} {row.uid}" not in cited]


def institution_filled(person: Person, submission: Submission) -> dict[str, Any]:
    """Return what the form of an institution begins with, from its interview; only answers that lie in the open."""
    if not visible(Submission.objects.filter(pk=submission.pk), person, "assess.read_submissions").exists():
        return {}
    kinds = playbook.current().assessing.institution_kinds.values()
    fitting = [kind for kind in kinds if kind.module and kind.module == submission.form.module]
    asked = fitting[0] if fitting else None
    found: dict[str, Any] = {"kind": asked.code} if asked is not None and len(fitting) == 1 else {}
    if asked is not None:
        found["capacity"] = _told(submission, asked.capacity_questions)
        found["needs"] = _told(submission, asked.needs_questions)
    return found


def _told(submission: Submission, questions: Sequence[str]) -> str:
    """Return what was answered to these questions as one text, a line for each answer or row."""
    lines = []
    for code in questions:
        field = code.replace("-", "_")
        for name, value in submission.answers.items():
            if name == field or name.startswith(f"{field}_"):
                lines += [_line(one) for one in (value if isinstance(value, list) else [value])]
    return "\n".join(line for line in lines if line)


def _line(value: Any) -> str:
    cells = value.values() if isinstance(value, dict) else [value]
    return ", ".join(str(cell) for cell in cells if cell not in (None, ""))
