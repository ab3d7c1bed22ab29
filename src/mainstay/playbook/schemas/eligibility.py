"""Gates, criteria, bands and portfolio rules by which requests are judged."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape


class Gate(Named):
    """A question that must be answered with yes before scoring."""

    texts: ClassVar[tuple[str, ...]] = ("name", "rule", "fail")
    rule: str
    fail: str
    on_fail: Literal["stop", "return", "hold", "window_w1_only"]


class Anchor(Shape):
    """What one score means."""

    score: int = Field(ge=0, le=5)
    anchor: str


class Criterion(Named):
    """One scored criterion, 0 to 5, with its weight of 100."""

    texts: ClassVar[tuple[str, ...]] = ("name", "evidence", "anchors")
    axis: Literal["need", "feasibility"]
    weight: int = Field(gt=0)
    evidence: str
    seed: str
    anchors: tuple[Anchor, ...] = Field(min_length=6, max_length=6)
    auto: str | None = None
    bounds: tuple[float, ...] = ()
    bounds_unit: str | None = None
    lower_is_better: bool = False

    def proposed_score(self, value: float) -> int:
        """Return the score that the bounds give to `value`, for people to confirm or change."""
        if self.lower_is_better:
            return 5 - sum(value >= bound for bound in self.bounds)
        return sum(value >= bound for bound in self.bounds)


class Band(Entry):
    """From which total on which answer is given."""

    texts: ClassVar[tuple[str, ...]] = ("action",)
    min: int = Field(ge=0, le=100)
    action: str


class PortfolioRule(Named):
    """A rule over all active countries."""

    texts: ClassVar[tuple[str, ...]] = ("name",)
    seed: str
    params: dict[str, float]


class ScoringRules(Shape):
    """Numbers of the scoring."""

    scale_max: int = 5
    scorers: int = Field(ge=2)
    discuss_difference: int = Field(ge=1)
    override_bands: int = Field(ge=1)
    tie_break: tuple[str, ...]
    minimum_scores: dict[str, int]
    remote_option_below: dict[str, int]


class EligibilityFile(ContentFile):
    """eligibility_criteria.yaml"""

    scoring: ScoringRules
    gates: Catalogue[Gate]
    criteria: Catalogue[Criterion]
    bands: Catalogue[Band]
    rules: Catalogue[Named]
    portfolio: Catalogue[PortfolioRule]

    def band_of(self, total: float) -> Band:
        """Return the band in which a total of 0 to 100 lies."""
        return max((band for band in self.bands.values() if total >= band.min), key=lambda band: band.min)
