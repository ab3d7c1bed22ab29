"""Two options side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .labour_content import LabourContent, Line, labour_content


@dataclass(frozen=True, slots=True)
class Option:
    """One way to do it: its lines, its wage, when its first day of work is, and the women's share planned."""

    title: str
    lines: Sequence[Line]
    daily_wage: int | Decimal
    days_per_worker: Decimal
    first_day: int
    women_share: float
    risks: int = 0

    @property
    def content(self) -> LabourContent:
        """The work that it pays for."""
        return labour_content(self.lines, daily_wage=self.daily_wage, days_per_worker=self.days_per_worker)


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity of both options; `better` is 0 or 1 for the option that does better, None when they are equal."""

    quantity: str
    values: tuple[float | None, float | None]
    better: int | None


#: Quantities of a comparison, and whether more of it is better.
QUANTITIES = {
    "cost": False,
    "worker_days": True,
    "workers": True,
    "women": True,
    "women_share": True,
    "labour_share": True,
    "cost_per_worker_day": False,
    "first_day": False,
    "high_risks": False,
}


def option_comparison(one: Option, other: Option) -> list[Row]:
    """Return both options quantity by quantity, with the one that does better in each; no total score.

    Costs in minor units of one currency, women in persons, the first day of work in days from approval. A score
    over all quantities would hide what is being decided, so there is none.

    >>> works = Option("works", [Line(Decimal(1), 100_00, Decimal("0.5"))], 5_00, Decimal(1), 30, 0.3)
    >>> cash = Option("cash", [Line(Decimal(1), 100_00, Decimal("0.9"))], 5_00, Decimal(1), 10, 0.5)
    >>> [(row.quantity, row.values, row.better) for row in option_comparison(works, cash)][1]
    ('worker_days', (10, 18), 1)
    """
    values = [_values(one), _values(other)]
    rows = []
    for quantity, more in QUANTITIES.items():
        pair = (values[0][quantity], values[1][quantity])
        rows.append(Row(quantity, pair, _better(pair, more_is_better=more)))
    return rows


def _values(option: Option) -> dict[str, float | None]:
    content = option.content
    return {
        "cost": content.cost,
        "worker_days": content.worker_days,
        "workers": content.workers,
        "women": int(content.workers * option.women_share),
        "women_share": option.women_share,
        "labour_share": content.labour_share,
        "cost_per_worker_day": content.cost_per_worker_day,
        "first_day": option.first_day,
        "high_risks": option.risks,
    }


def _better(pair: tuple[float | None, float | None], *, more_is_better: bool) -> int | None:
    one, other = pair
    if one is None or other is None:
        return None if one is other else (1 if one is None else 0)
    if one == other:
        return None
    return int((other > one) == more_is_better)
