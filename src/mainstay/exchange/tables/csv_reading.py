"""Rows of a CSV or TSV file, numbered as a spreadsheet shows them."""

import csv
import io
from collections.abc import Iterator

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .encodings import decode
from .source import Source

_DELIMITERS = ",;\t|"


def delimiter_of(source: Source) -> str:
    """Return what separates the cells: a tab in TSV, else the mark that the first lines use most."""
    if source.form == "tsv":
        return "\t"
    head = source.content[:65_536].decode("utf-8-sig", "replace")
    if head.startswith("sep=") and len(head) > 4:
        return head[4]
    lines = [line for line in head.splitlines() if line.strip()][:5]
    counts = {mark: sum(_outside_quotes(line, mark) for line in lines) for mark in _DELIMITERS}
    best = max(counts.values())
    return next(mark for mark in _DELIMITERS if counts[mark] == best)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def csv_rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number from 1; an empty line is a row, as it is in a spreadsheet."""
    decode(source.content, source.filename)
    return numbered_rows(source)


def numbered_rows(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Yield the numbered rows of a file whose encoding has been checked."""
    text = io.TextIOWrapper(io.BytesIO(source.content), encoding="utf-8-sig", newline="")
    reader = csv.reader(text, delimiter=delimiter_of(source), strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(source.filename, number, str(error)) from None
        yield number, row


def _broken(filename: str, row: int, why: str) -> BadInput:
    if "field larger" in why:
        return BadInput(
            "cell_too_long",
            _(
                "{filename}: row {row} holds a cell of more than 131,072 characters. Most often a quotation "
                "mark was opened and never closed; close it or delete it."
            ),
            filename=filename,
            row=row,
        )
    return BadInput(
        "broken_row",
        _(
            "{filename}: row {row} cannot be split into cells ({why}). Look for a quotation mark that is not "
            "closed, or save the table again as «CSV UTF-8»."
        ),
        filename=filename,
        row=row,
        why=why,
    )
