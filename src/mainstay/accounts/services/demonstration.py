"""The accounts of the demonstration: synthetic people, one password for all of them, made on this machine."""

import os
import secrets
from pathlib import Path

from django.conf import settings

_WORDS = (
    "amber bridge cedar delta ember fjord grove harbour island juniper kestrel lagoon meadow north orchard"
)


def _file() -> Path:
    return Path(settings.VAR) / "demo-password"


def demo_password() -> str:
    """Return the password of the demonstration's accounts; made once per installation, readable by its owner alone."""
    path = _file()
    if not path.exists():
        words = [secrets.choice(_WORDS.split()) for _word in range(3)]
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(f"{'-'.join(words)}-{secrets.randbelow(90) + 10}\n")
    return path.read_text().strip()


def has_demo_password() -> bool:
    """Return whether the demonstration's password was made on this machine."""
    return _file().exists()
