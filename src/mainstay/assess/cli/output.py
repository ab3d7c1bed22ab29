"""Where a command on files says and writes what it found: standard output, or a file that is whole or not there."""

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mainstay.common.errors import AppError, BadInput, Reason
from mainstay.common.texts import fill
from mainstay.common.texts import noop as _
from mainstay.page.terminal import EXITS, say

if TYPE_CHECKING:
    from mainstay.exchange.surveys import Survey, SurveyFile

Rows = Sequence[Mapping[str, Any]]


class FileFormat(StrEnum):
    """How rows are given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


ENDINGS = {
    ".json": FileFormat.JSON,
    ".csv": FileFormat.CSV,
    ".parquet": FileFormat.PARQUET,
    ".xlsx": FileFormat.XLSX,
    ".txt": FileFormat.TABLE,
}
FileFormatOption = Annotated[
    FileFormat | None, typer.Option("--format", help="How rows are given; else as --out ends, else a table.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file instead of standard output.")]
Progress = Annotated[
    bool, typer.Option("--progress", help="Say each step on standard error, also without a terminal.")
]
#: The way out at the terminal, where the sentence of the library names an argument.
HINTS = {
    "survey.not_nested": "At the terminal: --nest.",
    "survey.lonely_unit": "At the terminal: --lonely adjust, average, collapse or remove.",
}


@contextmanager
def answering(hints: Mapping[str, str] = HINTS) -> Iterator[None]:
    """End the program with a sentence and the house's exit code when something is refused; needs no settings.

    `hints` say the way out at this command, by the code of the refusal.
    """
    try:
        yield
    except AppError as error:
        say(told(error.reason))
        if error.code in hints:
            say(hints[error.code])
        if isinstance(error, BadInput):
            for problem in error.problems[:20]:
                say(f"  {problem}")
            if len(error.problems) > 20:
                say(f"  … {len(error.problems) - 20} more")
        raise typer.Exit(EXITS.get(error.status, 1)) from None


def told(reason: Reason) -> str:
    """Return the sentence of a reason."""
    return fill(reason.msgid, reason.facts)


def taken(file: "SurveyFile", columns: Sequence[str] | None = None) -> "Survey":
    """Return the columns of a file (all, if None), and say what was found out about how it is written."""
    survey = file.read(columns)
    for note in survey.notes:
        say(told(note))
    return survey


def steps(*, progress: bool) -> Callable[..., None]:
    """Return what says a step of the work: on a terminal, or where it is asked for; else nothing."""
    shown = progress or sys.stderr.isatty()

    def step(msgid: str, /, **facts: Any) -> None:
        if shown:
            say(fill(msgid, facts))

    return step


def refuse_replacing(out: Path, *others: Path) -> None:
    """Raise BadInput where `out` is one of `others`, such as the file that is read, by whatever path."""
    if any(out.resolve() == other.resolve() for other in others) or (
        out.exists() and any(other.exists() and out.samefile(other) for other in others)
    ):
        raise BadInput(
            "output.replaces",
            _("{filename} is named twice: what is written would replace it. Choose another name."),
            filename=str(out),
        )


def format_of(format: FileFormat | None, out: Path | None, *read: Path | None) -> FileFormat:
    """Return the format that is meant; refuse binary forms without a file, and as `out` a file that is `read`."""
    if out is not None:
        refuse_replacing(out, *filter(None, read))
    if format is None and out is not None and out.suffix.lower() not in {*ENDINGS, ""}:
        raise BadInput(
            "output.ending",
            _("The ending of {file} says no format. Use one of {endings}, or name the format with --format."),
            file=out.name,
            endings=", ".join(ENDINGS),
        )
    meant = format or ENDINGS.get(out.suffix.lower() if out else "", FileFormat.TABLE)
    if out is None and meant in {FileFormat.PARQUET, FileFormat.XLSX}:
        raise BadInput(
            "output.needs_file",
            _("{format} is no text: name a file with --out, as in --out table.{format}."),
            format=str(meant),
        )
    if out is not None and not out.absolute().parent.is_dir():
        raise BadInput(
            "output.no_folder", _("There is no folder {folder}."), folder=str(out.absolute().parent)
        )
    return meant


def give(rows: Rows, format: FileFormat, out: Path | None, *, text: Callable[[], str]) -> None:
    """Write the rows to `out` or standard output; `text` makes what the format `table` shows."""
    if format is FileFormat.TABLE:
        content = (text() + "\n").encode()
    elif format is FileFormat.JSON:
        content = (json.dumps(rows, indent=1, ensure_ascii=False, default=str) + "\n").encode()
    elif format is FileFormat.CSV:
        content = _csv(flattened(rows)).encode()
    elif format is FileFormat.PARQUET:
        content = _parquet(rows)
    else:
        content = _xlsx(flattened(rows))
    if out is None:
        sys.stdout.write(content.decode())
        return
    with whole_file(out) as file:
        file.write_bytes(content)
    say(f"{out}: {len(rows):,} rows")


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Give a temporary file beside `out` that takes its place when all is written, and vanishes when not."""
    handle, name = tempfile.mkstemp(dir=out.absolute().parent, prefix=f".{out.name}.", suffix=out.suffix)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def write_table(table: Any, out: Path) -> None:
    """Write a pyarrow table as .csv or .parquet, whole or not at all."""
    from pyarrow import csv, parquet

    with whole_file(out) as part:
        if out.suffix.lower() == ".csv":
            csv.write_csv(table, part, csv.WriteOptions(quoting_style="needed"))
        else:
            parquet.write_table(table, part)


