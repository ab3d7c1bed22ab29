"""`mainstay decide`: requests, gates, blind scores, decisions, the queue and the portfolio."""

from .records import app

__all__ = ["app"]
