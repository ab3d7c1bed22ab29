"""What is done to accounts, and `act`, the frame of every act of every service."""

from .acts import act
from .erasing import answer_data_request, ask_data_request, erase_person
from .people import deactivate_person, edit_own_account, invite_person, reactivate_person, set_password
from .restricted import break_glass, end_restricted, grant_restricted, request_restricted, review_break_glass
from .roles import assign_role, delegate_role, end_delegation, end_role

__all__ = [
    "act",
    "answer_data_request",
    "ask_data_request",
    "assign_role",
    "break_glass",
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
    "request_restricted",
    "review_break_glass",
    "set_password",
]
