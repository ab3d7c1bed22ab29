"""What we know, as data: check it, show it, see what an organisation changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import NotFound
from mainstay.common.texts import noop as _
from mainstay.page.terminal import Format, FormatOption, emit, ready, refusals, say

if TYPE_CHECKING:
    from mainstay.playbook.book import Playbook

app = typer.Typer(no_args_is_help=True, help="Check, show and compare the playbook.")

Overlay = Annotated[
    Path | None, typer.Option(help="An organisation's folder, laid over ours; the one in force otherwise.")
]


def _book(overlay: Path | None) -> "Playbook":
    from mainstay import playbook

    return playbook.load(overlay) if overlay else playbook.current()


@app.command()
def check(overlay: Overlay = None, format: FormatOption = Format.TABLE) -> None:
    """Find where the files disagree; exit code 1 when they do."""
    ready()
    from mainstay.page.errors import sentence
    from mainstay.playbook.checks import check as faults_of

    with refusals():
        book = _book(overlay)
        faults = faults_of(book)
    if faults:
        emit(
            [{"file": found.file, "place": found.place, "fault": sentence(found.reason)} for found in faults],
            format,
        )
        raise typer.Exit(1)
    say(
        f"Playbook {book.version}: {len(book.files)} files agree; {len(book.to_confirm())} entries are to confirm."
    )


@app.command()
def show(
    file: Annotated[
        str, typer.Argument(help="A catalogue (`modules`, `reference_lists.regions`) or a file of it.")
    ],
    code: Annotated[str, typer.Argument(help="One entry of it.")] = "",
    overlay: Overlay = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Print the entries of a catalogue or file, or all fields of one entry."""
    ready()
    with refusals():
        rows = list(_entries(_book(overlay), file, code))
    if code and format is Format.TABLE:
        rows = [{"field": field, "value": value} for row in rows for field, value in row.items()]
    emit(rows, format)


@app.command()
def diff(
    overlay: Annotated[Path, typer.Argument(help="An organisation's folder.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """List what an organisation's folder changes."""
    ready()
    with refusals():
        changes = _book(overlay).changes
    emit([change._asdict() for change in changes], format)
    say(f"{len(changes)} changes.")


def _entries(book: "Playbook", file: str, code: str) -> Iterator[dict[str, Any]]:
    """Yield what is asked for, entry by entry; `NotFound` says which names there are."""
    held = dict(book.collections())
    wanted = [
        name for name in held if file in (name, book.file_of(name), book.file_of(name).partition(".")[0])
    ]
    if not wanted:
        raise NotFound(
            "playbook.no_catalogue",
            _("There is no catalogue or file {file}. There are: {names}."),
            file=file,
            names=", ".join(held),
        )
    found = [entry for name in wanted for entry in held[name].values() if code in {"", entry.code}]
    if code and not found:
        raise NotFound(
            "playbook.no_entry",
            _("There is no {code} in {file}. There are: {codes}."),
            code=code,
            file=file,
            codes=", ".join(known for name in wanted for known in held[name]),
        )
    for entry in found:
        row = entry.model_dump(mode="json")
        if code:
            yield row
        else:
            text = next(
                (getattr(entry, field) for field in entry.texts if isinstance(getattr(entry, field), str)), ""
            )
            yield {"code": entry.code, "text": text, "mark": entry.mark}
