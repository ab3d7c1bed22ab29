"""The rapid assessment: scope, team, sample, forms, interviews, estimates, evidence, options, approval, report."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mainstay.assess.methods.estimate_range import Range
from mainstay.assess.methods.jobs_lost import BaselineCell
from mainstay.assess.selectors import assessments_visible
from mainstay.assess.services import (
    Earnings,
    SectorOutput,
    Span,
    approve_baseline,
    build_form,
    compute_estimates,
    cost_option,
    estimate_losses,
    field_form,
    import_submissions,
    name_team,
    plan_sample,
    record_finding,
    record_group_talk,
    record_institution,
    record_production,
    scope_assessment,
    submit_report,
    validate_report,
    write_form,
)
from mainstay.common.money import to_minor
from mainstay.rehearsal.generators.households import FULL, INTERVIEWERS, households, interviews, workers
from mainstay.rehearsal.theatre import Theatre

from .arriving import body_of
from .conflict import read_conflict
from .days import before
from .needing import state_needs

if TYPE_CHECKING:
    from mainstay.assess.models import Assessment, Form

#: How far an estimate may lie off: so many are asked that women and men can be told of apart.
MARGIN = 0.07
#: Which synthetic interviews belong to which question module.
ASKED: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {"HOUSEHOLD": households, "WORKER": workers}


def play(theatre: Theatre) -> None:
    """Play the rapid assessment from its scope to its approval."""
    collect(theatre)
    theatre.act("assess", "assessment estimates", before(theatre, 109), lambda: _estimate(theatre))
    theatre.act("assess", "assessment evidence", before(theatre, 108), lambda: _weigh(theatre))
    theatre.act("assess", "assessment validated", before(theatre, 105), lambda: _validate(theatre))
    theatre.act("assess", "assessment approved", before(theatre, 103), lambda: _approve(theatre))


def collect(theatre: Theatre, *, part: float = 1) -> None:
    """Play the rapid assessment until its answers, or a part of them, are in."""
    theatre.act("assess", "assessment scope", before(theatre, 126), lambda: _scope(theatre))
    theatre.act("assess", "assessment team", before(theatre, 125), lambda: _plan(theatre))
    theatre.act("assess", "assessment forms", before(theatre, 124), lambda: _field(theatre))
    theatre.act("assess", "assessment answers", before(theatre, 110), lambda: _collect(theatre, part))
    theatre.act("assess", "institutions", before(theatre, 110, 14), lambda: _map(theatre))
    theatre.act("assess", "group talks", before(theatre, 110, 15), lambda: _talk(theatre))
    theatre.act("assess", "conflict reading", before(theatre, 110, 16), lambda: _read(theatre))


def assessment_of(theatre: Theatre) -> "Assessment":
    """Return the assessment of the case."""
    return assessments_visible(theatre.person("officer")).get(case=theatre.props["case"])


def _places(theatre: Theatre) -> list[str]:
    return list(theatre.scenario.phases[0].governorates)


def _scope(theatre: Theatre) -> None:
    scope_assessment(
        by=theatre.person("officer"),
        case=theatre.props["case"],
        stage="RAPID",
        title=f"Work and income: {theatre.scenario.title} (synthetic)",
        decisions=["Where works begin", "How places are shared between the communities"],
        modules=list(ASKED),
    )


def _plan(theatre: Theatre) -> None:
    assessment, monitor = assessment_of(theatre), theatre.person("monitor")
    seats: list[dict[str, Any]] = [
        {"role": "LEAD", "person": theatre.person("expert_1")},
        {"role": "DIALOGUE", "code": "D1"},
        {"role": "INCLUSION", "code": "I1", "sex": "F"},
    ]
    seats += [
        {
            "role": "ENUMERATOR",
            "code": code,
            "sex": "FM"[at % 2],
            "languages": [theatre.scenario.population.language],
        }
        for at, code in enumerate(INTERVIEWERS)
    ]
    name_team(by=theatre.person("officer"), assessment=assessment, seats=seats)
    strata = {place: 9000 + 1000 * at for at, place in enumerate(_places(theatre))}
    plan_sample(
        by=monitor,
        assessment=assessment,
        method="random",
        margin=MARGIN,
        seed=theatre.scenario.seed,
        frame=[f"C{number:03d}" for number in range(90)],
        strata=strata,
    )


def _field(theatre: Theatre) -> None:
    assessment, monitor = assessment_of(theatre), theatre.person("monitor")
    folder = theatre.out / "assessment"
    folder.mkdir(parents=True, exist_ok=True)
    for module in ASKED:
        form = build_form(by=monitor, assessment=assessment, module=module)
        field_form(by=monitor, form=form)
        write_form(by=monitor, form=form, to=str(folder / f"form-{module.lower()}.xlsx"))


def _collect(theatre: Theatre, part: float) -> None:
    assessment = assessment_of(theatre)
    planned = -(-(assessment.sample_selected or FULL) // len(ASKED))
    count = round(interviews(planned, float(theatre.scale)) * part)
    for form in assessment.forms.order_by("number"):
        _import(theatre, form, count)


def _import(theatre: Theatre, form: "Form", count: int) -> None:
    first = before(theatre, 122).date()
    days = max(1, min(8, (before(theatre, 110).date() - first).days))
    asked = ASKED[form.module]
    more = {"wage": float(_day_wage(theatre))} if form.module == "WORKER" else {}
    rows = list(
        asked(count, seed=theatre.scenario.seed, places=_places(theatre), first=first, days=days, **more)
    )
    name = f"answers-{form.module.lower()}.csv"
    content = _csv(rows)
    (theatre.out / "assessment").mkdir(parents=True, exist_ok=True)
    (theatre.out / "assessment" / name).write_bytes(content)
    import_submissions(by=theatre.person("monitor"), form=form, given=content, filename=name)


def _map(theatre: Theatre) -> None:
    """Put the institutions of two places on the map; they are made up and say so."""
    for place in _places(theatre)[:2]:
        for kind, name, functioning, capacity, needs in INSTITUTIONS:
            record_institution(
                by=theatre.person("officer"),
                assessment=assessment_of(theatre),
                place=place,
                kind=kind,
                name=f"{name}, {place} (synthetic)",
                functioning=functioning,
                source_kind="OBSERVATION",
                citation="Visit of the team (synthetic)",
                as_of=before(theatre, 111).date(),
                capacity=capacity,
                needs=needs,
                relied_on_by=["women", "youth"],
            )


#: Kind, name, whether it functions, what it can do, what it needs.
INSTITUTIONS = (
    ("EMPLOYMENT_SERVICE", "Job office", "PARTLY", "Two advisers, one desk", "Power and a list of vacancies"),
    ("LABOUR_INSPECTION", "Inspectorate", "NOT", "", "A vehicle and fuel"),
    ("LOCAL_AUTHORITY", "Municipality", "WORKS", "Runs works of up to 60 people", "Money for wages"),
    ("TRAINING_CENTRE", "Training centre", "PARTLY", "Open two days a week", "Two teachers"),
    ("COOPERATIVE", "Fishers' cooperative", "NOT", "", "Boats and nets"),
    ("MICROFINANCE", "Savings groups", "UNKNOWN", "", ""),
)  # fmt: skip


def _talk(theatre: Theatre) -> None:
    """Hear women alone, men alone and young people; what they say is made up and says so."""
    language = theatre.scenario.population.language
    for at, (kind, sex, people, points) in enumerate(TALKS):
        places = _places(theatre)
        record_group_talk(
            by=theatre.person("officer"),
            assessment=assessment_of(theatre),
            kind=kind,
            place=places[at % len(places)],
            held_on=before(theatre, 111).date(),
            participants=people,
            facilitator_sex=sex,
            languages=[language],
            points=[
                {"topic": topic, "strategy": strategy, "words": f"{words} (synthetic)"}
                for topic, strategy, words in points
            ],
        )


def _read(theatre: Theatre) -> None:
    """Let a panel of both communities read the conflict in the first place."""
    place, day = _places(theatre)[0], before(theatre, 111).date()
    read_conflict(theatre, assessment_of(theatre), place=place, held_on=day)


#: Who sat together, the sex of who led, how many they were, and what they said: topic, way of getting by, words.
TALKS = (
    ("WOMEN", "F", 11, (
        ("LOST_WORK", "", "Selling at the market stopped when the road was cut."),
        ("COPING", "take_child_from_school", "Older girls stay at home to look after the small ones."),
        ("COPING", "high_interest_debt", "Traders lend at a tenth a week."),
        ("CARE", "", "With a place for small children most of us would take paid work."),
        ("SAFETY", "", "Nobody walks to the river site alone before sunrise."),
    )),
    ("MEN", "M", 9, (
        ("LOST_WORK", "", "Boats and nets are gone; day labour went to those who know the foreman."),
        ("COPING", "sell_tools", "Masons sold their tools in the first month."),
        ("NEEDS", "", "First the road, then the landing place."),
    )),
    ("YOUTH", "F", 12, (
        ("ACCESS", "", "Without papers or a certificate nobody asks us."),
        ("COPING", "risky_work", "Some dig sand in the river bed at night."),
        ("INSTITUTIONS", "", "The training centre is open two days a week."),
    )),
)  # fmt: skip


def _csv(rows: Sequence[dict[str, Any]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _estimate(theatre: Theatre) -> None:
    compute_estimates(by=theatre.person("monitor"), assessment=assessment_of(theatre))


def _weigh(theatre: Theatre) -> None:
    """Write losses, findings with their sources, and the options; hand the report in."""
    assessment, officer = assessment_of(theatre), theatre.person("officer")
    as_of = before(theatre, 112).date()
    _lose(theatre, assessment, as_of)
    for topic, statement, kinds in FINDINGS:
        sources = [{"kind": kind, "citation": f"Synthetic {kind.lower()}", "as_of": as_of} for kind in kinds]
        record_finding(by=officer, assessment=assessment, topic=topic, statement=statement, sources=sources)
    days = theatre.scenario.target("worker_days", theatre.scale)
    workers = max(1, days // 40)
    for title, quantities, held, words in (
        ("Works with local authorities", {"WRK-02": days}, workers, "Half of all places for each community"),
        ("Cash and counselling", {"SPR-01": workers, "PLC-01": 2}, 0, "No assets, quicker"),
    ):
        cost_option(
            by=officer,
            assessment=assessment,
            title=title,
            quantities=quantities,
            first_day=30,
            workers=held,
            words=words,
        )
    state_needs(theatre, assessment, as_of)
    submit_report(by=officer, assessment=assessment)


def _day_wage(theatre: Theatre) -> Decimal:
    """Return the floor of a day's pay when the scenario begins."""
    scenario = theatre.scenario
    return scenario.floor_on(scenario.phases[0].first) / scenario.divisor


