"""The after-action review: opened, answered, approved; its approval closes the case."""

from collections.abc import Sequence
from datetime import date

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.cases.services import note, report_stage
from mainstay.cases.services.closing import close_case, closing_obstacles, register_precondition
from mainstay.common import clock
from mainstay.common.errors import BadInput, Reason, require
from mainstay.common.texts import noop as _
from mainstay.learn.lessons import rules
from mainstay.learn.lessons.models import Recommendation, Review, ReviewAnswer, ReviewParticipant
from mainstay.partners.selectors import organisations_of


@register_precondition("lessons.review_approved")
def _review_approved(case: Case) -> Reason | None:
    """Return why a case cannot be closed: its after-action review is not approved since it was last opened."""
    if (
        Review.objects.filter(case=case, state="APPROVED").exists()
        and not Review.objects.filter(case=case, state="OPEN").exists()
    ):
        return None
    if Review.objects.filter(case=case, state="OPEN").exists():
        return Reason(
            "review_missing",
            _("The after-action review is not approved: answer its questions, then approve it."),
        )
    return Reason(
        "review_missing", _("The after-action review is not approved. Open it, answer it, approve it.")
    )


def open_review(*, by: Person, case: Case, ended_on: date | None = None) -> Review:
    """Return the review of a case, due thirty days after the response ended (today when no day is given)."""
    with act("learn.open_review", by=by, on=case) as entry:
        if Review.objects.filter(case=case, state="OPEN").exists():
            raise BadInput("review_open", _("The review of this case is open already."))
        days = playbook.current().evaluation.after_action_days
        review = Review.objects.create(
            case=case,
            opened_by=by,
            opened_at=clock.now(),
            due_on=rules.review_due(ended_on or clock.today(), days=days),
        )
        entry.on(review)
        report_stage(
            case,
            "learn",
            state="OPEN",
            record_state=review.state,
            next_role="CD",
            msgid=_("The after-action review is open until {due}."),
            due=review.due_on.isoformat(),
        )
        note(
            case,
            by=by,
            stage="learn",
            msgid=_("The after-action review was opened, due {due}."),
            due=review.due_on.isoformat(),
        )
    return review


def contribute_review(*, by: Person, review: Review, question: str, words: str) -> ReviewAnswer:
    """Return what somebody said to one question: expected, happened, why, keep, change."""
    # Who speaks for an organisation of the country answers in its name; the grant decides where she may.
    met = {"own_organisation_row"} if organisations_of(by).exists() else set()
    with act("learn.contribute_review", by=by, on=review, met=met) as entry:
        _require_open(review)
        if question not in rules.QUESTIONS or not words.strip():
            raise BadInput("question", _("Answer one of: {questions}."), questions=", ".join(rules.QUESTIONS))
        answer = ReviewAnswer.objects.create(
            review=review, question=question, words=words.strip(), by=by, said_at=clock.now()
        )
        entry.note(question=question)
    return answer


def add_participants(*, by: Person, review: Review, parties: Sequence[tuple[str, str, int]]) -> int:
    """Return how many parties took part, after adding `parties`: organisation, side, how many persons."""
    with act("learn.contribute_review", by=by, on=review) as entry:
        _require_open(review)
        ReviewParticipant.objects.bulk_create(
            (
                ReviewParticipant(review=review, organisation=name, side=side, persons=persons)
                for name, side, persons in parties
            ),
            update_conflicts=True,
            unique_fields=["review", "organisation"],
            update_fields=["side", "persons"],
        )
        entry.note(parties=[[name, side, persons] for name, side, persons in parties])
    return review.participants.count()


def recommend(
    *, by: Person, review: Review, text: str, owner_role: str, due_on: date, owner: Person | None = None
) -> Recommendation:
    """Return a recommendation with its owner and date; management answers within thirty days."""
    with act("learn.contribute_review", by=by, on=review) as entry:
        _require_open(review)
        if not text.strip() or owner_role not in playbook.current().roles or due_on < clock.today():
            raise BadInput(
                "recommendation", _("Say what should be done, which role does it, and a day to come.")
            )
        made = Recommendation.objects.create(
            review=review,
            text=text.strip(),
            owner_role=owner_role,
            owner=owner,
            due_on=due_on,
            answer_due_on=rules.review_due(clock.today(), days=playbook.current().evaluation.response_days),
            made_by=by,
        )
        entry.on(made)
        entry.note(owner_role=owner_role, due_on=due_on)
    return made


def approve_review(*, by: Person, review: Review, words: str = "") -> bool:
    """Approve a review and close its case; return whether the case is closed now.

    Where something else still stands against closing, or another person closes cases here, the approval stands and
    the case waits.
    """
    with act("learn.close_review", by=by, on=review) as entry:
        answered = set(review.answers.values_list("question", flat=True))
        require(
            rules.why_not_approve(
                answered=answered,
                participants=review.participants.count(),
                recommendations=review.recommendations.count(),
                unowned=review.recommendations.filter(owner_role="").count(),
            )
        )
        state = rules.REVIEW.move(review.state, "approve")
        entry.change("state", review.state, state)
        review.state, review.approved_by, review.approved_at, review.words = (
            state,
            by,
            clock.now(),
            words.strip(),
        )
        review.save(update_fields=["state", "approved_by", "approved_at", "words"])
        note(review.case, by=by, stage="learn", msgid=_("The after-action review was approved."))
        return _close(by, review)


def _close(by: Person, review: Review) -> bool:
    case = review.case
    case.refresh_from_db()
    obstacles = closing_obstacles(case)
    closes = not obstacles and case.state != "CLOSED" and may(by, "cases.close_case", case)
    if closes:
        close_case(by=by, case=case, words=review.words or _("The after-action review is approved."))
    report_stage(
        case,
        "learn",
        state="DONE" if closes else "OPEN",
        record_state=review.state,
        next_role="" if closes else "CD",
        msgid=_("The after-action review is approved; the case is closed.")
        if closes
        else _("The after-action review is approved; {count} things stand against closing the case."),
        count=len(obstacles),
    )
    return closes


def answer_recommendation(*, by: Person, recommendation: Recommendation, verb: str, words: str) -> None:
    """Answer a recommendation for management: ``accept``, ``accept_partly`` or ``reject``, with words."""
    with act("learn.answer_recommendation", by=by, on=recommendation) as entry:
        require(rules.why_not_answer(words=words))
        state = rules.RECOMMENDATION.move(recommendation.state, verb)
        entry.change("state", recommendation.state, state)
        recommendation.state, recommendation.answer = state, words.strip()
        recommendation.answered_by, recommendation.answered_at = by, clock.now()
        recommendation.save(update_fields=["state", "answer", "answered_by", "answered_at"])


def finish_recommendation(*, by: Person, recommendation: Recommendation, evidence: str) -> None:
    """Say that a recommendation is carried out, with the evidence."""
    with act("learn.answer_recommendation", by=by, on=recommendation) as entry:
        require(rules.why_not_answer(words=evidence))
        state = rules.RECOMMENDATION.move(recommendation.state, "finish")
        entry.change("state", recommendation.state, state)
        recommendation.state, recommendation.done_on, recommendation.evidence = (
            state,
            clock.today(),
            evidence.strip(),
        )
        recommendation.save(update_fields=["state", "done_on", "evidence"])


def _require_open(review: Review) -> None:
    if review.state != "OPEN":
        raise BadInput(
            "review_approved", _("This review is approved. Write a lesson, or open the case again.")
        )
