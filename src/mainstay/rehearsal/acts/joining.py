"""The task team comes together: seats, lead, tasks of the first thirty days, and a decision by silence."""

from typing import TYPE_CHECKING

from mainstay import playbook
from mainstay.cases.selectors import tasks_open
from mainstay.cases.services import (
    activate_case,
    circulate_decision,
    complete_task,
    confirm_lead,
    consent_decision,
    convene_team,
    draft_decision,
    fill_seat,
    nominate_seat,
    propose_lead,
    reassign_task,
    start_checklist,
)
from mainstay.cases.services.deciding import end_silences
from mainstay.rehearsal.theatre import Theatre

from .days import before

if TYPE_CHECKING:
    from mainstay.cases.models import Case

#: Who sits where; the seat of communication stays empty, and the team sees that it is.
SEATS = (
    ("CHAIR", "chair", 1),
    ("HQ", "coordinator", 1),
    ("REGION", "region", 1),
    ("COUNTRY", "director", 1),
    ("TRAINING", "member", 1),
    ("TECHNICAL", "second_member", 1),
    ("FINANCE", "third_member", 1),
    ("SECURITY", "security", 1),
)
#: The social partners name their own members, and the coordinator confirms them.
NOMINATED = (("EMPLOYERS", "employers", "employers_member"), ("WORKERS", "workers", "workers_member"))


def play(theatre: Theatre) -> None:
    """Play how the team comes together and decides for the first time."""
    theatre.act("cases", "task team", before(theatre, 134), lambda: _seat(theatre))
    theatre.act("cases", "lead", before(theatre, 134, 14), lambda: _lead(theatre))
    theatre.act("cases", "decision circulated", before(theatre, 133), lambda: _circulate(theatre))
    theatre.act("cases", "decision adopted", before(theatre, 131), end_silences)
    theatre.act("cases", "first tasks", before(theatre, 124), lambda: _complete(theatre))


def _case(theatre: Theatre) -> "Case":
    case: Case = theatre.props["case"]
    return case


def _seat(theatre: Theatre) -> None:
    case, coordinator = _case(theatre), theatre.person("coordinator")
    for seat, speaker, member in NOMINATED:
        nominate_seat(by=theatre.person(speaker), case=case, seat=seat, person=theatre.person(member))
        fill_seat(by=coordinator, case=case, seat=seat, holder=theatre.person(member))
    for seat, part, number in SEATS:
        fill_seat(by=coordinator, case=case, seat=seat, holder=theatre.person(part), number=number)
    convene_team(by=coordinator, case=case, words="First meeting, by video, at noon.")


def _lead(theatre: Theatre) -> None:
    case, coordinator = _case(theatre), theatre.person("coordinator")
    model = propose_lead(case)
    holder = theatre.person("director" if model == "CO_LED" else "region")
    confirm_lead(by=coordinator, case=case, model=model, holder=holder)
    if not case.tasks.exists():
        # A slow crisis has no list of first tasks by itself; this team wants one.
        start_checklist(by=coordinator, case=case)
    activate_case(by=theatre.person("chair"), case=case, words="Works with municipalities are prepared.")


def _circulate(theatre: Theatre) -> None:
    coordinator = theatre.person("coordinator")
    decision = draft_decision(
        by=coordinator, case=_case(theatre), title="Half of all places for each community",
        text="Places in the works go half to the host community and half to refugees, one fifth of all to women.",
        options=[{"title": "Half and half"}, {"title": "By need alone"}],
        evidence="Signals of employers and workers; experience of earlier works",
    )  # fmt: skip
    circulate_decision(by=coordinator, decision=decision)
    consent_decision(by=theatre.person("workers_member"), decision=decision, words="With equal pay.")


def _complete(theatre: Theatre) -> None:
    """Let each owner complete what is done by hand by now; what an act completes waits for that act."""
    case, known = _case(theatre), {person.pk: person for person in theatre.cast.values()}
    by_act = {task.code for task in playbook.current().first_30_days.values() if task.done_by}
    for task in tasks_open(case).exclude(code__in=by_act):
        if task.owner_id is None:
            reassign_task(by=theatre.person("officer"), task=task, owner=theatre.person("officer"))
        owner = known.get(task.owner_id or 0)
        if owner is not None:
            complete_task(by=owner, task=task, words="Done (synthetic).")
