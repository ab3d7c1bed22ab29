"""What every entry and every file of the content has: a code, a mark, texts."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Mark = Literal["V", "K", "J", "S"]
"""V seen in a public source · K expert knowledge, to confirm · J a default to edit · S taken from the seeds."""

Code = str
Share = float


class Shape(BaseModel):
    """A part of an entry: frozen, no unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Entry(Shape):
    """One coded thing that we know."""

    texts: ClassVar[tuple[str, ...]] = ("name",)
    """The fields that a reader sees and a translator translates."""

    code: Code = Field(min_length=1)
    mark: Mark = "J"
    field_marks: dict[str, Mark] = Field(default_factory=dict)
    note: str = ""

    @property
    def to_confirm(self) -> bool:
        """Whether the page must say “to confirm” beside this entry."""
        return self.mark == "K"

    def mark_of(self, field: str) -> Mark:
        """Return the mark of one field: its own if the file gives one, else the entry's."""
        return self.field_marks.get(field, self.mark)


class Named(Entry):
    """An entry that is a name under a code."""

    name: str = Field(min_length=1)


class ContentFile(Shape):
    """The head of every content file."""

    title: str = Field(min_length=1)
    version: int = Field(ge=1)
    source: str = ""
    mark: Mark = "J"
    field_marks: dict[str, Mark] = Field(default_factory=dict)
    note: str = ""
