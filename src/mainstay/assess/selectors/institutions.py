"""Reads of the map of institutions: which there are where, whether they function, who described itself in an interview."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.assess import rules
from mainstay.assess.models import Assessment, Institution, Submission
from mainstay.exchange.xlsform.lists import DEGREE
from mainstay.exchange.xlsform.questions import name_of
from mainstay.page.words import named

from .places import place_names
from .questionnaires import fields_asked, told

if TYPE_CHECKING:
    from mainstay.exchange.xlsform.questions import Field

#: The answers to each line of a list: whether it is there.
DEGREES = tuple(code for code, _words in DEGREE)
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
    held = list(assessment.institutions.all())
    names = place_names(row.place for row in held)
    return [
        {
            "place": names[row.place], "kind": named("assessing.institution_kinds", row.kind), "name": row.name,
            "functioning": row.functioning, "since": row.since, "capacity": row.capacity, "needs": row.needs,
            "relied_on_by": ", ".join(named("target_groups", code) for code in row.relied_on_by),
            "source": f"{row.citation} ({named('assessing.sources', row.source_kind)})", "as_of": row.as_of,
        }
        for row in held
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
    """Return what was answered to these questions as one text in the reader's language, a line for each answer or row."""
    lines: list[str] = []
    fields = [*fields_asked(submission.form)]
    for code in questions:
        rows = submission.answers.get(code.replace("-", "_"))
        if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
            lines += [", ".join(str(cell) for cell in row.values() if cell not in (None, "")) for row in rows]
        lines += [
            _line(field, submission.answers.get(field.name)) for field in fields if field.question == code
        ]
    return "\n".join(line for line in lines if line)


def _line(field: "Field", value: Any) -> str:
    """Return an answer in words; of a line of a list its name where the thing is there; nothing where it is not."""
    if value in (None, "", []):
        return ""
    place = f"questions/{field.question}"
    options = {option.code: option.text for option in field.options}
    if tuple(options) != DEGREES:
        given = value.split() if field.kind == "select_multiple" and isinstance(value, str) else value
        codes = given if isinstance(given, list) else [given]
        return ", ".join(
            told(options[one], f"{place}/options/{one}") if one in options else str(one) for one in codes
        )
    if value not in {"yes", "partly"}:
        return ""
    name = told(field.label, f"{place}/options/{field.name.removeprefix(name_of(field.question) + '_')}")
    return name if value == "yes" else f"{name} ({told(options[value], f'{place}/options/{value}')})"
