"""What is due in the fund."""

from mainstay.common import due

from .services import adopt_silent_grants, mark_overdue


@due.check("fund.silence")
def silence() -> int:
    """Approve grants whose silence has run without an objection."""
    return adopt_silent_grants()


@due.check("fund.overdue")
def overdue() -> int:
    """Mark promised money whose day has passed."""
    return mark_overdue()
