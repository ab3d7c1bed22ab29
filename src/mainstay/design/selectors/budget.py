"""What a plan costs and the work it pays for."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from mainstay import playbook
from mainstay.common.errors import RuleBroken
from mainstay.common.money import from_minor
from mainstay.common.texts import noop as _
from mainstay.design.methods.labour_content import LabourContent, Line, labour_content
from mainstay.design.methods.option_comparison import Option, option_comparison
from mainstay.design.methods.plan_variant import plan_variant
from mainstay.design.models import BudgetLine, PlanOption, Project
from mainstay.page.words import named, told

#: The unit of lines whose quantity is a number of worker-days.
WORKER_DAY = "worker-day"


def option_of(project: Project, code: str = "") -> PlanOption | None:
    """Return the option with this code, by default the one that was chosen."""
    return project.options.filter(**({"code": code} if code else {"chosen": True})).first()


def money_lines(option: PlanOption | None) -> list[Line]:
    """Return the lines of an option in US cents."""
    rows: list[BudgetLine] = list(option.lines.all()) if option else []
    return [_line(row) for row in rows]


def _line(row: BudgetLine) -> Line:
    return Line(row.quantity, row.unit_cost_minor, row.labour_share, counts_days=row.unit == WORKER_DAY)


def line_cost(line: BudgetLine) -> int:
    """Return what a budget line costs in US cents."""
    return _line(line).amount


def line_words(line: BudgetLine) -> tuple[str, str]:
    """Return title and unit of a line in the reader's language; what somebody wrote herself stays as written."""
    module = playbook.current().modules.get(line.module)
    if module is None or line.title != module.title[:200]:
        return line.title, line.unit
    unit = told("modules", line.module, "unit") if line.unit == module.unit[:60] else line.unit
    return named("modules", line.module), unit or line.unit


def daily_wage_cents(project: Project) -> Decimal:
    """Return the planned daily wage in US cents, unrounded, by the dated rate of the project."""
    if project.daily_wage_minor is None or project.days_per_worker is None:
        raise RuleBroken("no_wage", _("Set the daily wage and the days per worker of this project first."))
    return wage_cents(project, project.daily_wage_minor)


def wage_cents(project: Project, daily_wage_minor: int) -> Decimal:
    """Return a daily wage in the project's currency as US cents, unrounded, by the dated rate of the project."""
    local = from_minor(daily_wage_minor, project.currency)
    if project.currency == "USD":
        return local * 100
    if project.usd_rate is None:
        raise RuleBroken(
            "no_rate", _("Set the dated rate of {currency} to US dollars first."), currency=project.currency
        )
    return local / project.usd_rate * 100


def labour_content_of(project: Project, option: PlanOption | None = None) -> LabourContent:
    """Return cost, wages, worker-days, workers and cost per worker-day of the plan, money in US cents."""
    assert project.days_per_worker is not None or project.daily_wage_minor is None
    wage = daily_wage_cents(project)
    return labour_content(
        money_lines(option or option_of(project)),
        daily_wage=wage,
        days_per_worker=project.days_per_worker or Decimal(1),
    )


def contents_of(projects: Iterable[Project]) -> dict[int, LabourContent]:
    """Return what each project costs and pays for, by its key, in one query; those without a wage are left out."""
    found = {project.pk: project for project in projects}
    lines: dict[int, list[Line]] = {key: [] for key in found}
    rows = BudgetLine.objects.filter(option__project__in=list(found), option__chosen=True)
    for row in rows.select_related("option"):
        lines[row.option.project_id].append(_line(row))
    made = {}
    for key, project in found.items():
        try:
            wage = daily_wage_cents(project)
        except RuleBroken:
            continue
        days = project.days_per_worker or Decimal(1)
        made[key] = labour_content(lines[key], daily_wage=wage, days_per_worker=days)
    return made


@dataclass(frozen=True, slots=True)
class Variant:
    """A plan as it would be at another wage, other days of work, another budget or share of wages."""

    lines: Sequence[Line]
    daily_wage_minor: int
    days_per_worker: Decimal
    content: LabourContent


def variant_of(
    project: Project,
    option: PlanOption | None = None,
    *,
    daily_wage_minor: int | None = None,
    days_per_worker: Decimal | None = None,
    budget_minor: int | None = None,
    labour_share: Decimal | None = None,
) -> Variant:
    """Return the plan with what is given changed and all else as it stands; nothing is stored."""
    if daily_wage_minor is None or days_per_worker is None:
        daily_wage_cents(project)  # Says what is missing.
    wage = daily_wage_minor if daily_wage_minor is not None else project.daily_wage_minor
    days = days_per_worker if days_per_worker is not None else project.days_per_worker
    assert wage is not None
    assert days is not None
    lines = plan_variant(
        money_lines(option or option_of(project)), budget=budget_minor, labour_share=labour_share
    )
    content = labour_content(lines, daily_wage=wage_cents(project, wage), days_per_worker=days)
    return Variant(lines, wage, days, content)


def comparison(project: Project, one: str, other: str) -> list[dict[str, Any]]:
    """Return two options side by side: a row for each quantity, and which does better."""
    pair = [option_of(project, code) for code in (one, other)]
    if None in pair:
        raise RuleBroken(
            "no_option", _("This design has no options {one} and {other}."), one=one, other=other
        )
    wage = daily_wage_cents(project)
    high = project.risks.filter(likelihood__gte=4, impact__gte=4).count()
    made = [
        Option(
            title=option.title,
            lines=money_lines(option),
            daily_wage=wage,
            days_per_worker=project.days_per_worker or Decimal(1),
            first_day=option.first_day,
            women_share=float(option.women_share),
            risks=high,
        )
        for option in pair
        if option is not None
    ]
    return [asdict(row) for row in option_comparison(*made)]
