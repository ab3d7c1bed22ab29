"""Setting up, the worker, and what is due: the commands that keep an installation going."""

import typer

from mainstay.page.terminal import ready, say

TOP = True
app = typer.Typer()


@app.command()
def setup(
    demo: bool = typer.Option(True, help="Load the demonstration crisis when the database is new."),
) -> None:
    """Make or update the databases, load reference data, and on a new database the demonstration crisis."""
    ready()
    from mainstay.project.installation import faults, set_up

    if found := faults():
        say("\n".join(found))
        raise typer.Exit(1)
    set_up(demo=demo, say=say)


@app.command()
def worker() -> None:
    """Run the background worker: long jobs, and each minute what is due."""
    ready()
    from mainstay.project.installation import work

    work()


@app.command()
def due() -> None:
    """Run every check of clocks and reminders once; safe to run at any time and as often as you like."""
    ready()
    from mainstay.common import due as checks

    for name, count in checks.run_all().items():
        print(f"{name}\t{count}")
