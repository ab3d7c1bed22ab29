"""What is due on accounts."""

from mainstay.common import due

from .services.erasing import remind_data_requests


@due.check("accounts.data_requests")
def data_requests() -> int:
    """Remind of requests about a person's data before their thirty days are over."""
    return remind_data_requests()
