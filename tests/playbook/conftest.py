"""A copy of the content in which a fault can be planted."""

from pathlib import Path
from shutil import copytree

import pytest

from mainstay.playbook.loading import CONTENT

from .planted import Plant


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Return a function that replaces one text in one file of a copied content folder."""
    folder = tmp_path / "content"
    copytree(CONTENT, folder)

    def replace(file: str, old: str, new: str) -> Path:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return replace
