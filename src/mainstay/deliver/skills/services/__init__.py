"""What is done in skills: courses planned and run, trainees enrolled to traced, vacancies listed."""

from .courses import approve_course, cancel_course, close_course, complete_course, plan_course, start_course
from .files import import_enrolments, import_grades
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
from .vacancies import fill_vacancy, list_vacancy, withdraw_vacancy

__all__ = [
    "Attended",
    "approve_course",
    "cancel_course",
    "close_course",
    "complete_course",
    "drop_trainees",
    "enrol_trainees",
    "fill_vacancy",
    "grade_trainees",
    "import_enrolments",
    "import_grades",
    "issue_certificates",
    "list_vacancy",
    "mark_attendance",
    "plan_course",
    "recognise_learning",
    "start_course",
    "trace_trainees",
    "withdraw_certificate",
    "withdraw_vacancy",
]
