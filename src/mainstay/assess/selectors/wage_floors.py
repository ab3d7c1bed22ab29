"""The wages of a day below which nobody is paid where an assessment was made: by law, and by what works have on record."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_CEILING, Decimal

from mainstay import playbook
from mainstay.assess.methods.emergency_employment import WageFloor
from mainstay.assess.models import Assessment
from mainstay.common.money import decimals

#: Who knows floors that stand in no playbook: given an assessment, a currency and a day.
Knower = Callable[[Assessment, str, date], Iterable[WageFloor]]
_knowers: list[Knower] = []


def knows_floors(knower: Knower) -> Knower:
    """Register the decorated function: a later stage that records floors of its own is asked for them."""
    _knowers.append(knower)
    return knower


def wage_floors(assessment: Assessment, *, currency: str, day: date) -> list[WageFloor]:
    """Return every minimum of a day in `currency` that is known in the country of an assessment on `day`.

    Those of the playbook by its usual divisor of a month, six days to the week, eight hours to the day, rounded up; then
    those that works of the same case and country have on record.
    """
    book = playbook.current().wages
    month = book.divisors[book.default_divisor].days
    days = {"hour": 1 / Decimal(8), "day": Decimal(1), "week": Decimal(6), "month": month}
    legal = [
        WageFloor(wage.source, _up(wage.amount.scaleb(decimals(currency)) / days[wage.period]))
        for wage in book.floors(assessment.country_id, day)
        if wage.currency == currency
    ]
    return [*legal, *(floor for knower in _knowers for floor in knower(assessment, currency, day))]


def _up(amount: Decimal) -> int:
    return int(amount.to_integral_value(rounding=ROUND_CEILING))
