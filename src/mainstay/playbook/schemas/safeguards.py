"""Decent-work safeguards: record the truth, stop the future, pay what is owed."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Shape

Stops = Literal["opening", "start", "next_day", "approval", "nothing"]


class Safeguard(Entry):
    """One rule that a machine can check, and the way out of breaking it."""

    texts: ClassVar[tuple[str, ...]] = ("title", "rule", "remedy")
    title: str
    category: str
    severity: Literal["block", "warn", "info"]
    stops: Stops
    standards: tuple[str, ...]
    r205: tuple[str, ...]
    stage: tuple[str, ...]
    rule: str
    params: dict[str, Any] = Field(default_factory=dict)
    evidence: str
    frequency: str
    remedy: str


class WaiverRules(Shape):
    """Who may waive what, and for how long."""

    who: tuple[str, ...] = Field(min_length=1)
    never_waivable: tuple[str, ...]
    max_days: int = Field(gt=0)
    instead: str


class SafeguardsFile(ContentFile):
    """safeguards.yaml"""

    law: str
    stops: Catalogue[Named]
    severities: Catalogue[Named]
    categories: Catalogue[Named]
    waiver: WaiverRules
    safeguards: Catalogue[Safeguard]

    def may_be_waived(self, code: str) -> bool:
        """Return whether the safeguard can be waived at all; `KeyError` if there is none."""
        return self.safeguards[code].code not in self.waiver.never_waivable
