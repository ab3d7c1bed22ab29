"""After-action reviews, and what management answered to their recommendations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from mainstay.accounts.permissions import get_visible, visible
from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.learn.lessons.models import Recommendation, Review
from mainstay.learn.lessons.selectors import pages_of_learning, review_parts, reviews_visible
from mainstay.learn.lessons.tables import (
    RECOMMENDATION_MARKS,
    REVIEW_MARKS,
    RecommendationTable,
    ReviewTable,
)
from mainstay.page.doors import door, who
from mainstay.page.filters import ListFilter
from mainstay.page.listing import listed
from mainstay.page.words import counted, day


@door("learn.read_reviews")
def review_list(request: HttpRequest) -> HttpResponse:
    """Show the after-action reviews, open ones first."""
    person = who(request)
    form = ListFilter(request.GET, marks=REVIEW_MARKS)
    rows = form.narrowed(reviews_visible(person), case="case").order_by("-state", "due_on")
    late = rows.filter(state="OPEN", due_on__lt=clock.today()).count()
    text = ngettext("{count} review is late.", "{count} reviews are late.", late)
    shown = {
        "title": gettext("After-action reviews"),
        "question": gettext("What was expected, what happened, why, what do we keep and change?"),
        "answer": _with_late(rows.count(), counted(late, text, none=gettext("No review is late."))),
        "head": head_of(person, form.reference),
        "tabs": pages_of_learning(person, "reviews"),
    }
    return listed(request, "page/list.html", ReviewTable(rows), shown, name="reviews", filters=form)


def _with_late(count: int, late: str) -> str:
    words = ngettext("{count} review.", "{count} reviews.", count)
    return " ".join([counted(count, words, none=""), late]).strip()


def _answers_said(rows: Any) -> str:
    """Return how many recommendations there are and how many wait for management, where none is late."""
    count, open_ = rows.count(), rows.filter(answered_at__isnull=True).count()
    waits = ngettext("{count} waits for management's answer.", "{count} wait for management's answer.", open_)
    said = [
        counted(count, ngettext("{count} recommendation.", "{count} recommendations.", count), none=gettext("No recommendation yet.")),
        counted(open_, waits, none=gettext("Management has answered each.") if count else ""),
    ]  # fmt: skip
    return " ".join(part for part in said if part)


@door("learn.read_reviews")
def review_page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one review: the answers under each question, who took part, recommendations and lessons."""
    person = who(request)
    found = get_visible(Review.objects.select_related("case", "approved_by", "opened_by"), person, "learn.read_reviews", uid=uid)  # fmt: skip
    parts = review_parts(found)
    shown = {
        **parts,
        "mark": REVIEW_MARKS[found.state],
        "head": head_of(person, found.case.reference),
        "answer": _answer(found, parts),
        "marks": [(row, *RECOMMENDATION_MARKS[row.state]) for row in parts["recommendations"]],
    }
    return render(request, "lessons/review.html", shown)


def _answer(found: Review, parts: dict[str, Any]) -> str:
    if found.approved_at:
        return " ".join(
            [gettext("Approved on {day}.").format(day=day(found.approved_at)), *_came_of_it(parts)]
        )
    empty = sum(1 for question in parts["questions"] if not question["answers"])
    text = ngettext("{count} question has no answer yet.", "{count} questions have no answer yet.", empty)
    words = [gettext("Open, due {day}.").format(day=day(found.due_on))]
    words.append(counted(empty, text, none=gettext("Every question is answered.")))
    return " ".join([*words, *_came_of_it(parts)])


def _came_of_it(parts: dict[str, Any]) -> list[str]:
    """Return how many recommendations and lessons a review ended with, and how many people took part."""
    changes, lessons = len(parts["recommendations"]), len(parts["lessons"])
    people = sum(row.persons for row in parts["participants"])
    said = [
        counted(changes, ngettext("{count} recommendation.", "{count} recommendations.", changes), none=""),
        counted(lessons, ngettext("{count} lesson.", "{count} lessons.", lessons), none=""),
        counted(people, ngettext("{count} person took part.", "{count} persons took part.", people), none=""),
    ]
    return [part for part in said if part]


@door("learn.read_reviews")
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """Show what should change, who answers by when, what management answered, and what was done."""
    person = who(request)
    form = ListFilter(request.GET, marks=RECOMMENDATION_MARKS)
    rows = visible(Recommendation.objects.all(), person, "learn.read_reviews")
    rows = form.narrowed(rows.select_related("review__case", "owner"), case="review__case")
    late = rows.filter(state="ASKED", answer_due_on__lt=clock.today()).count()
    text = ngettext(
        "{count} recommendation waits too long for management's answer.",
        "{count} recommendations wait too long for management's answer.",
        late,
    )
    shown = {
        "title": gettext("Recommendations"),
        "question": gettext("What should change, and what did management answer?"),
        "answer": counted(late, text, none=_answers_said(rows)),
        "head": head_of(person, form.reference),
        "tabs": pages_of_learning(person, "recommendations"),
    }
    done = rows.exclude(evidence="").exists()
    table = RecommendationTable(rows.order_by("due_on", "pk"), exclude=() if done else ("evidence",))
    return listed(request, "page/list.html", table, shown, name="recommendations", filters=form)
