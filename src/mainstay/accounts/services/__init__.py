"""What is done to accounts, and `act`, the frame of every act of every service."""

from .acts import act
from .breaches import (
    assess_breach,
    close_breach,
    contain_breach,
    report_breach,
    tell_authority,
    tell_persons,
)
from .erasing import answer_data_request, ask_data_request, erase_person
from .people import deactivate_person, edit_own_account, invite_person, reactivate_person, set_password
from .restricted import break_glass, end_restricted, grant_restricted, request_restricted, review_break_glass
from .roles import assign_role, delegate_role, end_delegation, end_role

__all__ = [
    "act",
    "answer_data_request",
    "ask_data_request",
    "assess_breach",
    "assign_role",
    "break_glass",
    "close_breach",
    "contain_breach",
    "deactivate_person",
    "delegate_role",
    "edit_own_account",
    "end_delegation",
    "end_restricted",
    "end_role",
    "erase_person",
    "grant_restricted",
    "invite_person",
    "reactivate_person",
    "report_breach",
    "request_restricted",
    "review_break_glass",
    "set_password",
    "tell_authority",
    "tell_persons",
]
