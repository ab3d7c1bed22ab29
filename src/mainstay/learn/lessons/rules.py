"""Decisions about lessons, reviews and recommendations. Pure."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.common.workflow import Workflow, moves

#: A lesson is raw until another person has checked it against its source.
LESSON = Workflow(
    "lesson",
    ("RAW", "VALIDATED", "REFUSED", "RETIRED"),
    moves(
        ("validate", "RAW", "VALIDATED"),
        ("refuse", "RAW", "REFUSED"),
        ("revise", ("REFUSED", "VALIDATED"), "RAW"),
        ("retire", "VALIDATED", "RETIRED"),
    ),
)

#: The after-action review of a case; its approval closes the case.
REVIEW = Workflow("review", ("OPEN", "APPROVED"), moves(("approve", "OPEN", "APPROVED")))

#: What management says to a recommendation, and what then happens.
RECOMMENDATION = Workflow(
    "recommendation",
    ("ASKED", "ACCEPTED", "PARTLY", "REJECTED", "DONE"),
    moves(
        ("accept", "ASKED", "ACCEPTED"),
        ("accept_partly", "ASKED", "PARTLY"),
        ("reject", "ASKED", "REJECTED"),
        ("finish", ("ACCEPTED", "PARTLY"), "DONE"),
    ),
)

#: What every review answers; the playbook holds the questions' words.
QUESTIONS = ("expected", "happened", "why", "keep", "change")
TAGS = ("crisis_type", "phase", "component")
#: How much one tag in common says about the likeness of two cases [J].
LIKENESS = {"crisis_type": 4, "phase": 2, "component": 1, "country": 2, "region": 1}


def why_not_write(*, title: str, learned: str, who: str, should: str, source: str) -> Reason | None:
    """Return why a lesson is none yet: it must say what was learned, from where, and who should do what."""
    if not title.strip() or not learned.strip():
        return Reason("no_words", _("Give the lesson a title and say what was learned."))
    if not who.strip() or not should.strip():
        return Reason("nobody_acts", _("Name who should do what. Without it a lesson changes nothing."))
    if not source.strip():
        return Reason(
            "no_source", _("Name the source: the review, the report, the visit, with its date or link.")
        )
    return None


def why_not_approve(
    *, answered: Collection[str], participants: int, recommendations: int, unowned: int
) -> Reason | None:
    """Return why a review cannot be approved: questions open, nobody there, nothing follows."""
    missing = [question for question in QUESTIONS if question not in answered]
    if missing:
        return Reason(
            "questions_open", _("Nobody has answered yet: {questions}."), {"questions": ", ".join(missing)}
        )
    if not participants:
        return Reason("nobody_took_part", _("Name who took part in the review."))
    if unowned:
        return Reason("unowned", _("{count} recommendations have no owner or no date."), {"count": unowned})
    if not recommendations:
        return Reason(
            "nothing_follows", _("A review ends with at least one recommendation: who does what, by when.")
        )
    return None


def why_not_answer(*, words: str) -> Reason | None:
    """Return why an answer to a recommendation is none."""
    return None if words.strip() else Reason("no_words", _("Say what will be done, or why not."))


def review_due(ended: date, *, days: int) -> date:
    """Return by when the review of a response is due that ended on a day.

    >>> review_due(date(2026, 3, 1), days=30)
    datetime.date(2026, 3, 31)
    """
    return ended + timedelta(days=days)


def likeness(one: Mapping[str, Collection[str]], other: Mapping[str, Collection[str]]) -> int:
    """Return how like two cases are: points for each crisis type, phase, component, country and region in common.

    >>> likeness({"crisis_type": ["CONFLICT"], "region": ["Africa"]}, {"crisis_type": ["CONFLICT"], "region": ["Africa"]})
    5
    """
    return sum(
        points * len(set(one.get(kind, ())) & set(other.get(kind, ()))) for kind, points in LIKENESS.items()
    )
