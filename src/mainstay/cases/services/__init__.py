"""What is done to a case; the stages call `report_stage` and `note` inside their own acts."""

from .opening import open_case
from .spine import meet_target, note, report_stage, start_clock

__all__ = ["meet_target", "note", "open_case", "report_stage", "start_clock"]
