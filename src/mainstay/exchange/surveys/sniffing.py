"""How a text file writes its table, found out from its first megabyte: encoding, delimiter, decimal mark, header."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.exchange.tables.csv_reading import delimiter_of
from mainstay.exchange.tables.encodings import likely_encoding, looks_utf16
from mainstay.exchange.tables.source import Source

from .parquet import damaged

SAMPLE = 1 << 20
MARKS = ",;\t|"
NAMED_MARKS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_COMMA_NUMBER = re.compile(r"[+-]?\d*,\d+$")
_POINT_NUMBER = re.compile(r"[+-]?\d*\.\d+$")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+$")
_PADDED = re.compile(r"0\d+$")
NULLS = ("", ".", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null")
"""What stands in a cell of which the value is missing."""
_DIGITS = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class TextForm:
    """How the table is written. `skip` lines stand before the first row; `texts` are columns of codes as 01, 02.

    `first_row` is the number of the first row of answers, empty lines counted; `twice` are headers of several columns.
    """

    encoding: str
    delimiter: str
    decimal: str
    names: tuple[str, ...]
    skip: int
    texts: tuple[str, ...]
    multiline: bool
    has_rows: bool
    first_row: int
    twice: tuple[str, ...]


def open_bytes(place: Path) -> BinaryIO:
    """Return the file's bytes, unpacked where it is gzip."""
    with place.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast("BinaryIO", gzip.open(place)) if packed else place.open("rb")


def find_form(place: Path, *, encoding: str = "", delimiter: str = "", decimal: str = "") -> TextForm:
    """Return how the text file at `place` writes its table; what is given is taken as true."""
    sample, whole = _sample(place)
    used = encoding or encoding_of(sample, place.name)
    text = _decoded(sample, used, place.name, whole=whole)
    if not text.strip():
        raise BadInput(
            "empty_file",
            _("{filename} is empty. Choose the file that holds the table."),
            filename=place.name,
        )
    mark = _delimiter(text, place.name, delimiter)
    rows, skip, before = _rows(text, mark)
    if not whole and len(rows) > 2:
        rows = rows[:-1]
    names = column_names(rows[0])
    body = [row for row in rows[1:] if any(row)]
    gap = next((place for place, row in enumerate(rows[1:]) if row), 0)
    return TextForm(
        encoding=used,
        delimiter=mark,
        decimal=_decimal(body, decimal),
        names=names,
        skip=skip,
        texts=tuple(name for at, name in enumerate(names) if _is_padded(body, at)),
        multiline=any("\n" in cell for row in body for cell in row),
        has_rows=bool(body),
        first_row=before + gap + 2,
        twice=twice(rows[0]),
    )


def guess_again(form: TextForm, high: bytes) -> TextForm:
    """Return the form with the encoding that bytes further down in the file tell."""
    return replace(form, encoding=likely_encoding(high) or "cp1252")


def encoding_of(sample: bytes, filename: str) -> str:
    """Return utf-8 where the bytes are, else utf-16, cp1256 (Arabic) or cp1252 (Western Europe) by likelihood."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if looks_utf16(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    if b"\x00" in sample:
        raise damaged(filename, "NUL")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return likely_encoding(sample) or "cp1252"
    return "utf-8"


def _sample(place: Path) -> tuple[bytes, bool]:
    try:
        with open_bytes(place) as file:
            sample = file.read(SAMPLE)
            return sample, not file.read(1)
    except (EOFError, OSError, zlib.error) as error:
        raise damaged(place.name, str(error)) from None


def _decoded(sample: bytes, encoding: str, filename: str, *, whole: bool) -> str:
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample, final=whole)
    except LookupError:
        raise BadInput(
            "survey_file.unknown_encoding",
            _("There is no encoding {encoding}. Name one such as utf-8, windows-1252, windows-1256."),
            encoding=encoding,
        ) from None
    except UnicodeDecodeError as error:
        raise BadInput(
            "survey_file.wrong_encoding",
            _(
                "{filename} is not written in {encoding} (byte {position}). Leave the encoding out: it is found out."
            ),
            filename=filename,
            encoding=encoding,
            position=error.start + 1,
        ) from None
    return text.removeprefix("\ufeff")


def _delimiter(text: str, filename: str, given: str) -> str:
    """Return what separates cells: the mark that stands as often in each line as in the header."""
    if given:
        mark = NAMED_MARKS.get(given.lower(), given)
        if len(mark) != 1:
            raise BadInput(
                "survey_file.delimiter",
                _("Cells are separated by one character, such as ; or tab, not by «{given}»."),
                given=given,
            )
        return mark
    if text.startswith("sep=") and len(text) > 4:
        return text[4]
    if filename.lower().removesuffix(".gz").endswith((".tsv", ".tab")):
        return "\t"
    lines = [line for line in text[: SAMPLE // 4].splitlines() if line.strip()][:20]
    counts = {mark: [_outside_quotes(line, mark) for line in lines] for mark in MARKS}
    steady = {mark: each[0] for mark, each in counts.items() if each[0] and len(set(each)) == 1}
    if steady:
        return max(steady, key=lambda mark: steady[mark])
    return delimiter_of(Source(filename, "csv", text[:65_536].encode(), ""))


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _rows(text: str, mark: str) -> tuple[list[list[str]], int, int]:
    """Return the rows from the header on, how many lines end with it, and how many rows stand before it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows: list[list[str]] = []
    skip = before = 0
    try:
        for row in reader:
            if rows or (any(cell.strip() for cell in row) and not _is_hint(row)):
                rows.append(row)
                skip = skip or reader.line_num
            else:
                before += 1
    except csv.Error:
        pass  # a cell longer than the sample; what was read before it tells enough
    return rows or [[""]], skip, before


def _is_hint(row: list[str]) -> bool:
    return bool(row) and row[0].startswith("sep=")


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns; an empty one is called by its place, a second one of a name gets a number.

    >>> column_names(["age", "age", "", "age (2)"])
    ('age', 'age (3)', '(3)', 'age (2)')
    """
    bare = _bare(header)
    taken, names = set(bare), list[str]()
    for name in bare:
        given, number = name, 1
        while given in names or (number > 1 and given in taken):
            number += 1
            given = f"{name} ({number})"
        names.append(given)
    return tuple(names)


def twice(header: Sequence[str]) -> tuple[str, ...]:
    """Return the names that stand over several columns.

    >>> twice(("age", "sex", "age (2)", "sex"))
    ('sex',)
    """
    return tuple(name for name, count in Counter(_bare(header)).items() if count > 1)


def _bare(header: Sequence[str]) -> list[str]:
    return [cell.strip() or f"({place})" for place, cell in enumerate(header, 1)]


def _decimal(body: list[list[str]], given: str) -> str:
    if given:
        if given not in {".", ","}:
            raise BadInput(
                "survey_file.decimal",
                _("The decimal mark is a point or a comma, not «{given}»."),
                given=given,
            )
        return given
    commas = points = 0
    for row in body:
        for cell in row:
            commas += bool(_COMMA_NUMBER.match(cell)) and not _THOUSANDS.match(cell)
            points += bool(_POINT_NUMBER.match(cell))
    return "," if commas > points else "."


def _is_padded(body: list[list[str]], at: int) -> bool:
    """Say whether a column holds codes with leading zeros, which would be lost in numbers."""
    cells = [row[at] for row in body if at < len(row) and row[at] not in NULLS]
    return any(map(_PADDED.match, cells)) and all(map(_DIGITS.match, cells))
