"""The fund: windows, earmarks, allocation rules, pipeline."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Named, Shape, Share


class Approver(Shape):
    """A role, on a seat of the task team where one is named."""

    role: str
    seat: str | None = None


class EarlyStart(Shape):
    """How far works paid from a window may go before their design is approved."""

    purpose: str
    max_days: int = Field(gt=0)
    max_sites: int = Field(gt=0)
    max_workers: int = Field(gt=0)


class Window(Named):
    """A window of the fund with its limits and who approves."""

    ceiling_usd: int = Field(gt=0)
    ceiling_by_level: dict[str, int] = Field(default_factory=dict)
    term_months: int = Field(gt=0)
    approvers: tuple[Approver, ...] = Field(min_length=2)
    method: Literal["silence", "meeting"]
    silence_hours: int | None = None
    needs_assessment: bool
    needs_design: bool
    repayable: bool
    purposes: tuple[str, ...]
    early_start: EarlyStart | None = None

    def ceiling(self, level: str | None = None) -> int:
        """Return the most that one grant may be, in US dollars, at a crisis level (`L1` to `L3`)."""
        return self.ceiling_by_level.get(level or "", self.ceiling_usd)


class EarmarkKind(Named):
    """What a contribution may be tied to, and which ties are wider."""

    narrower_than: tuple[str, ...] = ()


class Allocation(Shape):
    """How money is matched to grants."""

    order: Literal["oldest_compatible_first"]
    reserve_share: Share = Field(ge=0, lt=1)
    reserve_of: str
    may_go_negative: Literal[False]
    two_currencies: str
    rate_max_age_days: int = Field(gt=0)
    late_report_days: int = Field(gt=0)
    donor_concentration_warning: Share = Field(gt=0, le=1)
    management_cost_shown: bool
    change_needs_review_share: Share = Field(gt=0, lt=1)


class PipelineStage(Named):
    """How far a lead is, and how likely it then is."""

    probability: Share = Field(ge=0, le=1)
    side: bool = False


class FundFile(ContentFile):
    """fund.yaml"""

    currency: str
    windows: Catalogue[Window]
    earmark_kinds: Catalogue[EarmarkKind]
    allocation: Allocation
    rules: Catalogue[Named]
    grant_states: tuple[str, ...]
    pledge_states: tuple[str, ...]
    pipeline_stages: Catalogue[PipelineStage]
