"""`mainstay watch`: what this installation watches, and anybody's files without any.

`sources` and `records` hold the commands on sources, warnings and readiness in the database. The others work on files
alone: they need no database and no sign-in, and write nothing but what they are asked for.
"""

from . import forecasting, sources, triggers
from .index import EXAMPLE, index
from .records import app

app.command()(sources.update)
app.command(name="sources")(sources.standings)
app.command()(sources.faults)
app.command(epilog=EXAMPLE)(index)
app.command()(forecasting.forecast)
app.command()(forecasting.backtest)
app.add_typer(triggers.app, name="trigger")

__all__ = ["app"]
