"""What the workbench sets before a writer: levels, matrix, building blocks, what is open before an approval."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.assess.selectors import oldest_days
from mainstay.common import clock
from mainstay.common.errors import Reason
from mainstay.design.models import PlannedModule, Project
from mainstay.design.rules import Lack, Open, approval_steps
from mainstay.design.rules.completeness import ALWAYS
from mainstay.partners.selectors import consultations_visible, points_open

from .basis import ABOUT, basis_of, quality_of
from .plan import lacks_of, law_of

LEVELS = ("macro", "meso", "micro")


@dataclass(frozen=True, slots=True)
class Level:
    """One of the three levels, with the modules of the plan that work there and those of its package that do not."""

    code: str
    modules: Sequence[str]
    offered: Sequence[str]


def levels_of(project: Project) -> list[Level]:
    """Return policy, institutions and people: what the plan does on each, and what its package offers besides."""
    book = playbook.current()
    here = list(project.modules.filter(removed=False).values_list("code", "level"))
    package = book.packages.get(project.package)
    found = []
    for level in LEVELS:
        mine = list(dict.fromkeys(code for code, held in here if held == level))
        more = [
            code for code in (package.modules if package else ()) if book.modules[code].level == level and code not in mine
        ]  # fmt: skip
        found.append(Level(level, mine, more))
    return found


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A module of the plan with the groups that it serves, in the order of the matrix's groups."""

    code: str
    level: str
    horizon: str
    serves: Sequence[bool]

    @property
    def anybody(self) -> bool:
        """Whether it serves one of these groups in particular."""
        return any(self.serves)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Modules against groups: which groups the plan names, which of these have a target, who serves whom."""

    groups: Sequence[str]
    targeted: Sequence[bool]
    rows: Sequence[MatrixRow]
    unserved: Sequence[str] = field(default=())


def matrix_of(project: Project) -> Matrix:
    """Return the matrix of modules and groups: the groups with targets, and those that come first in this crisis."""
    modules = playbook.current().modules
    targets = [group for group in project.targets.values_list("group", flat=True) if group != "ALL"]
    groups = list(dict.fromkeys([*ALWAYS, *targets, *law_of(project).groups]))
    rows: dict[str, PlannedModule] = {}
    for row in project.modules.filter(removed=False).order_by("component", "code"):
        rows.setdefault(row.code, row)
    made = [
        MatrixRow(code, row.level, row.horizon, [group in _served(modules, code) for group in groups])
        for code, row in rows.items()
    ]
    unserved = [group for place, group in enumerate(groups) if not any(row.serves[place] for row in made)]
    return Matrix(groups, [group in targets for group in groups], made, unserved if made else ())


def _served(modules: Any, code: str) -> tuple[str, ...]:
    return modules[code].target_groups if code in modules else ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A building block: filled by modules or words, set aside with a reason, or empty."""

    code: str
    block: str
    modules: Sequence[str]
    words: str = ""
    because: str = ""

    @property
    def state(self) -> str:
        """Whether it is filled, set aside or empty."""
        return "filled" if self.modules or self.words else ("aside" if self.because else "empty")


def blocks_of(project: Project) -> list[Cell]:
    """Return every building block with what fills it in this plan."""
    here: dict[str, str] = dict(project.modules.filter(removed=False).values_list("code", "component"))
    answers = {row.block: row for row in project.blocks.all()}
    found = []
    for block in playbook.current().building_blocks.values():
        for cell in block.cells.values():
            filled = [code for code, kind in here.items() if {code, kind} & set(cell.modules)]
            said = answers.get(cell.code)
            found.append(
                Cell(cell.code, block.code, filled, said.filled_by if said else "", said.not_applicable_because if said else "")
            )  # fmt: skip
    return found


def approval_steps_of(project: Project, lacks: Sequence[Lack] | None = None) -> dict[str, Reason | None]:
    """Return what an approval of the project asks, each with why it is not there yet; `lacks` when known already."""
    known = lacks_of(project) if lacks is None else lacks
    open_now = Open(
        lacks=[str(lack.reason) for lack in known if lack.stops],
        unanswered=project.comments.filter(taken__isnull=True).count() + points_open(ABOUT, str(project.pk)),
    )
    return approval_steps(
        basis=basis_of(project), quality=quality_of(project), against=open_now, today=clock.today(),
        oldest_days=oldest_days(),
    )  # fmt: skip


def consultations_on(person: Person, project: Project) -> list[Any]:
    """Return the consultations about this design that `person` may read, each with its bodies and their points."""
    rows = consultations_visible(person).filter(about_kind=ABOUT, about_key=str(project.pk))
    return list(rows.prefetch_related("bodies__organisation", "bodies__points").order_by("-invited_at"))
