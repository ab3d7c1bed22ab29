"""What a plan lacks: each law of the package told in plain words. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class Planned:
    """A module in the plan."""

    code: str
    component: str
    level: str
    phase: str
    requires: tuple[str, ...] = ()
    horizon: str = "PATH"
    leads_to: bool = False
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class Costed:
    """A budget line beside what the playbook holds usual."""

    title: str
    unit_cost: int
    typical: int | None
    reason: str
    module: str = ""
    needs_wages: bool = False
    labour_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Work:
    """The worker-days and people that the wages pay for, beside what else the plan says of them.

    `lines` are the worker-days that the budget lines count where these are others; targets are those for everybody.
    """

    days: int
    people: int
    lines: int | None = None
    target_days: Decimal | None = None
    target_people: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the check looks at."""

    modules: Sequence[Planned]
    must_have: Collection[str] = ()
    levels_reason: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    blocks_answered: Collection[str] = ()
    lines: Sequence[Costed] = ()
    work: Work | None = None
    target_groups: Collection[str] = ()
    targets_without_date: int = 0
    markers: Mapping[str, int] = field(default_factory=dict)
    risks: int = 0
    conflict_points: int = 0
    conflict_asked: bool = False
    precautions: int = 0
    undecided: int = 0
    tags: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Law:
    """What the playbook asks of every plan."""

    levels: Sequence[str]
    obligatory: Sequence[str]
    blocks: Mapping[str, Collection[str]]
    markers: Mapping[str, int]
    cost_above: float
    cost_below: float
    groups: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Lack:
    """Something missing: `stops` an approval, or is only worth a thought."""

    reason: Reason
    stops: bool = True


#: Groups for which every design has a target.
ALWAYS = ("women", "youth", "persons_with_disabilities")
#: Texts without which a design says nothing, and how they are named to people.
TEXTS = {
    "root_causes": _("root causes"),
    "opportunity": _("driver: opportunity"),
    "contact": _("driver: contact"),
    "grievance": _("driver: grievance"),
    "exit_plan": _("exit and hand-over plan"),
}


def lacks(plan: Plan, law: Law) -> list[Lack]:
    """Return everything that the plan lacks, what stops it first."""
    found = [
        *_modules(plan, law),
        *_horizons(plan),
        *_texts(plan),
        *_blocks(plan, law),
        *_money(plan, law),
        *_numbers(plan.work),
        *_people(plan, law),
        *_care(plan, law),
    ]
    return sorted(found, key=lambda lack: not lack.stops)


def _lack(code: str, msgid: str, /, *, stops: bool = True, **facts: object) -> Lack:
    return Lack(Reason(code, msgid, facts), stops)


def _modules(plan: Plan, law: Law) -> Iterator[Lack]:
    if not plan.modules:
        yield _lack("no_modules", _("modules; take the standard package as the start"))
        return
    here = {module.code for module in plan.modules}
    components = {module.component for module in plan.modules}
    missing = [code for code in law.obligatory if code not in components]
    if missing:
        yield _lack(
            "obligatory", _("modules on {components}, which every design has"), components=", ".join(missing)
        )
    absent = [code for code in plan.must_have if code not in here]
    if absent:
        yield _lack(
            "must_have", _("modules {codes}, which this package never goes without"), codes=", ".join(absent)
        )
    gaps = unmet(plan.modules)
    for code, wanted in gaps.items():
        yield _lack(
            "prerequisite",
            _("{wanted}, which {code} needs (add it, or say who delivered it)"),
            code=code,
            wanted=", ".join(wanted),
        )
    levels = [level for level in law.levels if level not in {module.level for module in plan.modules}]
    if levels and not plan.levels_reason.strip():
        yield _lack(
            "levels",
            _("the level {levels}, or a recorded reason why it is left out"),
            levels=", ".join(levels),
        )


def unmet(modules: Iterable[Planned]) -> dict[str, list[str]]:
    """Return, for each module, what it requires that is neither in the plan nor delivered already."""
    listed = list(modules)
    here = {module.code for module in listed}
    gaps = {
        module.code: [code for code in module.requires if code not in here]
        for module in listed
        if not module.delivered
    }
    return {code: wanted for code, wanted in gaps.items() if wanted}


def _horizons(plan: Plan) -> Iterator[Lack]:
    live = [module for module in plan.modules if not module.delivered]
    if not live:
        return
    if not any(module.horizon == "DAY1" for module in live):
        yield _lack("no_day_one", _("a day-1 list: what begins within 30 days"))
    if not any(module.horizon == "PATH" for module in live):
        yield _lack("no_path", _("a path of one to five years"))
    silent = [module.code for module in live if not module.leads_to]
    if silent:
        yield _lack("leads_nowhere", _("what {codes} lead to"), codes=", ".join(dict.fromkeys(silent)))


