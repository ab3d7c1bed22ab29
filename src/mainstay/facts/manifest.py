"""The list of what was built: each file with its rows, checksum, and what it was made from."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "_manifest.json"
"""Readers of a folder of Parquet files pass over names that begin with an underscore."""
RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class FactFile:
    """One Parquet file. `path` counts from the root; `fingerprint` tells the state of its records."""

    path: str
    month: str
    restricted: bool
    rows: int
    size: int
    sha256: str
    fingerprint: str
    built_at: str
    playbook_version: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of one fact table; `signature` changes with its schema, SELECT, version or key."""

    table: str
    version: int
    signature: str
    built_at: str
    playbook_version: str
    files: tuple[FactFile, ...]

    @property
    def digest(self) -> str:
        """One checksum over the checksums of all files: what a published number keeps."""
        joined = "\n".join(f"{file.sha256} {file.path}" for file in sorted(self.files, key=lambda f: f.path))
        return hashlib.sha256(joined.encode()).hexdigest()

    @property
    def rows(self) -> int:
        """How many facts there are."""
        return sum(file.rows for file in self.files if not file.restricted)

    def of(self, *, restricted: bool, months: Sequence[str] | None = None) -> list[FactFile]:
        """Return the files of one side, of all or some months, in their order."""
        chosen = [file for file in self.files if file.restricted == restricted]
        return [file for file in chosen if months is None or file.month in months]


def read_manifest(root: Path, table: str) -> Manifest | None:
    """Return the manifest of `table` under `root`, None before it was first built."""
    place = root / table / NAME
    if not place.exists():
        return None
    content = json.loads(place.read_text(encoding="utf-8"))
    files = tuple(FactFile(**file) for file in content.pop("files"))
    content.pop("digest")
    return Manifest(**content, files=files)


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Put the manifest in place in one step."""
    place = root / manifest.table / NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{NAME}.draft")
    content = asdict(manifest) | {"digest": manifest.digest}
    draft.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(place)


def folder(root: Path, table: str, *, restricted: bool) -> Path:
    """Return the folder of one side of a table."""
    return root / RESTRICTED / table if restricted else root / table