def _lose(theatre: Theatre, assessment: "Assessment", as_of: date) -> None:
    """Estimate the work that was lost, from who worked where before."""
    scenario, areas = theatre.scenario, _places(theatre)
    wage = to_minor(_day_wage(theatre), scenario.currency)
    estimate_losses(
        by=theatre.person("officer"),
        assessment=assessment,
        baseline=[BaselineCell(area, *cell) for area in areas for cell in EMPLOYED],
        exposure=dict.fromkeys(areas, 0.6),
        impact={"*": Range(0.06, 0.1, 0.15)},
        at_risk={"*": Range(0.05, 0.08, 0.12), "services": Range(0.1, 0.14, 0.2)},
        span=Span(days=365, recovery_days=365, days_a_week=6, partial=0.4, stays_lost=0.05),
        source="Synthetic labour force table",
        as_of=as_of,
        earnings=Earnings(wage, round(wage * 0.7), scenario.currency),
    )
    record_production(
        by=theatre.person("officer"),
        assessment=assessment,
        sectors=[_produced(row, wage, len(areas)) for row in PRODUCED],
        currency=scenario.currency,
        source="Synthetic chapters of the economy",
        as_of=as_of,
    )


def _produced(row: tuple[str, int, int, int, float], wage: int, areas: int) -> SectorOutput:
    """Return what a sector made: its work is worth the wage of each day, and half of what it makes goes to work."""
    sector, first, last, workers, lost = row
    earned = workers * areas * 260 * wage
    normal = 2 * earned * (last - first) // 365
    return SectorOutput(
        sector, first, last, normal, round(normal * (1 - lost)), 2 * earned, earned, workers * areas, 260.0
    )


