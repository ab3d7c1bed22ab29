"""Reminders of reviews and answers that are late, in the system's name."""

from mainstay.accounts.selectors import holders_of, system_person
from mainstay.accounts.services import act
from mainstay.cases.models import Case
from mainstay.common import clock, notices
from mainstay.common.texts import noop as _
from mainstay.learn.lessons.models import Recommendation, Review


def _scopes(case: Case) -> list[tuple[str, str]]:
    found = [("case", str(case.pk))]
    for row in case.countries.select_related("country"):
        found += [("country", row.country_id), ("region", row.country.region)]
    return found


def remind_late_reviews() -> int:
    """Tell the country director and the coordinator of each review that is late, once; return how many."""
    system = system_person()
    open_still = Review.objects.filter(state="OPEN", due_on__lt=clock.today(), reminded_at__isnull=True)
    late = list(open_still.select_related("case"))
    for review in late:
        with act("learn.remind_review", by=system, on=review) as entry:
            entry.note(due=review.due_on)
            notices.tell(
                holders_of(["CD", "TT_COORD"], _scopes(review.case)),
                "review_late",
                _("The after-action review of {case} was due on {due}."),
                key=f"review:{review.pk}:late",
                case=review.case.reference,
                due=review.due_on.isoformat(),
            )
            Review.objects.filter(pk=review.pk).update(reminded_at=clock.now())
    return len(late)


def remind_late_answers() -> int:
    """Tell the owners of each recommendation that management has not answered in time, once; return how many."""
    system = system_person()
    waiting = Recommendation.objects.filter(
        state="ASKED", answer_due_on__lt=clock.today(), reminded_at__isnull=True
    )
    late = list(waiting.select_related("review__case"))
    for asked in late:
        with act("learn.remind_recommendation", by=system, on=asked) as entry:
            entry.note(due=asked.answer_due_on)
            owners = holders_of([asked.owner_role], _scopes(asked.review.case))
            if asked.owner_id is not None:
                owners = [asked.owner_id]
            notices.tell(
                owners,
                "answer_late",
                _("A recommendation on {case} waits for an answer since {due}."),
                key=f"recommendation:{asked.pk}:late",
                case=asked.review.case.reference,
                due=asked.answer_due_on.isoformat(),
            )
            Recommendation.objects.filter(pk=asked.pk).update(reminded_at=clock.now())
    return len(late)
