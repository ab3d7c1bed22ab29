"""The law of safeguards: record the truth, stop the future, pay what is owed.

A safeguard says what it stops: a site from opening, a person from starting, the next day from being planned, an
approval, or nothing (it is shown). None stops a true day from being recorded, nor pay for work done.
"""

from .approval import APPROVAL_CHECKS, PayFacts
from .days import DAY_CHECKS, DayFacts
from .law import Breach, Law, evaluate, why_not_waive, why_stopped
from .persons import START_CHECKS, StartFacts
from .places import SITE_CHECKS, SiteFacts

__all__ = [
    "APPROVAL_CHECKS", "DAY_CHECKS", "SITE_CHECKS", "START_CHECKS", "Breach", "DayFacts", "Law", "PayFacts",
    "SiteFacts", "StartFacts", "evaluate", "why_not_waive", "why_stopped",
]  # fmt: skip
