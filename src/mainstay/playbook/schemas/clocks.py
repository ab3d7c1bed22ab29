"""The three clocks and the targets that run on them."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import Field

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Named, Shape

Unit = Literal["h", "d", "mo", "wh", "wd"]
"""h hours · d days · mo months · wh working hours · wd working days"""

HOURS_IN: dict[str, float] = {"h": 1, "d": 24, "mo": 730.5, "wh": 1, "wd": 24}


class Clock(Named):
    """One of the three clocks of a case."""

    starts: str


class Variant(Shape):
    """A value that replaces the target's in one kind of case."""

    by: Literal["crisis_type", "window", "tier", "track", "level"]
    key: str
    value: float = Field(gt=0)
    unit: Unit | None = None


class Allowance(NamedTuple):
    """How long a step may take: an amount and its unit."""

    value: float
    unit: Unit


class Target(Named):
    """How long one step may take, who owns it, whom it escalates to."""

    stage: str
    clock: str | None = None
    starts: str
    value: float = Field(gt=0)
    unit: Unit
    before: bool = False
    at_most_hours: float | None = None
    owner: str
    escalates_to: str
    variants: tuple[Variant, ...] = ()

    def allowance(self, **kind: str | None) -> Allowance:
        """Return the time allowed, by ``crisis_type=``, ``window=``, ``tier=``, ``track=`` or ``level=``.

        Of several variants that fit the shortest counts: a case of two crisis types keeps the stricter promise.
        """
        fitting = [
            Allowance(variant.value, variant.unit or self.unit)
            for variant in self.variants
            if kind.get(variant.by) == variant.key
        ]
        return min(
            fitting, key=lambda fit: fit.value * HOURS_IN[fit.unit], default=Allowance(self.value, self.unit)
        )


class ClocksFile(ContentFile):
    """clocks.yaml"""

    remind_at: float = Field(gt=0, lt=1)
    escalate_at: float = Field(gt=0)
    escalate_again_at: float = Field(gt=1)
    clocks: Catalogue[Clock]
    targets: Catalogue[Target]
