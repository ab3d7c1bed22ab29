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
from .conflict import (
    add_conflict_secrets,
    begin_conflict_reading,
    correct_conflict_secrets,
    explain_conflict_unread,
    hand_in_conflict_reading,
    withdraw_conflict_reading,
    write_conflict_findings,
    write_harm_measures,
)
from .correcting import correct_answer
from .evidence import add_source, cost_option, record_finding
from .forms import build_form, field_form, write_form
from .importing import import_submissions, read_answers
from .losing import Earnings, Span, estimate_losses
from .mapping import map_institution, record_institution
from .needing import (
    change_need,
    record_cover,
    record_rebuilding,
    record_support,
    set_price_rise,
    withdraw_cover,
    withdraw_need,
)
from .production import SectorOutput, record_production
from .scoping import choose_modules, name_team, plan_sample, scope_assessment
from .sizing import size_works
from .talking import explain_women_unheard, record_group_talk

__all__ = [
    "Earnings",
    "SectorOutput",
    "Span",
    "add_conflict_secrets",
    "add_source",
    "approve_baseline",
    "begin_conflict_reading",
    "build_form",
    "change_need",
    "choose_modules",
    "compute_estimates",
    "correct_answer",
    "correct_conflict_secrets",
    "cost_option",
    "estimate_losses",
    "explain_conflict_unread",
    "explain_women_unheard",
    "field_form",
    "hand_in_conflict_reading",
    "import_submissions",
    "map_institution",
    "name_team",
    "plan_sample",
    "read_answers",
    "record_cover",
    "record_finding",
    "record_group_talk",
    "record_institution",
    "record_production",
    "record_rebuilding",
    "record_support",
    "record_validation",
    "return_report",
    "scope_assessment",
    "set_price_rise",
    "size_works",
    "submit_report",
    "supersede_assessment",
    "validate_report",
    "withdraw_conflict_reading",
    "withdraw_cover",
    "withdraw_need",
    "write_conflict_findings",
    "write_form",
    "write_harm_measures",
]
