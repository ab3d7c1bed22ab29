"""The gate before a workbook: a ZIP that claims, and is, of bounded size, and holds nothing that acts.

The central directory is checked first (entries, claimed sizes, ratio, overlaps); then every entry is
unpacked in small pieces with a counter of our own, because a claim may lie. Only then does the workbook
reader see the bytes. Macros, external links, embedded files and XML entities are refused by name.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .sheets import Limits

_PIECE = 1 << 20
_RATIO_FROM = 4 << 20
_ACTIVE = (
    ("vbaproject.bin", "macros"),
    ("xl/macrosheets/", "macros"),
    ("xl/externallinks/", "links to other files"),
    ("xl/embeddings/", "embedded files"),
    ("xl/activex/", "ActiveX controls"),
    ("xl/connections.xml", "connections to outside data"),
    ("xl/querytables/", "connections to outside data"),
    ("xl/webextensions/", "web extensions"),
)


def open_archive(content: bytes, filename: str, limits: Limits, *, active: bool = False) -> zipfile.ZipFile:
    """Return the archive once its central directory has been found harmless.

    With `active` links and macros are let stand: for published workbooks of which cells alone are read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
        raise damaged(filename, str(error)) from None
    names = [entry.filename for entry in entries]
    if len(entries) > limits.entries or len(set(names)) != len(names):
        raise _bomb(
            _(
                "{filename} holds {entries} packed files, or one of them twice, as no spreadsheet does. Copy "
                "the table into a new workbook and save that."
            ),
            filename=filename,
            entries=len(entries),
        )
    claimed = sum(entry.file_size for entry in entries)
    if claimed > limits.unpacked:
        raise _bomb(
            _(
                "{filename} unpacks to {unpacked_mb} MB; at most {limit_mb} MB are taken. Split the table, "
                "or save it as CSV."
            ),
            filename=filename,
            unpacked_mb=claimed >> 20,
            limit_mb=limits.unpacked >> 20,
        )
    for entry in entries:
        _refuse_entry(entry, filename, limits)
    _refuse_overlap(entries, content, filename)
    if not active:
        _refuse_active(names, filename)
    return archive


def pieces(content: bytes, entry: zipfile.ZipInfo, filename: str) -> Iterator[bytes]:
    """Yield the unpacked bytes of `entry` in pieces of at most 1 MiB; refuse one that is longer than it says.

    Unpacked here and not by `zipfile`, which stops silently at the claimed length while other readers go on.
    """
    if content[entry.header_offset : entry.header_offset + 4] != b"PK\x03\x04":
        raise damaged(filename, entry.filename)
    name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name_length + extra_length
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        parts: Iterator[bytes] = (bytes(packed[i : i + _PIECE]) for i in range(0, len(packed), _PIECE))
    else:
        parts = _inflate(packed, entry, filename)
    length = 0
    for part in parts:
        length += len(part)
        if length > entry.file_size:
            raise _bomb(
                _(
                    "{filename}: {part} is longer than it claims to be, which could fill the machine. Copy "
                    "the table into a new workbook and save that."
                ),
                filename=filename,
                part=entry.filename,
            )
        yield part
    if length != entry.file_size:
        raise damaged(filename, entry.filename)


def _inflate(packed: memoryview, entry: zipfile.ZipInfo, filename: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    try:
        while not unpacker.eof:
            part = unpacker.decompress(rest, _PIECE)
            rest = unpacker.unconsumed_tail
            if not part and not rest:
                break
            yield part
    except zlib.error:
        raise damaged(filename, entry.filename) from None


def damaged(filename: str, where: str) -> BadInput:
    """Return the refusal of a workbook that cannot be read."""
    return BadInput(
        "damaged_workbook",
        _(
            "{filename} cannot be read as a workbook ({where}). It may have been cut off in transfer: open "
            "it in a spreadsheet, save it again as .xlsx and give it once more."
        ),
        filename=filename,
        where=where,
    )


def _bomb(msgid: str, /, **facts: str | int) -> BadInput:
    return BadInput("zip_bomb", msgid, problems=(), **facts)


def _nested(filename: str, part: str) -> BadInput:
    return _bomb(
        _("{filename} holds another archive, {part}. Copy the table into a new workbook and save that."),
        filename=filename,
        part=part,
    )


def _refuse_entry(entry: zipfile.ZipInfo, filename: str, limits: Limits) -> None:
    if entry.flag_bits & 0x1:
        raise BadInput(
            "encrypted_workbook",
            _("{filename} is protected by a password. Save it without the password, then give it again."),
            filename=filename,
        )
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise damaged(filename, entry.filename)
    packed = max(entry.compress_size, 1)
    if entry.file_size > _RATIO_FROM and entry.file_size / packed > limits.ratio:
        raise _bomb(
            _(
                "{filename}: {part} unpacks to {ratio} times its size, which could fill the machine. Copy "
                "the table into a new workbook and save that."
            ),
            filename=filename,
            part=entry.filename,
            ratio=entry.file_size // packed,
        )
    if entry.filename.lower().endswith((".zip", ".xlsx", ".xlsm", ".docx", ".jar")):
        raise _nested(filename, entry.filename)


def _refuse_overlap(entries: list[zipfile.ZipInfo], content: bytes, filename: str) -> None:
    """Refuse entries that share bytes: the trick by which a small file unpacks without bound."""
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise _bomb(
                _(
                    "{filename}: {part} shares its bytes with another packed file, which could fill the "
                    "machine. Copy the table into a new workbook and save that."
                ),
                filename=filename,
                part=entry.filename,
            )
        end = entry.header_offset + 30 + entry.compress_size
    if end > len(content):
        raise damaged(filename, "central directory")


def _refuse_active(names: list[str], filename: str) -> None:
    for name in names:
        for mark, what in _ACTIVE:
            if mark in name.lower():
                raise BadInput(
                    "active_content",
                    _(
                        "{filename} holds {what} ({part}), which are never taken in. Copy the table as "
                        "values into a new workbook and save that as .xlsx."
                    ),
                    filename=filename,
                    what=what,
                    part=name,
                )


def refuse_piece(part: bytes, entry: zipfile.ZipInfo, filename: str, *, first: bool) -> None:
    """Refuse an unpacked piece that is an archive, declares XML entities, or hides its text in UTF-16."""
    if first and part.startswith((b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise _nested(filename, entry.filename)
    if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or (first and b"\x00" in part[:64]):
        raise BadInput(
            "xml_entities",
            _(
                "{filename}: {part} declares XML entities or hides its text; no spreadsheet writes that. "
                "Copy the table into a new workbook and save that."
            ),
            filename=filename,
            part=entry.filename,
        )
