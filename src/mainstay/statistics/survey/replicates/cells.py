"""Sums under each replicate by domain: one pass over the rows for all variables of a call.

The sum of w·y under every replicate is a product of matrices, W'y. Rows are put together by domain inside
blocks that fit the processor's cache, and each slice of a domain is multiplied at once for all replicates and
variables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mainstay.statistics.survey.columns import Bools, Columns, Floats, Ints, compact, summed
from mainstay.statistics.survey.measures import Measure

from .ranks import ranks_by_domain
from .spread import Spread
from .weights import ReplicateWeights, Slices, slices


@dataclass(frozen=True, slots=True)
class Variable:
    """What is summed: numbers of the rows of the table less `shift`, or 1 where `values` is the level's `code`."""

    name: str
    values: Floats | Ints
    level: Any = None
    code: int | None = None
    shift: float = 0.0

    def at(self, rows: Ints | slice) -> Floats:
        """Return the numbers of some rows of the table."""
        own = self.values[rows]
        found = own if self.code is None else own == self.code
        return np.asarray(found - self.shift if self.shift else found, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Sums:
    """Weighted sums by domain of k variables, and last of 1; squares under the weights of the sample.

    `full`: domains × (k + 1), `replicates`: R × domains × (k + 1), `squares`: domains × k.
    """

    full: Floats
    replicates: Floats
    squares: Floats


class ReplicateCells:
    """The rows of a call by domain; `Cells` of a `ReplicateDesign`.

    Strata and sampled units are 0: replicate weights do not tell them.
    """

    def __init__(
        self, source: ReplicateWeights, domain: Ints, domains: int, *, spread: Spread, df: int | None
    ) -> None:
        self.source, self.rule, self.domains, self.given_df = source, spread, domains, df
        self.rows: Ints | slice = slice(None) if (domain >= 0).all() else np.flatnonzero(domain >= 0)
        self.domain_of_row = domain[self.rows]
        self.weights = source.full[self.rows]
        self.n = np.bincount(self.domain_of_row[self.weights != 0], minlength=domains)
        self.rows_in = np.bincount(self.domain_of_row, minlength=domains)
        self.strata = np.zeros(domains, dtype=np.int64)
        self.psus = np.zeros(domains, dtype=np.int64)
        self._group()

    def _group(self) -> None:
        """Join rows of one unit and domain into cells where they share their factors; else a row is a cell."""
        places = np.arange(len(self.source.full), dtype=np.int64)[self.rows]
        if self.source.unit is None:
            self.cell_of_row, self.unit, self.domain = None, places, self.domain_of_row
            return
        distinct, self.cell_of_row = compact(self.source.unit[self.rows] * self.domains + self.domain_of_row)
        self.unit, self.domain = distinct // self.domains, distinct % self.domains

    @cached_property
    def df(self) -> Ints:
        """Degrees of freedom: as given, or the rank of the domain's replicate weights - 1."""
        if self.given_df is not None:
            return np.full(self.domains, self.given_df, dtype=np.int64)
        size = np.sqrt(self._by_cell(self._base() ** 2))
        if self.source.rank is None:
            ranks = ranks_by_domain(self.source.factors, size, self.unit, self.domain, self.domains)
        else:
            alive = size > 0
            order = np.argsort(self.domain[alive], kind="stable")
            ends = np.searchsorted(self.domain[alive][order], np.arange(1, self.domains))
            present = np.split(self.unit[alive][order], ends)
            ranks = np.array([self.source.rank(units) for units in present], dtype=np.int64)
        return np.maximum(ranks - 1, 0)

    @property
    def kish(self) -> Floats:
        """Kish's effective size by domain (1 where there is none)."""
        whole = self._by_domain(np.ones(len(self.weights)))
        squares = self._by_domain(self.weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nan_to_num(whole**2 / squares, nan=1.0)

    def measures(self, columns: Columns, names: Sequence[str], *, total: bool) -> list[Measure]:
        """Return the measures of all `names` from one pass over the rows."""
        asked: list[Variable] = []
        for name in names:
            if columns.is_number(name):
                asked.append(self._centred(name, columns.numbers(name), total=total))
            else:
                asked += levels_of(columns, name)
        return self._measures(asked, total=total)

    def numeric(self, name: str, values: Floats, *, total: bool) -> Measure:
        """Return the mean or total of `values` (one for each row of the table)."""
        return self._measures([self._centred(name, values, total=total)], total=total)[0]

    def shares_of(self, columns: Columns, names: Sequence[str]) -> list[Measure]:
        """Return the shares of the levels of several columns from one pass over the rows."""
        return self._measures([one for name in names for one in levels_of(columns, name)], total=False)

    def ratio(self, name: str, above: Floats, below: Floats) -> Measure:
        """Return Σw·above / Σw·below, each under every replicate.

        The variance under simple random sampling is that of the mean of above - R·below; the design effect
        compares it with the replicates' variance of the same residuals, as R's `svyratio`.
        """
        sums = self._sums([Variable(name, above), Variable(name, below)])
        over, under = sums.replicates[..., 0], sums.replicates[..., 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            value = sums.full[:, 0] / sums.full[:, 1]
            deviations = self.rule.deviations(over / under, value)
            rest = self.rule.deviations(over - value * under, 0 * value)
            own = above[self.rows] - value[self.domain_of_row] * below[self.rows]
            squares = self._by_domain(own * own)
            variance = self.rule.variance(deviations)
            scale = sums.full[:, -1] ** 2 * variance / self.rule.variance(rest)
            simple = [scale * part for part in self._simple(squares, sums.full[:, -1], 0 * value)]
        return Measure(name, None, value, variance, simple[0], deviations, simple[1])

    def spread(self, name: str, values: Floats) -> Measure:
        """Return the variance of `values` in the population, n/(n-1) · Σw(y - ȳ)² / Σw, under every replicate."""
        own = self._apart(values)
        sums = self._sums([Variable(name, own), Variable(name, own * own)])
        rows, size = self.n, sums.full[:, -1]
        with np.errstate(divide="ignore", invalid="ignore"):
            more = np.where(rows > 1, rows / (rows - 1), np.nan)
            parts = sums.replicates / sums.replicates[..., -1:]
            replicated = more * (parts[..., 1] - parts[..., 0] ** 2)
            value = more * (sums.full[:, 1] / size - (sums.full[:, 0] / size) ** 2)
            found = self._simple(sums.squares[:, 1], size, sums.full[:, 1] / size)
            simple = [more**2 * part for part in found]
        deviations = self.rule.deviations(replicated, value)
        return Measure(name, None, value, self.rule.variance(deviations), simple[0], deviations, simple[1])

    def below(self, name: str, values: Floats, limits: Floats) -> Measure:
        """Return the share of rows with a value at or below the limit of their domain."""
        under = np.zeros(len(values))
        under[self.rows] = values[self.rows] <= limits[self.domain_of_row]
        return self.numeric(name, under, total=False)

    def influence(self, measures: Sequence[Measure], domains: Ints) -> tuple[Floats, Bools | None]:
        """Return what each replicate deviates (R × statistics) of all `measures` in some `domains`."""
        return np.hstack([measure.behind()[:, domains] for measure in measures]), None

    def _apart(self, values: Floats) -> Floats:
        """Return `values` (one for each row of the table) less the mean of their domain."""
        sums = self._by_domain(values[self.rows])
        with np.errstate(divide="ignore", invalid="ignore"):
            middle = np.nan_to_num(sums / self._by_domain(np.ones(len(self.weights))))
        apart = np.zeros(len(values))
        apart[self.rows] = values[self.rows] - middle[self.domain_of_row]
        return apart

    def _by_domain(self, values: Floats) -> Floats:
        """Return the sums by domain of `values` (one for each row of the call) under the sample's weights."""
        return summed(self.domain_of_row, self.weights * values, self.domains)

    def _centred(self, name: str, values: Floats, *, total: bool) -> Variable:
        """Return a variable that is counted from its overall mean, so that a large mean costs no digits."""
        weight = 0.0 if total else float(self.weights.sum())
        shift = float(self.weights @ values[self.rows]) / weight if weight else 0.0
        return Variable(name, values, shift=shift)

    def _measures(self, asked: Sequence[Variable], *, total: bool) -> list[Measure]:
        sums = self._sums(asked)
        return [self._measure(sums, place, one, total=total) for place, one in enumerate(asked)]

    def _measure(self, sums: Sums, place: int, asked: Variable, *, total: bool) -> Measure:
        size = sums.full[:, -1]
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = sums.full[:, place] / size
            simple = self._simple(sums.squares[:, place], size, mean)
            if total:
                full, replicated = sums.full[:, place], sums.replicates[..., place]
                simple = simple[0] * size**2, simple[1] * size**2
            else:
                full, replicated = mean, sums.replicates[..., place] / sums.replicates[..., -1]
        deviations = self.rule.deviations(replicated, full)
        variance = self.rule.variance(deviations)
        value = full + asked.shift
        return Measure(asked.name, asked.level, value, variance, simple[0], deviations, simple[1])

    def _sums(self, asked: Sequence[Variable]) -> Sums:
        """Return the sums of all that is asked, and of the weights, under the sample and every replicate."""
        wide = len(asked) + 1
        full, squares = np.zeros((self.domains, wide)), np.zeros((self.domains, wide - 1))
        found = np.zeros((self.domains, len(self.source), wide))
        cells = None if self.cell_of_row is None else self._cell_sums(asked, full, squares)
        for part in slices(self.source.factors, self.unit, self.domain, wide=wide):
            own = self._block(asked, part, full, squares) if cells is None else cells[part.rows]
            for domain, start, end in part:
                found[domain] += part.factors[:, start:end] @ own[start:end]
        return Sums(full, np.moveaxis(found, 1, 0), squares)

    def _block(self, asked: Sequence[Variable], part: Slices, full: Floats, squares: Floats) -> Floats:
        """Return base · values of the rows of a block (rows × k + 1); add to `full` and `squares` what they hold."""
        rows = self.unit[part.rows]
        own = np.ones((len(rows), len(asked) + 1))
        for place, one in enumerate(asked):
            own[:, place] = one.at(rows)
        weighted = self.source.full[rows][:, None] * own
        full[part.domain] += np.add.reduceat(weighted, part.starts, axis=0)
        np.multiply(weighted, own, out=weighted)
        squares[part.domain] += np.add.reduceat(weighted[:, :-1], part.starts, axis=0)
        base = self.source.base
        return own if base is None else own * base[rows][:, None]

    def _cell_sums(self, asked: Sequence[Variable], full: Floats, squares: Floats) -> Floats:
        """Return the sums of base · values by cell (cells × k + 1); fill `full` and `squares`."""
        sums = np.empty((len(self.unit), len(asked) + 1))
        sums[:, -1] = self._by_cell(self._base())
        full[:, -1] = self._by_domain(np.ones(len(self.weights)))
        for place, one in enumerate(asked):
            own = one.at(self.rows)
            sums[:, place] = self._by_cell(self._base() * own)
            full[:, place] = self._by_domain(own)
            squares[:, place] = self._by_domain(own * own)
        return sums

    def _base(self) -> Floats:
        base = self.source.base
        return np.ones(len(self.weights)) if base is None else base[self.rows]

    def _by_cell(self, values: Floats) -> Floats:
        return values if self.cell_of_row is None else summed(self.cell_of_row, values, len(self.unit))

    def _simple(self, squares: Floats, size: Floats, mean: Floats) -> tuple[Floats, Floats]:
        """Return the variance of the mean of a simple random sample of n out of N = Σw, without and with replacement.

        n counts rows with a weight, as `n` of the result does; R counts all rows of replicates, those of weight 0 too.
        NaN where n exceeds N without replacement.
        """
        rows = self.n
        back = np.maximum(squares / size - mean**2, 0.0) / (rows - 1)
        return np.where(size >= rows, back * (1 - rows / size), np.nan), back


def levels_of(columns: Columns, name: str) -> list[Variable]:
    """Return for each level of a column of text the variable that is 1 where it holds."""
    levels = columns.levels(name)
    return [Variable(name, levels.codes, value, code) for code, value in enumerate(levels.values)]
