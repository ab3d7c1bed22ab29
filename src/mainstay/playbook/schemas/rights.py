"""Who may do what, where: roles, kinds of scope, conditions, actions, grants, separations, limits."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape

DataClass = Literal["PUBLIC", "INTERNAL", "PERSONAL", "SENSITIVE", "RESTRICTED"]


class Role(Named):
    """A role; the prose `can` and `cannot` describe it, the grants decide."""

    texts: ClassVar[tuple[str, ...]] = ("name", "scope_text")
    scope: str
    holds_at: tuple[str, ...] = ()
    scope_text: str
    can: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()


class RoleGroup(Named):
    """A name for several roles, usable wherever grants name roles."""

    roles: tuple[str, ...] = Field(min_length=1)


class RolesFile(ContentFile):
    """roles.yaml"""

    principle: str
    data_classes: Catalogue[Named]
    roles: Catalogue[Role]
    role_groups: Catalogue[RoleGroup]


class ScopeKind(Named):
    """A kind of place or tie at which a role is held and a record is compared."""

    texts: ClassVar[tuple[str, ...]] = ("name", "meaning")
    within: str | None = None
    meaning: str


class Condition(Named):
    """A named predicate: what else must be true; `asks` says which stage answers it."""

    texts: ClassVar[tuple[str, ...]] = ("name",)
    asks: str


class ScopesFile(ContentFile):
    """scopes.yaml"""

    rule: str
    scope_kinds: Catalogue[ScopeKind]
    conditions: Catalogue[Condition]


class Action(Entry):
    """One act on one kind of record, named as the button."""

    texts: ClassVar[tuple[str, ...]] = ("does",)
    record: str
    data_class: DataClass
    does: str

    @property
    def stage(self) -> str:
        """The stage (or floor) whose service does it."""
        return self.code.partition(".")[0]

    @property
    def verb(self) -> str:
        """The first word after the stage: `read`, `approve` …"""
        return self.code.partition(".")[2].partition("_")[0]

    @property
    def reads(self) -> bool:
        """Whether it only reads."""
        return self.verb == "read"


class GrantRow(Shape):
    """Grants as written: several roles and actions at once."""

    roles: tuple[str, ...] = Field(min_length=1)
    actions: tuple[str, ...] = Field(min_length=1)
    scope: str = "natural"
    condition: str | None = None
    note: str = ""


class Grant(Shape):
    """One role may do one act in one kind of scope, if the condition holds."""

    role: str
    action: str
    scope: str
    condition: str | None = None


class StageRightsFile(ContentFile):
    """rights/<stage>.yaml: the acts of one stage and who may do them."""

    stage: str
    actions: Catalogue[Action]
    grants: tuple[GrantRow, ...]


class SmallExcept(Shape):
    """When fewer persons suffice, and what must then be written down."""

    when: str
    persons: int = Field(ge=1)
    may_coincide: tuple[str, ...] = Field(min_length=2)
    needs: str


class Separation(Named):
    """Acts along one chain of records that different persons must do, in their order."""

    texts: ClassVar[tuple[str, ...]] = ("name", "why")
    chain: str
    acts: tuple[str, ...] = Field(min_length=1)
    holders: tuple[str, ...] = ()
    signatures: dict[str, int] = Field(default_factory=dict)
    persons: int = Field(ge=2)
    exception: SmallExcept | None = None
    why: str
    prose: str = ""


class SeparationsFile(ContentFile):
    """rights/separations.yaml"""

    separations: Catalogue[Separation]


class Limit(Entry):
    """Who alone may read records of one kind, or what a role may never read."""

    texts: ClassVar[tuple[str, ...]] = ("rule",)
    record: str
    data_class: Literal["PERSONAL", "SENSITIVE", "RESTRICTED"]
    readers: tuple[str, ...] = Field(min_length=1)
    readers_at_most: int | None = None
    shared_timeline: bool = False
    notices_with_content: bool = False
    rule: str


class LimitsFile(ContentFile):
    """rights/limits.yaml"""

    limits: Catalogue[Limit]


class ProseLine(Shape):
    """One line of a role's description and what carries it, or why nothing does."""

    role: str
    kind: Literal["can", "cannot", "rule"]
    line: str
    granted: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    separation: str | None = None
    because: str = ""


class ProseFile(ContentFile):
    """rights/unmapped.yaml: each line of the descriptions accounted for."""

    rules: tuple[str, ...]
    lines: tuple[ProseLine, ...]
