"""What is done with money."""

from .contributions import (
    mark_overdue,
    record_contribution,
    record_pledge,
    record_receipt,
    set_rate,
    withdraw_pledge,
)
from .decisions import adopt_silent_grants, approve_grant, object_grant, reject_grant, screen_grant
from .grants import apply_grant, submit_grant, withdraw_grant
from .ledger import correct_entry
from .pipeline import add_lead, move_lead
from .spending import accept_report, disburse_grant, repay_grant, report_grant, return_money

__all__ = [
    "accept_report",
    "add_lead",
    "adopt_silent_grants",
    "apply_grant",
    "approve_grant",
    "correct_entry",
    "disburse_grant",
    "mark_overdue",
    "move_lead",
    "object_grant",
    "record_contribution",
    "record_pledge",
    "record_receipt",
    "reject_grant",
    "repay_grant",
    "report_grant",
    "return_money",
    "screen_grant",
    "set_rate",
    "submit_grant",
    "withdraw_grant",
    "withdraw_pledge",
]
