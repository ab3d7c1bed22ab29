"""Attachments: checked by content and size, stored once by their SHA-256."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db.models import Model

from . import clock
from .errors import BadInput
from .models import Attachment
from .texts import noop as _

LARGEST = 20 * 1024 * 1024

#: What a file may be, told by how it begins; nothing that a browser would run.
BEGINNINGS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument",
        (".xlsx", ".docx", ".pptx", ".odt", ".ods"),
    ),
)
TEXTS = {".csv": "text/csv", ".txt": "text/plain", ".md": "text/markdown"}


def content_type_of(name: str, beginning: bytes) -> str | None:
    """Return what a file is, by its first bytes and its ending together; None when the two do not agree.

    >>> content_type_of("contract.pdf", b"%PDF-1.7"), content_type_of("contract.pdf", b"MZ")
    ('application/pdf', None)
    """
    ending = Path(name).suffix.lower()
    for start, content_type, endings in BEGINNINGS:
        if beginning.startswith(start):
            return content_type if ending in endings else None
    if ending in TEXTS and b"\x00" not in beginning:
        return TEXTS[ending]
    return None


def attach(
    stream: BinaryIO,
    *,
    name: str,
    record: Model,
    by: int | None,
    data_class: str = "INTERNAL",
    largest: int = LARGEST,
) -> Attachment:
    """Return the attachment of `record` made from `stream`; call it inside the service's act.

    Raises `BadInput` when the file is empty, larger than `largest` bytes, or not one of the kinds that are taken.
    """
    content = stream.read(largest + 1)
    safe = Path(name.replace("\\", "/")).name[:200]
    if len(content) > largest:
        raise BadInput(
            "file_too_large",
            _("{name} is larger than {limit} MB. Attach a smaller copy, or split it."),
            name=safe,
            limit=largest // 1024 // 1024,
        )
    content_type = content_type_of(safe, content[:4096])
    if not content or content_type is None:
        raise BadInput(
            "file_kind",
            _(
                "{name} is empty or not what its name says. Taken are PDF, PNG, JPEG, XLSX, DOCX, ODT, ODS, CSV and text."
            ),
            name=safe,
        )
    digest = hashlib.sha256(content).hexdigest()
    _store(digest, content)
    return Attachment.objects.create(
        name=safe,
        sha256=digest,
        size=len(content),
        content_type=content_type,
        record_kind=record._meta.label_lower,
        record_id=str(record.pk),
        data_class=data_class,
        added_by_id=by,
        added_at=clock.now(),
    )


def path_of(sha256: str) -> Path:
    """Return where the content with this SHA-256 lies."""
    return Path(settings.FILES_FOLDER) / sha256[:2] / sha256


def _store(digest: str, content: bytes) -> None:
    path = path_of(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".part")
    fresh.write_bytes(content)
    fresh.replace(path)
