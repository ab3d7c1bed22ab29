"""What is done to accounts, and `act`, the frame of every act of every service."""

from .acts import act
from .people import deactivate_person, invite_person, reactivate_person
from .roles import assign_role, break_glass, delegate_role, end_role

__all__ = [
    "act",
    "assign_role",
    "break_glass",
    "deactivate_person",
    "delegate_role",
    "end_role",
    "invite_person",
    "reactivate_person",
]
