"""Panels that stages put on the case page: one sentence, a few figures, one link; two queries at most each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PanelFigure:
    """One number on a panel with its unit, and where it opens."""

    value: str
    unit: str
    link: str = ""


@dataclass(frozen=True)
class Panel:
    """What one stage shows of itself on a case page."""

    title: str
    sentence: str
    figures: Sequence[PanelFigure] = field(default_factory=tuple)
    link: str = ""
    series: Sequence[tuple[Any, float | None]] = field(default_factory=tuple)


Maker = Callable[[Any, Any], Panel | None]
_makers: dict[str, tuple[int, Maker]] = {}


def panel(name: str, *, order: int) -> Callable[[Maker], Maker]:
    """Register the decorated function ``(person, case) -> Panel | None`` under `name`, shown in `order`."""

    def register(maker: Maker) -> Maker:
        _makers[name] = (order, maker)
        return maker

    return register


def panels_for(person: Any, case: Any) -> list[Panel]:
    """Return the panels that `person` may see of `case`, in their order."""
    made = (maker(person, case) for _order, maker in sorted(_makers.values(), key=lambda row: row[0]))
    return [shown for shown in made if shown is not None]
