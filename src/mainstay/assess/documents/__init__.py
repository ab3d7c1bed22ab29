"""What an assessment puts on paper."""

from .report import assessment_report, write_report
from .snapshot import write_snapshot

__all__ = ["assessment_report", "write_report", "write_snapshot"]
