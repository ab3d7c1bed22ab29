"""A copy of the source in which a fault can be planted."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

KEPT = {".py", ".md"}


def _left_out(folder: str, names: list[str]) -> set[str]:
    paths = {name: Path(folder) / name for name in names}
    return {
        name
        for name, path in paths.items()
        if name == "__pycache__" or (path.is_file() and path.suffix not in KEPT)
    }


@pytest.fixture
def copy(repository: Path, tmp_path: Path) -> Path:
    """A copy of the clone's code, docs and project files."""
    for folder in ("src", "launch", "docs"):
        shutil.copytree(repository / folder, tmp_path / folder, ignore=_left_out)
    for pattern in ("*.toml", "*.txt", "*.lock", "go"):
        for file in repository.glob(pattern):
            shutil.copy(file, tmp_path / file.name)
    return tmp_path


@pytest.fixture
def plant(copy: Path) -> Callable[[str, str], Path]:
    """Write `text` to `place` in the copy and return the copy."""

    def _plant(place: str, text: str) -> Path:
        file = copy / place
        for folder in reversed(file.relative_to(copy).parents[:-1]):
            package = copy / folder
            package.mkdir(exist_ok=True)
            if folder.parts[0] == "src" and len(folder.parts) > 1 and not (package / "__init__.py").exists():
                (package / "__init__.py").write_text("")
        file.write_text(text)
        return copy

    return _plant
