"""What every command uses: who acts, how results are printed, how errors end the program.

Standard output carries the result only; progress and messages go to standard error.
"""

import csv
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import AppError, BadInput

if TYPE_CHECKING:
    from mainstay.accounts.models import Person


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


As = Annotated[str, typer.Option("--as", help="E-mail of the person who acts; the local operator otherwise.")]
FormatOption = Annotated[Format, typer.Option("--format", help="How the result is printed.")]

#: An exit code for each kind of refusal.
EXITS = {403: 3, 404: 4, 409: 5, 422: 6}


def ready() -> None:
    """Start Django for a command that needs the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.project.settings")
    import django

    django.setup()


def say(text: str) -> None:
    """Print a message for the person at the terminal, on standard error."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def refusals() -> Iterator[None]:
    """End the program with a sentence and an exit code when something is refused."""
    try:
        yield
    except AppError as error:
        from mainstay.page.errors import place_and_sentence, sentence

        say(sentence(error.reason))
        if isinstance(error, BadInput):
            for problem in error.problems[:100]:
                say(f"  {place_and_sentence(problem)}")
            if len(error.problems) > 100:
                say(f"  … {len(error.problems) - 100} more")
        raise typer.Exit(EXITS.get(error.status, 1)) from None


@contextmanager
def acting(email: str = "") -> Iterator["Person"]:
    """Start Django and yield the person who acts; refusals end the program with a sentence."""
    ready()
    from django.contrib.auth import get_user_model

    with refusals():
        yield get_user_model().objects.acting(email)


def emit(rows: Iterable[Mapping[str, Any]], format: Format = Format.TABLE, *, title: str = "") -> None:
    """Print rows as a table, as JSON or as CSV."""
    listed = [dict(row) for row in rows]
    if format is Format.JSON:
        print(json.dumps(listed, indent=1, default=str, ensure_ascii=False))
    elif format is Format.CSV:
        writer = csv.DictWriter(sys.stdout, list(listed[0]) if listed else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    else:
        _table(listed, title)


def _table(rows: list[dict[str, Any]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, show_edge=False)
    names = list(rows[0]) if rows else []
    numeric = {name for name in names if all(isinstance(row[name], int | float) for row in rows)}
    for name in names:
        table.add_column(name, justify="right" if name in numeric else "left")
    for row in rows:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in names))
    Console().print(table)
