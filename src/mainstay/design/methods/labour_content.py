"""What a budget buys in work: worker-days, workers, cost of a worker-day, and the size of a programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

#: How far the worker-days that the lines count may lie from those that their wages pay, as a share of the former.
APART = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line: quantity × unit cost in minor units, and the share of it that is paid as wages.

    `counts_days` where its quantity is a number of worker-days.
    """

    quantity: Decimal
    unit_cost: int
    labour_share: Decimal = Decimal(0)
    counts_days: bool = False

    @property
    def amount(self) -> int:
        """The cost of the line in whole minor units, a part of one counted as one."""
        return int((self.quantity * self.unit_cost).to_integral_value(rounding="ROUND_CEILING"))

    @property
    def wages(self) -> Decimal:
        """What of it reaches workers as wages."""
        return self.amount * self.labour_share


@dataclass(frozen=True, slots=True)
class LabourContent:
    """What a plan costs and the work that its wages pay; money in minor units of one currency."""

    cost: int
    wages: int
    worker_days: int
    workers: int
    days_in_lines: Decimal | None = None

    @property
    def adds_up(self) -> bool:
        """Whether the lines count as many worker-days as their wages pay, within one in fifty; so where none counts any."""
        if self.days_in_lines is None:
            return True
        return abs(self.days_in_lines - self.worker_days) <= max(Decimal(1), self.days_in_lines * APART)

    @property
    def labour_share(self) -> float:
        """Wages as a share of all costs."""
        return self.wages / self.cost if self.cost else 0.0

    @property
    def cost_per_worker_day(self) -> int | None:
        """All costs divided by worker-days, in whole minor units; None when no day of work is paid."""
        return round(self.cost / self.worker_days) if self.worker_days else None


def labour_content(
    lines: Iterable[Line], *, daily_wage: int | Decimal, days_per_worker: Decimal
) -> LabourContent:
    """Return the worker-days and workers that the wages of a budget pay for.

    W = Σ amount · labour share; worker-days = ⌊W / daily wage⌋; workers = ⌊worker-days / days per worker⌋; cost per
    worker-day = Σ amount / worker-days. Labour content as employment-intensive works are monitored (the
    share counts unskilled and semi-skilled wages over all costs, overheads included). All money in minor units of
    the same currency. Rounded down: a plan promises no day that it cannot pay. Beside it stands how many days the
    lines themselves count (those whose unit is a worker-day), for the reader to see whether the plan adds up.

    >>> plan = labour_content(
    ...     [Line(Decimal(1000), 30_00, Decimal("0.4")), Line(Decimal(1), 5_000_00)],
    ...     daily_wage=6_00, days_per_worker=Decimal(40))
    >>> plan.cost, plan.wages, plan.worker_days, plan.workers, plan.cost_per_worker_day
    (3500000, 1200000, 2000, 50, 1750)
    >>> counted = labour_content(
    ...     [Line(Decimal(1000), 30_00, Decimal("0.4"), counts_days=True)], daily_wage=6_00, days_per_worker=Decimal(40))
    >>> counted.worker_days, counted.days_in_lines, counted.adds_up
    (2000, Decimal('1000'), False)
    """
    if daily_wage <= 0 or days_per_worker <= 0:
        raise BadInput("labour_content", _("The daily wage and the days per worker are above 0."))
    listed = list(lines)
    if any(line.quantity < 0 or line.unit_cost < 0 or not 0 <= line.labour_share <= 1 for line in listed):
        raise BadInput(
            "labour_content.line",
            _("Quantities and costs are not negative; a labour share lies between 0 and 1."),
        )
    wages = sum((line.wages for line in listed), Decimal(0))
    days = (wages / daily_wage).to_integral_value(rounding=ROUND_FLOOR)
    workers = (days / days_per_worker).to_integral_value(rounding=ROUND_FLOOR)
    counting = [line.quantity for line in listed if line.counts_days and line.quantity]
    return LabourContent(
        cost=sum(line.amount for line in listed),
        wages=int(wages),
        worker_days=int(days),
        workers=int(workers),
        days_in_lines=sum(counting, Decimal(0)) if counting else None,
    )


def programme_size(*, budget: int, labour_share: Decimal, daily_wage: int, days_per_worker: Decimal) -> int:
    """Return the workers that a budget can employ: budget · labour share ÷ daily wage ÷ days per worker.

    World Bank, *How to make public works work: a review of the experiences* (SP Discussion Paper 0905, 2009),
    programme simulation. Money in minor units of one currency; rounded down. Unit: persons.

    >>> programme_size(budget=1_000_000_00, labour_share=Decimal("0.6"), daily_wage=5_00, days_per_worker=Decimal(100))
    1200
    """
    whole = Line(Decimal(1), budget, labour_share)
    return labour_content([whole], daily_wage=daily_wage, days_per_worker=days_per_worker).workers
