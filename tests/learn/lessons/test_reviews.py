"""The after-action review is due in thirty days, ends in owned recommendations, and closes the case."""

from datetime import UTC, date, datetime

import pytest

from mainstay.cases.services.closing import close_case, closing_obstacles
from mainstay.common import clock
from mainstay.common.errors import BadInput, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from mainstay.learn.lessons.selectors import recommendations_open, review_of
from mainstay.learn.lessons.services import (
    add_participants,
    answer_recommendation,
    approve_review,
    contribute_review,
    finish_recommendation,
    open_review,
    recommend,
)
from mainstay.learn.lessons.services.reminding import remind_late_answers, remind_late_reviews
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def director():
    return builders.person("CD")


@pytest.fixture
def review(director):
    return open_review(by=director, case=builders.case(), ended_on=date(2026, 11, 20))


def answered(review, by):
    for question in ("expected", "happened", "why", "keep", "change"):
        contribute_review(by=by, review=review, question=question, words=f"About {question}")
    add_participants(
        by=by, review=review, parties=[("Union of the isles", "workers", 2), ("Ministry", "government", 1)]
    )
    return recommend(
        by=by, review=review, text="Sign the pay agreement early", owner_role="CPO", due_on=date(2027, 3, 1)
    )


def test_it_is_due_thirty_days_after_the_response_ended(review):
    assert date(2026, 12, 20) == review.due_on
    with pytest.raises(BadInput, match="open already"):
        open_review(by=review.opened_by, case=review.case)


def test_a_case_is_not_closed_before_its_review_is_approved(review, director):
    assert "review_missing" in {reason.code for _name, reason in closing_obstacles(review.case)}
    with pytest.raises((RuleBroken, BadInput)):
        close_case(by=director, case=review.case, words="Over")


def test_a_review_answers_every_question_names_who_was_there_and_what_follows(review, director):
    with pytest.raises(RuleBroken, match="expected"):
        approve_review(by=director, review=review)
    for question in ("expected", "happened", "why", "keep", "change"):
        contribute_review(by=director, review=review, question=question, words="So")
    with pytest.raises(RuleBroken, match="took part"):
        approve_review(by=director, review=review)
    add_participants(by=director, review=review, parties=[("Ministry", "government", 1)])
    with pytest.raises(RuleBroken, match="recommendation"):
        approve_review(by=director, review=review)


def test_its_approval_closes_the_case(review, director):
    answered(review, director)
    assert approve_review(by=director, review=review, words="The works go on with the municipality.")
    review.case.refresh_from_db()
    assert "CLOSED" == review.case.state
    assert "DONE" == review.case.stages.get(stage="learn").state
    shown = review_of(director, review.case)
    assert 5 == len([question for question in shown["questions"] if question["answers"]])


def test_management_answers_within_thirty_days_and_shows_what_was_done(review, director):
    asked = answered(review, director)
    assert date(2026, 12, 31) == asked.answer_due_on
    with pytest.raises(RuleBroken):
        answer_recommendation(by=director, recommendation=asked, verb="accept", words=" ")
    answer_recommendation(
        by=director, recommendation=asked, verb="accept", words="From the next agreement on"
    )
    assert [asked] == list(recommendations_open(director))
    finish_recommendation(by=director, recommendation=asked, evidence="Agreement of 4 February 2027")
    assert [] == list(recommendations_open(director))


def test_a_recommendation_is_taken_in_part_or_refused_once_and_only_what_is_taken_is_carried_out(
    review, director
):
    asked = answered(review, director)
    answer_recommendation(by=director, recommendation=asked, verb="accept_partly", words="In the north first")
    assert "PARTLY" == asked.state
    with pytest.raises(RuleBroken):
        answer_recommendation(by=director, recommendation=asked, verb="reject", words="After all not")
    finish_recommendation(by=director, recommendation=asked, evidence="Agreement of 4 February 2027")
    assert "DONE" == asked.state


def test_late_reviews_and_answers_are_told_once(review, director):
    answered(review, director)
    builders.person("CPO")
    with clock.at(datetime(2027, 1, 10, tzinfo=UTC)):
        assert (1, 0) == (remind_late_reviews(), remind_late_reviews())
        assert (1, 0) == (remind_late_answers(), remind_late_answers())
    assert {"review_late", "answer_late"} <= set(Notice.objects.values_list("kind", flat=True))
    done = {"learn.remind_review", "learn.remind_recommendation"}
    assert done <= set(AuditEntry.objects.values_list("action", flat=True))
