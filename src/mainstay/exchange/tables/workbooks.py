"""A workbook that passed the gate: its sheets, where formulas and merged cells stand, its cells as values.

python-calamine reads values only and evaluates nothing. It keeps no formulas, so these are looked for in
the sheets' own XML while the gate unpacks it.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .archives import damaged, open_archive, pieces, refuse_piece
from .sheets import Limits
from .source import Source

_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f[\s>/]")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>/]*)>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_PLACED_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>/]*>")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*?\bt=[\"']e[\"'][^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"']([0-9]{1,7})[\"']")
_OVERLAP = 4096
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(slots=True)
class SheetMarks:
    """What was seen in one sheet's XML: formula cells and the furthest cell that holds something."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    unplaced_formulas: int = 0
    last_row: int = 0
    last_column: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet's cells: rows with their numbers (from 1) and the position of the first column (from 0)."""

    name: str
    rows: Iterator[tuple[int, list[Any]]]
    first_column: int
    formulas: set[tuple[int, int]]
    errors: set[tuple[int, int]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    unplaced_formulas: int = 0


def column_letter(index: int) -> str:
    """Return the letters of the column at `index`, counted from 0, as a spreadsheet shows them.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(16383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: bytes) -> int:
    """Return the position, from 0, of the column with these letters.

    >>> column_index(b"A"), column_index(b"XFD")
    (0, 16383)
    """
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def open_grids(source: Source, limits: Limits) -> Iterator[Grid]:
    """Yield the sheets of a workbook in their order, each once its XML has been found harmless."""
    archive = open_archive(source.content, source.filename, limits)
    marks = _scan(archive, source, limits)
    parts = _parts_by_name(archive, source.filename)
    workbook = _open_workbook(source)
    for name in workbook.sheet_names:
        seen = marks.get(parts.get(name, ""), SheetMarks())
        _refuse_extent(seen, name, source.filename, limits)
        yield _grid(workbook, name, seen, source.filename)


def _scan(archive: zipfile.ZipFile, source: Source, limits: Limits) -> dict[str, SheetMarks]:
    """Unpack every part once, piece by piece, and return what was seen in each worksheet."""
    marks: dict[str, SheetMarks] = {}
    total = 0
    for entry in archive.infolist():
        sheet = marks.setdefault(entry.filename, SheetMarks()) if "worksheets/" in entry.filename else None
        tail = b""
        for number, part in enumerate(pieces(source.content, entry, source.filename)):
            total += len(part)
            if total > limits.unpacked:
                raise damaged(source.filename, entry.filename)
            text = tail + part
            refuse_piece(text, entry, source.filename, first=number == 0)
            if sheet is not None:
                _mark(sheet, text)
            tail = text[-_OVERLAP:]
    return marks


def _mark(sheet: SheetMarks, text: bytes) -> None:
    if b"<f" in text or b":f" in text:
        for found in _FORMULA.finditer(text):
            place = _PLACE.search(found[1])
            if place is None:
                sheet.unplaced_formulas += 1
            else:
                sheet.formulas.add((int(place[2]), column_index(place[1])))
    if b't="e"' in text or b"t='e'" in text:
        places = (_PLACE.search(found[1]) for found in _ERROR.finditer(text))
        sheet.errors.update((int(place[2]), column_index(place[1])) for place in places if place)
    cells = _PLACED_CELL.findall(text)
    if cells:
        sheet.last_row = max(sheet.last_row, *(int(row) for _letters, row in cells))
        widest = max({letters for letters, _row in cells}, key=column_index)
        sheet.last_column = max(sheet.last_column, column_index(widest))
    if any(b"r=" not in attributes for attributes in set(_CELL.findall(text))):
        rows = [int(row) for row in _ROW.findall(text)]
        sheet.last_row = max(sheet.last_row, *rows)


def _refuse_extent(seen: SheetMarks, name: str, filename: str, limits: Limits) -> None:
    """Refuse a sheet whose furthest cell makes it huge, however few cells are filled."""
    rows, columns = seen.last_row, seen.last_column + 1
    if rows * columns > limits.cells or columns > 16_384 or rows > 1_048_576:
        raise BadInput(
            "sheet_too_wide",
            _(
                "{filename}, sheet «{sheet}»: something stands as far out as column {column}, row {row}, "
                "which makes {cells} cells. Delete what stands outside the table (select the empty rows and "
                "columns, then Delete), or copy the table into a new workbook."
            ),
            filename=filename,
            sheet=name,
            column=column_letter(seen.last_column),
            row=rows,
            cells=rows * columns,
        )


def _parts_by_name(archive: zipfile.ZipFile, filename: str) -> dict[str, str]:
    """Return which part of the archive holds each sheet, by the sheet's name."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, NotImplementedError) as error:
        raise damaged(filename, str(error)) from None
    targets: dict[str, str] = {}
    for link in links:
        if link.get("TargetMode") == "External":
            continue
        target = link.get("Target", "")
        targets[link.get("Id", "")] = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        )
    sheets = book.iter("{*}sheet")
    return {sheet.get("name", ""): targets.get(sheet.get(_RELATION) or "", "") for sheet in sheets}


def _open_workbook(source: Source) -> Any:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.content))
    except python_calamine.PasswordError:
        raise BadInput(
            "encrypted_workbook",
            _("{filename} is protected by a password. Save it without the password, then give it again."),
            filename=source.filename,
        ) from None
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception
        raise _unless_ours(error, source.filename) from None


def _grid(workbook: Any, name: str, seen: SheetMarks, filename: str) -> Grid:
    try:
        sheet = workbook.get_sheet_by_name(name)
        start = sheet.start or (0, 0)
        merged = tuple(sheet.merged_cell_ranges or ())
        cells = sheet.to_python(skip_empty_area=True) if sheet.start else []
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception
        raise _unless_ours(error, filename) from None
    rows = ((number, row) for number, row in enumerate(cells, start[0] + 1))
    return Grid(name, rows, start[1], seen.formulas, seen.errors, merged, seen.unplaced_formulas)


def _unless_ours(error: BaseException, filename: str) -> BaseException:
    """Return what to raise: an interruption as it is, any fault of the reader as a damaged workbook.

    A panic inside the reader arrives as a BaseException, which `except Exception` would let through.
    """
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError | BadInput):
        return error
    return damaged(filename, f"{type(error).__name__}: {error}"[:120])
