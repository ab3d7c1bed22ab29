"""From the bytes of a content file to its typed form.

What was read once is kept by its bytes, so that an overlay or a changed copy reads again only what differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _

from .files import schema_of, table_section
from .overlay import Raw
from .reading import read_table, read_yaml

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from .schemas.entry import ContentFile, Shape

ShapeT = TypeVar("ShapeT", bound="Shape")


def head_of(path: str) -> str:
    """Return the file that holds title, version and marks of a table: `indicators.head.yaml`."""
    return path.removesuffix(".csv") + ".head.yaml"


def contents(folder: Path, path: str) -> tuple[bytes, bytes]:
    """Return the bytes of a file and, for a table, of its head."""
    head = folder / head_of(path)
    return (folder / path).read_bytes(), head.read_bytes() if path.endswith(".csv") else b""


def overlaying(overlay: Path, path: str) -> Raw | None:
    """Return what an overlay lays over the file at `path`, unchecked; None if nothing."""
    raw: Raw = {}
    if path.endswith(".csv") and (overlay / head_of(path)).is_file():
        raw |= read_yaml((overlay / head_of(path)).read_bytes(), name=head_of(path))
    if (overlay / path).is_file():
        body = (overlay / path).read_bytes()
        raw |= (
            read_table(body, table_section(path), name=path)
            if path.endswith(".csv")
            else read_yaml(body, name=path)
        )
    return raw or None


@lru_cache(maxsize=256)
def raw_file(path: str, body: bytes, head: bytes) -> Raw:
    """Return what a file says, unchecked; callers do not change it."""
    if path.endswith(".csv"):
        return read_yaml(head, name=head_of(path)) | read_table(body, table_section(path), name=path)
    return read_yaml(body, name=path)


@lru_cache(maxsize=256)
def shipped_file(path: str, body: bytes, head: bytes) -> ContentFile:
    """Return a file of the content in its typed form."""
    return validated(path, raw_file(path, body, head))


def validated(path: str, raw: Raw) -> ContentFile:
    """Return the file at `path` as its schema has it; raise `BadInput` with the place of each misfit."""
    return fitted(schema_of(path), raw, name=path)


def fitted(schema: type[ShapeT], raw: Raw, *, name: str) -> ShapeT:
    """Return `raw`, read from the file `name`, as `schema` has it; raise `BadInput` as `validated` does."""
    from pydantic import ValidationError

    try:
        return schema.model_validate(_marked(raw))
    except ValidationError as fault:
        problems = [
            Problem(_misfit(schema, error), field=_place(raw, error["loc"]))
            for error in fault.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise BadInput(
            "playbook.misfit",
            _("The file {file} does not fit its schema. Correct the places named here."),
            file=name,
            problems=problems,
        ) from None


def _misfit(schema: type[Shape], error: ErrorDetails) -> Reason:
    """Return what is wrong at one place, and the name that may be meant where there is one like it."""
    if error["type"] == "missing":
        return Reason("playbook.misfit", _("is missing: add it"))
    if error["type"] == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), _names_at(schema, error["loc"]), n=1)
        if near:
            return Reason("playbook.misfit", _("is not known here; did you mean {near}?"), {"near": near[0]})
        return Reason("playbook.misfit", _("is not known here: correct the name, or take it out"))
    return Reason("playbook.misfit", _("does not fit: {what}"), {"what": error["msg"]})


def _names_at(schema: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """Return the names that `schema` knows where the last step of `place` stands."""
    held = [schema]
    for step in place[:-1]:
        fields = [model.model_fields[step] for model in held if step in model.model_fields]
        held = [model for field in fields for model in _models_in(field.annotation)] or held
    return [field.alias or name for model in held for name, field in model.model_fields.items()]


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]


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
