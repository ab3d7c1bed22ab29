"""What is done in skills: courses planned and run, trainees enrolled, marked, assessed, certified, traced."""

from .courses import approve_course, cancel_course, close_course, complete_course, plan_course, start_course
from .trainees import (
    Attended,
    drop_trainees,
    enrol_trainees,
    grade_trainees,
    issue_certificates,
    mark_attendance,
    recognise_learning,
    trace_trainees,
    withdraw_certificate,
)

__all__ = [
    "Attended",
    "approve_course",
    "cancel_course",
    "close_course",
    "complete_course",
    "drop_trainees",
    "enrol_trainees",
    "grade_trainees",
    "issue_certificates",
    "mark_attendance",
    "plan_course",
    "recognise_learning",
    "start_course",
    "trace_trainees",
    "withdraw_certificate",
]
