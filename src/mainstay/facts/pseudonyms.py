"""Keys of persons become numbers that only the holder of the key could connect with them."""

import hashlib
import hmac
from typing import Any


class Pseudonyms:
    """A keyed hash of persons: the same person and kind give the same number, under the same key.

    HMAC-SHA-256 of ``kind:id``, the first 64 bits as a signed integer. Among a million persons two share
    a number with a chance of 1 in 37 million. Each distinct person is hashed once and remembered.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("a key for pseudonyms has at least 16 bytes")
        self._key = key
        self._known: dict[str, dict[int, int]] = {}

    @property
    def key_name(self) -> str:
        """A name for the key that tells nothing about it: changes when the key does."""
        return hmac.digest(self._key, b"name of this key", "sha256").hex()[:16]

    def of(self, kind: str, person: int) -> int:
        """Return the pseudonym of one person."""
        digest = hmac.digest(self._key, f"{kind}:{person}".encode(), hashlib.sha256)
        return int.from_bytes(digest[:8], "big", signed=True)

    def of_column(self, kind: str, persons: Any) -> Any:
        """Return the pseudonyms of an int64 Arrow array; a null stays null."""
        import pyarrow as pa

        known = self._known.setdefault(kind, {})
        encoded = persons.dictionary_encode()
        distinct = encoded.dictionary.to_pylist()
        for person in distinct:
            if person not in known:
                known[person] = self.of(kind, person)
        hashed = pa.array([known[person] for person in distinct], pa.int64())
        return hashed.take(encoded.indices)
