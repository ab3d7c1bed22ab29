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
from .drafts import drop_draft, forget_drafts, keep_draft
from .erasing import answer_data_request, ask_data_request, erase_as_asked, erase_person
from .people import deactivate_person, edit_own_account, invite_person, reactivate_person, set_password
from .restricted import break_glass, end_restricted, grant_restricted, request_restricted, review_break_glass
from .roles import assign_role, delegate_role, end_delegation, end_role
from .tokens import create_token, forget_answers, note_use, once, revoke_token

__all__ = [
    "act",
    "answer_data_request",
    "ask_data_request",
    "assess_breach",
    "assign_role",
    "break_glass",
    "close_breach",
    "contain_breach",
    "create_token",
    "deactivate_person",
    "delegate_role",
    "drop_draft",
    "edit_own_account",
    "end_delegation",
    "end_restricted",
    "end_role",
    "erase_as_asked",
    "erase_person",
    "forget_answers",
    "forget_drafts",
    "grant_restricted",
    "invite_person",
    "keep_draft",
    "note_use",
    "once",
    "reactivate_person",
    "report_breach",
    "request_restricted",
    "review_break_glass",
    "revoke_token",
    "set_password",
    "tell_authority",
    "tell_persons",
]
