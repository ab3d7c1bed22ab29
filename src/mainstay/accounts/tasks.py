"""What is due on accounts."""

from mainstay.common import due

from .services.breaches import remind_breaches
from .services.drafts import forget_drafts
from .services.erasing import remind_data_requests
from .services.tokens import forget_answers


@due.check("accounts.breaches")
def breaches() -> int:
    """Remind of breaches that nobody took up within a day, and of persons at high risk not told within three."""
    return remind_breaches()


@due.check("accounts.data_requests")
def data_requests() -> int:
    """Remind of requests about a person's data before their thirty days are over."""
    return remind_data_requests()


@due.check("accounts.kept")
def kept() -> int:
    """Drop drafts that nobody went on with, and answers to calls that are a day old."""
    return forget_drafts() + forget_answers()
