"""What a measure is: parts that are counted in a view of the facts, and how they make one value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

Expression = Callable[[Any, "Terms"], Any]
Group = tuple[tuple[str, str], ...]
"""The cell of a table: ``(("sex", "F"), ("month", "2026-11"))``; empty for the total."""

UNKNOWN = "unknown"
PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class CodeRule:
    """What one roll code means: hundredths of a day worked, and paid where nothing but the code decides.

    `employment` says that the day counts as a worker-day: worked and always paid. `counted_by` is the
    indicator that counts it otherwise.
    """

    worked_centi: int
    paid_centi: int
    employment: bool
    counted_by: str


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from `first` to `last`, both included; None has no end."""

    code: str
    first: int
    last: int | None


@dataclass(frozen=True)
class Terms:
    """What playbook and projects say, handed to every measure.

    `codes` is the one table of roll codes. `tokens` gives for each restricted column the stored token of each code.
    `usd_per_unit` is the project's dated rate; `digits` the decimals of each currency.
    """

    codes: Mapping[str, CodeRule]
    as_of: date
    counted_states: tuple[str, ...] = ("CERTIFIED", "APPROVED", "PAID", "RECONCILED")
    job_days: int = 40
    workdays_per_year: int = 220
    pay_days: int = 14
    least_traced: float = 0.6
    age_bands: tuple[AgeBand, ...] = ()
    tokens: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    usd_per_unit: Mapping[int, Decimal] = field(default_factory=dict)
    digits: Mapping[str, int] = field(default_factory=dict)

    def token(self, column: str, *codes: str) -> list[str]:
        """Return how the codes of a restricted column are stored."""
        known = self.tokens.get(column, {})
        return [known.get(code, code) for code in codes]

    def code_of(self, column: str, stored: str) -> str:
        """Return the code that a stored token stands for; the token itself when it is not known."""
        return {token: code for code, token in self.tokens.get(column, {}).items()}.get(stored, stored)


@dataclass(frozen=True, slots=True)
class Part:
    """Something counted in one view: `of` is the aggregate, `where` keeps the rows that count.

    The counted number is divided by `per` (hundredths of a day: 100).
    """

    view: str
    of: Expression
    where: Expression | None = None
    per: int = 1


@dataclass(frozen=True)
class Measure:
    """One indicator as a rule of counting.

    `rule` is the playbook's aggregation. The value is ``scale · numerator / denominator``; a denominator may be a
    part or a number that the terms give. `variants` are further values on the same page (another youth band, the
    amount in dollars): name and numerator. `needs` are columns whose absence makes a row unusable. `always_by` are
    dimensions over which nothing may be added (currencies). `absent` says that no row means “not known”, not zero.
    `coverage` is the share of those reached, where the
    value stands for more than were asked. `population` says which measures share their cells when hidden, and
    `tells` which cells of a published table the total (key "") or a variant (``youth=15-35``) gives away.
    """

    code: str
    rule: str
    numerator: Part
    denominator: Part | str | None = None
    scale: int = 1
    variants: tuple[tuple[str, str, Part], ...] = ()
    needs: tuple[str, ...] = ()
    always_by: tuple[str, ...] = ()
    money: bool = False
    restricted: bool = False
    sampled: bool = False
    absent: bool = False
    coverage: tuple[Part, Part] | None = None
    population: str = "worker"
    tells: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    tables: tuple[str, ...] = ("worker_day",)
    whole: Callable[[Any, tuple[str, ...]], list[dict[str, Any]]] | None = None

    @property
    def adds_up(self) -> bool:
        """Whether the values of parts add up to the value of the whole."""
        return self.rule == "sum"


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with what stands behind it.

    `n` are the rows counted, `persons` the different persons behind the numerator and `out_of` behind the
    denominator (0 where no person stands behind). `missing` is the share of rows that could not be used.
    """

    code: str
    group: Group
    value: Decimal | None
    numerator: Decimal
    denominator: Decimal | None = None
    n: int = 0
    persons: int = 0
    out_of: int = 0
    missing: float = 0.0
    low: Decimal | None = None
    high: Decimal | None = None
    coverage: float | None = None


def quotient(numerator: Decimal, denominator: Decimal | None, *, scale: int = 1) -> Decimal | None:
    """Return scale · numerator / denominator to six places; None when there is nothing to divide by.

    A ratio over several places is the sum of the numerators over the sum of the denominators, never a mean of ratios.

    >>> quotient(Decimal(1), Decimal(3), scale=100), quotient(Decimal(5), Decimal(0)), quotient(Decimal(5), None)
    (Decimal('33.333333'), None, Decimal('5.000000'))
    """
    if denominator is None:
        return (numerator * scale).quantize(PLACES, ROUND_HALF_EVEN)
    if not denominator:
        return None
    return (numerator * scale / denominator).quantize(PLACES, ROUND_HALF_EVEN)
