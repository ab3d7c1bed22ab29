"""Checking that the files are what was built."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from mainstay.common.errors import Problem, Reason
from mainstay.common.texts import noop as _

from .manifest import NAME, RESTRICTED, Manifest, read_manifest


def verify(root: Path) -> list[Problem]:
    """Return what is wrong with the facts under `root`: files missing, changed, or listed nowhere."""
    names = sorted(place.parent.name for place in root.glob(f"*/{NAME}"))
    manifests = [found for name in names if (found := read_manifest(root, name)) is not None]
    faults = [problem for manifest in manifests for problem in _of_table(root, manifest)]
    listed = {file.path for manifest in manifests for file in manifest.files}
    return [*faults, *_strays(root, listed)]


def _of_table(root: Path, manifest: Manifest) -> Iterator[Problem]:
    for file in manifest.files:
        place = root / file.path
        if not place.exists():
            yield Problem(
                Reason("facts.missing", _("the file is missing; build the facts again")), field=file.path
            )
            continue
        with place.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != file.sha256:
            changed = Reason("facts.changed", _("the file was changed after it was built; build it again"))
            yield Problem(changed, field=file.path)


def _strays(root: Path, listed: set[str]) -> Iterator[Problem]:
    for pattern in ("*/month=*/*.parquet", f"{RESTRICTED}/*/month=*/*.parquet"):
        for place in sorted(root.glob(pattern)):
            path = place.relative_to(root).as_posix()
            if path not in listed:
                stray = Reason("facts.stray", _("the file stands in no manifest; remove it"))
                yield Problem(stray, field=path)
