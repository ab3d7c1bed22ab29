"""Text of a CSV file: UTF-8 or a refusal that says where it breaks and how to save it."""

import re

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

_ARABIC = re.compile("[\u0600-\u06ff]")
_HIGH = re.compile(rb"[\x80-\xff]")
_ENOUGH = 200_000


def decode(content: bytes, filename: str) -> str:
    """Return the text of `content`, which must be UTF-8 with or without its mark.

    BadInput `encoding_utf16`, `encoding_not_utf8` or `nul_byte` names the byte (counted from 1), the row
    and the remedy.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_utf16(content):
        raise BadInput(
            "encoding_utf16",
            _(
                "{filename} is written in UTF-16 (Excel calls it «Unicode text»). Save it as «CSV UTF-8» and "
                "give it again."
            ),
            filename=filename,
            problems=[_place(content, 0, "UTF-16")],
        )
    if (at := content.find(b"\x00")) >= 0:
        raise BadInput(
            "nul_byte",
            _(
                "{filename}: byte {position} (row {row}) is a NUL, which no text holds. The file is damaged "
                "or is no CSV; save the table again as «CSV UTF-8»."
            ),
            filename=filename,
            position=at + 1,
            row=_row_of(content, at),
            problems=[_place(content, at, "NUL")],
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, error.start + _mark_length(content), filename) from None


def _mark_length(content: bytes) -> int:
    return 3 if content.startswith(b"\xef\xbb\xbf") else 0


def looks_utf16(content: bytes) -> bool:
    """Return whether every second byte of the beginning is mostly zero, as in UTF-16."""
    head = content[:4096]
    if len(head) < 8:
        return False
    half = len(head) // 2
    return head[1::2].count(0) > 0.6 * half or head[::2].count(0) > 0.6 * half


def _row_of(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1


def _place(content: bytes, at: int, what: str) -> Problem:
    reason = Reason("byte_not_text", _("byte {position}: {what}"), {"position": at + 1, "what": what})
    return Problem(reason, row=_row_of(content, at))


def _not_utf8(content: bytes, at: int, filename: str) -> BadInput:
    encoding = likely_encoding(content)
    start = max(0, content.rfind(b"\n", 0, at) + 1, at - 20)
    around = content[start : at + 20].split(b"\n")[0].decode(encoding or "cp1252", "replace").strip()
    return BadInput(
        "encoding_not_utf8",
        _(
            "{filename}: byte {position} (row {row}) is {byte}, which is not UTF-8; the file looks like "
            "{looks_like} («{around}»). In Excel save as «CSV UTF-8 (comma delimited)», in LibreOffice "
            "choose «Unicode (UTF-8)» when saving, or give the .xlsx file itself."
        ),
        filename=filename,
        position=at + 1,
        row=_row_of(content, at),
        byte=f"0x{content[at]:02X}",
        looks_like=encoding or "an unknown encoding",
        around=around,
        problems=[_place(content, at, f"0x{content[at]:02X}")],
    )


def likely_encoding(content: bytes) -> str | None:
    """Return cp1256 where the high bytes read as Arabic, else cp1252 where all of them have a meaning."""
    high = b"".join(_HIGH.findall(content[:_ENOUGH]))
    arabic = high.decode("cp1256", "replace")
    letters = len(re.findall(rb"[A-Za-z]", content[:_ENOUGH]))
    if high and len(_ARABIC.findall(arabic)) > 0.7 * len(high) and len(high) > 0.3 * (letters + len(high)):
        return "cp1256"
    try:
        high.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return "cp1252"
