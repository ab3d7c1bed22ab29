"""What people do with lessons and reviews."""

from .lessons import refuse_lesson, retire_lesson, revise_lesson, validate_lesson, write_lesson
from .reviewing import (
    add_participants,
    answer_recommendation,
    approve_review,
    contribute_review,
    finish_recommendation,
    open_review,
    recommend,
)

__all__ = [
    "add_participants",
    "answer_recommendation",
    "approve_review",
    "contribute_review",
    "finish_recommendation",
    "open_review",
    "recommend",
    "refuse_lesson",
    "retire_lesson",
    "revise_lesson",
    "validate_lesson",
    "write_lesson",
]
