"""From the content folder, and an organisation's folder laid over it, to a `Playbook`."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .catalogue import Catalogue
from .files import FILES, NAMES, RIGHTS_STAGES
from .overlay import Change, changes, merged
from .validating import contents, head_of, overlaying, raw_file, shipped_file, validated

if TYPE_CHECKING:
    from .book import Playbook
    from .schemas.entry import ContentFile
    from .schemas.rights import Grant

CONTENT = Path(__file__).parent / "content"


def load(overlay: Path | None = None, *, content: Path = CONTENT) -> Playbook:
    """Return the playbook, with the organisation's folder `overlay` laid over it; the same object each time.

    Raises `BadInput` that names file and place if something cannot be read or does not fit its schema.
    """
    return _load(overlay, content)


@lru_cache(maxsize=8)
def _load(overlay: Path | None, content: Path) -> Playbook:
    from .book import Playbook

    if overlay is not None and not overlay.is_dir():
        raise BadInput("playbook.no_overlay", _("There is no playbook folder at {path}."), path=str(overlay))
    files, changed = _read_all(content, overlay)
    named: dict[str, Any] = {
        name: files[path] if section is None else getattr(files[path], section)
        for name, (path, section) in NAMES.items()
    }
    digest = _digest([content, *([overlay] if overlay else [])])
    rights: dict[str, Any] = {stage: files[f"rights/{stage}.yaml"] for stage in RIGHTS_STAGES}
    book = Playbook(
        version=f"{named['head'].declared}+{digest[:12]}",
        digest=digest,
        changes=changed,
        folders=(content, overlay) if overlay else (content,),
        files=files,
        rights=rights,
        actions=Catalogue(action for held in rights.values() for action in held.actions.values()),
        grants=_expanded(rights, named),
        questions=Catalogue(
            question
            for module in named["assessment_modules"].values()
            for question in module.questions.values()
        ),
        **named,
    )
    if overlay is not None:
        _hold_floors(load(content=content), book, overlay)
    return book


def _hold_floors(shipped: Playbook, laid: Playbook, overlay: Path) -> None:
    from .floors import lowered_floors

    problems = tuple(lowered_floors(shipped, laid))
    if problems:
        raise BadInput(
            "playbook.floor",
            _("The playbook of {folder} lowers what may not be lowered. Take these changes out."),
            folder=overlay.name,
            problems=problems,
        )


def _read_all(content: Path, overlay: Path | None) -> tuple[dict[str, ContentFile], tuple[Change, ...]]:
    files: dict[str, ContentFile] = {}
    changed: list[Change] = []
    if overlay is not None:
        _refuse_strange_files(overlay)
    for path in FILES:
        laid = overlaying(overlay, path) if overlay is not None else None
        if laid is None:
            files[path] = shipped_file(path, *contents(content, path))
            continue
        shipped = raw_file(path, *contents(content, path))
        result = merged(shipped, laid)
        files[path] = validated(path, result)
        changed += changes(path, shipped, result)
    return files, tuple(changed)


def _refuse_strange_files(overlay: Path) -> None:
    known = {*FILES, *(head_of(path) for path in FILES if path.endswith(".csv"))}
    found = (
        str(held.relative_to(overlay)) for held in overlay.rglob("*") if held.suffix in {".yaml", ".csv"}
    )
    strange = sorted(path for path in found if path not in known and not path.startswith("locale/"))
    if strange:
        reason = Reason("playbook.strange_file", _("no such file in the playbook"))
        raise BadInput(
            "playbook.strange_file",
            _("The overlay holds files that the playbook does not know. Give them the names of our files."),
            problems=[Problem(reason, field=path) for path in strange],
        )


def _digest(folders: list[Path]) -> str:
    chain = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".yaml", ".csv"}:
                chain.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
        chain.update(b"\1")
    return chain.hexdigest()


def _expanded(rights: dict[str, Any], named: dict[str, Any]) -> tuple[Grant, ...]:
    """Return single grants: groups opened, `natural` replaced by the role's own scope, doubles dropped."""
    from .schemas.rights import Grant

    groups, roles = named["role_groups"], named["roles"]
    found: dict[Grant, None] = {}
    for held in rights.values():
        for row in held.grants:
            members = [
                member for name in row.roles for member in (groups[name].roles if name in groups else (name,))
            ]
            for role in members:
                scope = row.scope
                if scope == "natural":
                    scope = roles[role].scope if role in roles else "natural"
                for action in row.actions:
                    found[
                        Grant.model_construct(role=role, action=action, scope=scope, condition=row.condition)
                    ] = None
    return tuple(found)
