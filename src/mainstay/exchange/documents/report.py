"""A report as plain values, the same for paper and for Word."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in PNG or JPEG, with the width that it has on the page and a text for who cannot see it."""

    content: bytes
    width_mm: int = 150
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `numeric` are the positions of the columns that are aligned as numbers."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: paragraphs, points, a table, a picture, in this order."""

    heading: str
    paragraphs: Sequence[str] = ()
    points: Sequence[str] = ()
    table: Table | None = None
    picture: Picture | None = None
    level: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """A report: title, the answer in words, facts in a short list, sections; `note` stands on every page.

    Whatever is synthetic says so in `note`. All texts come in the reader's language.
    """

    title: str
    subtitle: str = ""
    answer: str = ""
    facts: Sequence[tuple[str, str]] = ()
    sections: Sequence[Section] = ()
    note: str = ""
    footer: str = ""
    #: With which its pages are numbered on paper: ``arab`` (١) or ``latn`` (1).
    digits: str = "latn"
    #: Small type and narrow margins, for what must stand on few pages.
    compact: bool = False


def values_of(report: Report) -> dict[str, Any]:
    """Return the report as mappings and lists; its pictures stay as they are."""
    values = asdict(report)
    for section, given in zip(values["sections"], report.sections, strict=True):
        section["picture"] = given.picture
    return values
