"""What a design took over from a costed option of an assessment, and what its form begins with."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.assess.selectors import assessments_visible, options_visible
from mainstay.design.models import Project
from mainstay.page.words import day, named

from .plan import crisis_type_of

if TYPE_CHECKING:
    from mainstay.assess.models import Option

#: More days than these are not planned for one person; where an option says more, days and people are planned apart.
MOST_DAYS = 1000


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that stood behind the assessment: what it is, its kind and day."""

    citation: str
    kind: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The option that a design was begun from, for a reader of its assessment, with the sources of that assessment."""

    option: "Option"
    sources: tuple[Cited, ...]


def option_taken(person: Person, project: Project) -> Taken | None:
    """Return the option that a project was begun from; None where it was not, or where `person` may not read it."""
    if project.option_id is None:
        return None
    option = options_visible(person).filter(pk=project.option_id).first()
    if option is None:
        return None
    rows = option.assessment.findings.order_by("sources__as_of").values_list(
        "sources__citation", "sources__kind", "sources__as_of"
    )
    cited = (Cited(text, named("assessing.sources", kind), day(as_of)) for text, kind, as_of in rows if text)
    return Taken(option, tuple(dict.fromkeys(cited)))


def option_filled(person: Person, option: "Option") -> dict[str, Any]:
    """Return what the form of a design begins with where it is begun from `option`; nothing for who may not read it."""
    if not assessments_visible(person).filter(pk=option.assessment_id).exists():
        return {}
    return {
        "title": option.title,
        "quantities": [{"key": code, "value": quantity} for code, quantity in option.modules.items()],
        "worker_days": option.worker_days,
        "workers": option.workers,
        "first_day": option.first_day,
        "currency": option.assessment.country.currency,
        "programme": option.assessment.case.programme,
    }


def days_for_each(worker_days: int, workers: int) -> Decimal | None:
    """Return the days of work for each person, to the tenth; None where the option does not say them.

    >>> days_for_each(1000, 30), days_for_each(1000, 0), days_for_each(10**9, 1)
    (Decimal('33.4'), None, None)
    """
    if not worker_days or not workers:
        return None
    days = (Decimal(worker_days) / workers).quantize(Decimal("0.1"), ROUND_CEILING)
    return days if days <= MOST_DAYS else None


def phase_for(project: Project, code: str) -> str:
    """Return the phase in which a module is planned at first.

    The first phase of the package for this kind of crisis that has it, one that is open in the case before the others;
    else the phase that the case is in, else the first of the playbook.
    """
    book = playbook.current()
    kind = crisis_type_of(project)
    open_now = list(project.case.phases.filter(left_on__isnull=True).values_list("code", flat=True))
    fitting = [
        stage.phase
        for package in book.packages.values()
        for stage in package.stages
        if package.crisis_type == kind and code in stage.modules
    ]
    wanted = [phase for phase in fitting if phase in open_now] + fitting + open_now
    return wanted[0] if wanted else next(iter(book.phases))
