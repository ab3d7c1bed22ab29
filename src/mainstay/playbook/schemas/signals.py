"""Which series answer which question about a country."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named


class HeadlineSignal(Named):
    """One line of a country's profile: the first of its series that has a fresh value answers."""

    unit: str
    worse: Literal["up", "down"]
    group: Literal["labour", "economy", "risk", "displacement", "conflict", "size"]
    series: tuple[str, ...] = Field(min_length=1)


class Derivation(Entry):
    """How an early-warning indicator (its code) is drawn from series."""

    texts: ClassVar[tuple[str, ...]] = ()
    series: tuple[str, ...] = Field(min_length=1)
    kind: Literal["level", "highest", "change", "growth", "ratio"]
    months: int = Field(ge=0)


class StructuralMeasure(Named):
    """A slow measure that gives a pillar of the score its ground."""

    pillar: Literal["hazard", "vulnerability", "lack_of_capacity"]
    series: tuple[str, ...] = Field(min_length=1)
    low: float
    high: float
    weight: float = Field(gt=0, default=1.0)

    @model_validator(mode="after")
    def _has_a_range(self) -> StructuralMeasure:
        if self.low == self.high:
            raise ValueError("`low` and `high` are the same")
        return self


class SignalsFile(ContentFile):
    """signals.yaml"""

    headline: Catalogue[HeadlineSignal]
    derivations: Catalogue[Derivation]
    structural: Catalogue[StructuralMeasure]
