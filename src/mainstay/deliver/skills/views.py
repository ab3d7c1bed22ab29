"""Courses: who learns what, where places are free; one course with its trainees, and the files that come in."""

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, may_anywhere
from mainstay.cases.selectors import case_head, cases_visible, head_of
from mainstay.common.errors import AppError, BadInput, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.skills import selectors
from mainstay.deliver.skills.forms import ENROLMENTS, GRADES, TableForm
from mainstay.deliver.skills.models import Course
from mainstay.deliver.skills.services import import_enrolments, import_grades
from mainstay.deliver.skills.tables import COURSE_MARKS, CourseTable, TraineeTable
from mainstay.page.doors import door, who
from mainstay.page.errors import place_and_sentence, sentence
from mainstay.page.filters import ListFilter
from mainstay.page.listing import KINDS, listed
from mainstay.page.words import counted, joined, number


@door("skills.read_courses")
def course_list(request: HttpRequest) -> HttpResponse:
    """Show the courses that this person may read, and where places are free."""
    person = who(request)
    form = ListFilter(request.GET, marks=COURSE_MARKS)
    rows = form.narrowed(selectors.courses_listed(person), case="project__case")
    sums = selectors.course_sums(rows)
    free = max(sums["places"] - sums["people"], 0)
    said = [
        counted(sums["courses"], ngettext("{count} course.", "{count} courses.", sums["courses"]), none=gettext("No course here.")),
        counted(free, ngettext("{count} place is free.", "{count} places are free.", free), none=gettext("No place is free.") if sums["courses"] else ""),
        counted(sums["certificates"], ngettext("{count} certificate issued.", "{count} certificates issued.", sums["certificates"]), none=""),
    ]  # fmt: skip
    shown = {
        "title": gettext("Courses"),
        "question": gettext("Who learns what, and where are places free?"),
        "answer": " ".join(part for part in said if part),
        "head": head_of(person, form.reference),
    }
    return listed(request, "page/list.html", CourseTable(rows), shown, name="courses", filters=form)


def _course(person: Person, uid: str) -> Course:
    return get_visible(
        Course.objects.select_related("project__case", "area"), person, "skills.read_courses", uid=uid
    )


@door("skills.read_courses")
def course_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one course: places, trainees for those who may read them, files, what became of people."""
    return _shown(request, _course(who(request), uid))


def _shown(request: HttpRequest, course: Course, *, status: int = 200, **more: Any) -> HttpResponse:
    person, counts = who(request), selectors.course_counts(course)
    case = cases_visible(person).filter(pk=course.project.case_id).first()
    traced = [(months, *selectors.traced_rate(person, course, months=months)) for months in (6, 12)]
    shown = {
        "course": course,
        "mark": COURSE_MARKS[course.state],
        "head": case_head(case) if case else None,
        "counts": counts,
        "free": max(course.places - counts["people"], 0),
        "answer": _answer(course, counts),
        "reads": may_anywhere(person, "skills.read_trainees"),
        "enrols": course.state in {"APPROVED", "RUNNING"} and may(person, "skills.enrol_trainees", course),
        "grades": course.state in {"RUNNING", "COMPLETED"} and may(person, "skills.grade_trainees", course),
        "traced": [row for row in traced if row[2]],
        "form": TableForm(),
        **more,
    }
    table = TraineeTable(selectors.trainees_of(person, course))
    answer = listed(request, "skills/course.html", table, shown, name=f"trainees-{course.code}")
    answer.status_code = status
    return answer


def _answer(course: Course, counts: dict[str, int]) -> str:
    people, free = counts["people"], max(course.places - counts["people"], 0)
    said = [
        gettext("{people} of {places} places taken").format(
            people=number(people), places=number(course.places)
        ),
        gettext("{share} % women").format(share=round(100 * counts["women"] / people)) if people else "",
        counted(
            counts["succeeded"],
            ngettext("{count} passed the test", "{count} passed the test", counts["succeeded"]),
            none="",
        ),
    ]
    if free and course.state in {"APPROVED", "RUNNING"}:
        said.append(
            counted(free, ngettext("{count} place is free", "{count} places are free", free), none="")
        )
    return joined(said)


#: For each kind of file its table and the service that takes it in.
FILES: dict[str, tuple[Any, Callable[..., int]]] = {
    "enrolments": (ENROLMENTS, import_enrolments), "grades": (GRADES, import_grades),
}  # fmt: skip


def _take_in(request: HttpRequest, uid: str, kind: str, words: Callable[[int], str]) -> HttpResponse:
    person = who(request)
    course = _course(person, uid)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, course, status=422, **{f"{kind}_form": form})
    given = form.cleaned_data["file"]
    try:
        count = FILES[kind][1](by=person, course=course, given=given.read(), filename=given.name)
    except AppError as error:
        faults = (
            [place_and_sentence(one) for one in error.problems[:100]] if isinstance(error, BadInput) else []
        )
        return _shown(request, course, status=error.status, refused=sentence(error.reason), faults=faults)
    messages.success(request, words(count))
    return redirect("course", uid=uid)


@door("skills.enrol_trainees", methods=["POST"])
def enrol(request: HttpRequest, uid: str) -> HttpResponse:
    """Enrol the people of a file."""

    def words(count: int) -> str:
        return counted(
            count,
            ngettext("{count} person is enrolled.", "{count} people are enrolled.", count),
            none=gettext("The file is empty."),
        )

    return _take_in(request, uid, "enrolments", words)


@door("skills.grade_trainees", methods=["POST"])
def grade(request: HttpRequest, uid: str) -> HttpResponse:
    """Enter the grades of a file."""

    def words(count: int) -> str:
        return counted(
            count,
            ngettext("{count} grade is entered.", "{count} grades are entered.", count),
            none=gettext("The file is empty."),
        )

    return _take_in(request, uid, "grades", words)


@door("skills.read_trainees")
def form_file(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Return the workbook to be filled: empty for enrolments, with the numbers of the trainees for grades."""
    from mainstay.exchange.tables import write_xlsx

    person = who(request)
    course = _course(person, uid)
    if kind not in FILES:
        raise NotFound("no_form", _("There is no such form. Take one of the page of the course."))
    rows = (
        [{"number": row.number, "score": row.score, "passed": row.passed} for row in selectors.trainees_of(person, course) if not row.dropped_reason]
        if kind == "grades"
        else []
    )  # fmt: skip
    out = io.BytesIO()
    write_xlsx(
        FILES[kind][0], rows, to=out, title=course.code, locale=get_language() or "en", translate=gettext
    )
    answer = HttpResponse(out.getvalue(), content_type=KINDS["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="{kind}-{course.code}.xlsx"'
    return answer
