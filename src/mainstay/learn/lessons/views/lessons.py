"""Lessons: what was learned, and who should do what because of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible
from mainstay.cases.selectors import head_of
from mainstay.learn.lessons.models import Lesson
from mainstay.learn.lessons.selectors import lessons_visible, pages_of_learning, search
from mainstay.learn.lessons.tables import LESSON_MARKS, LessonTable
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import named, number

COLLECTIONS = {"crisis_type": "crisis_types", "phase": "phases", "component": "components"}


class LessonFilter(ListFilter):
    """Words, the crisis a lesson is about, its case and its state."""

    words = forms.CharField(required=False, label=_("Contains"), max_length=80)
    about = forms.ChoiceField(required=False, label=_("Crisis"))

    field_order = ("words", "about", "case", "state")

    def __init__(self, given: Any, **kwargs: Any) -> None:
        self.base_fields["about"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((code, named("crisis_types", code)) for code in playbook.current().crisis_types),
        ]
        super().__init__(given, **kwargs)


@door("learn.read_lessons")
def lesson_list(request: HttpRequest) -> HttpResponse:
    """Show the lessons that this person may read, narrowed by words, crisis, case and state."""
    person = who(request)
    form = LessonFilter(request.GET, marks=LESSON_MARKS)
    rows = _narrowed(person, form.narrowed(lessons_visible(person), case="case"), form.chosen)
    count, checked = rows.count(), rows.filter(state="VALIDATED").count()
    shown = {
        "title": gettext("Lessons"),
        "question": gettext("What was learned, and who should do what?"),
        "answer": _list_answer(count, checked, rows),
        "head": head_of(person, form.reference),
        "tabs": pages_of_learning(person, "learn"),
    }
    return listed(request, "page/list.html", LessonTable(rows), shown, name="lessons", filters=form)


def _list_answer(count: int, checked: int, rows: QuerySet[Lesson]) -> str:
    """Return how many lessons there are, how many of them were checked, and what the newest tells whom to do."""
    if not count:
        return gettext("No lesson here.")
    words = ngettext(
        "{count} lesson, {checked} of them checked.", "{count} lessons, {checked} of them checked.", count
    )
    newest = rows.order_by("-written_at", "-pk")[0]
    told = gettext("The newest – {lesson}").format(lesson=_told(newest))
    return f"{words.format(count=number(count), checked=number(checked))} {told}"


def _told(lesson: Lesson) -> str:
    """Return who should do what because of a lesson, as a sentence."""
    should = lesson.should.strip()
    text = (
        gettext("{who}: {should}") if should.endswith((".", "!", "؟", "?")) else gettext("{who}: {should}.")
    )
    return text.format(who=lesson.who.strip(), should=should)


def _narrowed(person: Person, rows: QuerySet[Lesson], given: dict[str, str]) -> QuerySet[Lesson]:
    if given.get("about"):
        rows = rows.filter(tags__kind="crisis_type", tags__code=given["about"])
    if given.get("words"):
        found = search(person, given["words"], kinds=["lesson"], limit=200)
        rows = rows.filter(pk__in=[hit.record_id for hit in found])
    return rows


@door("learn.read_lessons")
def lesson_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one lesson: what was learned, who should do what, from where, whether somebody checked it."""
    person = who(request)
    lessons = Lesson.objects.select_related("case", "review", "written_by", "checked_by").prefetch_related(
        "tags"
    )
    found = get_visible(lessons, person, "learn.read_lessons", uid=uid)
    shown = {
        "lesson": found,
        "mark": LESSON_MARKS[found.state],
        "answer": _told(found),
        "head": head_of(person, found.case.reference) if found.case else None,
        "tags": [named(COLLECTIONS[tag.kind], tag.code) for tag in found.tags.all()],
    }
    return render(request, "lessons/lesson.html", shown)
