"""Photographs as they are kept: pixels and colours, and nothing of what the camera wrote beside them."""

import struct
import zlib

import pytest

from mainstay.exchange.pictures import MOST_PIXELS, plain_picture, small_copy


def png(width=8, height=4, *, chunks=()):
    """Return a PNG of one colour with further chunks."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x80\x40\x20" * width for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    middle = b"".join(chunk(kind, body) for kind, body in chunks)
    ends = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + middle + ends


def photograph(*, orientation=1, width=320, height=160):
    """Return a JPEG as a telephone writes it: EXIF with a place and a name, XMP, a comment, something after its end."""
    plain = small_copy(plain_picture(png(width, height)), side=max(width, height))
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    exif = (
        b"Exif\0\0MM\0*"
        + struct.pack(">IH", 8, 1)
        + entry
        + struct.pack(">I", 0)
        + b"GPS 31.95N 35.93E Amina's phone"
    )
    more = [
        (0xE1, exif),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:creator>Amina</x:creator>"),
        (0xFE, b"taken by Amina"),
    ]
    segments = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in more
    )
    return plain[:2] + segments + plain[2:] + b"trailer of Amina"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_keeps_its_pixels_and_loses_place_owner_and_device(orientation):
    given = photograph(orientation=orientation)
    kept = plain_picture(given)
    assert "image/jpeg" == kept.content_type
    assert (320, 160) == (kept.width, kept.height)
    assert [] == [word for word in (b"GPS", b"Amina", b"xap") if word in kept.content]
    assert kept.content.endswith(b"\xff\xd9")
    assert {1: 0, 3: 180, 6: 90, 8: 270}[orientation] == kept.turn
    assert kept.turn == plain_picture(kept.content).turn
    assert kept.content == plain_picture(kept.content).content


def test_a_png_loses_its_texts_and_its_place():
    given = png(chunks=[(b"tEXt", b"Author\0Amina"), (b"eXIf", b"MM\0*GPS"), (b"gAMA", b"\0\0\xb1\x8f")])
    kept = plain_picture(given)
    assert [] == [word for word in (b"Amina", b"eXIf", b"tEXt") if word in kept.content]
    assert b"gAMA" in kept.content
    assert (8, 4) == (kept.width, kept.height)


@pytest.mark.parametrize(("orientation", "size"), [(1, (240, 120)), (6, (120, 240))])
def test_a_small_copy_stands_upright(orientation, size):
    small = plain_picture(small_copy(plain_picture(photograph(orientation=orientation))))
    assert size == (small.width, small.height)
    assert len(small.content) < 20_000


@pytest.mark.parametrize("cut", [3, 10, 200])
def test_what_is_cut_short_is_refused(cut):
    with pytest.raises(ValueError):
        plain_picture(photograph()[:cut])
    with pytest.raises(ValueError):
        plain_picture(png()[:-cut])


def test_what_is_no_picture_is_refused():
    with pytest.raises(ValueError, match="neither"):
        plain_picture(b"<svg/>")


def test_more_pixels_than_a_telephone_takes_are_refused():
    huge = bytearray(png())
    huge[16:24] = struct.pack(">II", MOST_PIXELS, 2)
    with pytest.raises(ValueError, match="size"):
        plain_picture(bytes(huge))
