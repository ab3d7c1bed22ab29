"""What the road asks of the middle years: the report on the seed, the redesign after the suspension, a second seed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from mainstay.design.services import (
    activate_project,
    add_module,
    approve_design,
    cost_design,
    record_risk,
    revise_design,
    submit_design,
    waive_assessment,
)
from mainstay.partners.services import answer_point, raise_point, record_consultation, send_answer
from mainstay.rehearsal.theatre import Theatre

from . import designing, funding, planning
from .arriving import BODIES, body_of
from .calendar import Scene
from .consulting import ABOUT

#: What is added so that works can go on safely.
SAFE = "OSH-02"
REASON = "The sites were suspended by government instruction; they restart with distance, washing points and sick pay."
POINTS = (
    ("ministry", "The health ministry's protocol applies on each site.", "TAKEN", ""),
    ("employers", "Masks cannot be paid by small contractors.", "TAKEN", ""),
    ("workers", "Nobody loses wages because she stays at home ill.", "TAKEN", ""),
)


def scenes(theatre: Theatre) -> Iterator[Scene]:
    """Yield the acts between the first site and the last; a story without a suspension has none."""
    if theatre.scenario.suspension is None:
        return
    first, last = theatre.scenario.suspension
    begin = theatre.scenario.phases[0].first
    yield _scene(
        begin + timedelta(days=450), "fund", "W2 reported",
        lambda: funding.report(theatre, "W2", "Four sites begun; wages paid until the instalment came.", left=3_000_00),
    )  # fmt: skip
    yield _scene(first + timedelta(days=12), "design", "redesign begun", lambda: _revise(theatre))
    yield _scene(first + timedelta(days=25), "partners", "redesign consulted", lambda: _consult(theatre))
    yield _scene(first + timedelta(days=30), "design", "redesign handed in", lambda: _submit(theatre))
    yield _scene(first + timedelta(days=34), "design", "redesign scored", lambda: designing.score(theatre))
    yield _scene(first + timedelta(days=40), "design", "redesign approved", lambda: _approve(theatre))
    day = last + timedelta(days=90)
    yield _scene(
        day, "fund", "second W2 asked", lambda: funding.ask_seed(theatre, "Masks and washing points")
    )
    yield _scene(day + timedelta(days=4), "fund", "second W2 approved", lambda: funding.approve_seed(theatre))
    yield _scene(day + timedelta(days=6), "fund", "second W2 paid", lambda: funding.pay(theatre, "W2"))


def _scene(day: date, stage: str, name: str, play: Callable[[], object]) -> Scene:
    return Scene(day, 6, stage, name, play)


def _revise(theatre: Theatre) -> None:
    project, designer = theatre.props["project"], theatre.person("designer")
    phase = planning.course_of(theatre).phases[0]
    revise_design(by=designer, project=project, reason=REASON)
    add_module(by=designer, project=project, code=SAFE, phase=phase, reason=REASON)
    cost_design(by=designer, project=project, lines=[{"module": SAFE, "quantity": 1}])
    planning.lead_on(designer, project)
    record_risk(
        by=designer, project=project, text="Infection at the sites", likelihood=3, impact=4,
        mitigation="Screening each morning, paid sick days, a place to isolate", owner_role="SAF_OFF",
    )  # fmt: skip


def _consult(theatre: Theatre) -> None:
    """Hear all three by telephone, and answer them on the same call."""
    project, officer = theatre.props["project"], theatre.person("officer")
    made = record_consultation(
        by=officer, about_kind=ABOUT, about_key=str(project.pk), country=theatre.scenario.country,
        question="How can the works restart safely?", case_key=theatre.props["case"].pk, way="call",
        bodies=[body_of(theatre, part) for part, _name, _kind in BODIES],
    )  # fmt: skip
    bodies = {body.organisation_id: body for body in made.bodies.all()}
    for part, words, answer, reason in POINTS:
        body = bodies[body_of(theatre, part).pk]
        point = raise_point(by=theatre.person(part), body=body, words=words)
        answer_point(by=officer, point=point, answer=answer, reason=reason)
    made.refresh_from_db()
    send_answer(by=officer, consultation=made)


def _submit(theatre: Theatre) -> None:
    submit_design(by=theatre.person("designer"), project=theatre.props["project"])


def _approve(theatre: Theatre) -> None:
    """Approve under a signed waiver: the assessment is years old, and nobody can ask from door to door."""
    project, director = theatre.props["project"], theatre.person("director")
    waive_assessment(by=director, project=project, reason="Households cannot be visited in the epidemic.")
    approve_design(by=director, project=project)
    activate_project(by=director, project=project)
    designing.write_papers(theatre, "project-document-revised")
