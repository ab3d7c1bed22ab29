"""Enrolments and grades from a file: read and checked whole; one wrong row changes nothing and is named by its row."""

from collections.abc import Sequence

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import require as require_right
from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.deliver.skills.forms import ENROLMENTS, GRADES
from mainstay.deliver.skills.models import Course
from mainstay.exchange.tables import Row, read_table
from mainstay.exchange.tables.source import Given

from .trainees import enrol_trainees, grade_trainees


def import_enrolments(*, by: Person, course: Course, given: Given, filename: str) -> int:
    """Return how many people of a file are enrolled: workers by card, others by name, sex and year of birth."""
    require_right(by, "skills.enrol_trainees", course)
    staged = read_table(given, filename, ENROLMENTS)
    staged = staged.with_problems(_nameless(staged.rows))
    staged.require_clean()
    rows = [{name: value for name, value in row.values.items() if value is not None} for row in staged.rows]
    try:
        return len(enrol_trainees(by=by, course=course, rows=rows))
    except BadInput as error:
        raise _at_their_rows(error, staged.rows) from error


def _nameless(rows: Sequence[Row]) -> list[Problem]:
    told = Reason("nobody", _("Give the card of a worker, or name, sex and year of birth of somebody else."))
    return [
        Problem(told, row=row.number, field="card")
        for row in rows
        if not row.values.get("card") and not (row.values.get("name") and row.values.get("sex"))
    ]


def _at_their_rows(error: BadInput, rows: Sequence[Row]) -> BadInput:
    """Return the same faults at the rows of the file, as its reader counts them."""
    moved = [
        Problem(one.reason, row=rows[one.row - 1].number if one.row else None, field=one.field)
        for one in error.problems
    ]
    return BadInput(error.reason.code, error.reason.msgid, problems=moved, **error.reason.facts)


def import_grades(*, by: Person, course: Course, given: Given, filename: str) -> int:
    """Return how many grades of a file are entered; a number that is not on the course is named by its row."""
    require_right(by, "skills.grade_trainees", course)
    staged = read_table(given, filename, GRADES)
    known = set(course.trainees.values_list("number", flat=True))
    staged = staged.with_problems(
        Problem(
            Reason(
                "unknown_trainee", _("Nobody on this course has the number {number}. Correct it."),
                {"number": row.values["number"]},
            ),
            row=row.number,
            field="number",
        )
        for row in staged.rows
        if row.values.get("number") and row.values["number"] not in known
    )  # fmt: skip
    staged.require_clean()
    grades = {
        row.values["number"]: (row.values.get("score"), bool(row.values["passed"])) for row in staged.rows
    }
    return grade_trainees(by=by, course=course, grades=grades)
