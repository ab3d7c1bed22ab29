"""The plan as the check sees it, and what it lacks."""

from decimal import Decimal

from mainstay import playbook
from mainstay.assess.selectors import conflict_gated
from mainstay.common.errors import AppError
from mainstay.design.models import Project
from mainstay.design.rules import Costed, Lack, Law, Plan, Planned, Work, lacks

from .budget import WORKER_DAY, labour_content_of, line_words, option_of
from .harm import undecided_count

#: The indicators that promise worker-days, and people with at least one of them.
WORKED, EMPLOYED = "JB-01", "JB-02"


def lacks_of(project: Project) -> list[Lack]:
    """Return everything that the project's plan lacks, what stops an approval first."""
    return lacks(plan_of(project), law_of(project))


def crisis_type_of(project: Project) -> str:
    """Return the crisis type of the package, or of the case where none was taken yet."""
    packages = playbook.current().packages
    if project.package in packages:
        return packages[project.package].crisis_type
    first = project.case.crisis_types.order_by("-first", "pk").first()
    return first.code if first else ""


def law_of(project: Project) -> Law:
    """Return what the playbook asks of this project's plan."""
    book = playbook.current()
    kind = crisis_type_of(project)
    limits = book.design_rules.limits
    cells = {
        cell.code: cell.modules for block in book.building_blocks.values() for cell in block.cells.values()
    }
    return Law(
        levels=("micro", "meso", "macro"),
        obligatory=("DLG", "FPR"),
        blocks=cells,
        markers={
            marker.code: marker.minimum
            for marker in book.markers.values()
            if marker.minimum and (not marker.required_for or kind in marker.required_for)
        },
        cost_above=limits.cost_high_share,
        cost_below=limits.cost_low_share,
        groups=book.crisis_types[kind].priority_groups if kind in book.crisis_types else (),
    )


def plan_of(project: Project) -> Plan:
    """Return the project's plan: modules that are not removed, lines of the chosen option, targets, texts."""
    book = playbook.current()
    kind = crisis_type_of(project)
    package = book.packages.get(project.package)
    targets = list(project.targets.all())
    return Plan(
        modules=_modules(project),
        must_have=package.must_have if package else (),
        levels_reason=project.levels_reason,
        texts={
            name: getattr(project, name)
            for name in ("root_causes", "opportunity", "contact", "grievance", "exit_plan")
        },
        blocks_answered=set(project.blocks.values_list("block", flat=True)),
        lines=_lines(project),
        work=_work(project, {row.indicator: row.value for row in targets if row.group == "ALL"}),
        target_groups={target.group for target in targets},
        targets_without_date=sum(target.due_on is None for target in targets),
        markers=project.markers,
        risks=project.risks.count(),
        conflict_points=project.conflict_points.count(),
        conflict_asked=conflict_gated(project.case, kind),
        precautions=project.precautions.filter(left_out_because="").count(),
        undecided=undecided_count(project),
        tags=project.tags,
    )


def _work(project: Project, targets: dict[str, Decimal]) -> Work | None:
    """Return what the wages pay for beside what the lines count and the targets promise; None where nothing is paid."""
    try:
        content = labour_content_of(project)
    except AppError:
        return None
    if not content.worker_days:
        return None
    return Work(
        days=content.worker_days,
        people=content.workers,
        lines=None if content.adds_up else int(content.days_in_lines or 0),
        target_days=targets.get(WORKED),
        target_people=targets.get(EMPLOYED),
    )


def _modules(project: Project) -> list[Planned]:
    book = playbook.current().modules
    return [
        Planned(
            code=row.code,
            component=row.component,
            level=row.level,
            phase=row.phase,
            requires=book[row.code].requires if row.code in book else (),
            horizon=row.horizon,
            leads_to=bool(row.leads_to or row.leads_to_text.strip()),
            delivered=bool(row.delivered_evidence.strip()),
        )
        for row in project.modules.filter(removed=False)
    ]


def _lines(project: Project) -> list[Costed]:
    option = option_of(project)
    components = dict(project.modules.values_list("code", "component"))
    return [
        Costed(
            title=line_words(row)[0],
            unit_cost=row.unit_cost_minor,
            typical=row.typical_minor,
            reason=row.reason,
            module=row.module,
            needs_wages=components.get(row.module) == "WRK" and row.unit == WORKER_DAY,
            labour_share=float(row.labour_share),
        )
        for row in (option.lines.filter(quantity__gt=0) if option else ())
    ]
