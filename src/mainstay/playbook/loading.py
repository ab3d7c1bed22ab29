"""From the content folder, and an organisation's folder laid over it, to a `Playbook`."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .catalogue import Catalogue
from .files import FILES, NAMES, RIGHTS_STAGES, schema_of, table_section
from .overlay import Change, Raw, changes, merged
from .reading import read_table, read_yaml

if TYPE_CHECKING:
    from .book import Playbook
    from .schemas.entry import ContentFile
    from .schemas.rights import Grant

CONTENT = Path(__file__).parent / "content"


@lru_cache(maxsize=8)
def load(overlay: Path | None = None, *, content: Path = CONTENT) -> Playbook:
    """Return the playbook, with the organisation's folder `overlay` laid over it; the same object each time.

    Raises `BadInput` that names file and place if something cannot be read or does not fit its schema.
    """
    from .book import Playbook

    if overlay is not None and not overlay.is_dir():
        raise BadInput("playbook.no_overlay", _("There is no playbook folder at {path}."), path=str(overlay))
    raw, changed = _read_all(content, overlay)
    files = {path: _validated(path, held) for path, held in raw.items()}
    named: dict[str, Any] = {
        name: files[path] if section is None else getattr(files[path], section)
        for name, (path, section) in NAMES.items()
    }
    digest = _digest([content, *([overlay] if overlay else [])])
    rights: dict[str, Any] = {stage: files[f"rights/{stage}.yaml"] for stage in RIGHTS_STAGES}
    return Playbook(
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


def _read_all(content: Path, overlay: Path | None) -> tuple[dict[str, Raw], tuple[Change, ...]]:
    known = set(FILES)
    if overlay is not None:
        strange = sorted(
            path
            for path in (str(found.relative_to(overlay)) for found in overlay.rglob("*.*") if found.is_file())
            if path.endswith((".yaml", ".csv")) and path not in known and not path.startswith("locale/")
        )
        if strange:
            reason = Reason("playbook.strange_file", _("no such file in the playbook"))
            raise BadInput(
                "playbook.strange_file",
                _(
                    "The overlay holds files that the playbook does not know. Give them the names of our files."
                ),
                problems=[Problem(reason, field=path) for path in strange],
            )
    raw: dict[str, Raw] = {}
    changed: list[Change] = []
    for path in FILES:
        raw[path] = shipped = _read(content / path)
        if overlay is not None and (overlay / path).is_file():
            raw[path] = merged(shipped, _read(overlay / path))
            changed += changes(path, shipped, raw[path])
    return raw, tuple(changed)


def _read(path: Path) -> Raw:
    if path.suffix == ".csv":
        head = path.with_suffix(".head.yaml")
        return (read_yaml(head) if head.is_file() else {}) | read_table(path, table_section(path.name))
    return read_yaml(path)


def _validated(path: str, raw: Raw) -> ContentFile:
    from pydantic import ValidationError

    try:
        return schema_of(path).model_validate(_marked(raw))
    except ValidationError as fault:
        problems = [
            Problem(
                Reason("playbook.misfit", _("{what}"), {"what": error["msg"]}),
                field=_place(raw, error["loc"]),
            )
            for error in fault.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise BadInput(
            "playbook.misfit",
            _("The playbook file {file} does not fit its schema. Correct the places named here."),
            file=path,
            problems=problems,
        ) from None


def _marked(raw: Raw) -> Raw:
    """Give each coded entry the mark of its file, where it has none of its own."""
    head = {"mark": raw.get("mark", "J"), "field_marks": raw.get("field_marks", {})}

    def give(value: Any) -> Any:
        if isinstance(value, list):
            return [give(item) for item in value]
        if isinstance(value, dict):
            inner = {
                key: give(part) if isinstance(part, (list, dict)) else part for key, part in value.items()
            }
            return head | inner if "code" in value else inner
        return value

    return {key: give(value) if isinstance(value, list) else value for key, value in raw.items()}


def _place(raw: Any, loc: tuple[int | str, ...]) -> str:
    """Return the place of a fault with codes instead of positions: `windows/W1/term_months`."""
    parts: list[str] = []
    for step in loc:
        if isinstance(step, str) and step.startswith(("list[", "is-instance[")):
            continue
        if isinstance(step, int) and isinstance(raw, list) and step < len(raw):
            raw = raw[step]
            parts.append(str(raw.get("code", step + 1)) if isinstance(raw, dict) else str(step + 1))
            continue
        raw = raw.get(step) if isinstance(raw, dict) else None
        parts.append(str(step))
    return "/".join(parts)


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
