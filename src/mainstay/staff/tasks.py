"""What is due for people on the roster and on mission."""

from mainstay.common import due

from .services import lapse_experts, raise_missed_check_ins, remind_of_clearances, remind_of_releases


@due.check("staff.check_ins")
def check_ins() -> int:
    """Raise the alarm for missed check-ins."""
    return raise_missed_check_ins()


@due.check("staff.clearances")
def clearances() -> int:
    """Remind owners of clearances at 75 % of their time, and the coordinator when it has run out."""
    return remind_of_clearances()


@due.check("staff.releases")
def releases() -> int:
    """Remind units of the releases they are asked for, and tell those above of their silence."""
    return remind_of_releases()


@due.check("staff.briefings")
def briefings() -> int:
    """Let members lapse whose briefing is too old."""
    return lapse_experts()
