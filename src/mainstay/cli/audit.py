"""The audit: sign its heads, and find what was changed."""

from typing import Annotated

import typer

from mainstay.page.terminal import Format, FormatOption, emit, ready, say

app = typer.Typer(no_args_is_help=True, help="Sign and verify the audit.")


@app.command()
def anchor() -> None:
    """Sign the heads of all chains as they stand; run it daily and keep the line elsewhere too."""
    ready()
    from mainstay.common import audit

    note = audit.anchor()
    print(f"{note.at.isoformat()}\t{len(note.heads)}\t{note.signature}")


@app.command()
def verify(
    format: FormatOption = Format.TABLE,
    quiet: Annotated[bool, typer.Option(help="Print faults only.")] = False,
) -> None:
    """Find changed, missing, inserted and cut-off entries and forged anchors; exit code 1 when there is any."""
    ready()
    from mainstay.common import audit
    from mainstay.common.models import AuditEntry
    from mainstay.page.errors import sentence

    faults = list(audit.verify())
    if faults:
        emit([{"code": fault.code, "fault": sentence(fault)} for fault in faults], format)
        raise typer.Exit(1)
    if not quiet:
        say(f"{AuditEntry.objects.count()} entries verified; no fault.")
