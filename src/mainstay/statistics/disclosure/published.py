"""What protection gives back: cells with their status, the reason, and what a reader can still work out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mainstay.common.errors import Reason

OPEN, SENSITIVE, COMPLEMENTARY = "open", "sensitive", "complementary"
HIDDEN_MARK = "×"


@dataclass(frozen=True, slots=True)
class Step:
    """How far the search is: rounds done, cuts found, proved lower bound and best safe cost (None: none yet)."""

    round: int
    cuts: int
    bound: float
    best: float | None


@dataclass(frozen=True, slots=True)
class ProtectedCell:
    """One cell. `key` has a category for each dimension (the total's name in a margin).

    `status` is "open", "sensitive" (hidden on its own account) or "complementary" (hidden for others); `why`
    gives the reasons. `low` and `high` bound what somebody can work out who knows all open cells (`high` None:
    no limit); where the cell is sensitive, also `inside_low` and `inside_high`: the narrowest that a lone
    respondent of another cell, who knows the own value, gets to. For open cells they are the value.
    """

    key: tuple[str, ...]
    value: float
    persons: int
    status: str
    why: tuple[Reason, ...]
    low: float
    high: float | None
    inside_low: float
    inside_high: float | None
    margin: bool

    @property
    def published(self) -> float | None:
        """The value, or None where it is hidden."""
        return self.value if self.status == OPEN else None


@dataclass(frozen=True)
class Protected:
    """A table that may be published, sub-totals and totals with it, in the order of the categories.

    `cost` is what the hidden companions cost, `bound` what any safe choice costs at least (equal: proved best);
    `method` says how they were found.
    """

    dimensions: tuple[str, ...]
    cells: Sequence[ProtectedCell]
    cost: float
    bound: float
    method: str

    @property
    def hidden(self) -> list[ProtectedCell]:
        """The cells that are not published."""
        return [cell for cell in self.cells if cell.status != OPEN]

    @property
    def gap(self) -> float:
        """By what share of its cost the choice may be dearer than the best; 0 is proved best."""
        return 0.0 if self.cost <= 0 else max(0.0, (self.cost - self.bound) / self.cost)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return what may be published: dimensions, value (None where hidden) and status ("open", "hidden")."""
        return [
            dict(zip(self.dimensions, cell.key, strict=True))
            | {"value": cell.published, "status": "open" if cell.status == OPEN else "hidden"}
            for cell in self.cells
        ]

    def report(self) -> list[dict[str, Any]]:
        """Return what stays inside the house: every cell with value, persons, status, reasons and bounds."""
        return [
            dict(zip(self.dimensions, cell.key, strict=True))
            | {"value": cell.value, "persons": cell.persons, "status": cell.status}
            | {"why": "; ".join(map(str, cell.why)), "low": cell.low, "high": cell.high}
            | {"inside_low": cell.inside_low, "inside_high": cell.inside_high, "margin": cell.margin}
            for cell in self.cells
        ]

    def to_arrow(self, *, inside: bool = False) -> Any:
        """Return `to_dicts` as a pyarrow Table, or `report` with `inside`, which must not leave the house."""
        import pyarrow as pa

        kinds = {name: pa.string() for name in (*self.dimensions, "status", "why")}
        kinds |= {name: pa.float64() for name in ("value", "low", "high", "inside_low", "inside_high")}
        kinds |= {"persons": pa.int64(), "margin": pa.bool_()}
        rows = self.report() if inside else self.to_dicts()
        names = list(rows[0]) if rows else []
        return pa.table({name: pa.array([row[name] for row in rows], kinds[name]) for name in names})

    def __str__(self) -> str:
        head = [*self.dimensions, "value"]
        lines = [head, *([*cell.key, self._shown(cell)] for cell in self.cells)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
        last = len(head) - 1
        table = [
            "  ".join(
                text.rjust(width) if place == last else text.ljust(width)
                for place, (text, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in lines
        ]
        return "\n".join([*table, "", f"{len(self.hidden)} of {len(self.cells)} cells hidden; {self.method}"])

    @staticmethod
    def _shown(cell: ProtectedCell) -> str:
        return HIDDEN_MARK if cell.status != OPEN else f"{cell.value:,g}"
