"""What decide does when its time has come."""

from mainstay.common import due

from .services.targets import open_reviews, remind_requests


@due.check("decide.requests")
def requests() -> int:
    """Remind of the time limits of requests, escalate what is late, open the reviews of day 30 and 90."""
    return remind_requests() + open_reviews()
