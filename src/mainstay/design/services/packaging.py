"""Modules: a standard package as the start, then kept, changed, removed or added with a reason."""

from collections.abc import Sequence
from decimal import Decimal

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.texts import noop as _
from mainstay.design.models import BudgetLine, PlannedModule, PlanOption, Project
from mainstay.design.selectors.plan import crisis_type_of

from .changing import changing

#: Phases whose modules begin within the day-1 list.
AT_ONCE = ("STABILISATION",)
#: What a change of a module is called where nobody says it in her own words.
CHANGED = {
    "weeks": _("how long it runs"), "not_before_week": _("when it starts"), "horizon": _("when it starts"),
    "leads_to": _("what it leads to"), "leads_to_text": _("what it leads to"),
    "delivered_evidence": _("delivered by others already"),
}  # fmt: skip


def choose_package(
    *, by: Person, project: Project, package: str = "", phases: Sequence[str] = (), replace: bool = False
) -> list[PlannedModule]:
    """Return the modules of a standard package, prefilled: by default that of the crisis type, for the case's phases.

    Each module comes with a budget line of quantity 0 at the playbook's typical cost, to be filled in.
    """
    with changing("design.choose_package", by=by, project=project) as entry:
        book = playbook.current()
        chosen = _package(project, package)
        wanted = list(phases) or [row.code for row in project.case.phases.filter(left_on__isnull=True)]
        strange = [code for code in wanted if code not in book.phases]
        if strange:
            raise BadInput("phases", _("There are no phases {codes}."), codes=", ".join(strange))
        if project.modules.exists() and not replace:
            raise RuleBroken(
                "has_modules",
                _("This design has modules already. Say that they are replaced, or change them one by one."),
            )
        BudgetLine.objects.filter(option__project=project).delete()
        project.modules.all().delete()
        made = PlannedModule.objects.bulk_create(
            planned_module(project, code, stage.phase, from_package=True)
            for stage in book.packages[chosen].stages
            if stage.phase in wanted
            for code in stage.modules
        )
        project.package, project.phases = chosen, wanted
        project.goal = project.goal or book.packages[chosen].goal
        project.save(update_fields=["package", "phases", "goal"])
        _prefill(project, made)
        entry.note(package=chosen, phases=wanted, modules=[row.code for row in made])
    return made


def _package(project: Project, code: str) -> str:
    packages = playbook.current().packages
    kind = crisis_type_of(project)
    fitting = [package.code for package in packages.values() if package.crisis_type == kind]
    found = code or (fitting[0] if fitting else "")
    if found not in packages:
        raise BadInput(
            "package",
            _("There is no package {code}. Take one of: {codes}."),
            code=found or "–",
            codes=", ".join(packages),
        )
    return found


def planned_module(
    project: Project, code: str, phase: str, *, from_package: bool, reason: str = ""
) -> PlannedModule:
    """Return a module of the playbook as it stands in a plan at first; not stored yet."""
    module = playbook.current().modules[code]
    at_once = phase in AT_ONCE
    days = playbook.current().design_rules.limits.day_one_days
    return PlannedModule(
        project=project,
        code=code,
        phase=phase,
        component=module.component,
        level=module.level,
        from_package=from_package,
        reason=reason,
        horizon="DAY1" if at_once else "PATH",
        not_before_week=Decimal(0 if at_once else round(days / 7)),
        weeks=Decimal(module.duration_weeks.max),
        carries_after_weeks=Decimal(module.duration_weeks.min),
        leads_to=list(module.leads_to),
    )


def _prefill(project: Project, modules: Sequence[PlannedModule]) -> None:
    option, _made = PlanOption.objects.get_or_create(
        project=project,
        code="A",
        defaults={"title": project.title[:120], "chosen": not project.options.filter(chosen=True).exists()},
    )
    BudgetLine.objects.bulk_create(
        usual_line(option, code) for code in dict.fromkeys(row.code for row in modules)
    )


