"""The playbook as one typed object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from .catalogue import Catalogue

if TYPE_CHECKING:
    from .overlay import Change
    from .schemas.clocks import Clock, Target
    from .schemas.entry import ContentFile, Entry
    from .schemas.fund import FundFile
    from .schemas.head import HeadFile
    from .schemas.rights import (
        Action,
        Condition,
        Grant,
        Limit,
        ProseFile,
        Role,
        RoleGroup,
        ScopeKind,
        Separation,
        StageRightsFile,
    )
    from .schemas.works import AttendanceCode


class Place(NamedTuple):
    """Where an entry (or one field of it) stands."""

    collection: str
    code: str
    field: str = ""

    def __str__(self) -> str:
        return "/".join(part for part in self if part)


@dataclass(frozen=True, kw_only=True, eq=False)
class Playbook:
    """What we know, as data: catalogues by code, whole files where a file is one thing.

    >>> from mainstay import playbook
    >>> book = playbook.load()
    >>> book.attendance["H"].paid_fraction
    0.5
    """

    version: str
    digest: str
    changes: tuple[Change, ...]
    files: Mapping[str, ContentFile]

    head: HeadFile
    attendance: Catalogue[AttendanceCode]
    clocks: Catalogue[Clock]
    sla: Catalogue[Target]
    fund: FundFile
    roles: Catalogue[Role]
    role_groups: Catalogue[RoleGroup]
    scope_kinds: Catalogue[ScopeKind]
    conditions: Catalogue[Condition]
    separations: Catalogue[Separation]
    limits: Catalogue[Limit]
    prose: ProseFile
    rights: Mapping[str, StageRightsFile]
    actions: Catalogue[Action]
    grants: tuple[Grant, ...]

    def collections(self) -> Iterator[tuple[str, Catalogue[Entry]]]:
        """Yield each catalogue with its name: `roles`, or `fund.windows` inside a whole file."""
        from .files import NAMES

        for name, (path, section) in NAMES.items():
            if section is not None:
                yield name, getattr(self, name)
                continue
            for part in type(self.files[path]).model_fields:
                held = getattr(self.files[path], part)
                if isinstance(held, Catalogue):
                    yield f"{name}.{part}", held
        yield "actions", self.actions  # type: ignore[misc]

    def collection(self, name: str) -> Catalogue[Any]:
        """Return the catalogue called `name`; `KeyError` if there is none."""
        return dict(self.collections())[name]

    def to_confirm(self) -> tuple[Place, ...]:
        """Return everything that a page must mark “to confirm”: entries, and single fields of others."""
        places: list[Place] = []
        for name, catalogue in self.collections():
            for entry in catalogue.values():
                if entry.to_confirm:
                    places.append(Place(name, entry.code))
                fields = entry.field_marks.items()
                places += [Place(name, entry.code, field) for field, mark in fields if mark == "K"]
        return tuple(places)