def _texts(plan: Plan) -> Iterator[Lack]:
    for field_name, shown in TEXTS.items():
        if not plan.texts.get(field_name, "").strip():
            yield _lack(f"text_{field_name}", shown)


def _blocks(plan: Plan, law: Law) -> Iterator[Lack]:
    here = {module.code for module in plan.modules} | {module.component for module in plan.modules}
    empty = [
        code
        for code, filled_by in law.blocks.items()
        if code not in plan.blocks_answered and not here & set(filled_by)
    ]
    if empty:
        yield _lack(
            "blocks",
            _("an answer in the building blocks {blocks} (fill, or say why not applicable)"),
            blocks=", ".join(empty),
        )


def _money(plan: Plan, law: Law) -> Iterator[Lack]:
    if not plan.lines:
        yield _lack("no_budget", _("a budget"))
    for line in plan.lines:
        if not line.typical or line.reason.strip():
            continue
        ratio = line.unit_cost / line.typical
        if ratio > law.cost_above or ratio < law.cost_below:
            yield _lack(
                "cost_reason",
                _("a reason why “{title}” costs {ratio} % of what is usual"),
                title=line.title,
                ratio=round(ratio * 100),
            )
    unpaid = [line.title for line in plan.lines if line.needs_wages and not line.labour_share]
    if unpaid:
        yield _lack("labour_share", _("the share of wages in {titles}"), titles=", ".join(unpaid))
    costed = {line.module for line in plan.lines}
    free = [module.code for module in plan.modules if not module.delivered and module.code not in costed]
    if plan.lines and free:
        yield _lack("not_costed", _("cost of {codes}"), stops=False, codes=", ".join(dict.fromkeys(free)))


#: How far a target may lie from what the wages pay for, as a share of it.
APART = Decimal("0.05")


def _numbers(work: Work | None) -> Iterator[Lack]:
    """Yield where the same thing has two numbers in one plan."""
    if work is None:
        return
    if work.lines is not None:
        yield _lack(
            "days_apart",
            _("one number of worker-days: the lines count {lines}, their wages pay {days}"),
            stops=False,
            lines=work.lines,
            days=work.days,
        )
    if _apart(work.target_days, work.days):
        yield _lack(
            "target_days_apart",
            _("a target of worker-days that fits the budget: the target is {target}, the wages pay {days}"),
            stops=False,
            target=work.target_days,
            days=work.days,
        )
    if _apart(work.target_people, work.people):
        yield _lack(
            "target_people_apart",
            _("a target of people that fits the budget: the target is {target}, the wages pay {people}"),
            stops=False,
            target=work.target_people,
            people=work.people,
        )


def _apart(target: Decimal | None, paid: int) -> bool:
    return target is not None and abs(target - paid) > max(Decimal(1), paid * APART)


def _people(plan: Plan, law: Law) -> Iterator[Lack]:
    if not plan.target_groups:
        yield _lack("no_targets", _("targets by group"))
        return
    absent = [group for group in ALWAYS if group not in plan.target_groups]
    if absent:
        yield _lack("target_groups", _("targets for {groups}"), groups=", ".join(absent))
    others = [group for group in law.groups if group not in {*plan.target_groups, *ALWAYS}]
    if others:
        yield _lack(
            "priority_groups",
            _("targets for the priority groups {groups}"),
            stops=False,
            groups=", ".join(others),
        )
    if plan.targets_without_date:
        yield _lack(
            "target_dates", _("dates of {count} targets"), stops=False, count=plan.targets_without_date
        )


def _care(plan: Plan, law: Law) -> Iterator[Lack]:
    if not plan.risks:
        yield _lack("no_risks", _("risks and what is done about them"))
    if plan.conflict_asked and not plan.conflict_points:
        yield _lack(
            "conflict_matrix", _("dividers and connectors between groups (this kind of crisis asks for them)")
        )
    if plan.conflict_asked and not plan.precautions:
        yield _lack(
            "precautions", _("what is done differently so as to do no harm (this kind of crisis asks for it)")
        )
    if plan.undecided:
        yield _lack(
            "precautions_undecided",
            _("a decision on {count} things that the reading of the conflict asks to do differently"),
            stops=False,
            count=plan.undecided,
        )
    for code, least in law.markers.items():
        if code not in plan.markers:
            yield _lack("marker", _("the marker {marker}"), marker=code)
        elif plan.markers[code] < least:
            yield _lack(
                "marker_low",
                _("a better rating than {value} on the marker {marker} (at least {least})"),
                marker=code,
                value=plan.markers[code],
                least=least,
            )
    for kind in ("sdg", "r205", "objectives"):
        if not plan.tags.get(kind):
            yield _lack("tags", _("tags: {kind}"), kind=kind)
