"""Workers learn: courses beside the works, certificates for those who passed."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from mainstay.accounts.services import assign_role
from mainstay.deliver.skills.selectors import courses_visible
from mainstay.deliver.skills.services import (
    Attended,
    approve_course,
    close_course,
    complete_course,
    enrol_trainees,
    grade_trainees,
    issue_certificates,
    mark_attendance,
    plan_course,
    start_course,
)
from mainstay.rehearsal.generators.contracts import GeneratedSite
from mainstay.rehearsal.generators.people import card
from mainstay.rehearsal.plan import Plan
from mainstay.rehearsal.theatre import Theatre

from .calendar import Scene
from .sites import site_of

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.deliver.skills.models import Course

#: Days of a course, minutes of a day, and days from the opening of a site to its course.
DAYS, MINUTES, AFTER_OPENING = 5, 360, 12
TITLE = "Safe maintenance of rural roads"


def shares(theatre: Theatre, plan: Plan) -> Iterator[tuple[GeneratedSite, Sequence[int]]]:
    """Yield each site with the workers who earn a certificate there: all sites together as many as published."""
    figure = theatre.scenario.figures.get("certificates")
    left = int(figure.target(theatre.scale)) if figure else 0
    taken: set[int] = set()
    for at, place in enumerate(plan.places):
        fresh, known = plan.newcomers(place)
        people = [person for person in (*fresh, *known) if person not in taken]
        chosen = people[: min(len(people), -(-left // (len(plan.places) - at)))]
        taken.update(chosen)
        left -= len(chosen)
        if chosen:
            yield place, chosen


def scenes(theatre: Theatre, plan: Plan) -> Iterator[Scene]:
    """Yield the course of each site: begun some days after the works, ended with certificates."""
    for place, people in shares(theatre, plan):
        first = place.days[0] + timedelta(days=AFTER_OPENING)
        yield Scene(
            first, 6, "deliver: skills", f"course {place.number}",
            lambda place=place, people=people, first=first: _begin(theatre, place, people, first),  # type: ignore[misc]
        )  # fmt: skip
        yield Scene(
            first + timedelta(days=DAYS + 1), 6, "deliver: skills", f"certificates {place.number}",
            lambda place=place, first=first: _end(theatre, place, first),  # type: ignore[misc]
        )  # fmt: skip


def _code(place: GeneratedSite) -> str:
    return f"C{place.number:02d}"


def _begin(theatre: Theatre, place: GeneratedSite, people: Sequence[int], first: date) -> None:
    officer = theatre.person("officer")
    course = plan_course(
        by=officer, project=theatre.props["project"], code=_code(place), title=TITLE, provider="Synthetic centre",
        hours=DAYS * MINUTES // 60, places=len(people), starts_on=first, ends_on=first + timedelta(days=DAYS - 1),
        units=["Drainage", "Compaction", "Safety at work"], area=site_of(theatre, place).area,
    )  # fmt: skip
    approve_course(by=theatre.person("director"), course=course)
    enrol_trainees(by=officer, course=course, rows=[{"card": card(person)} for person in people])
    start_course(by=officer, course=course)


def trainer_of(theatre: Theatre, course: "Course") -> "Person":
    """Return the trainer, who holds her role course by course."""
    trainer = theatre.person("trainer")
    assign_role(
        by=theatre.person("operator"), person=trainer, role="TRAIN", scope_kind="course", scope_key=str(course.pk),
        reason="rehearsal",
    )  # fmt: skip
    return trainer


def _end(theatre: Theatre, place: GeneratedSite, first: date) -> None:
    """Enter the days of the course, grade everybody, and give out the certificates."""
    officer = theatre.person("officer")
    course = courses_visible(officer).get(project=theatre.props["project"], code=_code(place))
    trainer = trainer_of(theatre, course)
    numbers = list(course.trainees.order_by("number").values_list("number", flat=True))
    for number in range(DAYS):
        marks = [Attended(each, "P", MINUTES) for each in numbers]
        mark_attendance(by=trainer, course=course, day=first + timedelta(days=number), marks=marks)
    complete_course(by=officer, course=course)
    grade_trainees(by=trainer, course=course, grades=dict.fromkeys(numbers, (Decimal(75), True)))
    issue_certificates(by=officer, course=course, numbers=numbers)
    close_course(by=officer, course=course)
