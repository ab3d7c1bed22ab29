"""What a group of rows can be asked, however the errors of its sample are computed."""

from collections.abc import Sequence
from typing import Protocol

from .columns import Bools, Columns, Floats, Ints
from .measures import Measure


class Cells(Protocol):
    """The rows of one call by domain, able to estimate in all domains at once. Arrays are by domain."""

    @property
    def domains(self) -> int:
        """How many domains there are."""

    @property
    def n(self) -> Ints:
        """Rows with a weight other than 0."""

    @property
    def rows_in(self) -> Ints:
        """Rows, those of weight 0 included."""

    @property
    def strata(self) -> Ints:
        """First-stage strata with rows in the domain (0 where the sample does not tell)."""

    @property
    def psus(self) -> Ints:
        """First-stage units with rows in the domain (0 where the sample does not tell)."""

    @property
    def df(self) -> Ints:
        """Degrees of freedom."""

    @property
    def kish(self) -> Floats:
        """Kish's effective size (Σw)² / Σw²."""

    def numeric(self, name: str, values: Floats, *, total: bool) -> Measure:
        """Return the mean or total of `values` (one for each row of the table)."""

    def measures(self, columns: Columns, names: Sequence[str], *, total: bool) -> list[Measure]:
        """Return the means or totals of numbers, and of the levels of text, in the order of `names`."""

    def shares_of(self, columns: Columns, names: Sequence[str]) -> list[Measure]:
        """Return the shares of the levels of all `names`."""

    def ratio(self, name: str, above: Floats, below: Floats) -> Measure:
        """Return Σw·above / Σw·below."""

    def spread(self, name: str, values: Floats) -> Measure:
        """Return the variance of `values` in the population: n/(n-1) · Σw(y - ȳ)² / Σw."""

    def below(self, name: str, values: Floats, limits: Floats) -> Measure:
        """Return the share of rows with a value at or below the limit of their domain."""

    def influence(self, measures: Sequence[Measure], domains: Ints) -> tuple[Floats, Bools | None]:
        """Return what each sampled unit (or replicate) adds to all `measures` in some `domains`: by measure, then domain.

        Also says which units have rows in the domain of each, where the sample asks for that; see `Sample.joint`.
        """
