"""Beginning a design with what an assessment costed: modules, quantities, work and first day come along."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.common.errors import BadInput, Problem, Reason, require
from mainstay.common.texts import noop as _
from mainstay.design.models import PlannedModule, PlanOption, Project
from mainstay.design.rules import why_not_take_option
from mainstay.design.selectors import days_for_each, measures_offered, phase_for
from mainstay.design.selectors.plan import EMPLOYED, WORKED

from .costing import set_targets
from .drafting import start_design
from .packaging import choose_package, planned_module, usual_line
from .precautions import take_over_precautions

if TYPE_CHECKING:
    from mainstay.assess.models import Option

#: The code of the way to do it that carries what was taken over.
FIRST = "A"


def design_option(
    *,
    by: Person,
    option: "Option",
    title: str = "",
    quantities: Mapping[str, Decimal] | None = None,
    worker_days: int | None = None,
    workers: int | None = None,
    first_day: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    currency: str = "",
    programme: str = "",
    package: str = "",
) -> Project:
    """Return a draft that begins with a costed option of an approved assessment, and remembers which one it was.

    What is given stands in place of what the option says; `quantities` gives units of each module. Each module, line
    and target names the assessment it comes from. What its readings of the conflict ask to do differently comes along as
    well. `package` takes the modules of a standard package as well.
    """
    assessment = option.assessment
    with act("design.start_design", by=by, on=assessment.case, also=[option]) as entry:
        require(why_not_take_option(state=assessment.state, reference=assessment.reference))
        units = _units(option.modules if quantities is None else quantities)
        project = start_design(
            by=by, case=assessment.case, title=title.strip() or option.title, country=assessment.country_id,
            currency=currency, starts_on=starts_on, ends_on=ends_on, programme=programme,
        )  # fmt: skip
        days, people = _said(worker_days, option.worker_days), _said(workers, option.workers)
        project.option, project.days_per_worker = option, days_for_each(days, people)
        project.save(update_fields=["option", "days_per_worker"])
        if package:
            choose_package(by=by, project=project, package=package)
        _plan(project, option, units, _said(first_day, option.first_day))
        promised = ((WORKED, days), (EMPLOYED, people))
        targets = [
            {"indicator": code, "value": value, "due_on": ends_on, "note": assessment.reference}
            for code, value in promised
            if value
        ]
        if targets:
            set_targets(by=by, project=project, targets=targets)
        taken = take_over_precautions(by=by, project=project) if measures_offered(by, project) else []
        entry.on(project)
        entry.note(
            option=option.pk, assessment=assessment.reference, modules=sorted(units), precautions=len(taken)
        )  # fmt: skip
    return project


def _said(given: int | None, held: int) -> int:
    return held if given is None else given


def _units(quantities: Mapping[str, Decimal | str]) -> dict[str, Decimal]:
    """Return how many units of each module; `BadInput` names each row that is no module or no quantity."""
    known = playbook.current().modules
    found: dict[str, Decimal] = {}
    problems = []
    for row, (code, quantity) in enumerate(quantities.items(), 1):
        if code not in known:
            reason = Reason("option_module", _("{module} is no module of the playbook."), {"module": code})
            problems.append(Problem(reason, row=row, field="quantities"))
            continue
        try:
            found[code] = Decimal(str(quantity))
        except InvalidOperation:
            found[code] = Decimal(-1)
        if not 0 <= found[code] < Decimal(10) ** 12:
            reason = Reason("line_amount", _("is not below 0"))
            problems.append(Problem(reason, row=row, field="quantities"))
    if problems or not found:
        raise BadInput(
            "option_modules",
            _("An option consists of modules of the playbook; unknown: {codes}."),
            codes=", ".join(code for code in quantities if code not in known) or "–",
            problems=problems,
        )
    return found


def _plan(project: Project, option: "Option", units: Mapping[str, Decimal], first_day: int) -> None:
    """Put the option's modules into the plan, and a line for each at the playbook's typical cost."""
    why = f"{option.assessment.reference}: {option.words.strip() or option.title}"
    here = set(project.modules.values_list("code", flat=True))
    PlannedModule.objects.bulk_create(
        planned_module(project, code, phase_for(project, code), from_package=False, reason=why)
        for code in units
        if code not in here
    )
    held, _made = PlanOption.objects.get_or_create(
        project=project, code=FIRST, defaults={"title": project.title[:120]}
    )
    held.chosen, held.first_day, held.why = True, first_day, why
    held.save(update_fields=["chosen", "first_day", "why"])
    lines = {line.module: line for line in held.lines.all()}
    for code, quantity in units.items():
        line = lines.get(code) or usual_line(held, code)
        line.quantity, line.reason = quantity, why
        line.save()
