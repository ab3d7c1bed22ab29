"""What is due on cases: reminders, escalations, silence that has run out."""

from mainstay.common import due

from .services.reminding import escalate_late, remind_soon


@due.check("cases.clocks")
def clocks() -> int:
    """Remind at three quarters of each target's time and escalate what is late."""
    return remind_soon() + escalate_late()
