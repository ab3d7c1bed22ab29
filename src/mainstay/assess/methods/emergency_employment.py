"""How large an emergency employment scheme is: its worker-days, its wages and what it costs in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from mainstay.common.errors import BadInput, Reason
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class WageFloor:
    """A wage of a day below which nobody may be paid, in minor units, and what it is: a law, an agreement."""

    name: str
    daily_minor: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """Worker-days, and money in minor units: wages, direct cost of the works, and cost with overhead."""

    worker_days: int
    wages: int
    direct_cost: int
    cost: int
    remarks: Sequence[Reason] = ()

    @property
    def cost_per_worker_day(self) -> int | None:
        """What one worker-day costs in all, a part of a minor unit counted as one."""
        return -(-self.cost // self.worker_days) if self.worker_days else None


def emergency_employment(
    *,
    households: int,
    days: int,
    daily_wage: int,
    floors: Sequence[WageFloor],
    labour_share: Decimal,
    overhead: Decimal = Decimal(0),
    market_wage: int | None = None,
) -> Scheme:
    """Return the worker-days and the cost of a scheme that gives one worker of each household `days` of work.

    Worker-days = h · d; wages = h · d · w; direct cost = wages / λ; cost = direct cost · (1 + a). h households, d
    days each, w daily wage, λ share of wages in direct cost, a overhead on direct cost. Rounded up to minor units. A
    wage under one of `floors` is refused with the name of the highest that it breaks; that no floor was given is
    remarked on, and so is a wage above the `market_wage` for unskilled work, since it draws people from work that they
    have. Sources: ILO,
    Employment-Intensive Investment Programme, *Local resource-based approaches* guides; *Post-Disaster Needs
    Assessment, Guidelines*, volume B (2014). Money in minor units of one currency.

    >>> scheme = emergency_employment(households=1_000, days=60, daily_wage=5_00,
    ...     floors=[WageFloor("Minimum wage decree 2026", 4_50)], labour_share=Decimal("0.6"), overhead=Decimal("0.12"))
    >>> scheme.worker_days, scheme.wages, scheme.direct_cost, scheme.cost, scheme.cost_per_worker_day
    (60000, 30000000, 50000000, 56000000, 934)
    """
    if households < 0 or days < 0 or daily_wage <= 0:
        raise BadInput(
            "emergency_employment.size", _("Households and days are not negative, and the wage is above 0.")
        )
    if not 0 < labour_share <= 1 or overhead < 0:
        raise BadInput(
            "emergency_employment.share",
            _("The labour share lies above 0 and at most at 1, and overhead is not negative."),
        )
    _refuse_low_wage(daily_wage, floors)
    worker_days = households * days
    wages = worker_days * daily_wage
    direct = Decimal(wages) / labour_share
    return Scheme(
        worker_days,
        wages,
        _up(direct),
        _up(direct * (1 + overhead)),
        [*_no_floor(floors), *_remarks(daily_wage, market_wage)],
    )


def _refuse_low_wage(daily_wage: int, floors: Sequence[WageFloor]) -> None:
    broken = [floor for floor in floors if daily_wage < floor.daily_minor]
    if broken:
        highest = max(broken, key=lambda floor: floor.daily_minor)
        raise BadInput(
            "emergency_employment.floor",
            _(
                "A daily wage of {wage} lies under {floor}, which asks for {least} (minor units). Pay at least that, "
                "with fewer days or households if the budget is fixed."
            ),
            wage=daily_wage,
            floor=highest.name,
            least=highest.daily_minor,
        )


def _no_floor(floors: Sequence[WageFloor]) -> list[Reason]:
    if floors:
        return []
    text = _("No wage floor was given: nobody has looked whether the wage is lawful.")
    return [Reason("emergency_employment.no_floor", text)]


def _remarks(daily_wage: int, market_wage: int | None) -> list[Reason]:
    if market_wage is None or daily_wage <= market_wage:
        return []
    text = _(
        "The wage of {wage} lies above the local wage for unskilled work, {market}: it draws people from work."
    )
    return [Reason("emergency_employment.market", text, {"wage": daily_wage, "market": market_wage})]


def _up(amount: Decimal) -> int:
    return int(amount.to_integral_value(rounding=ROUND_CEILING))
