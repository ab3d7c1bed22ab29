"""Crisis types, phases and tracks."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named


class SpecialRule(Named):
    """A rule that one kind of crisis brings with it."""

    texts: ClassVar[tuple[str, ...]] = ("name", "rule")
    rule: str


class CrisisType(Named):
    """A kind of crisis: what starts it, what it does to work, how fast we promise to be."""

    texts: ClassVar[tuple[str, ...]] = ("name", "triggers", "effects")
    onset: tuple[Literal["sudden", "slow", "protracted"], ...] = Field(min_length=1)
    origin: tuple[Literal["endogenous", "exogenous"], ...] = Field(min_length=1)
    subtypes: tuple[str, ...]
    triggers: tuple[str, ...]
    effects: tuple[str, ...]
    priority_groups: tuple[str, ...]
    default_modules: tuple[str, ...]
    snapshot_h: int = Field(gt=0)
    report_d: int = Field(gt=0)
    first_jobs_d: int = Field(gt=0)
    coordination: tuple[str, ...]
    standards: tuple[str, ...]
    special_rules: tuple[str, ...]


class CrisisTypesFile(ContentFile):
    """crisis_types.yaml"""

    subtypes: Catalogue[Named]
    special_rules: Catalogue[SpecialRule]
    crisis_types: Catalogue[CrisisType]


class Track(Named):
    """One of the three tracks that run side by side."""


class Phase(Named):
    """A phase of a case; phases overlap and a case may move backwards."""

    texts: ClassVar[tuple[str, ...]] = ("name", "objective", "entry", "exit")
    order: int
    horizon: str
    objective: str
    track_weight: dict[str, int]
    focus: tuple[str, ...]
    entry: tuple[str, ...]
    exit: tuple[str, ...]
    deliverables: tuple[str, ...]
    r205: tuple[str, ...]


class Alias(Entry):
    """Another word that people use for a phase."""

    texts: ClassVar[tuple[str, ...]] = ()
    phase: str


class PhasesFile(ContentFile):
    """phases.yaml"""

    tracks: Catalogue[Track]
    aliases: Catalogue[Alias]
    phases: Catalogue[Phase]
