"""Published figures beside what is recomputed from the synthetic rolls.

The measured side is counted in the facts that were made from the rehearsal's own database after import,
certification, payroll and payment; it knows nothing of the generator. Leaving out a site moves it.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from mainstay.rehearsal.scenario import Figure

if TYPE_CHECKING:
    from mainstay.rehearsal.run import Played

HEADING = "published / recomputed from synthetic rolls"
COUNTED_AS = {
    "count": "{unit}, counted as such in the facts; the target is the published number times the scale",
    "at_least": "{unit}, added up from confirmed payments; the published number is a bound",
    "share": "share {unit}, each person once; the published number is a design target",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: published, what this scale aims at, what was measured."""

    figure: Figure
    scale: Decimal
    target: Decimal
    measured: Decimal

    @property
    def difference(self) -> Decimal:
        """Return measured less target."""
        return self.measured - self.target

    @property
    def agrees(self) -> bool:
        """Return whether it is what it should be: counts exactly, bounds kept, shares within one person."""
        if self.figure.kind == "count":
            return self.difference == 0
        if self.figure.kind == "at_least":
            return self.measured >= self.target
        return abs(self.difference) <= Decimal("0.01")

    @property
    def verdict(self) -> str:
        """Return in one word how the two sides stand to each other."""
        if not self.agrees:
            return "differs"
        return {"count": "equal", "at_least": "bound kept"}.get(self.figure.kind, "within 0.01")

    def shown(self) -> dict[str, object]:
        """Return the row as it is written; the last column heads the table and says what was counted."""
        return {
            "key": self.figure.key,
            "published": self.figure.value,
            "scale": self.scale,
            "target": _plain(self.target),
            "measured": _plain(self.measured),
            "difference": _plain(self.difference),
            "verdict": self.verdict,
            "kind": self.figure.kind,
            "unit": self.figure.unit,
            "as_of": self.figure.as_of,
            "source": self.figure.source,
            HEADING: COUNTED_AS[self.figure.kind].format(unit=self.figure.unit),
        }

    def told(self) -> dict[str, object]:
        """Return the row as it is printed at the terminal."""
        shown = self.shown()
        return {
            name: shown[name] for name in ("key", "published", "target", "measured", "difference", "verdict")
        }


def _plain(value: Decimal) -> Decimal:
    """Return the value without zeros that say nothing."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def compare(played: "Played") -> list[Row]:
    """Return one row for each published figure that the rehearsal measures."""
    from .measured import measured

    scenario, scale = played.theatre.scenario, played.theatre.scale
    found = measured(played.theatre)
    return [
        Row(figure, scale, figure.target(scale), found[figure.measure])
        for figure in scenario.figures.values()
        if figure.measure in found
    ]


def write(rows: list[Row], path: Path) -> None:
    """Write the table as CSV."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0].shown()) if rows else ["key"])
        writer.writeheader()
        writer.writerows(row.shown() for row in rows)
