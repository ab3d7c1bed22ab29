"""A course from plan to close."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.services import note
from mainstay.common.errors import RuleBroken, require
from mainstay.common.models import Area
from mainstay.common.texts import noop as _
from mainstay.deliver.skills import rules
from mainstay.deliver.skills.models import Certificate, Course

if TYPE_CHECKING:
    from mainstay.design.models import Project


def plan_course(
    *,
    by: Person,
    project: "Project",
    code: str,
    title: str,
    provider: str,
    hours: int,
    places: int,
    starts_on: date,
    ends_on: date,
    isco: str = "",
    units: Sequence[str] = (),
    audience: str = "WORKERS",
    hazardous: bool = False,
    area: Area | None = None,
) -> Course:
    """Return a new course: which occupation, by whom, how long, for how many."""
    with act("skills.plan_course", by=by, on=project) as entry:
        course = Course.objects.create(
            project=project, code=code.strip(), title=title.strip(), provider=provider.strip(), hours=hours, places=places,
            starts_on=starts_on, ends_on=ends_on, isco=isco, units=list(units), audience=audience, hazardous=hazardous,
            area=area, planned_by=by, synthetic=project.synthetic,
        )  # fmt: skip
        entry.on(course)
        entry.note(code=course.code, hours=hours, places=places)
    return course


def approve_course(*, by: Person, course: Course) -> Course:
    """Approve a course that another person planned."""
    if course.planned_by_id == by.pk:
        raise RuleBroken("own_course", _("Who planned the course does not approve it. Ask the director."))
    course.approved_by = by
    return _move(by, course, "skills.approve_course", "approve")


def start_course(*, by: Person, course: Course) -> Course:
    """Start an approved course."""
    return _move(by, course, "skills.plan_course", "start")


def complete_course(*, by: Person, course: Course) -> Course:
    """State that the last session was held."""
    return _move(by, course, "skills.close_course", "complete")


def close_course(*, by: Person, course: Course) -> Course:
    """Close a course: everyone assessed, certificates given out."""
    waiting = course.trainees.filter(passed__isnull=True, dropped_reason="").count()
    if waiting:
        raise RuleBroken("not_assessed", _("{count} trainees are not assessed yet."), count=waiting)
    return _move(by, course, "skills.close_course", "close")


def cancel_course(*, by: Person, course: Course, reason: str) -> Course:
    """Call a course off with its reason."""
    given = Certificate.objects.filter(trainee__course=course, withdrawn_on__isnull=True).count()
    require(rules.why_not_cancel(certificates=given, reason=reason))
    return _move(by, course, "skills.close_course", "cancel")


def _move(by: Person, course: Course, action: str, verb: str) -> Course:
    with act(action, by=by, on=course) as entry:
        new = rules.COURSE.move(course.state, verb)
        entry.change("state", course.state, new)
        course.state = new
        course.save(update_fields=["state", "approved_by"])
        note(
            course.project.case,
            by=by,
            stage="deliver",
            msgid=_("Course {code} “{course}”: {state}."),
            code=course.code,
            course=course.title,
            state=new,
        )
    return course
