"""What is done to an assessment, in the order in which it is done."""

from .analysing import compute_estimates
from .closing import (
    approve_baseline,
    record_validation,
    return_report,
    submit_report,
    supersede_assessment,
    validate_report,
)
from .correcting import correct_answer
from .evidence import add_source, cost_option, record_finding
from .forms import build_form, field_form, write_form
from .importing import import_submissions, read_answers
from .losing import Earnings, Span, estimate_losses
from .scoping import choose_modules, name_team, plan_sample, scope_assessment

__all__ = [
    "Earnings",
    "Span",
    "add_source",
    "approve_baseline",
    "build_form",
    "choose_modules",
    "compute_estimates",
    "correct_answer",
    "cost_option",
    "estimate_losses",
    "field_form",
    "import_submissions",
    "name_team",
    "plan_sample",
    "read_answers",
    "record_finding",
    "record_validation",
    "return_report",
    "scope_assessment",
    "submit_report",
    "supersede_assessment",
    "validate_report",
    "write_form",
]
