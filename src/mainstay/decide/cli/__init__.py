"""`mainstay decide`: requests, gates, blind scores, decisions, the queue and the portfolio.

`records` holds the commands on requests in the database. `rank` and `portfolio` work on the database or on a file alone:
on a file they need no sign-in, and write nothing.
"""

from .choosing import example, portfolio
from .ranking import rank
from .records import app

app.command()(rank)
app.command()(portfolio)
app.command()(example)

__all__ = ["app"]
