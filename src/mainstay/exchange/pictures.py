"""Photographs without what their camera wrote into them: place, owner, device; and small copies of them."""

import struct
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

#: No more pixels than a good telephone takes; more would be a way to fill the memory of whoever opens it.
MOST_PIXELS = 60_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}  # fmt: skip
#: Frame headers of JPEG, which hold height and width (not DHT C4, JPG C8, DAC CC).
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
#: How a picture is turned and mirrored before it stands upright: EXIF 2.3, tag 0x0112.
_TURNS = {3: 180, 6: 90, 8: 270}


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph as it may be kept: its bytes, what it is, its size in pixels as stored, and how far to turn it."""

    content: bytes
    content_type: str
    width: int
    height: int
    turn: int = 0


def plain_picture(content: bytes) -> Picture:
    """Return a JPEG or PNG with its pixels and colours alone; where, when, by whom and with what it was taken is gone.

    Of JPEG the segments APP1 to APP15 and comments are left out (EXIF with GPS and thumbnail, XMP, IPTC, maker notes),
    but for colour (ICC, Adobe), and all that follows its end; of PNG every chunk that draws nothing. How the picture
    is to be turned is kept. Raises `ValueError` when it is neither, is cut short, or has more than 60 million pixels.
    """
    try:
        found = _png(content) if content.startswith(_PNG) else _jpeg(content)
    except (IndexError, struct.error) as fault:
        raise ValueError("cut short") from fault
    if not 0 < found.width * found.height <= MOST_PIXELS:
        raise ValueError("size")
    return found


def small_copy(picture: Picture, *, side: int = 240) -> bytes:
    """Return the picture as a JPEG upright and no longer than `side` pixels, a few kilobytes."""
    import vl_convert

    width, height = picture.width, picture.height
    upright = (height, width) if picture.turn in {90, 270} else (width, height)
    scale = min(1.0, side / max(upright))
    wide, high = (max(1, round(length * scale)) for length in upright)
    moved = {0: "", 90: f"translate({wide} 0) rotate(90)", 180: f"translate({wide} {high}) rotate(180)",
             270: f"translate(0 {high}) rotate(270)"}[picture.turn]  # fmt: skip
    inner = (high, wide) if picture.turn in {90, 270} else (wide, high)
    source = f"data:{picture.content_type};base64,{b64encode(picture.content).decode()}"
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide}" height="{high}">'
        f'<g transform="{moved}"><image width="{inner[0]}" height="{inner[1]}" preserveAspectRatio="none" xlink:href="{source}"/></g></svg>'
    )
    return bytes(vl_convert.svg_to_jpeg(drawing, quality=75))


def _png(content: bytes) -> Picture:
    parts, at, size = [_PNG], len(_PNG), (0, 0)
    while True:
        (length,) = struct.unpack_from(">I", content, at)
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise ValueError("cut short")
        if kind == b"IHDR":
            size = struct.unpack_from(">II", content, at + 8)
        if kind in _PNG_KEPT:
            parts.append(content[at:end])
        if kind == b"IEND":
            return Picture(b"".join(parts), "image/png", *size)
        at = end


def _jpeg(content: bytes) -> Picture:
    if not content.startswith(b"\xff\xd8"):
        raise ValueError("neither JPEG nor PNG")
    parts, size, turn = [b"\xff\xd8"], (0, 0), 0
    for marker, segment in _segments(content):
        body = segment[4:]
        if marker in _FRAMES:
            size = struct.unpack_from(">HH", body, 1)
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turn = _TURNS.get(_orientation(body[6:]), 0)
        if _is_kept(marker, body):
            parts.append(segment)
    height, width = size
    if turn:
        parts.insert(1, _turned(next(code for code, angle in _TURNS.items() if angle == turn)))
    return Picture(b"".join(parts), "image/jpeg", width, height, turn)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker of a JPEG with its bytes to the end of the picture; a scan is one with the data that follow it."""
    at = 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        while content[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = content[at + 1]
        if marker == 0xD9:
            yield marker, content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if length < 2 or end > len(content):
            raise ValueError("cut short")
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise ValueError("cut short")
        if content[at + 1] != 0x00 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _is_kept(marker: int, body: bytes) -> bool:
    if marker == 0xE0:
        return body.startswith(b"JFIF\0")
    if marker == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    return marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _orientation(tiff: bytes) -> int:
    """Return the value of tag 0x0112 of the first directory; 1 (upright) where there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for place in range(count):
            tag, _kind, _number, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place)
            if tag == 0x0112:
                return int(value)
    except struct.error:
        return 1
    return 1


def _turned(orientation: int) -> bytes:
    """Return an EXIF segment that says how the picture is turned, and nothing else."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