#: Sector, sex, people employed in each area before, share of own-account work among them.
EMPLOYED = (
    ("construction", "M", 21_000, 0.35),
    ("agriculture", "F", 6_000, 0.5),
    ("agriculture", "M", 9_000, 0.4),
    ("services", "F", 8_000, 0.2),
)
#: Sector, days after the event, people employed in each area, share of production lost.
PRODUCED = (
    ("construction", 0, 365, 21_000, 0.075),
    ("agriculture", 0, 365, 15_000, 0.04),
    ("mining", 0, 365, 1_200, 0.02),
    ("construction", 365, 730, 21_000, 0.02),
    ("agriculture", 365, 730, 15_000, 0.03),
)
FINDINGS = (
    ("SCALE", "One in three workers lost work or hours since both communities share one market.", ("SURVEY", "CONSTITUENT")),
    ("GROUPS", "Those who came last work below the minimum wage.", ("SURVEY", "INFORMANT")),
    ("INSTITUTIONS", "Local authorities can run works and lack money for wages.", ("OBSERVATION", "ADMINISTRATIVE")),
    ("CONFLICT", "Tension grows where jobs are shared out without a list.", ("SURVEY", "INFORMANT")),
    ("NEEDS", "Rural roads and water reservoirs need repair.", ("OBSERVATION", "CONSTITUENT")),
)  # fmt: skip


def _validate(theatre: Theatre) -> None:
    """Let each constituent say in its own name whether the findings are right."""
    for part, body in (("ministry", "government"), ("employers", "employers"), ("workers", "workers")):
        validate_report(
            by=theatre.person(part), assessment=assessment_of(theatre), body=body,
            organisation=body_of(theatre, part).name, verdict="CONFIRMED", words="Seen and confirmed (synthetic).",
        )  # fmt: skip


def _approve(theatre: Theatre) -> None:
    from mainstay.assess.documents import write_report

    assessment, director = assessment_of(theatre), theatre.person("director")
    approve_baseline(by=director, assessment=assessment)
    folder = theatre.out / "assessment"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("docx", "pdf"):
        content = write_report(by=director, assessment=assessment, kind=kind)
        (folder / f"assessment-report.{kind}").write_bytes(content)
