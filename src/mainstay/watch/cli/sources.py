"""Commands on sources: ask them, take in their files, show how it stands with each."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.page.terminal import As, Format, FormatOption, acting, emit, say

if TYPE_CHECKING:
    from mainstay.accounts.models import Person
    from mainstay.watch.services.fetching import Done

Tell = Callable[[int, int, str], None]


def update(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Which sources; all when none is named.")
    ] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from-file", help="A file or folder of the one source that is named.")
    ] = None,
    shipped: Annotated[
        bool,
        typer.Option("--shipped", help="Only the copies that came with the product; no network is used."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--parse-again", help="Parse what is stored afresh; nothing is fetched.")
    ] = False,
    as_: As = "",
    format: FormatOption = Format.TABLE,
) -> None:
    """Ask each source for what is new, or take in a file: raw first, then parsed; what is faulty is named.

    A source that fails does not stop the others; the program then ends with 1 once all were tried.
    """
    with acting(as_) as person:
        from mainstay.common.errors import BadInput
        from mainstay.common.texts import noop as _
        from mainstay.watch.feeds import feed, listings

        if from_file is not None and len(sources or ()) != 1:
            raise BadInput("one_source", _("Name the one source that the file belongs to."))
        for code in sources or ():
            feed(code)
        done = [
            _one(person, code, from_file=from_file, shipped=shipped, again=again, named=bool(sources))
            for code in sources or listings()
        ]
        _show([_row(one) for one in done], _SHORT, format)
    if any(one.failed for one in done):
        raise typer.Exit(1)


#: What a table has room for; JSON and CSV hold everything, the causes follow a table line by line.
_SHORT = ("source", "from", "outcome", "items", "unchanged", "readings", "faults")
_STANDING = ("source", "ran", "edition", "origin", "readings", "faults", "last_success")


def _show(rows: list[dict[str, Any]], short: tuple[str, ...], format: Format) -> None:
    if format is not Format.TABLE:
        emit(rows, format)
        return
    emit([{name: row[name] for name in short} for row in rows])
    for line in dict.fromkeys(f"{row['source']}: {row['cause']}" for row in rows if row["cause"]):
        say(line)


def _one(
    person: "Person", code: str, *, from_file: Path | None, shipped: bool, again: bool, named: bool
) -> "Done":
    from mainstay.watch.services import parse_again, update_source
    from mainstay.watch.services.fetching import tried, update_from_anywhere

    tell = _teller()
    if again:
        return tried(code, "stored", lambda: parse_again(by=person, code=code, progress=tell))
    if from_file is not None:
        return tried(code, "file", lambda: update_source(by=person, code=code, path=from_file, progress=tell))
    return update_from_anywhere(person, code, shipped_only=shipped, named=named, progress=tell)


def _teller() -> Tell:
    def tell(done: int, total: int, doing: str) -> None:
        say(f"{doing}: {done:,} of {total:,}" if total else f"{doing}: {done:,}" if done else doing)

    return tell


def _row(one: "Done") -> dict[str, Any]:
    from mainstay.page.errors import sentence

    result = one.result
    return {
        "source": one.code, "from": one.origin, "outcome": one.outcome,
        "items": result.items if result else 0, "unchanged": result.unchanged if result else 0,
        "revised": result.revised if result else 0, "readings": result.readings if result else 0,
        "gaps": result.gaps if result else 0, "faults": result.faults if result else 0,
        "vintages": ", ".join(result.vintages) if result else "",
        "cause": sentence(one.reason) if one.reason else "",
    }  # fmt: skip


def standings(as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show each source with its editions, licence, counts, whether it was ever asked, and what went wrong last."""
    with acting(as_) as person:
        from mainstay.watch.selectors import sources_overview

        rows = sources_overview(person)
        for row in rows:
            del row["failure"]  # its sentence is the cause
            if format is Format.TABLE:
                row["last_success"] = row["last_success"] and row["last_success"].date()
                row["origin"] = row["origin"].lower()
        _show(rows, _STANDING, format)


def faults(source: str, as_: As = "", format: FormatOption = Format.TABLE) -> None:
    """Show what was wrong in the items of a source: item, row, field, reason."""
    with acting(as_) as person:
        from mainstay.common.texts import fill
        from mainstay.watch.selectors import faults_of

        found = faults_of(person, source)
        emit(
            (
                {
                    "item": row.item.external_id,
                    "row": row.row,
                    "field": row.field,
                    "reason": fill(row.msgid, row.facts),
                }
                for row in found
            ),
            format,
        )
