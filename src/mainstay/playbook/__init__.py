"""What we know, as data: thresholds, weights, lists, questions, safeguards, rights, texts.

    from mainstay import playbook
    playbook.current().crisis_types["CONFLICT"]     the playbook in force
    playbook.load(Path("our-office"))               ours with an organisation's folder laid over it
    playbook.use(Path("our-office"))                which overlay is in force; set once, by the settings

The content stands in `content/` (YAML and CSV), its shape in `schemas/`, which file holds what in `files.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .book import Playbook

__all__ = ["current", "load", "use"]

_in_force: dict[str, Path | None] = {"overlay": None}


def load(overlay: Path | None = None) -> Playbook:
    """Return the playbook with an organisation's folder laid over it; read once, then the same object."""
    from .loading import load as load_from

    return load_from(overlay.resolve() if overlay else None)


def use(overlay: Path | None) -> None:
    """Say which organisation's folder is in force from now on (none: ours as shipped)."""
    _in_force["overlay"] = overlay


def current() -> Playbook:
    """Return the playbook in force."""
    return load(_in_force["overlay"])
