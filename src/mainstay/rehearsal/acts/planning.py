"""What the design says: package and its adaptations, words, matrix, markers, risks, budget, targets, what leads where."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.common.money import to_minor
from mainstay.design.rules import unmet
from mainstay.design.selectors import plan_of, sequence_of
from mainstay.design.selectors.budget import WORKER_DAY, daily_wage_cents
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

from .blocks import ASIDE, BLOCKS

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


#: What a small response to a flood or a storm leaves to others, and what stands before it begins.
LEFT_TO_OTHERS = (("INS-01", "The recovery policy is written with the country programme, by its own money."),)
STANDS = (("DAT-02", "The assessment team, paid by the first window of the fund (synthetic)"),)
#: What part of a day of works is paid as wages, and what part of all days each works module besides the first takes.
WAGES, BESIDES = Decimal("0.4"), Decimal("0.15")


@dataclass(frozen=True)
class Course:
    """Which part of the standard package a story takes, and how it is adapted; `stands` names what others delivered."""

    phases: tuple[str, ...] = ("STABILISATION", "REINTEGRATION", "RECOVERY")
    works: str = "WRK-01"
    left_out: tuple[tuple[str, str], ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    stands: tuple[tuple[str, str], ...] = ()


#: How the playbook calls the second group among its target groups.
SECOND = {"refugee": "refugees", "idp": "idps", "returnee": "returnees"}
COURSES = {
    "DISPLACEMENT": Course(("REINTEGRATION",), "WRK-02", LEFT_OUT, ADDED),
    "DISASTER_RAPID": Course(left_out=LEFT_TO_OTHERS, stands=STANDS),
}
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
    choose_package(by=by, project=project, phases=course.phases, replace=True)
    _adapt(by, project, course)
    words = {part: theatre.scenario.tells(part, usual) for part, usual in WORDS.items()}
    if goal := theatre.scenario.tells("goal", ""):
        words["goal"] = goal
    describe_design(by=by, project=project, **words)
    _care(by, project)
    _cost(theatre, by, project)
    _target(theatre, by, project)
    lead_on(by, project)
    _end_in_time(by, project)


def course_of(theatre: Theatre) -> Course:
    """Return the course of a story, by its first kind of crisis."""
    return COURSES.get(theatre.scenario.crisis_types[0], Course())


def _adapt(by: "Person", project: "Project", course: Course) -> None:
    phase = course.phases[0]
    for code, reason in course.left_out:
        for row in project.modules.filter(code=code, removed=False):
            remove_module(by=by, project=project, code=code, phase=row.phase, reason=reason)
    for code, reason in course.added:
        add_module(by=by, project=project, code=code, phase=phase, reason=reason)
    for row in project.modules.filter(code="SPR-04", phase=phase, removed=False):
        change_module(
            by=by, project=project, code=row.code, phase=phase, horizon="DAY1", not_before_week=Decimal(0),
            reason="Nobody starts uninsured.",
        )  # fmt: skip
    for code, evidence in course.stands:
        for row in project.modules.filter(code=code, removed=False):
            change_module(
                by=by, project=project, code=code, phase=row.phase, reason="It is paid for already.",
                delivered_evidence=evidence,
            )  # fmt: skip


def _care(by: "Person", project: "Project") -> None:
    book = playbook.current()
    for block in book.building_blocks.values():
        for cell in block.cells:
            if cell in ASIDE:
                fill_block(by=by, project=project, block=cell, not_applicable_because=ASIDE[cell])
            else:
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
    """Set wage and lines, so that the lines count the days that their wages pay."""
    scenario = theatre.scenario
    first = scenario.phases[0].first
    days = scenario.target("worker_days", theatre.scale)
    set_wage(
        by=by,
        project=project,
        daily_wage_minor=to_minor(scenario.floor_on(first) / scenario.divisor, scenario.currency),
        days_per_worker=max(Decimal("0.1"), (Decimal(days) / _persons(theatre)).quantize(Decimal("0.1"), ROUND_DOWN)),
        usd_rate=(1 / scenario.usd_rate).quantize(Decimal("0.000001")),
        usd_rate_on=first,
    )  # fmt: skip
    modules = dict.fromkeys(
        row.code for row in project.modules.filter(removed=False, delivered_evidence="").order_by("pk")
    )
    units = playbook.current().modules
    works = {code for code in modules if units[code].unit == WORKER_DAY}
    quantities = _quantities(theatre)
    lines: list[dict[str, Any]] = [
        {"module": code, "quantity": quantities.get(units[code].unit, 1)}
        for code in modules
        if code not in works
    ]
    cost_design(by=by, project=project, lines=[*lines, *_works(theatre, project, works, days)])


def _persons(theatre: Theatre) -> int:
    return max(1, theatre.scenario.target("persons", theatre.scale))


def _quantities(theatre: Theatre) -> dict[str, Decimal | int]:
    """Return how much a plan of this size buys, by the unit in which the playbook counts it."""
    scenario, persons = theatre.scenario, _persons(theatre)
    days = scenario.target("worker_days", theatre.scale)
    run = Decimal((scenario.until - scenario.phases[0].first).days) / 365
    years = max(Decimal("0.1"), run.quantize(Decimal("0.1")))
    sites = sum(phase.sites for phase in scenario.phases) * theatre.scale
    return {
        "worker": persons, "child": max(1, persons // 4), "household-month": 2 * persons, "worker-month": max(1, round(days / 20)),
        "enterprise": max(1, persons // 10), "entrepreneur": max(1, persons // 10), "trainee": _certificates(theatre),
        "committee-year": years, "desk-year": years, "site": max(1, round(sites)),
    }  # fmt: skip


def _works(theatre: Theatre, project: "Project", works: set[str], days: int) -> list[dict[str, Any]]:
    """Return the lines of works: days of the wage of the country, which is a fixed part of what a day costs."""
    unit_cost, share = _day_of_works(daily_wage_cents(project))
    main = course_of(theatre).works
    quantities = {code: round(days * BESIDES) for code in works if code != main}
    quantities[main] = days - sum(quantities.values())
    return [
        {
            "module": code, "quantity": quantities[code], "unit_cost_minor": unit_cost, "labour_share": share,
            "reason": "The rate of the country: its lowest legal wage is two fifths of the cost of a day.",
        }
        for code in sorted(quantities)
    ]  # fmt: skip


def _day_of_works(wage: Decimal) -> tuple[int, Decimal]:
    """Return the cost of a day in whole cents and the share of it that is wages, which together pay the wage exactly.

    >>> cost, share = _day_of_works(Decimal("465.3"))
    >>> 0 <= cost * share - Decimal("465.3") < Decimal("0.01")
    True
    """
    least = int(wage / WAGES)
    shares = {
        cost: (wage / cost).quantize(Decimal("0.0001"), ROUND_CEILING) for cost in range(least, least + 200)
    }
    cost = min(shares, key=lambda cost: (cost * shares[cost] - wage, cost))
    return cost, shares[cost]


def _certificates(theatre: Theatre) -> int:
    """Return how many certificates the story promises; where none was published, one person in eight."""
    figure = theatre.scenario.figures.get("certificates")
    return max(1, int(figure.target(theatre.scale)) if figure else _persons(theatre) // 8)


def _target(theatre: Theatre, by: "Person", project: "Project") -> None:
    """Set the published design targets: worker-days, workers, and the groups' shares of them."""
    scenario, until = theatre.scenario, theatre.scenario.until
    persons = _persons(theatre)
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
            by=by, project=project, code=code, phase=row.phase, reason=row.reason or "What it needs stands already.",
            delivered_evidence=f"{', '.join(wanted)}: delivered by the ministry and its partners (synthetic)",
        )  # fmt: skip
    for row in project.modules.filter(removed=False, leads_to=[], leads_to_text=""):
        change_module(
            by=by, project=project, code=row.code, phase=row.phase, reason=row.reason or "What follows after it is named.",
            leads_to_text="Schemes and budgets of the country",
        )  # fmt: skip


def _end_in_time(by: "Person", project: "Project") -> None:
    """Let no module run on after the project has ended."""
    if project.starts_on is None or project.ends_on is None:
        return
    whole = Decimal((project.ends_on - project.starts_on).days) / 7
    for bar in sequence_of(project):
        left = (whole - Decimal(str(bar["start_week"]))).quantize(Decimal("0.1"), ROUND_DOWN)
        if not bar["past"] or left <= 0:
            continue
        for row in project.modules.filter(code=bar["module"], removed=False):
            change_module(
                by=by, project=project, code=row.code, phase=row.phase, weeks=left,
                reason=row.reason or "It ends with the project; the ministry and the communes go on.",
            )  # fmt: skip