def usual_line(option: PlanOption, code: str) -> BudgetLine:
    """Return a line of quantity 0 for a module, at the playbook's typical cost; not stored yet."""
    module = playbook.current().modules[code]
    costs = {bound: round(getattr(module.unit_cost_usd, bound) * 100) for bound in ("low", "typical", "high")}
    return BudgetLine(
        option=option,
        module=code,
        title=module.title[:200],
        unit=module.unit[:60],
        quantity=Decimal(0),
        unit_cost_minor=costs["typical"],
        low_minor=costs["low"],
        typical_minor=costs["typical"],
        high_minor=costs["high"],
    )


def add_module(*, by: Person, project: Project, code: str, phase: str, reason: str) -> PlannedModule:
    """Return a module added to the plan, with the reason why the package is not enough."""
    with changing("design.edit_design", by=by, project=project, reason=reason) as entry:
        _known(code, phase, reason)
        if project.modules.filter(code=code, phase=phase, removed=False).exists():
            raise RuleBroken("module_there", _("{code} is in this phase already."), code=code)
        row, made = project.modules.filter(code=code, phase=phase).first(), False
        if row is None:
            row, made = planned_module(project, code, phase, from_package=False, reason=reason), True
        row.removed, row.reason = False, reason
        row.save()
        option = project.options.filter(chosen=True).first()
        if made and option is not None and not option.lines.filter(module=code).exists():
            usual_line(option, code).save()
        entry.note(added=code, phase=phase)
    return row


def _known(code: str, phase: str, reason: str) -> None:
    book = playbook.current()
    if code not in book.modules or phase not in book.phases:
        raise BadInput("module", _("There is no module {code} or no phase {phase}."), code=code, phase=phase)
    if not reason.strip():
        raise BadInput("reason", _("Write why the plan differs from the package."))


def remove_module(*, by: Person, project: Project, code: str, phase: str, reason: str) -> PlannedModule:
    """Take a module out of the plan; it stays in the diff with its reason, its budget lines go."""
    with changing("design.edit_design", by=by, project=project, reason=reason) as entry:
        _known(code, phase, reason)
        row = _planned(project, code, phase)
        row.removed, row.reason = True, reason
        row.save(update_fields=["removed", "reason"])
        if not project.modules.filter(code=code, removed=False).exists():
            BudgetLine.objects.filter(option__project=project, module=code).delete()
        entry.note(removed=code, phase=phase)
    return row


def change_module(
    *,
    by: Person,
    project: Project,
    code: str,
    phase: str,
    reason: str,
    what: str = "",
    weeks: Decimal | None = None,
    not_before_week: Decimal | None = None,
    horizon: str = "",
    leads_to: Sequence[str] | None = None,
    leads_to_text: str = "",
    delivered_evidence: str = "",
) -> PlannedModule:
    """Change when or how a module of the plan runs, what it leads to, or say who already delivered it."""
    with changing("design.edit_design", by=by, project=project, reason=reason) as entry:
        _known(code, phase, reason)
        row = _planned(project, code, phase)
        given = {
            "what_changed": what or None,
            "weeks": weeks,
            "not_before_week": not_before_week,
            "horizon": horizon or None,
            "leads_to": list(leads_to) if leads_to is not None else None,
            "leads_to_text": leads_to_text or None,
            "delivered_evidence": delivered_evidence or None,
        }
        for name, value in given.items():
            if value is not None:
                entry.change(f"{code}.{name}", getattr(row, name), value)
                setattr(row, name, value)
        row.changed, row.reason = True, reason
        if not what:
            row.what_changed = _with_changes(row.what_changed, [name for name, value in given.items() if value is not None])  # fmt: skip
        row.save()
    return row


def _with_changes(told: str, names: Sequence[str]) -> str:
    """Return what changed in a module, with these fields added by their words."""
    parts = [*(told.split(", ") if told else ()), *(CHANGED[name] for name in names if name in CHANGED)]
    return ", ".join(dict.fromkeys(parts))


def _planned(project: Project, code: str, phase: str) -> PlannedModule:
    row = project.modules.filter(code=code, phase=phase, removed=False).first()
    if row is None:
        raise RuleBroken(
            "module_missing", _("{code} is not in the phase {phase} of this plan."), code=code, phase=phase
        )
    return row
