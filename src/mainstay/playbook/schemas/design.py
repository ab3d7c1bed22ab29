"""The quality gate, building blocks, drivers, markers and standards of a design."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Named, Shape


class Point(Shape):
    """What one score means."""

    score: int = Field(ge=0)
    anchor: str


class QualityCriterion(Named):
    """One of the ten points of the quality gate."""

    texts: ClassVar[tuple[str, ...]] = ("name", "asks")
    asks: str


class QaGateFile(ContentFile):
    """qa_gate.yaml"""

    scale: tuple[Point, ...] = Field(min_length=4, max_length=4)
    pass_each: int = Field(ge=0, le=3)
    criteria: Catalogue[QualityCriterion]


class Cell(Named):
    """One cell of the matrix, and what fills it."""

    filled_by: str
    modules: tuple[str, ...] = ()


class Block(Named):
    """A building block of the matrix; its cells are filled or not applicable for a reason."""

    cells: Catalogue[Cell]


class BuildingBlocksFile(ContentFile):
    """building_blocks.yaml"""

    rule: str
    blocks: Catalogue[Block]


class Driver(Named):
    """One of the three drivers by which work serves peace."""

    texts: ClassVar[tuple[str, ...]] = ("name", "theory", "asks")
    theory: str
    asks: str
    indicators: tuple[str, ...]
    modules: tuple[str, ...]


class DriversFile(ContentFile):
    """drivers.yaml"""

    drivers: Catalogue[Driver]


class Marker(Named):
    """A marker that every design rates."""

    texts: ClassVar[tuple[str, ...]] = ("name", "asks")
    asks: str
    minimum: int = Field(ge=0)
    scale: tuple[Point, ...] = Field(min_length=3)
    required_for: tuple[str, ...] = ()


class MarkersFile(ContentFile):
    """markers.yaml"""

    markers: Catalogue[Marker]


class Part(Named):
    """A Part of Recommendation No. 205."""

    number: int = Field(ge=1)


class Standard(Named):
    """An international labour standard or other text that a measure rests on."""

    kind: Literal["convention", "protocol", "recommendation", "other"]
    year: int | None = None
    fundamental: bool = False


class StandardsFile(ContentFile):
    """standards.yaml"""

    citing: str
    r205_parts: Catalogue[Part]
    standards: Catalogue[Standard]


class Dimension(Named):
    """One of the eight dimensions on which an organisation is assessed."""

    texts: ClassVar[tuple[str, ...]] = ("name", "asks")
    asks: str
    restricted: bool = False


class CapacityDimensionsFile(ContentFile):
    """capacity_dimensions.yaml"""

    scale: tuple[Point, ...] = Field(min_length=5, max_length=5)
    again_months: int = Field(gt=0)
    dimensions: Catalogue[Dimension]


class Mechanism(Named):
    """A kind of dialogue mechanism."""

    level: Literal["micro", "meso", "macro"]


class DialogueFile(ContentFile):
    """dialogue.yaml"""

    mechanisms: Catalogue[Mechanism]
    purposes: Catalogue[Named]
    maturity: tuple[Point, ...] = Field(min_length=5, max_length=5)
    seat_pattern: dict[str, int]
    women_share_target: float
    must_be_consulted: tuple[str, ...]
    act_first_days: int = Field(gt=0)
    point_answers: Catalogue[Named]
