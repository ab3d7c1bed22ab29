"""The gate before a published file that a connector of its own reads: bounded, packed or not."""

import gzip
import zlib
from pathlib import Path

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

from .archives import open_archive, pieces, refuse_piece
from .encodings import decode
from .sheets import DEFAULT_LIMITS, Limits
from .source import too_large

_PIECE = 1 << 20


def require_harmless(path: Path, limits: Limits = DEFAULT_LIMITS, *, text: bool = True) -> None:
    """Raise `BadInput` when a file on disk is larger, or unpacks to more, than is ever taken in.

    The size is asked for before anything is read; a workbook and a gzip file are unpacked in small pieces with a
    counter, because what they claim of themselves may be a lie; a text that is not UTF-8 is named by byte and row,
    unless `text` is false: its reader then finds the encoding out.
    """
    size = path.stat().st_size
    if size > limits.size:
        raise too_large(path.name, size, limits)
    with path.open("rb") as stream:
        beginning = stream.read(4)
    if beginning == b"PK\x03\x04":
        content = path.read_bytes()
        archive = open_archive(content, path.name, limits, active=True)
        for entry in archive.infolist():
            for number, part in enumerate(pieces(content, entry, path.name)):
                refuse_piece(part, entry, path.name, first=number == 0)
    elif beginning.startswith(b"\x1f\x8b"):
        _require_bounded_gzip(path, limits)
    elif text and path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        decode(path.read_bytes(), path.name)


def _require_bounded_gzip(path: Path, limits: Limits) -> None:
    length = 0
    try:
        with gzip.open(path) as stream:
            while part := stream.read(_PIECE):
                length += len(part)
                if length > limits.unpacked:
                    raise BadInput(
                        "zip_bomb",
                        _("{filename} unpacks to more than {limit_mb} MB, which no source publishes. Download it again."),
                        filename=path.name, limit_mb=limits.unpacked >> 20,
                    )  # fmt: skip
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise BadInput(
            "damaged_file",
            _("{filename} was cut off in transfer or is damaged. Download it again."),
            filename=path.name,
        ) from None
