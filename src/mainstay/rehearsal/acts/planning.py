"""What the design says: package and its adaptations, words, matrix, markers, risks, budget, targets, what leads where."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.common.money import to_minor
from mainstay.design.rules import unmet
from mainstay.design.selectors import plan_of
from mainstay.design.services import (
    add_module,
    change_module,
    choose_package,
    cost_design,
    describe_design,
    fill_block,
    rate_marker,
    record_conflict_point,
    record_risk,
    remove_module,
    set_targets,
    set_wage,
    tag_design,
)
from mainstay.rehearsal.theatre import Theatre

from .blocks import BLOCKS

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.design.models import Project

LEFT_OUT = (
    ("SKL-06", "Schools of the two ministries already give catch-up learning."),
    ("ENT-01", "A sister programme gives start-up grants in the same municipalities."),
)
ADDED = (
    ("DLG-01", "The tripartite committee watches over wages and places."),
    ("FPR-02", "Clauses on rights at work in each agreement with a municipality."),
    ("SPR-04", "Accident insurance from the first day: the unions asked for it."),
    ("INS-03", "Municipalities run the works and need to be able to."),
)


@dataclass(frozen=True)
class Course:
    """Which part of the standard package a story takes, and how it is adapted."""

    phases: tuple[str, ...] = ("STABILISATION", "REINTEGRATION", "RECOVERY")
    works: str = "WRK-01"
    left_out: tuple[tuple[str, str], ...] = ()
    added: tuple[tuple[str, str], ...] = ()


#: How the playbook calls the second group among its target groups.
SECOND = {"refugee": "refugees", "idp": "idps", "returnee": "returnees"}
COURSES = {"DISPLACEMENT": Course(("REINTEGRATION",), "WRK-02", LEFT_OUT, ADDED)}
WORDS = {
    "root_causes": "Two communities share one labour market in which work is scarce, informal and badly paid.",
    "opportunity": "Paid work near home, for host and refugee households alike.",
    "contact": "Mixed gangs, one foreman from each community in turn.",
    "grievance": "Public lists, one wage for one task, a complaint line answered by women too.",
    "exit_plan": "The local authorities maintain what was built, by their own budget under signed agreements.",
    "levels_reason": "Policy work follows in the decent-work country programme.",
}
RISKS = (
    (
        "Heat and traffic at the sites",
        3,
        4,
        "Shade, water, signals; inspected before each opening",
        "SAF_OFF",
    ),
    ("Places are sold", 2, 4, "Lottery before witnesses, published lists", "CPO"),
    ("An epidemic or an order closes the sites", 2, 4, "Paid suspension, restart checklist", "CD"),
)


def fill(theatre: Theatre, project: "Project") -> None:
    """Fill in the whole plan."""
    by = theatre.person("designer")
    course = course_of(theatre)
    choose_package(by=by, project=project, phases=course.phases)
    _adapt(by, project, course)
    words = {part: theatre.scenario.tells(part, usual) for part, usual in WORDS.items()}
    describe_design(by=by, project=project, **words)
    _care(by, project)
    _cost(theatre, by, project)
    _target(theatre, by, project)
    lead_on(by, project)


def course_of(theatre: Theatre) -> Course:
    """Return the course of a story, by its first kind of crisis."""
    return COURSES.get(theatre.scenario.crisis_types[0], Course())


def _adapt(by: "Person", project: "Project", course: Course) -> None:
    phase = course.phases[0]
    for code, reason in course.left_out:
        remove_module(by=by, project=project, code=code, phase=phase, reason=reason)
    for code, reason in course.added:
        add_module(by=by, project=project, code=code, phase=phase, reason=reason)
    for row in project.modules.filter(code="SPR-04", phase=phase, removed=False):
        change_module(
            by=by, project=project, code=row.code, phase=phase, horizon="DAY1", not_before_week=Decimal(0),
            reason="Nobody starts uninsured.",
        )  # fmt: skip


def _care(by: "Person", project: "Project") -> None:
    book = playbook.current()
    for block in book.building_blocks.values():
        for cell in block.cells:
            fill_block(by=by, project=project, block=cell, filled_by=BLOCKS[cell])
    for marker in book.markers:
        rate_marker(
            by=by, project=project, marker=marker, value=1, reason="One principal measure is planned."
        )
    tag_design(
        by=by, project=project, sdg=["SDG08"], r205=list(book.r205_parts)[:1], objectives=["SO2", "SO3"]
    )
    for text, likelihood, impact, mitigation, owner in RISKS:
        record_risk(
            by=by, project=project, text=text, likelihood=likelihood, impact=impact, mitigation=mitigation,
            owner_role=owner,
        )  # fmt: skip
    record_conflict_point(
        by=by, project=project, kind="DIVIDER", text="Competition for day labour", effect="More places, one wage",
        answer="Half of the places for each community",
    )  # fmt: skip
    record_conflict_point(
        by=by, project=project, kind="CONNECTOR", text="Roads that both communities use", effect="Repaired together",
        answer="Both choose the sites in one meeting",
    )  # fmt: skip


def _cost(theatre: Theatre, by: "Person", project: "Project") -> None:
    scenario = theatre.scenario
    first = scenario.phases[0].first
    days = scenario.target("worker_days", theatre.scale)
    contracts = max(1, scenario.target("contracts_40_days", theatre.scale))
    set_wage(
        by=by,
        project=project,
        daily_wage_minor=to_minor(scenario.floor_on(first) / scenario.divisor, scenario.currency),
        days_per_worker=Decimal(round(days / contracts)),
        usd_rate=(1 / scenario.usd_rate).quantize(Decimal("0.000001")),
        usd_rate_on=first,
    )
    lines: list[dict[str, Any]] = [
        {"module": code, "quantity": 1} | ({"labour_share": "0.40"} if code.startswith("WRK") else {})
        for code in dict.fromkeys(row.code for row in project.modules.filter(removed=False))
    ]
    given = {
        course_of(theatre).works: {"quantity": days},
        "SKL-01": {"quantity": _certificates(theatre)},
        "SPR-04": {"quantity": max(1, round(days / 20))},
    }
    cost_design(by=by, project=project, lines=[line | given.get(line["module"], {}) for line in lines])


def _certificates(theatre: Theatre) -> int:
    """Return how many certificates the story promises; at least one, also where nothing was published."""
    figure = theatre.scenario.figures.get("certificates")
    return max(1, int(figure.target(theatre.scale))) if figure else 1


def _target(theatre: Theatre, by: "Person", project: "Project") -> None:
    """Set the published design targets: worker-days, workers, and the groups' shares of them."""
    scenario, until = theatre.scenario, theatre.scenario.until
    persons = max(1, scenario.target("persons", theatre.scale))
    groups = {
        "ALL": Decimal(1),
        "women": scenario.share("share_women"),
        SECOND.get(scenario.population.second_status, "refugees"): scenario.share("share_second_group"),
        "host_community": 1 - scenario.share("share_second_group"),
        "persons_with_disabilities": scenario.share("share_disability"),
        "youth": Decimal("0.35"),
    }
    targets = [_row("JB-02", group, round(persons * share), until) for group, share in groups.items()]
    targets.append(_row("JB-01", "ALL", scenario.target("worker_days", theatre.scale), until))
    targets.append(_row("SK-03", "ALL", _certificates(theatre), until))
    set_targets(by=by, project=project, targets=targets)


def _row(indicator: str, group: str, value: int, due: date) -> dict[str, Any]:
    return {"indicator": indicator, "group": group, "value": value, "due_on": due}


def lead_on(by: "Person", project: "Project") -> None:
    """Say what was delivered before by others, and what each module leads to."""
    for code, wanted in unmet(plan_of(project).modules).items():
        row = project.modules.filter(code=code, removed=False)[0]
        change_module(
            by=by, project=project, code=code, phase=row.phase, reason="What it needs stands already.",
            delivered_evidence=f"{', '.join(wanted)}: delivered by the ministry and its partners (synthetic)",
        )  # fmt: skip
    for row in project.modules.filter(removed=False, leads_to=[], leads_to_text=""):
        change_module(
            by=by, project=project, code=row.code, phase=row.phase, reason="What follows after it is named.",
            leads_to_text="Schemes and budgets of the country",
        )  # fmt: skip
