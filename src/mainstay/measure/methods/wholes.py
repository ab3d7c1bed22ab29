"""The total of an indicator among its cells: one cell, or one for each currency where nothing may be added over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .catalogue import MEASURES
from .groups import group_of, group_text

#: The parts of a cell's name that say in which money its amount is told.
MONEY = ("in", "currency")


@dataclass(frozen=True, slots=True)
class Total:
    """The total of an indicator: its cells, and its amounts by currency where it is money; `value` is None where unknown."""

    value: Decimal | None
    unit: str
    groups: tuple[str, ...]
    amounts: tuple[tuple[str, Decimal | None], ...] = ()


def is_money(code: str) -> bool:
    """Return whether an indicator is counted in each currency by itself.

    >>> is_money("JB-12"), is_money("JB-01")
    (True, False)
    """
    return code in MEASURES and "currency" in MEASURES[code].always_by


def money_of(group: str) -> str:
    """Return the currency in which a cell is told; empty where it is no amount of money.

    >>> money_of("sex=F;currency=KMF"), money_of("in=USD;currency=KMF"), money_of("sex=F")
    ('KMF', 'USD', '')
    """
    held = dict(group_of(group))
    return held.get("in") or held.get("currency", "")


def without_money(group: str) -> str:
    """Return the cell without the parts that name its currency.

    >>> without_money("in=USD;sex=F;currency=KMF"), without_money("currency=KMF")
    ('sex=F', '')
    """
    return group_text(pair for pair in group_of(group) if pair[0] not in MONEY)


def amounts_of(cells: Iterable[tuple[str, Decimal | None]]) -> tuple[tuple[str, Decimal | None], ...]:
    """Return cells of one place as amounts, dollars last; what was paid in two currencies adds up in dollars alone.

    >>> amounts_of([("in=USD;currency=KMF", Decimal(5)), ("currency=KMF", Decimal(2000))])
    (('KMF', Decimal('2000')), ('USD', Decimal('5')))
    """
    found: dict[str, Decimal | None] = {}
    for group, value in cells:
        currency = money_of(group)
        before = found.get(currency, Decimal(0))
        found[currency] = None if value is None or before is None else before + value
    return tuple(sorted(found.items(), key=lambda pair: (pair[0] == "USD", pair[0])))


def total_of(code: str, unit: str, cells: Mapping[str, Decimal | None]) -> Total | None:
    """Return the total among the cells of an indicator; None where it was not counted.

    >>> total_of("JB-01", "worker-days", {"": Decimal(7), "sex=F": Decimal(3)}).value
    Decimal('7')
    >>> paid = total_of("JB-12", "local currency + USD", {"currency=KMF": Decimal(2000), "in=USD;currency=KMF": Decimal(5)})
    >>> paid.value, paid.unit, paid.groups
    (Decimal('5'), 'USD', ('currency=KMF', 'in=USD;currency=KMF'))
    """
    if "" in cells:
        return Total(cells[""], unit, ("",))
    groups = tuple(sorted(group for group in cells if not without_money(group))) if is_money(code) else ()
    if not groups:
        return None
    amounts = amounts_of((group, cells[group]) for group in groups)
    return Total(amounts[-1][1], amounts[-1][0], groups, amounts)
