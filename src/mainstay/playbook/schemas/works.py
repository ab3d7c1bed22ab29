"""Works and pay: roll codes, wages, norms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from mainstay.playbook.catalogue import Catalogue

from .entry import ContentFile, Entry, Named, Share


class AttendanceCode(Named):
    """What one mark on a roll means for work and for pay."""

    texts: ClassVar[tuple[str, ...]] = ("name", "note")
    worked_fraction: Share = Field(ge=0, le=1)
    paid: Literal["always", "never", "by_rule"]
    paid_fraction: Share = Field(ge=0, le=1)
    rule: str | None = None
    monthly_limit: int | None = None
    counts_as_worked: bool
    counts_as_paid: bool
    counted_by: str = "JB-01"
    needs_record: bool = False

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> AttendanceCode:
        if self.counts_as_worked != (self.worked_fraction > 0):
            raise ValueError("counts_as_worked and worked_fraction do not agree")
        if self.counts_as_paid != (self.paid != "never"):
            raise ValueError("counts_as_paid and paid do not agree")
        if (self.rule is None) == (self.paid == "by_rule"):
            raise ValueError("a code paid by_rule names its rule, and no other does")
        return self

    @property
    def is_worker_day(self) -> bool:
        """Whether it counts in JB-01: worked and always paid."""
        return self.counts_as_worked and self.paid == "always"


class AttendanceFile(ContentFile):
    """attendance.yaml"""

    worker_day: str
    normal_hours: int = Field(gt=0)
    mark_back_days: int = Field(gt=0)
    codes: Catalogue[AttendanceCode]


class Wage(Entry):
    """One legal or agreed minimum with its dates, its source and for whom it was set."""

    texts: ClassVar[tuple[str, ...]] = ()
    country: str = Field(min_length=3, max_length=3)
    group: str
    valid_from: date
    valid_to: date | None = None
    amount: Decimal = Field(gt=0)
    currency: str = Field(min_length=3, max_length=3)
    period: Literal["hour", "day", "week", "month"]
    source: str

    def holds_on(self, day: date) -> bool:
        """Return whether it is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Divisor(Named):
    """By how many days a monthly wage is divided."""

    texts: ClassVar[tuple[str, ...]] = ("name", "note")
    days: Decimal = Field(gt=0)


class WagesFile(ContentFile):
    """wages.yaml"""

    rule: str
    divisor_rule: str
    default_divisor: str
    divisors: Catalogue[Divisor]
    wages: Catalogue[Wage]

    def floors(self, country: str, day: date) -> tuple[Wage, ...]:
        """Return every minimum in force in `country` (ISO alpha-3) on `day`, for whomever it was set."""
        return self.wages.where(lambda wage: wage.country == country and wage.holds_on(day))

    def floor_per_day(self, country: str, day: date, *, divisor: str | None = None) -> Decimal | None:
        """Return the highest minimum that applies to anybody, per day in its own currency; None if none is known.

        A law that sets less for one nationality than for another does not lower the floor of a task on which
        either may work.
        """
        return max((self.per_day(wage, divisor=divisor) for wage in self.floors(country, day)), default=None)

    def per_day(self, wage: Wage, *, divisor: str | None = None) -> Decimal:
        """Return what a wage is per day, in its own currency.

        Monthly amounts are divided by the named divisor; hours count eight to the day and weeks six days.
        """
        days = self.divisors[divisor or self.default_divisor].days
        by_period = {"hour": Decimal(8), "day": Decimal(1), "week": 1 / Decimal(6), "month": 1 / days}
        return wage.amount * by_period[wage.period]
