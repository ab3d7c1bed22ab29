"""The design is put before government, employers and workers; each point is taken or refused with a reason."""

from typing import TYPE_CHECKING

from mainstay.design.services import consult_design
from mainstay.partners.selectors import consultations_visible
from mainstay.partners.services import (
    answer_point,
    confirm_consultation,
    raise_point,
    record_consultation,
    send_answer,
)
from mainstay.rehearsal.theatre import Theatre

from .arriving import BODIES, body_of
from .days import before

if TYPE_CHECKING:
    from mainstay.partners.models import Consultation

#: Kind of subject under which designs are consulted on.
ABOUT = "design"
#: Who says what, and the answer with its reason.
POINTS = (
    ("ministry", "Work permits must be free of charge for everybody in the works.", "TAKEN", ""),
    ("ministry", "The works should begin in the capital too.", "REFUSED", "The assessment covers the places that were hit."),
    ("employers", "Contractors need to be told of tenders thirty days ahead.", "TAKEN", ""),
    ("employers", "Pay less to those who learn on the job.", "REFUSED", "The legal minimum applies to everyone on the task."),
    ("workers", "One wage for one task, whatever the passport.", "TAKEN", ""),
    ("workers", "Insurance from the first day, and a complaint line that women answer.", "TAKEN", ""),
)  # fmt: skip


def play(theatre: Theatre) -> None:
    """Play the consultation from the invitation to the confirmed record."""
    theatre.act("partners", "consultation invited", before(theatre, 95), lambda: _invite(theatre))
    theatre.act("partners", "consultation heard", before(theatre, 92), lambda: _hear(theatre))
    theatre.act("partners", "consultation answered", before(theatre, 89), lambda: _answer(theatre))


def _invite(theatre: Theatre) -> None:
    project, officer = theatre.props["project"], theatre.person("officer")
    consult_design(by=officer, project=project)
    record_consultation(
        by=officer, about_kind=ABOUT, about_key=str(project.pk), country=theatre.scenario.country,
        question="Are these the right works, places and wages?", case_key=theatre.props["case"].pk,
        bodies=[body_of(theatre, part) for part, _name, _kind in BODIES],
    )  # fmt: skip


def _consultation(theatre: Theatre) -> "Consultation":
    rows = consultations_visible(theatre.person("officer")).filter(about_kind=ABOUT)
    return rows.get(about_key=str(theatre.props["project"].pk))


def _hear(theatre: Theatre) -> None:
    bodies = {body.organisation_id: body for body in _consultation(theatre).bodies.all()}
    for part, words, _answer, _reason in POINTS:
        raise_point(by=theatre.person(part), body=bodies[body_of(theatre, part).pk], words=words)


def _answer(theatre: Theatre) -> None:
    consultation, officer = _consultation(theatre), theatre.person("officer")
    answers = {words: (answer, reason) for _part, words, answer, reason in POINTS}
    for body in consultation.bodies.all():
        for point in body.points.all():
            answer, reason = answers[point.words]
            answer_point(by=officer, point=point, answer=answer, reason=reason)
    send_answer(by=officer, consultation=consultation)
    bodies = {body.organisation_id: body for body in _consultation(theatre).bodies.all()}
    for part, _name, _kind in BODIES:
        confirm_consultation(by=theatre.person(part), body=bodies[body_of(theatre, part).pk])
