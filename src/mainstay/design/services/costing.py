"""Money and targets: options, quantities × unit costs, wages, who is promised what."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.rows import Columns
from mainstay.common.texts import noop as _
from mainstay.design.models import BudgetLine, PlanOption, Project, Target
from mainstay.design.selectors import option_of

from .changing import changing
from .packaging import usual_line

#: What a line may say; all else comes from the playbook.
LINE = ("title", "unit", "quantity", "unit_cost_minor", "labour_share", "reason")
#: What a line of the budget says: its module, or a title of its own.
LINES = Columns(
    may={
        "module": str,
        "title": str,
        "unit": str,
        "quantity": Decimal,
        "unit_cost_minor": int,
        "labour_share": Decimal,
        "reason": str,
    }
)
#: What a target says; one without a value is taken away.
TARGETS = Columns(
    indicator=str, value=Decimal | None, may={"group": str, "baseline": Decimal, "due_on": date, "note": str}
)


def set_wage(
    *,
    by: Person,
    project: Project,
    daily_wage_minor: int,
    days_per_worker: Decimal,
    usd_rate: Decimal | None = None,
    usd_rate_on: date | None = None,
    workdays_per_year: int | None = None,
    reason: str = "",
) -> Project:
    """Set the daily wage in local minor units, the days each worker gets, and the dated rate to US dollars."""
    with changing("design.cost_design", by=by, project=project, reason=reason) as entry:
        if daily_wage_minor <= 0 or days_per_worker <= 0:
            raise BadInput("wage", _("The daily wage and the days per worker are above 0."))
        if project.currency != "USD" and (usd_rate or project.usd_rate) is None:
            raise BadInput(
                "rate",
                _("Say how many {currency} one US dollar buys, and on which day."),
                currency=project.currency,
            )
        given = {
            "daily_wage_minor": daily_wage_minor,
            "days_per_worker": days_per_worker,
            "usd_rate": usd_rate,
            "usd_rate_on": usd_rate_on,
            "workdays_per_year": workdays_per_year,
        }
        kept = {name: value for name, value in given.items() if value is not None}
        for name, value in kept.items():
            entry.change(name, getattr(project, name), value)
            setattr(project, name, value)
        project.save(update_fields=list(kept))
    return project


def cost_design(
    *,
    by: Person,
    project: Project,
    lines: Annotated[Sequence[Mapping[str, Any]], LINES],
    option: str = "",
    reason: str = "",
) -> PlanOption:
    """Return the option with these lines set: each names a ``module`` of the plan, or a ``title`` of its own.

    A line that is there for the module is changed; one that is not is added. After the approval the budget may
    move by the playbook's share at most; more reopens the review.
    """
    with changing("design.cost_design", by=by, project=project, reason=reason) as entry:
        held = option_of(project, option)
        if held is None:
            raise BadInput("no_option", _("This design has no option {code} yet."), code=option or "–")
        _check_lines(project, lines)
        for given in lines:
            _set_line(held, given)
        entry.bulk([given.get("module") or given.get("title"), str(given.get("quantity"))] for given in lines)
    return held


def _check_lines(project: Project, lines: Sequence[Mapping[str, Any]]) -> None:
    here = set(project.modules.filter(removed=False).values_list("code", flat=True))
    problems = []
    for row, given in enumerate(lines, 1):
        module = given.get("module", "")
        if module and module not in here:
            problems.append(
                Problem(
                    Reason("line_module", _("{module} is not in this plan"), {"module": module}),
                    row=row,
                    field="module",
                )
            )
        if not module and not str(given.get("title", "")).strip():
            problems.append(
                Problem(Reason("line_title", _("name the line, or its module")), row=row, field="title")
            )
        problems += [
            Problem(Reason("line_amount", _("is not below 0")), row=row, field=name)
            for name in ("quantity", "unit_cost_minor", "labour_share")
            if given.get(name) is not None and Decimal(str(given[name])) < 0
        ]
        if Decimal(str(given.get("labour_share", 0))) > 1:
            problems.append(
                Problem(
                    Reason("line_share", _("a share of wages lies between 0 and 1")),
                    row=row,
                    field="labour_share",
                )
            )
    if problems:
        raise BadInput("lines", _("The budget has {count} faults."), count=len(problems), problems=problems)


def _set_line(option: PlanOption, given: Mapping[str, Any]) -> None:
    module = given.get("module", "")
    title = str(given.get("title", "")).strip()
    same = option.lines.filter(module=module, title=title) if title else option.lines.filter(module=module)
    line = same.first()
    if line is None and module and module in playbook.current().modules:
        line = usual_line(option, module)
    if line is None:
        line = BudgetLine(option=option, title=title, unit="", quantity=Decimal(0), unit_cost_minor=0)
    for name in LINE:
        if given.get(name) is not None:
            value = given[name]
            setattr(line, name, Decimal(str(value)) if name in {"quantity", "labour_share"} else value)
    line.save()


def add_option(
    *,
    by: Person,
    project: Project,
    code: str,
    title: str,
    first_day: int,
    women_share: Decimal,
    copy_of: str = "",
) -> PlanOption:
    """Return another way to do it, empty or as a copy of an option, to be set beside the first."""
    with changing("design.compare_options", by=by, project=project, reason=title) as entry:
        if project.options.filter(code=code).exists():
            raise BadInput("option_there", _("There is an option {code} already."), code=code)
        option = PlanOption.objects.create(
            project=project, code=code, title=title.strip(), first_day=first_day, women_share=women_share,
            chosen=not project.options.exists(),
        )  # fmt: skip
        source = option_of(project, copy_of) if copy_of else None
        copies = list(source.lines.all()) if source else []
        for line in copies:
            line.pk, line.option = None, option
        BudgetLine.objects.bulk_create(copies)
        entry.note(option=code, lines=len(copies))
    return option


def choose_option(*, by: Person, project: Project, code: str, why: str) -> PlanOption:
    """Let one option carry the budget, with the reason why it was taken."""
    with changing("design.compare_options", by=by, project=project, reason=why) as entry:
        option = option_of(project, code)
        if option is None or not why.strip():
            raise BadInput("option", _("Name an option of this design, and why it is taken."))
        entry.change(
            "chosen", project.options.filter(chosen=True).values_list("code", flat=True).first(), code
        )
        project.options.filter(chosen=True).update(chosen=False)
        option.chosen, option.why = True, why.strip()
        option.save(update_fields=["chosen", "why"])
    return option


def set_targets(
    *,
    by: Person,
    project: Project,
    targets: Annotated[Sequence[Mapping[str, Any]], TARGETS],
    reason: str = "",
) -> list[Target]:
    """Return the targets set: each with ``indicator``, ``group`` (``ALL`` or a target group), ``value``, ``due_on``.

    A target that is named with value None is taken away.
    """
    with changing("design.set_targets", by=by, project=project, reason=reason) as entry:
        _check_targets(targets)
        indicators = playbook.current().indicators
        made = []
        for given in targets:
            key = {"indicator": given["indicator"], "group": given.get("group", "ALL")}
            if given["value"] is None:
                project.targets.filter(**key).delete()
                continue
            rest = {name: given[name] for name in ("baseline", "due_on", "note") if name in given}
            unit = indicators[given["indicator"]].unit
            row, _made = Target.objects.update_or_create(
                project=project, **key, defaults={"value": Decimal(str(given["value"])), "unit": unit, **rest}
            )
            made.append(row)
        entry.bulk([given["indicator"], given.get("group", "ALL"), str(given["value"])] for given in targets)
    return made


def _check_targets(targets: Sequence[Mapping[str, Any]]) -> None:
    book = playbook.current()
    problems = []
    for row, given in enumerate(targets, 1):
        if given.get("indicator") not in book.indicators:
            problems.append(
                Problem(
                    Reason("target_indicator", _("no indicator of the playbook")), row=row, field="indicator"
                )
            )
        group = given.get("group", "ALL")
        if group != "ALL" and group not in book.target_groups:
            problems.append(
                Problem(Reason("target_group", _("no target group of the playbook")), row=row, field="group")
            )
        if given.get("value") is not None and Decimal(str(given["value"])) < 0:
            problems.append(Problem(Reason("target_value", _("is not below 0")), row=row, field="value"))
    if problems:
        raise BadInput(
            "targets", _("The targets have {count} faults."), count=len(problems), problems=problems
        )
