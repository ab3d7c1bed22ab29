"""`mainstay assess`: the assessments of this installation, and anybody's survey files without any.

`records` holds the commands on assessments in the database. The others work on files alone: they need no
database and no sign-in, and write nothing but what they are asked for.
"""

from . import disclosing, estimating, hours, labour, losses, needs, releasing, sampling, scenario, weighing
from .example import example
from .options import epilog
from .records import app

app.command(epilog=epilog(estimating.EXAMPLE))(estimating.estimate)
app.command(epilog=epilog(labour.EXAMPLE))(labour.labour)
app.command(epilog=epilog(weighing.EXAMPLE))(weighing.calibrate)
app.command(epilog=epilog(losses.EXAMPLE))(losses.losses)
app.command(name="work-losses", hidden=True, epilog=epilog(losses.EXAMPLE[:1]))(losses.losses)
app.command(name="hours-lost", epilog=epilog(hours.EXAMPLE))(hours.hours_lost)
app.command(epilog=epilog(needs.NEEDS))(needs.needs)
app.command(epilog=epilog(needs.SCHEME))(needs.scheme)
app.command(epilog=epilog(scenario.EXAMPLE))(scenario.scenario)
app.add_typer(sampling.app, name="sample")
app.add_typer(disclosing.app, name="disclose")
app.command()(example)

__all__ = ["app", "releasing"]
