"""What is due on agreements, checks, consultation and registers."""

from mainstay.common import due

from .services.reminding import (
    announce_ends,
    escalate_act_first,
    expire_agreements,
    expire_checks,
    remind_act_first,
    remind_answers,
)
from .services.reminding_lines import remind_lines


@due.check("partners.act_first")
def act_first() -> int:
    """Remind of a consultation that is due after acting first, at three quarters of its time, and when it is late."""
    return remind_act_first() + escalate_act_first()


@due.check("partners.agreements")
def agreements() -> int:
    """Let agreements and checks expire on their day, and announce an agreement's end two months before."""
    return expire_agreements() + expire_checks() + announce_ends()


@due.check("partners.answers")
def answers() -> int:
    """Remind who recorded a consultation that the answer to those who were heard is due."""
    return remind_answers()


@due.check("partners.registers")
def registers() -> int:
    """Remind the owners of lines of registers whose day has passed."""
    return remind_lines()
