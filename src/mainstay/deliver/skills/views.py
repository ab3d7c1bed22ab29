"""Courses: who learns what, where places are free; one course with its trainees, and the files that come in."""

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may, may_anywhere
from mainstay.cases.selectors import case_head, cases_visible, head_of
from mainstay.common.errors import AppError, BadInput, NotFound
from mainstay.common.texts import noop as _
from mainstay.deliver.skills import rules, selectors
from mainstay.deliver.skills.forms import ENROLMENTS, GRADES, TableForm
from mainstay.deliver.skills.methods.traced_share import TracedShare, call_order, traced_share
from mainstay.deliver.skills.models import Course
from mainstay.deliver.skills.services import import_enrolments, import_grades
from mainstay.deliver.skills.tables import COURSE_MARKS, CallTable, CourseTable, TraineeTable
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
        "designed": may(person, "design.read_designs", course.project),
        "head": case_head(case) if case else None,
        "counts": counts,
        "free": max(course.places - counts["people"], 0),
        "answer": _answer(course, counts),
        "reads": may_anywhere(person, "skills.read_trainees"),
        "enrols": course.state in {"APPROVED", "RUNNING"} and may(person, "skills.enrol_trainees", course),
        "grades": course.state in {"RUNNING", "COMPLETED"} and may(person, "skills.grade_trainees", course),
        "traced": [row for row in traced if row[2]],
        "traces": rules.TRACED_AFTER if may(person, "skills.trace_trainees", course) else (),
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


@door("skills.trace_trainees")
def tracer_page(request: HttpRequest, uid: str, months: int) -> HttpResponse:
    """Show whom to call first, and what share works once enough were reached; before that only where it is asked for."""
    person = who(request)
    course = _course(person, uid)
    if months not in rules.TRACED_AFTER:
        raise NotFound("no_tracer", _("Trainees are asked after 6 and after 12 months."))
    people = selectors.traced_people(person, course, months=months)
    names = {trainee.number: trainee for trainee, _traced in people}
    listed_rows = [
        {"place": place, "trainee": names[one.number], "covered": 100 * covered, "tried_on": one.tried_on}
        for place, (one, covered) in enumerate(call_order([one for _trainee, one in people]), start=1)
    ]
    shares = traced_share([one for _trainee, one in people])
    least = playbook.current().disclosure.tracer_min_reached
    flagged = "flagged" in request.GET
    links = [(reverse("course", args=[course.uid]), gettext("The course"))]
    if shares is not None and shares.reached < least * shares.people and not flagged:
        links.append(("?flagged=1", gettext("Show the share all the same, flagged")))
    shown = {
        "title": gettext("After {months} months: {course}").format(months=months, course=course.title),
        "question": gettext("Who works, how sure is that, and whom to call first?"),
        "answer": _traced_words(shares, len(people), least, flagged=flagged),
        "head": _head(person, course),
        "links": links,
        "acts_on": course,
    }
    return listed(request, "page/list.html", CallTable(listed_rows), shown, name=f"calls-{course.code}")


def _head(person: Person, course: Course) -> Any:
    case = cases_visible(person).filter(pk=course.project.case_id).first()
    return case_head(case) if case else None


def _traced_words(shares: TracedShare | None, people: int, least: float, *, flagged: bool) -> str:
    if shares is None:
        return gettext("Nobody of {people} was reached yet.").format(people=number(people))
    facts = {
        "reached": number(shares.reached), "people": number(shares.people), "part": number(100 * shares.reached / shares.people, 0),
        "least": number(100 * least, 0), "share": number(100 * shares.share, 0), "low": number(100 * shares.low, 0),
        "high": number(100 * shares.high, 0), "plain": number(100 * shares.plain, 0), "classes": number(shares.classes),
    }  # fmt: skip
    words = [gettext("{reached} of {people} were reached ({part} %).").format(**facts)]
    enough = shares.reached >= least * shares.people
    if not enough:
        words.append(
            gettext("That is fewer than {least} %: who was not reached may live otherwise.").format(**facts)
        )
    if enough or flagged:
        words.append(
            gettext("{share} % work (between {low} and {high} %), weighted by {classes} kinds of trainees; {plain} % of those reached.").format(**facts)
        )  # fmt: skip
    if flagged and not enough:
        words.append(gettext("Flagged: not to be published."))
    return " ".join(words)
