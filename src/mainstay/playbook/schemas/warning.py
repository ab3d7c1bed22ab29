"""Early warning and preparedness."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape


class Threshold(Shape):
    """A line that a reading crosses: a number, or a named level of an ordered scale."""

    at: float | None = None
    level: str | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Threshold:
        if (self.at is None) == (self.level is None):
            raise ValueError("give either `at` (a number) or `level` (a named level)")
        return self


class WarningIndicator(Named):
    """One signal with its two thresholds; they are starting values to calibrate per country."""

    dimension: Literal["labour", "social", "exclusion", "equity", "economic", "shock", "rights"]
    pillar: Literal["hazard", "vulnerability", "lack_of_capacity"]
    employment: bool
    unit: str
    window: str
    direction: Literal["up", "down"]
    scale: tuple[str, ...] = ()
    watch: Threshold
    alert: Threshold
    weight: float = Field(gt=0, default=1.0)
    source: str

    def level_of(self, value: float | str) -> int:
        """Return 0 normal, 1 watch or 2 alert for a reading in the indicator's unit or scale."""
        return 2 if self._crossed(value, self.alert) else int(self._crossed(value, self.watch))

    def _crossed(self, value: float | str, line: Threshold) -> bool:
        if line.level is not None:
            return self.scale.index(str(value)) >= self.scale.index(line.level)
        at = line.at if line.at is not None else 0.0
        return float(value) >= at if self.direction == "up" else float(value) <= at


class AlertState(Named):
    """How far an alert is and what it requires."""

    texts: ClassVar[tuple[str, ...]] = ("name", "requires")
    requires: str = ""
    target: str | None = None


class WarningMethod(Shape):
    """How readings become a score."""

    composite: str
    employment_subscore: str
    stale_after_periods: int = Field(gt=0)
    missing: Literal["missing, never zero"]
    board_every_months: int = Field(gt=0)
    ad_hoc_alerts: int = Field(gt=0)
    ad_hoc_days: int = Field(gt=0)
    confidence: tuple[int, ...]
    calibration: str


class EarlyWarningFile(ContentFile):
    """early_warning.yaml"""

    method: WarningMethod
    alert_states: Catalogue[AlertState]
    indicators: Catalogue[WarningIndicator]


class PreparednessItem(Named):
    """One thing that makes a country ready, worth `weight` of 100 while its evidence is fresh."""

    texts: ClassVar[tuple[str, ...]] = ("name", "evidence")
    weight: int = Field(gt=0)
    expires_months: int = Field(gt=0)
    owner: str
    evidence: str
    needed_for: tuple[str, ...]


class PreparednessFile(ContentFile):
    """preparedness.yaml"""

    scoring: str
    part_score: Catalogue[Named]
    ready_at: int = Field(gt=0, le=100)
    items: Catalogue[PreparednessItem]


class FirstTask(Entry):
    """One task of the first thirty days."""

    texts: ClassVar[tuple[str, ...]] = ("task",)
    at_hours: int = Field(ge=0)
    label: str
    task: str
    owner: str
    stage: str
    target: str | None = None
    done_by: str | None = None


class FirstThirtyDaysFile(ContentFile):
    """first_30_days.yaml"""

    applies_to: tuple[str, ...]
    tasks: Catalogue[FirstTask]
