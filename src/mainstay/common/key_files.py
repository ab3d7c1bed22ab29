"""The key files: one per purpose, one key a line, newest first; readable by their owner alone."""

import os
from pathlib import Path
from typing import Literal

Purpose = Literal["fields", "lookup", "audit", "pseudonym", "session"]
PURPOSES: tuple[Purpose, ...] = ("fields", "lookup", "audit", "pseudonym", "session")


def key_file(purpose: str, folder: Path) -> Path:
    """Return where the keys of a purpose lie."""
    return folder / f"{purpose}.key"


def _write(path: Path, content: bytes, flags: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)


def _fresh() -> bytes:
    from cryptography.fernet import Fernet

    return Fernet.generate_key() + b"\n"


def generate_missing(folder: Path) -> list[str]:
    """Write a fresh key file (mode 0600) for each purpose that has none; return those purposes."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made: list[str] = [purpose for purpose in PURPOSES if not key_file(purpose, folder).exists()]
    for purpose in made:
        # Written whole beside and linked into place: two processes that start at once agree on one key.
        beside = folder / f".{purpose}.{os.getpid()}"
        _write(beside, _fresh(), os.O_TRUNC)
        try:
            os.link(beside, key_file(purpose, folder))
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return [*made]


def add_key(purpose: Purpose, folder: Path) -> None:
    """Put a fresh key on top of the purpose's file; older ones stay readable below it."""
    path = key_file(purpose, folder)
    beside = path.with_suffix(".new")
    _write(beside, _fresh() + path.read_bytes(), os.O_TRUNC)
    beside.replace(path)
