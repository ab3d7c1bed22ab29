"""What is done in watch, named as the buttons."""

from .alerts import (
    activate_alert,
    call_alert,
    close_alert,
    confirm_alert,
    decide_no_regret,
    open_case_from_alert,
    raise_alert,
)
from .boards import hold_board
from .evaluating import evaluate_warnings
from .importing import parse_again, update_source, withdraw_vintage
from .preparing import confirm_preparedness, edit_trigger_map, test_trigger_map, update_preparedness
from .publishing import publish_accuracy
from .readings import (
    confirm_signal,
    correct_reading,
    record_reading,
    refuse_signal,
    report_signal,
    set_threshold,
)
from .systems import negotiate_system, register_system
from .triggers import backcast_triggers

__all__ = [
    "activate_alert",
    "backcast_triggers",
    "call_alert",
    "close_alert",
    "confirm_alert",
    "confirm_preparedness",
    "confirm_signal",
    "correct_reading",
    "decide_no_regret",
    "edit_trigger_map",
    "evaluate_warnings",
    "hold_board",
    "negotiate_system",
    "open_case_from_alert",
    "parse_again",
    "publish_accuracy",
    "raise_alert",
    "record_reading",
    "refuse_signal",
    "register_system",
    "report_signal",
    "set_threshold",
    "test_trigger_map",
    "update_preparedness",
    "update_source",
    "withdraw_vintage",
]
