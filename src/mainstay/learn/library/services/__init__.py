"""What people do with documents."""

from .documents import publish_document, upload_document, upload_version, withdraw_document
from .languages import draft_translation, review_translation
from .uses import log_use

__all__ = [
    "draft_translation",
    "log_use",
    "publish_document",
    "review_translation",
    "upload_document",
    "upload_version",
    "withdraw_document",
]
