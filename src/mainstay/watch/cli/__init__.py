"""`mainstay watch`: what this installation watches, and anybody's files without any.

`records` holds the commands on sources, warnings and readiness in the database. The others work on files alone: they
need no database and no sign-in, and write nothing but what they are asked for.
"""

from . import triggers
from .records import app

app.add_typer(triggers.app, name="trigger")

__all__ = ["app"]
