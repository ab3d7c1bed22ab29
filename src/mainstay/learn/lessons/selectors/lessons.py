"""Lessons and reviews as a person may see them."""

from typing import Any

from django.db.models import QuerySet

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.cases.models import Case
from mainstay.learn.lessons import rules
from mainstay.learn.lessons.models import Lesson, Recommendation, Review


def lessons_visible(person: Person) -> QuerySet[Lesson]:
    """Return the lessons that `person` may read, raw ones too."""
    return (
        visible(Lesson.objects.all(), person, "learn.read_lessons")
        .prefetch_related("tags")
        .select_related("case")
    )


def reviews_visible(person: Person) -> QuerySet[Review]:
    """Return the after-action reviews that `person` may read."""
    return visible(Review.objects.all(), person, "learn.read_reviews").select_related("case")


def recommendations_open(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations that wait for an answer or to be done, the next due first."""
    found = visible(Recommendation.objects.all(), person, "learn.read_reviews")
    return (
        found.exclude(state__in=["REJECTED", "DONE"])
        .select_related("review__case", "owner")
        .order_by("due_on")
    )


def review_of(person: Person, case: Case) -> dict[str, Any] | None:
    """Return the newest review of a case with the answers under each question, who took part, and what follows."""
    review = reviews_visible(person).filter(case=case).order_by("-opened_at").first()
    return review_parts(review) if review else None


def review_parts(review: Review) -> dict[str, Any]:
    """Return a review that was found through `reviews_visible` with its answers, who took part, and what follows."""
    asked = playbook.current().evaluation.after_action_questions
    answers = list(review.answers.select_related("by"))
    return {
        "review": review,
        "questions": [
            {
                "code": code,
                "text": asked[code].name,
                "answers": [answer for answer in answers if answer.question == code],
            }
            for code in rules.QUESTIONS
        ],
        "participants": list(review.participants.all()),
        "recommendations": list(review.recommendations.select_related("owner")),
        "lessons": list(review.lessons.all()),
    }