def flattened(rows: Rows) -> list[dict[str, Any]]:
    """Return rows with one column for each name of a domain, first; codes beside the labels.

    >>> flattened([{"domain": {"sex": "f"}, "estimate": 1.5}, {"domain": {}, "estimate": 2.0}])
    [{'sex': 'f', 'estimate': 1.5}, {'sex': None, 'estimate': 2.0}]
    """
    names = list(dict.fromkeys(name for row in rows for name in row.get("domain", {})))
    codes = list(dict.fromkeys(name for row in rows for name in row.get("domain_codes", {})))
    keys = list(dict.fromkeys(key for row in rows for key in row if key not in {"domain", "domain_codes"}))
    heads = {name: f"domain {name}" if name in keys else name for name in names}
    return [
        {heads[name]: row.get("domain", {}).get(name) for name in names}
        | {f"{heads[name]} code": row.get("domain_codes", {}).get(name) for name in codes}
        | {key: row.get(key) for key in keys}
        for row in rows
    ]


def _csv(rows: Rows) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _parquet(rows: Rows) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    text = pa.string()
    keys = list(dict.fromkeys(key for row in rows for key in row))
    columns: dict[str, Any] = {}
    for key in keys:
        values = [row.get(key) for row in rows]
        if any(isinstance(value, Mapping) for value in values):
            pairs = [
                None if value is None else [(k, None if v is None else str(v)) for k, v in value.items()]
                for value in values
            ]
            columns[key] = pa.array(pairs, pa.map_(text, text))
        elif {type(value) for value in values} <= {int, float, type(None)}:
            columns[key] = pa.array(values, from_pandas=True)
        else:
            columns[key] = pa.array([None if value is None else str(value) for value in values], text)
    sink = io.BytesIO()
    parquet.write_table(pa.table(columns), sink)
    return sink.getvalue()


def _xlsx(rows: Rows) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet("estimates")
        bold = book.add_format({"bold": True, "bottom": 1})
        names = list(rows[0]) if rows else []
        for at, name in enumerate(names):
            page.write_string(0, at, name, bold)
            page.set_column(at, at, max(10, min(40, len(name) + 2)))
        for line, row in enumerate(rows, 1):
            for at, name in enumerate(names):
                value = row[name]
                if isinstance(value, bool | int | float):
                    page.write(line, at, value)
                elif value is not None:
                    page.write_string(line, at, str(value))
        page.freeze_panes(1, 0)
    return content.getvalue()
