"""Lessons: what was learned, and who should do what because of it."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from mainstay.cases.selectors import head_of
from mainstay.learn.lessons.selectors import lessons_visible
from mainstay.learn.lessons.tables import LESSON_MARKS, LessonTable
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted


@door("learn.read_lessons")
def lesson_list(request: HttpRequest) -> HttpResponse:
    """Show the lessons that this person may read."""
    person = who(request)
    form = ListFilter(request.GET, marks=LESSON_MARKS)
    rows = form.narrowed(lessons_visible(person), case="case")
    count, checked = rows.count(), rows.filter(state="VALIDATED").count()
    words = ngettext("{count} lesson, {checked} checked.", "{count} lessons, {checked} checked.", count)
    shown = {
        "title": gettext("Lessons"),
        "question": gettext("What was learned, and who should do what?"),
        "answer": counted(count, words.replace("{checked}", str(checked)), none=gettext("No lesson here.")),
        "head": head_of(person, form.reference),
    }
    return listed(request, "page/list.html", LessonTable(rows), shown, name="lessons", filters=form)
