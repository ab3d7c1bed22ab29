"""Keys, encrypted values and keyed digests.

One key file per purpose lies in the key folder; each holds one key a line, newest first. New values are written
with the first key and read with any, so that ``mainstay keys rotate`` only has to put a new line on top.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .key_files import Purpose, key_file


@cache
def keys(purpose: Purpose) -> tuple[bytes, ...]:
    """Return the keys of a purpose, newest first; raise `ImproperlyConfigured` naming the missing file."""
    path = key_file(purpose, settings.KEYS_FOLDER)
    try:
        lines = path.read_bytes().split()
    except FileNotFoundError:
        raise ImproperlyConfigured(
            f"The key file {path.name} is missing from the key folder. Restore it from your backup; "
            "for a new installation run `mainstay keys generate`."
        ) from None
    return tuple(lines)


@cache
def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys("fields")])


def encrypt(text: str) -> bytes:
    """Return `text` encrypted with the newest key of encrypted fields."""
    return _box().encrypt(text.encode())


def decrypt(token: bytes) -> str:
    """Return the text that `encrypt` made; raise `ImproperlyConfigured` when no key fits."""
    try:
        return _box().decrypt(token).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            "A stored value was encrypted with a key that is not in fields.key. Put the older key back below the newest."
        ) from None


def secret_bytes(purpose: Purpose) -> bytes:
    """Return the raw bytes of the oldest key: digests must stay comparable after a rotation."""
    return base64.urlsafe_b64decode(keys(purpose)[-1])


def lookup_digest(text: str) -> str:
    """Return the keyed digest by which an encrypted value is found again (HMAC-SHA-256, hexadecimal)."""
    return keyed_digest("lookup", text.encode())


def keyed_digest(purpose: Purpose, content: bytes) -> str:
    """Return HMAC-SHA-256 of `content` under the purpose's key, hexadecimal."""
    return hmac.new(secret_bytes(purpose), content, hashlib.sha256).hexdigest()
