"""Decisions about designs: states, what a plan lacks, who must have been heard. Pure."""

from .approval import (
    Basis,
    Open,
    Quality,
    approval_steps,
    asks_of_conflict,
    why_not_approve,
    why_not_commit,
    why_not_fund,
    why_not_record_funding,
    why_not_score,
    why_not_submit,
    why_not_take_option,
)
from .completeness import Costed, Lack, Law, Plan, Planned, Work, lacks, unmet
from .states import BODIES, EDITABLE, PROJECT, RUNNING, why_not_change

__all__ = [
    "BODIES",
    "EDITABLE",
    "PROJECT",
    "RUNNING",
    "Basis",
    "Costed",
    "Lack",
    "Law",
    "Open",
    "Plan",
    "Planned",
    "Quality",
    "Work",
    "approval_steps",
    "asks_of_conflict",
    "lacks",
    "unmet",
    "why_not_approve",
    "why_not_change",
    "why_not_commit",
    "why_not_fund",
    "why_not_record_funding",
    "why_not_score",
    "why_not_submit",
    "why_not_take_option",
]
