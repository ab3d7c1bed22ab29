"""What an assessment puts on paper."""

from .report import assessment_report, write_report

__all__ = ["assessment_report", "write_report"]
