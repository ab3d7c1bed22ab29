"""The given file: measured before it is read, and known by its content, not by its name."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .sheets import Limits

Given = str | os.PathLike[str] | bytes | BinaryIO

_NAMES = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".tab": "tsv", ".xlsx": "xlsx", ".xlsm": "xlsx"}
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"{\\rtf", "RTF"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that passed the first gate: its bytes, what they are, and their SHA-256."""

    filename: str
    form: Literal["csv", "tsv", "xlsx"]
    content: bytes
    sha256: str


def open_source(given: Given, filename: str, limits: Limits) -> Source:
    """Return the bytes of `given` and what they are; refuse what is too large or is no table.

    The size is asked for before anything is read, so that a huge file costs nothing.
    """
    shown = PurePath(filename).name or "file"
    size = _size_of(given)
    if size > limits.size:
        raise too_large(shown, size, limits)
    content = _content_of(given, limits)
    if len(content) > limits.size:
        raise too_large(shown, len(content), limits)
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadInput(
            "empty_file", _("{filename} is empty. Choose the file that holds the table."), filename=shown
        )
    form = _form_of(content, shown)
    return Source(shown, form, content, hashlib.sha256(content).hexdigest())


def _size_of(given: Given) -> int:
    if isinstance(given, bytes | bytearray | memoryview):
        return len(given)
    if isinstance(given, str | os.PathLike):
        return Path(given).stat().st_size
    known = getattr(given, "size", None)
    return known if isinstance(known, int) else 0


def _content_of(given: Given, limits: Limits) -> bytes:
    if isinstance(given, bytes | bytearray | memoryview):
        return bytes(given)
    if isinstance(given, str | os.PathLike):
        with Path(given).open("rb") as file:
            return file.read(limits.size + 1)
    return given.read(limits.size + 1)


def too_large(filename: str, size: int, limits: Limits) -> BadInput:
    """Return the refusal of a file that has more bytes than are taken."""
    return BadInput(
        "file_too_large",
        _(
            "{filename} has {size_mb} MB; at most {limit_mb} MB are taken. Split it into several files, or "
            "save it as CSV without pictures and empty sheets."
        ),
        filename=filename,
        size_mb=round(size / 2**20, 1),
        limit_mb=round(limits.size / 2**20, 1),
        size=size,
        limit=limits.size,
    )


def _form_of(content: bytes, filename: str) -> Literal["csv", "tsv", "xlsx"]:
    suffix = PurePath(filename).suffix.lower()
    expected = _NAMES.get(suffix)
    if content.startswith(b"PK\x03\x04"):
        return _form_of_archive(content, filename, expected)
    if content.startswith(_OLE):
        raise _old_or_encrypted(content, filename)
    for magic, what in _FOREIGN:
        if content.startswith(magic):
            raise _not_a_table(filename, what)
    _refuse_markup(content, filename)
    if expected == "xlsx":
        raise BadInput(
            "content_not_as_named",
            _(
                "{filename} is named as a workbook, but holds something else, or was cut off in transfer. "
                "Open it in a spreadsheet and save it again as .xlsx."
            ),
            filename=filename,
        )
    if expected is None and suffix:
        raise BadInput(
            "unknown_extension",
            _("{filename}: only .xlsx, .csv and .tsv are taken. Save the table in one of these."),
            filename=filename,
        )
    return "tsv" if expected == "tsv" else "csv"


def _form_of_archive(content: bytes, filename: str, expected: str | None) -> Literal["xlsx"]:
    head = content[:4096]
    if b"mimetypeapplication/vnd.oasis.opendocument" in head:
        raise _not_a_table(filename, "OpenDocument")
    if b"xl/" not in content or b"[Content_Types].xml" not in content:
        raise _not_a_table(filename, "ZIP")
    if expected in {"csv", "tsv"}:
        raise BadInput(
            "content_not_as_named",
            _("{filename} is named as {suffix}, but holds a workbook. Rename it to end in .xlsx."),
            filename=filename,
            suffix=PurePath(filename).suffix,
        )
    return "xlsx"


def _old_or_encrypted(content: bytes, filename: str) -> BadInput:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return BadInput(
            "encrypted_workbook",
            _("{filename} is protected by a password. Save it without the password, then give it again."),
            filename=filename,
        )
    return BadInput(
        "old_workbook",
        _("{filename} is in the old .xls form. Open it in a spreadsheet and save it as .xlsx."),
        filename=filename,
    )


def _not_a_table(filename: str, what: str) -> BadInput:
    return BadInput(
        "content_not_as_named",
        _("{filename} holds {what}, not a table. Save the table as .xlsx or .csv and give that file."),
        filename=filename,
        what=what,
    )


def _refuse_markup(content: bytes, filename: str) -> None:
    head = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise _not_a_table(filename, "HTML or XML")
    if head.startswith((b'{"', b"[{", b"{\n", b"{\r\n")):
        raise _not_a_table(filename, "JSON")
