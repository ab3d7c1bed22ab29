"""What was learned: lessons checked by another person, and the review with all parties that closes the case."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mainstay.learn.lessons.selectors import lessons_visible, reviews_visible
from mainstay.learn.lessons.services import (
    add_participants,
    answer_recommendation,
    approve_review,
    contribute_review,
    open_review,
    recommend,
    validate_lesson,
    write_lesson,
)
from mainstay.rehearsal.theatre import Theatre

from .arriving import body_of
from .days import after

if TYPE_CHECKING:
    from mainstay.learn.lessons.models import Review

#: Title, what was learned, who, should do what.
LESSONS = (
    ("One wage for one task", "A single floor for both communities ended quarrels at the gate.", "Designers", "set the rate from the highest legal minimum"),
    ("Pay goes on when sites stop", "Paid suspension kept people home and brought them back.", "Directors", "sign the rule before the first site opens"),
)  # fmt: skip
#: Who answers which question of the review, and what she says.
ANSWERS = (
    ("director", "expected", "Works with local authorities, the places shared between both communities."),
    ("officer", "happened", "All phases were worked; when sites had to stop, wages went on to the end of contracts."),
    ("workers", "why", "The floor held because the unions could see each rate."),
    ("ministry", "keep", "Free work permits for everybody in the works."),
    ("employers", "change", "Tell contractors of tenders earlier."),
)  # fmt: skip
PARTIES = (("ministry", "government", 3), ("employers", "employers", 2), ("workers", "workers", 4))


def play(theatre: Theatre, ended_on: date) -> None:
    """Play lessons and review; the review's approval closes the case."""
    theatre.act("learn", "lessons written", after(ended_on, 64), lambda: write(theatre))
    theatre.act("learn", "lessons validated", after(ended_on, 66), lambda: validate(theatre))
    theatre.act(
        "learn", "review opened", after(ended_on, 67), lambda: open_it(theatre, after(ended_on, 62).date())
    )
    theatre.act("learn", "review held", after(ended_on, 74), lambda: hold(theatre))
    theatre.act("learn", "review approved", after(ended_on, 80), lambda: _approve(theatre))


def write(theatre: Theatre) -> None:
    """Write the lessons of the case."""
    for title, learned, who, should in LESSONS:
        write_lesson(
            by=theatre.person("officer"), title=title, learned=learned, who=who, should=should,
            source="Debriefings and grant reports of this case (synthetic)", case=theatre.props["case"],
            tags={"component": ["WRK"]},
        )  # fmt: skip


def validate(theatre: Theatre, most: int | None = None) -> None:
    """Let another person check the lessons, all or the first ones."""
    raw = lessons_visible(theatre.person("knowledge")).filter(case=theatre.props["case"], state="RAW")
    for lesson in raw.order_by("pk")[:most]:
        validate_lesson(by=theatre.person("knowledge"), lesson=lesson, words="The reports say the same.")


def open_it(theatre: Theatre, ended_on: date) -> None:
    """Open the review of the case."""
    open_review(by=theatre.person("director"), case=theatre.props["case"], ended_on=ended_on)


def review_of(theatre: Theatre) -> "Review":
    """Return the review of the case."""
    return reviews_visible(theatre.person("director")).get(case=theatre.props["case"])


def hold(theatre: Theatre) -> None:
    """Let all parties answer, and recommend what changes."""
    review, coordinator = review_of(theatre), theatre.person("coordinator")
    for part, question, words in ANSWERS:
        contribute_review(by=theatre.person(part), review=review, question=question, words=words)
    parties = [(body_of(theatre, part).name, side, persons) for part, side, persons in PARTIES]
    add_participants(by=coordinator, review=review, parties=parties)
    asked = recommend(
        by=coordinator, review=review, text="Put the rule of paid suspension into every agreement.",
        owner_role="CPO", due_on=review.due_on + timedelta(days=90), owner=theatre.person("officer"),
    )  # fmt: skip
    answer_recommendation(
        by=theatre.person("director"),
        recommendation=asked,
        verb="accept",
        words="From the next agreement on.",
    )


def _approve(theatre: Theatre) -> None:
    closed = approve_review(
        by=theatre.person("director"), review=review_of(theatre), words="The works ended and were reviewed."
    )
    theatre.say(
        "The review is approved and the case is closed." if closed else "The case waits to be closed."
    )
