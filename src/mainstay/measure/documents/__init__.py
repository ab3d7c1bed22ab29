"""What measure puts on paper."""

from .donor_report import donor_report, write_donor_report

__all__ = ["donor_report", "write_donor_report"]
