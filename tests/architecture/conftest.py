"""A copy of the source in which a fault can be planted."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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


@pytest.fixture(scope="session")
def copy(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the clone's code, docs and project files, as it is but for what a test has planted."""
    root = tmp_path_factory.mktemp("clone")
    for folder in ("src", "launch", "docs"):
        shutil.copytree(repository / folder, root / folder, ignore=_left_out)
    for pattern in ("*.toml", "*.txt", "*.lock", "go"):
        for file in repository.glob(pattern):
            shutil.copy(file, root / file.name)
    return root


@pytest.fixture
def plant(copy: Path) -> Iterator[Callable[[str, str], Path]]:
    """Write `text` to `place` in the copy and return the copy; after the test it is as it was."""
    with ExitStack() as undoing:

        def _plant(place: str, text: str) -> Path:
            file = copy / place
            for folder in reversed(file.relative_to(copy).parents[:-1]):
                package = copy / folder
                if not package.exists():
                    package.mkdir()
                    undoing.callback(shutil.rmtree, package)
                if (
                    folder.parts[0] == "src"
                    and len(folder.parts) > 1
                    and not (package / "__init__.py").exists()
                ):
                    _write(package / "__init__.py", "")
            _write(file, text)
            return copy

        def _write(file: Path, text: str) -> None:
            if file.exists():
                undoing.callback(file.write_bytes, file.read_bytes())
            else:
                undoing.callback(file.unlink)
            file.write_text(text)

        yield _plant
