"""Decisions about courses: states, who may be enrolled, when a certificate is earned. Pure."""

from datetime import date

from mainstay.common.errors import Reason
from mainstay.common.periods import age_on
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

COURSE = Workflow(
    "course",
    ("PLANNED", "APPROVED", "RUNNING", "COMPLETED", "CLOSED", "CANCELLED"),
    moves(
        ("approve", "PLANNED", "APPROVED"),
        ("start", "APPROVED", "RUNNING"),
        ("complete", "RUNNING", "COMPLETED"),
        ("close", "COMPLETED", "CLOSED"),
        ("cancel", ("PLANNED", "APPROVED", "RUNNING"), "CANCELLED"),
    ),
)
#: Work that an employer offers: open until it is filled, or withdrawn with a reason.
VACANCY = Workflow(
    "vacancy",
    ("OPEN", "FILLED", "WITHDRAWN"),
    moves(("fill", "OPEN", "FILLED"), ("withdraw", "OPEN", "WITHDRAWN")),
)
#: Marks of a session: present, half, absent, excused.
ATTENDANCE = {"P": 100, "H": 50, "A": 0, "E": 0}
#: How much of the course's hours a certificate of completion asks for, in percent.
LEAST_ATTENDANCE = 80
#: After how many months trainees are asked.
TRACED_AFTER = (6, 12)
TRACED = ("EMPLOYED", "SELF_EMPLOYED", "TRAINING", "WORKLESS", "NOT_REACHED")


def why_not_enrol(
    *,
    born: date | None,
    birth_year: int | None,
    starts_on: date,
    least_age: int,
    hazardous: bool,
    places_left: int,
) -> Reason | None:
    """Return why a person cannot be enrolled: too young for the occupation, age unknown, or no place left."""
    age = age_on(starts_on, born=born, birth_year=birth_year)
    least = 18 if hazardous else least_age
    if age is None:
        return Reason(
            "age_unknown",
            _("The age is not known (SG-AGE-02). Record the year of birth and its proof first."),
        )
    if age < least:
        return Reason(
            "too_young",
            _(
                "{age} years at the start; this course takes people from {least} (SG-AGE-02). Offer a course without hazards."
            ),
            {"age": age, "least": least},
        )
    if places_left < 1:
        return Reason("course_full", _("All places of this course are taken. Enrol for the next one."))
    return None


def why_not_certify(*, attended_percent: int, passed: bool | None) -> Reason | None:
    """Return why a trainee has not earned the certificate: too little attendance, or not assessed, or not passed."""
    if attended_percent < LEAST_ATTENDANCE:
        return Reason(
            "attendance",
            _(
                "{attended} % attended; a certificate asks for {least} %. Let the trainee make up the sessions."
            ),
            {"attended": attended_percent, "least": LEAST_ATTENDANCE},
        )
    if not passed:
        return Reason("not_passed", _("The assessment is not passed yet. Assess again after practice."))
    return None


def enrolled_already(card: str) -> Reason:
    """Return why a worker cannot be enrolled twice on one course."""
    return Reason(
        "enrolled_already", _("{card} is on this course already. Take the row out."), {"card": card}
    )


def why_not_number(number: str, *, known: bool) -> Reason:
    """Return why a number gets no certificate: nobody has it, or it has one."""
    if not known:
        return Reason(
            "unknown_trainee",
            _("Nobody on this course has the number {number}. Correct it."),
            {"number": number},
        )
    return Reason(
        "certified_already", _("{number} has a certificate already. Take it out."), {"number": number}
    )


def why_not_cancel(*, certificates: int, reason: str) -> Reason | None:
    """Return why a course cannot be called off: people have earned certificates on it, or nobody said why."""
    if certificates:
        return Reason(
            "certificates_out",
            _("{count} certificates were given out. Complete the course instead."),
            {"count": certificates},
        )
    if not reason.strip():
        return Reason("no_reason", _("Say why the course is called off; the trainees are told."))
    return None
