"""Works and pay: roll codes, wages, norms."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Named, Share


class AttendanceCode(Named):
    """What one mark on a roll means for work and for pay."""

    texts: ClassVar[tuple[str, ...]] = ("name", "note")
    worked_fraction: Share = Field(ge=0, le=1)
    paid: Literal["always", "never", "by_rule"]
    paid_fraction: Share = Field(ge=0, le=1)
    rule: str | None = None
    monthly_limit: int | None = None
    counts_as_worked: bool
    counts_as_paid: bool
    counted_by: str = "JB-01"
    needs_record: bool = False

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> AttendanceCode:
        if self.counts_as_worked != (self.worked_fraction > 0):
            raise ValueError("counts_as_worked and worked_fraction do not agree")
        if self.counts_as_paid != (self.paid != "never"):
            raise ValueError("counts_as_paid and paid do not agree")
        if (self.rule is None) == (self.paid == "by_rule"):
            raise ValueError("a code paid by_rule names its rule, and no other does")
        return self

    @property
    def is_worker_day(self) -> bool:
        """Whether it counts in JB-01: worked and always paid."""
        return self.counts_as_worked and self.paid == "always"


class AttendanceFile(ContentFile):
    """attendance.yaml"""

    worker_day: str
    normal_hours: int = Field(gt=0)
    mark_back_days: int = Field(gt=0)
    codes: Catalogue[AttendanceCode]
