"""Rehearsing a response at the terminal."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from mainstay.page.terminal import ready, refusals, say

TOP = True
app = typer.Typer()


@app.command()
def rehearse(
    scenario: Annotated[
        str, typer.Argument(help="A shipped scenario, or the folder of your own.")
    ] = "jordan-works",
    out: Annotated[Path, typer.Option(help="Where database, files and figures are written.")] = Path(
        "rehearsal-out"
    ),
    scale: Annotated[str, typer.Option(help="Part of the true size: 1, or 0.01 for a quick one.")] = "1",
    database: Annotated[
        str, typer.Option(help="A database of its own; SQLite in the output folder otherwise.")
    ] = "",
    without_site: Annotated[int, typer.Option(help="Leave this site out, to see the totals move.")] = 0,
) -> None:
    """Play a whole response through the same services that people use, with synthetic people, and compare the counts.

    It makes its own database, never the configured one. Interrupted, it goes on with the same command.
    """
    work = (out / "work").resolve()
    work.mkdir(parents=True, exist_ok=True)
    os.environ["MAINSTAY_MODE"] = "embedded"
    os.environ["MAINSTAY_VAR"] = str(work)
    os.environ["MAINSTAY_DATABASE"] = database or f"sqlite:///{work / 'rehearsal.sqlite3'}"
    os.environ["MAINSTAY_FACTS"] = str(out.resolve() / "facts")
    for name in ("MAINSTAY_KEYS", "MAINSTAY_FILES"):
        os.environ.pop(name, None)
    with refusals():
        ready()
        from mainstay.rehearsal.house import rehearse as play_house

        agrees = play_house(
            scenario, scale=Decimal(scale), out=out.resolve(), say=say, without_site=without_site or None
        )
    if not agrees:
        raise typer.Exit(1)


@app.command()
def demonstration() -> None:
    """Print the accounts of the demonstration and their password."""
    ready()
    from mainstay.page.terminal import Format, emit
    from mainstay.rehearsal.demonstration import accounts

    found = accounts()
    if found is None:
        say("There is no demonstration in this installation.")
        return
    emit(found["accounts"], Format.TABLE, title="Synthetic accounts of the demonstration")
    print(f"Password of all: {found['password']}")
    if card := found.get("card"):
        print(f"A worker's job card, for /mine/: number {card['number']}, PIN {card['pin']}")
