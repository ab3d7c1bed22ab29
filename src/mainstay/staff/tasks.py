"""What is due for people on mission."""

from mainstay.common import due

from .services import raise_missed_check_ins


@due.check("staff.check_ins")
def check_ins() -> int:
    """Raise the alarm for missed check-ins."""
    return raise_missed_check_ins()
