"""Modules and standard packages of the response."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape

Level = Literal["micro", "meso", "macro"]


class CostRange(Shape):
    """A range of unit costs in US dollars: a planning default, never a price."""

    low: float = Field(ge=0)
    typical: float = Field(gt=0)
    high: float = Field(gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> CostRange:
        if not self.low <= self.typical <= self.high:
            raise ValueError("low, typical and high are not in order")
        return self


class Weeks(Shape):
    """How long something takes."""

    min: int = Field(ge=0)
    max: int = Field(gt=0)


class Risk(Shape):
    """What may go wrong and what is done about it."""

    risk: str
    mitigation: str


class Module(Entry):
    """A building block of a response."""

    texts: ClassVar[tuple[str, ...]] = ("title", "measures", "unit")
    title: str
    component: str
    level: Level
    crisis_types: tuple[str, ...]
    phases: tuple[str, ...]
    track: str
    side: Literal["demand", "supply", "both", "bridge", "support", "enabler"]
    measures: tuple[str, ...]
    target_groups: tuple[str, ...]
    unit: str
    unit_cost_usd: CostRange
    duration_weeks: Weeks
    indicators: tuple[str, ...]
    risks: tuple[Risk, ...]
    standards: tuple[str, ...]
    r205: tuple[str, ...]
    requires: tuple[str, ...]
    leads_to: tuple[str, ...]


class PackageStage(Shape):
    """The modules of a package in one phase."""

    phase: str
    modules: tuple[str, ...] = Field(min_length=1)


class Package(Entry):
    """A standard response to one kind of crisis: clone, adapt, keep the difference."""

    texts: ClassVar[tuple[str, ...]] = ("title", "goal")
    crisis_type: str
    title: str
    goal: str
    lead_time_days: int = Field(gt=0)
    levels: tuple[Level, ...]
    must_have: tuple[str, ...]
    cross_cutting: tuple[str, ...]
    stages: tuple[PackageStage, ...]

    @property
    def modules(self) -> tuple[str, ...]:
        """Every module of the package once, in the order of its phases."""
        return tuple(dict.fromkeys(module for stage in self.stages for module in stage.modules))


class DesignLimits(Shape):
    """When a design must give a reason."""

    cost_high_share: float = Field(gt=1)
    cost_low_share: float = Field(gt=0, lt=1)
    budget_change_share: float = Field(gt=0, lt=1)
    day_one_days: int = Field(gt=0)
    horizon_years: int = Field(gt=0)


class PackagesFile(ContentFile):
    """packages.yaml"""

    currency: str
    cost_basis: str
    components: Catalogue[Named]
    cross_cutting: Catalogue[Named]
    rules: Catalogue[Named]
    limits: DesignLimits
    modules: Catalogue[Module]
    packages: Catalogue[Package]
