"""Sums by unit and domain, and the variance that follows from them.

Every estimator here is a smooth function of totals, so its linearised values are linear in the sums of
each sampled unit in each domain. The rows are therefore passed once per variable to make these sums; all
variances come from the sums. A unit without rows in a domain counts with zero, as the theory asks.

Cells stand in the order of domain, stratum, unit (a stage numbers its units by stratum), so that every
further sum is one over neighbours.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from . import measures
from .columns import Bools, Columns, Floats, Ints, compact, ordered, product_sums, run_sums, summed
from .domains import Domains
from .layers import CANCELS, Multiplied, layers_of, repeated
from .measures import Measure
from .stages import Stage


class TaylorCells:
    """The rows of a call, grouped by deepest sampled unit and domain; `Cells` of a `Design`.

    Where sub-totals are asked for, a row counts in several domains: its finest cell goes into one cell of each
    level of `nested` (levels of sub-totals × finest domains, the number of the domain).
    """

    def __init__(
        self, stages: Sequence[Stage], weights: Floats, domains: Domains, valid: Bools | None, *, lonely: str
    ) -> None:
        self.lonely = lonely
        self.stages = stages
        self.domains = len(domains.labels)
        self.nested = domains.nested
        self.rows: Ints | slice = domains.rows(valid)
        self.code = domains.code[self.rows]
        self.weights = weights[self.rows]
        units = stages[-1].units
        key = self.code * units
        key += stages[-1].unit[self.rows]
        self._into: list[Ints] | None = None
        if lonely != "average" and len(self.nested) == 1 and self.domains * units <= len(key):
            self._fill(key, units)
        else:
            self._find(key, units)
        self.size = self.weights_at(slice(None))
        self.weight = self.totals(self.size)
        self.rows_in = self._counts(None)
        least = self.weights.min(initial=1.0)
        self.n = self.rows_in if least > 0 else self._counts(self.weights != 0)
        self.strata, self.psus = self._present(negative=bool(least < 0))
        self.df = self.psus - self.strata

    def _fill(self, key: Ints, units: int) -> None:
        """Keep every unit in every domain: most have rows, the sums of the others are 0, as the theory asks."""
        self.of_row = key
        self.finest = self.count = self.domains * units
        self.first_cell = np.arange(self.domains) * units
        one = layers_of(
            self.stages, unit=np.arange(units), domain=np.zeros(units, dtype=np.int64), lonely=self.lonely
        )
        self.layers = [repeated(layer, units, self.domains) for layer in one]

    def _find(self, key: Ints, units: int) -> None:
        """Keep the units that have rows in a domain; the rule ``average`` must know the strata that have some."""
        finest, self.of_row = compact(key)
        self.finest = len(finest)
        keys, self._into = _unions(finest, units, self.nested)
        self.count = len(keys)
        self.first_cell = np.searchsorted(keys, np.arange(self.domains) * units)
        self.unit = keys - self.domain * units
        self.layers = layers_of(self.stages, unit=self.unit, domain=self.domain, lonely=self.lonely)

    @cached_property
    def domain(self) -> Ints:
        """The domain of each cell."""
        return np.repeat(np.arange(self.domains), np.diff(np.append(self.first_cell, self.count)))

    @cached_property
    def unit(self) -> Ints:
        """The sampled unit of each cell."""
        return np.tile(np.arange(self.stages[-1].units), self.domains)

    @cached_property
    def kish(self) -> Floats:
        """Kish's effective size by domain (1 where there is none)."""
        squares = self._row_totals(self.weights, self.weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nan_to_num(self.weight**2 / squares, nan=1.0)

    def numeric(self, name: str, values: Floats, *, total: bool, indicator: bool = False) -> Measure:
        """Return the mean or total of `values` (one for each row of the table); see `measures.numeric`."""
        return measures.numeric(self, name, values, total=total, indicator=indicator)

    def shares(self, columns: Columns, name: str, *, total: bool) -> Iterator[Measure]:
        """Yield for each level of `name` its share, or the number of units that have it."""
        return measures.shares(self, columns, name, total=total)

    def measures(self, columns: Columns, names: Sequence[str], *, total: bool) -> list[Measure]:
        """Return the means or totals of numbers, and of the levels of text, in the order of `names`."""
        found: list[Measure] = []
        for name in names:
            if columns.is_number(name):
                values, indicator = columns.numbers(name), columns.is_indicator(name)
                found.append(self.numeric(name, values, total=total, indicator=indicator))
            else:
                found.extend(self.shares(columns, name, total=total))
        return found

    def shares_of(self, columns: Columns, names: Sequence[str]) -> list[Measure]:
        """Return the shares of the levels of all `names`."""
        return [part for name in names for part in self.shares(columns, name, total=False)]

    def ratio(self, name: str, above: Floats, below: Floats) -> Measure:
        """Return Σw·above / Σw·below."""
        return measures.ratio(self, name, above, below)

    def spread(self, name: str, values: Floats) -> Measure:
        """Return the variance of `values` in the population."""
        return measures.spread(self, name, values)

    def below(self, name: str, values: Floats, limits: Floats) -> Measure:
        """Return the share of rows with a value at or below the limit of their domain."""
        return measures.below(self, name, values, limits)

    def influence(self, measures: Sequence[Measure], domains: Ints) -> tuple[Floats, Bools | None]:
        """Return the sums of scores by sampled unit (units × statistics), and which units have rows in the domain."""
        sums = np.zeros((self.stages[-1].units, len(measures) * len(domains)))
        present = np.zeros(sums.shape, dtype=bool)
        number = np.full(self.domains, -1)
        number[domains] = np.arange(len(domains))
        own = np.flatnonzero(number[self.domain] >= 0)
        unit, domain = self.unit[own], number[self.domain[own]]
        for place, measure in enumerate(measures):
            column = place * len(domains) + domain
            sums[unit, column] = measure.behind()[own]
            present[unit, column] = True
        return sums, present

    def own(self, values: Floats) -> Floats:
        """Return of `values` (one per row of the whole table) those of the rows of the call."""
        return values[self.rows]

    def sums(self, values: Floats) -> Floats:
        """Return the weighted sum of `values` (one per row of the whole table) in each cell."""
        return self.sums_of(self.own(values))

    def sums_of(self, own: Floats) -> Floats:
        """Return the weighted sum in each cell of `own`, one per row of the call."""
        return self._united(product_sums(self.of_row, self.finest, self.weights, own))

    def gathered_by(self, row_values: Callable[[Ints], Floats]) -> Floats:
        """Return the weighted sums by cell of what `row_values` gives for the domain of each row of the call."""
        parts = [
            summed(self.of_row, self.weights * row_values(level[self.code]), self.finest)
            for level in self.nested
        ]
        return self._united(*parts)

    def row_squares(self, values: Floats) -> Floats:
        """Return the weighted sum in each domain of the squares of `values`, one per row of the call."""
        return self._row_totals(self.weights, values, values)

    def _row_totals(self, *factors: Floats) -> Floats:
        fine = product_sums(self.code, self.nested.shape[1], *factors)
        if self._into is None:
            return fine
        return np.asarray(sum(summed(level, fine, self.domains) for level in self.nested), dtype=np.float64)

    def level_rows(self, codes: Ints, levels: int) -> Iterator[Ints]:
        """Yield for each level of a coded variable the rows of the call that have it."""
        own = codes[self.rows]
        order = ordered(own, levels)
        ends = np.cumsum(np.bincount(own, minlength=levels))
        yield from np.split(order, ends[:-1])

    def weights_at(self, rows: Ints | slice) -> Floats:
        """Return the sum of weights by cell over some `rows` of the call."""
        return self._united(summed(self.of_row[rows], self.weights[rows], self.finest))

    def totals(self, cells: Floats) -> Floats:
        """Return the sum over the cells of each domain."""
        return run_sums(cells, self.first_cell)

    def across(self, by_domain: Floats) -> Floats:
        """Return for each cell what `by_domain` holds for its domain."""
        return np.repeat(by_domain, np.diff(np.append(self.first_cell, self.count)))

    def variance(self, scores: Floats) -> Floats:
        """Return the design variance in each domain of the sum of `scores` (linearised, one per cell)."""
        return np.asarray(sum(layer.variance(scores, self.domains) for layer in self.layers))

    def mean_variance(self, own: Floats, mean: Floats) -> Floats:
        """Return the variance of the sum of `own` less the domain's `mean` times the size of each cell.

        The squares are multiplied out; where so much of them cancels that the last digits would go, the differences
        are made one by one.
        """
        found = [multiplied(own, mean) for multiplied in self._multiplied]
        if all((variance >= CANCELS * squares).all() for variance, squares in found):
            return np.asarray(sum(variance for variance, _squares in found))
        return self.variance(own - self.across(mean) * self.size)

    @cached_property
    def _multiplied(self) -> list[Multiplied]:
        return [Multiplied(layer, self.size, self.domains) for layer in self.layers]

    def _united(self, *fine: Floats) -> Floats:
        """Return the sums by cell from those by finest cell: one for all levels of sub-totals, or each level's own."""
        if self._into is None:
            return fine[0]
        parts = fine if len(fine) == len(self._into) else fine * len(self._into)
        joined = zip(self._into, parts, strict=True)
        return np.concatenate([summed(into, part, int(into.max(initial=-1)) + 1) for into, part in joined])

    def _counts(self, rows: Bools | None) -> Ints:
        """Return how many of `rows` (all, if None) count in each domain."""
        code = self.code if rows is None else self.code[rows]
        fine = np.bincount(code, minlength=self.nested.shape[1])
        if self._into is None:
            return fine
        found = np.zeros(self.domains, dtype=np.int64)
        for level in self.nested:
            np.add.at(found, level, fine)
        return found

    def _present(self, *, negative: bool) -> tuple[Ints, Ints]:
        """Return how many strata and first units have rows with a weight in each domain; some may be `negative`."""
        first = self.layers[0]
        counted = self._united(summed(self.of_row, self.weights != 0, self.finest)) if negative else self.size
        alive = first.by_pair(counted) > 0
        in_group = run_sums(alive.astype(np.float64), first.first_pair)
        psus = summed(first.domain, in_group, self.domains)
        strata = summed(first.domain, in_group > 0, self.domains)
        return strata.astype(np.int64), psus.astype(np.int64)


def _unions(finest: Ints, units: int, nested: Ints) -> tuple[Ints, list[Ints] | None]:
    """Return the keys (domain, unit) of all cells, and for each level of sub-totals where each finest cell goes."""
    if len(nested) == 1:
        return finest, None
    domain, unit = finest // units, finest % units
    keys: list[Ints] = []
    into: list[Ints] = []
    for level in nested:
        first = int(level.min(initial=0)) * units
        distinct, place = compact(level[domain] * units + unit - first)
        keys.append(distinct + first)
        into.append(place)
    return np.concatenate(keys), into
