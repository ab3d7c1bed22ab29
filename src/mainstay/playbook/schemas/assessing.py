"""How an assessment is set up and weighed: team, sample plan, sources, baselines."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Named, Shape, Share
from .surveys import UsualWork


class TeamSeat(Named):
    """A place in an assessment team; obligatory ones are filled before the team goes out."""

    obligatory: bool = False


class SourceKind(Named):
    """A kind of evidence and what it brings at best, from 1 (hearsay) to 3 (measured)."""

    strength: int = Field(ge=1, le=3)


class BaselineRule(Named):
    """Which estimate of which question gives the baseline of an indicator (`code`)."""

    question: str
    part: str = ""
    statistic: Literal["mean", "proportion"]
    at_least: float | None = None
    minus: float = 0
    unit: str


class KeyFigureRule(Named):
    """A figure that an assessment is known by: which answers to which question it counts, or now for each one before."""

    question: str
    statistic: Literal["proportion", "ratio"]
    any_of: tuple[str, ...] = ()


class Sampling(Shape):
    """Usual values of a sample plan."""

    confidence: float = Field(gt=0, lt=1)
    margin: float = Field(gt=0, lt=1)
    cluster_size: int = Field(gt=0)
    intra_cluster_correlation: Share = Field(ge=0, le=1)
    response: Share = Field(gt=0, le=1)


class Recovery(Shape):
    """How recovery needs are costed where an assessment says nothing else."""

    #: By which share prices rise in a year from the event on.
    price_rise: Decimal = Field(gt=-1, le=10)


class GroupTalks(Shape):
    """At which stages a group of women alone is obligatory (AR-WOMEN), and how many people make a group."""

    women_only_at: tuple[Literal["SNAPSHOT", "RAPID", "DETAILED", "TRACER"], ...]
    fewest_people: int = Field(ge=2)


class Coping(Named):
    """A way of getting by without enough money; a harmful one may name the safeguards that say what is done."""

    harmful: bool = False
    safeguards: tuple[str, ...] = ()


class InstitutionKind(Named):
    """A kind of institution on the map, and the question module in which one describes itself, where there is one."""

    module: str = ""
    capacity_questions: tuple[str, ...] = ()
    needs_questions: tuple[str, ...] = ()


class ConflictReadings(Shape):
    """At which stages a crisis with the conflict gate asks for a reading, how long it stands, who makes a panel."""

    asked_at: tuple[Literal["SNAPSHOT", "RAPID", "DETAILED", "TRACER"], ...]
    fresh_days: int = Field(gt=0)
    fewest_people: int = Field(ge=2)
    fewest_sides: int = Field(ge=1)


class AssessingFile(ContentFile):
    """assessing.yaml"""

    women_among_enumerators: Share = Field(ge=0, le=1)
    #: By which rules an estimate is publishable where nobody chose others; a set of `mainstay.statistics.survey`.
    reliability: str
    sampling: Sampling
    recovery: Recovery
    decent_work: UsualWork
    team: Catalogue[TeamSeat]
    sources: Catalogue[SourceKind]
    baselines: Catalogue[BaselineRule]
    key_figures: Catalogue[KeyFigureRule]
    group_talks: GroupTalks
    talk_topics: Catalogue[Named]
    coping: Catalogue[Coping]
    institution_kinds: Catalogue[InstitutionKind]
    conflict_readings: ConflictReadings
    conflict_sides: Catalogue[Named]
    conflict_dividers: Catalogue[Named]
    conflict_triggers: Catalogue[Named]
    conflict_gates: Catalogue[Named]
    conflict_goods: Catalogue[Named]
    youth_views: Catalogue[Named]
