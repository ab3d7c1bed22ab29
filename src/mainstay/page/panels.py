"""What stages put on the pages of the whole: a panel on a case page, and what waits for a person in the situation room.

A panel is one sentence, a few figures, one link; two queries at most each.
"""

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


@dataclass(frozen=True)
class Waiting:
    """One thing that a stage waits for this person to do."""

    name: str
    link: str
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class Wait:
    """All that waits of one kind: its count in words (“2 rolls to mark”), and the things themselves, the first ones."""

    title: str
    sentence: str
    count: int
    rows: Sequence[Waiting] = field(default_factory=tuple)
    link: str = ""


WaitMaker = Callable[[Any], "Wait | None"]
_waits: dict[str, tuple[int, WaitMaker]] = {}


def wait(name: str, *, order: int) -> Callable[[WaitMaker], WaitMaker]:
    """Register the decorated function ``(person) -> Wait | None`` under `name`: what the situation room shows of it."""

    def register(maker: WaitMaker) -> WaitMaker:
        _waits[name] = (order, maker)
        return maker

    return register


def waits_for(person: Any) -> list[Wait]:
    """Return what the stages wait for `person` to do, in their order; nothing where nothing waits."""
    made = (maker(person) for _order, maker in sorted(_waits.values(), key=lambda row: row[0]))
    return [shown for shown in made if shown is not None and shown.count]
