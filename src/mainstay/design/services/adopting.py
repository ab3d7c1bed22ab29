"""Taking over what was tried: another wage, budget or share of wages becomes the plan."""

from decimal import Decimal

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.design.models import Project
from mainstay.design.selectors import option_of, variant_of

from .costing import cost_design, set_wage


def adopt_variant(
    *,
    by: Person,
    project: Project,
    daily_wage_minor: int | None = None,
    days_per_worker: Decimal | None = None,
    budget_minor: int | None = None,
    labour_share: Decimal | None = None,
    reason: str = "",
) -> Project:
    """Let the chosen option be as it was tried: wage and days of work, and its lines in proportion.

    The daily wage in minor units of the project's currency, the budget in US cents, the share of wages from 0 to 1.
    """
    with act("design.cost_design", by=by, on=project, reason=reason) as entry:
        option = option_of(project)
        tried = variant_of(
            project, option, daily_wage_minor=daily_wage_minor, days_per_worker=days_per_worker,
            budget_minor=budget_minor, labour_share=labour_share,
        )  # fmt: skip
        rows = list(option.lines.all()) if option else []
        changed = [
            {"module": row.module, "title": row.title, "quantity": line.quantity, "labour_share": line.labour_share}
            for row, line in zip(rows, tried.lines, strict=True)
            if (row.quantity, row.labour_share) != (line.quantity, line.labour_share)
        ]  # fmt: skip
        wage = (tried.daily_wage_minor, tried.days_per_worker)
        if not changed and wage == (project.daily_wage_minor, project.days_per_worker):
            raise BadInput("variant_same", _("Nothing differs from the plan. Change a number first."))
        if wage != (project.daily_wage_minor, project.days_per_worker):
            set_wage(by=by, project=project, daily_wage_minor=wage[0], days_per_worker=wage[1], reason=reason)
        if changed:
            cost_design(by=by, project=project, lines=changed, reason=reason)
        entry.note(lines=len(changed))
    return project
