"""What the measures of decent work need beside the answers: limits, minimum wage, poverty line, currency."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .hourly_pay import Wage, wage_of

if TYPE_CHECKING:
    from mainstay.playbook.schemas.surveys import Survey, UsualWork


@dataclass(frozen=True, slots=True)
class Limits:
    """`minimum` and `poverty_line` are None where they are not known; see `UsualWork` for the others.

    `minor_unit` is the least amount that is paid, in units of `currency`; the line is per head, in the unit of the
    incomes.
    """

    pay_period: str | None
    currency: str
    minor_unit: float
    minimum: Wage | None
    poverty_line: float | None
    excessive_above: float
    full_week: float
    full_day: float
    low_pay_below: float
    many_deficits: float
    pension_age: int


def limits_of(
    survey: "Survey",
    usual: "UsualWork | None" = None,
    *,
    minimum_wage: str | None = None,
    poverty_line: float | None = None,
    excessive_above: float | None = None,
) -> Limits:
    """Return the limits: those given, else those of the survey's mapping, else the `usual` ones of a playbook."""
    from mainstay.playbook.schemas.surveys import UsualWork

    own, most = survey.decent_work, usual or UsualWork()
    minimum = own.minimum_wage if minimum_wage is None else minimum_wage
    return Limits(
        pay_period=own.pay_period,
        currency=own.currency,
        minor_unit=own.minor_unit,
        minimum=wage_of(minimum) if minimum else None,
        poverty_line=_first(poverty_line, own.poverty_line),
        excessive_above=_first(excessive_above, own.excessive_above, most.excessive_above),
        full_week=_first(own.full_week, most.full_week),
        full_day=_first(own.full_day, most.full_day),
        low_pay_below=_first(own.low_pay_below, most.low_pay_below),
        many_deficits=_first(own.many_deficits, most.many_deficits),
        pension_age=_first(own.pension_age, most.pension_age),
    )


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)
