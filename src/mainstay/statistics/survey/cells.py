"""Sums by unit and domain, and the variance that follows from them.

Every estimator here is a smooth function of totals, so its linearised values are linear in the sums of
each sampled unit in each domain. The rows are therefore passed once per variable to make these sums; all
variances come from the sums. A unit without rows in a domain counts with zero, as the theory asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from . import measures
from .columns import Bools, Columns, Floats, Ints, compact, summed
from .covariance import covariance_of
from .measures import Measure
from .stages import CERTAIN, Stage


@dataclass(frozen=True, slots=True)
class Pairs:
    """The (unit, domain) pairs of one stage, and the (stratum, domain) groups that they belong to."""

    of_cell: Ints
    group: Ints
    stratum: Ints
    domain: Ints
    present: Floats
    family: Ints


class TaylorCells:
    """The rows of a call, grouped by deepest sampled unit and domain; `Cells` of a `Design`."""

    def __init__(
        self, stages: Sequence[Stage], weights: Floats, domain: Ints, domains: int, *, lonely: str
    ) -> None:
        self.lonely = lonely
        self.domains = domains
        self.stages = stages
        self.rows: Ints | slice = slice(None) if (domain >= 0).all() else np.flatnonzero(domain >= 0)
        self.domain_of_row = domain[self.rows]
        self.weights = weights[self.rows]
        deepest = stages[-1].unit[self.rows]
        distinct, self.of_row = compact(deepest * domains + self.domain_of_row)
        self.count = len(distinct)
        self.domain, self.unit = distinct % domains, distinct // domains
        self.pairs = _all_pairs(stages, deepest=self.unit, domain=self.domain, domains=domains)
        self.size = summed(self.of_row, self.weights, self.count)
        counted = (self.weights != 0).astype(np.float64)
        self.n = summed(self.domain_of_row, counted, domains).astype(np.int64)
        self.rows_in = np.bincount(self.domain_of_row, minlength=domains)
        self.strata, self.psus = self._present(counted)
        self.df = self.psus - self.strata

    @property
    def kish(self) -> Floats:
        """Kish's effective size by domain (1 where there is none)."""
        squares = summed(self.domain_of_row, self.weights**2, self.domains)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.nan_to_num(self.totals(self.size) ** 2 / squares, nan=1.0)

    def numeric(self, name: str, values: Floats, *, total: bool) -> Measure:
        """Return the mean or total of `values` (one for each row of the table)."""
        return measures.numeric(self, name, values, total=total)

    def shares(self, columns: Columns, name: str, *, total: bool) -> Iterator[Measure]:
        """Yield for each level of `name` its share, or the number of units that have it."""
        return measures.shares(self, columns, name, total=total)

    def ratio(self, name: str, above: Floats, below: Floats) -> Measure:
        """Return Σw·above / Σw·below."""
        return measures.ratio(self, name, above, below)

    def covariance(self, measures: Sequence[Measure]) -> Floats:
        """Return the covariance of all `measures` in all domains; rows and columns: by measure, then domain."""
        units = len(self.stages[-1].stratum_of_unit)
        sums = np.zeros((units, len(measures) * self.domains))
        for place, measure in enumerate(measures):
            sums[self.unit, place * self.domains + self.domain] = measure.held
        present = np.zeros(sums.shape, dtype=bool)
        for place in range(len(measures)):
            present[self.unit, place * self.domains + self.domain] = True
        return covariance_of(self.stages, sums, lonely=self.lonely, present=present)

    def sums(self, values: Floats) -> Floats:
        """Return the weighted sum of `values` (one per row of the whole table) in each cell."""
        return summed(self.of_row, self.weights * values[self.rows], self.count)

    def square_sums(self, values: Floats) -> Floats:
        """Return the weighted sum of squares of `values` in each domain."""
        own = values[self.rows]
        return summed(self.domain_of_row, self.weights * own * own, self.domains)

    def level_sums(self, codes: Ints, levels: int) -> Floats:
        """Return the sum of weights by cell (rows) and level (columns) of a coded variable."""
        key = self.of_row * levels + codes[self.rows]
        return summed(key, self.weights, self.count * levels).reshape(self.count, levels)

    def totals(self, cells: Floats) -> Floats:
        """Return the sum over the cells of each domain."""
        return summed(self.domain, cells, self.domains)

    def variance(self, scores: Floats) -> Floats:
        """Return the design variance in each domain of the sum of `scores` (linearised, one per cell)."""
        whole = np.zeros(self.domains)
        for stage, pairs in zip(self.stages, self.pairs, strict=True):
            whole += _stage_variance(stage, pairs, scores, domains=self.domains, lonely=self.lonely)
        return whole

    def _present(self, counted: Floats) -> tuple[Ints, Ints]:
        first = self.pairs[0]
        alive = summed(self.of_row, counted, self.count)
        in_pair = summed(first.of_cell, alive, len(first.group)) > 0
        in_group = summed(first.group, in_pair, len(first.stratum)) > 0
        psus = summed(first.domain[first.group], in_pair, self.domains)
        strata = summed(first.domain, in_group, self.domains)
        return strata.astype(np.int64), psus.astype(np.int64)


def _all_pairs(stages: Sequence[Stage], *, deepest: Ints, domain: Ints, domains: int) -> list[Pairs]:
    found: list[Pairs] = []
    unit = deepest
    for number in range(len(stages) - 1, -1, -1):
        stage = stages[number]
        pair, of_cell = compact(unit * domains + domain)
        of_stratum = stage.stratum_of_unit[pair // domains]
        joined, group = compact(of_stratum * domains + pair % domains)
        stratum, where = joined // domains, joined % domains
        own = compact(stage.parent_of_stratum[stratum] * domains + where)[1]
        present = np.bincount(group, minlength=len(joined)).astype(np.float64)
        found.append(Pairs(of_cell, group, stratum, where, present, own))
        unit = stage.parent_of_stratum[stage.stratum_of_unit[unit]]
    return found[::-1]


def _stage_variance(stage: Stage, pairs: Pairs, scores: Floats, *, domains: int, lonely: str) -> Floats:
    drawn, share = stage.drawn[pairs.stratum], stage.fraction[pairs.stratum]
    own = summed(pairs.of_cell, scores, len(pairs.group))
    mean = summed(pairs.group, own, len(drawn)) / drawn
    alone = (drawn == 1) & (1 - share >= CERTAIN)
    if lonely == "adjust":
        mean = np.where(alone, 0.0, mean)
    apart = summed(pairs.group, (own - mean[pairs.group]) ** 2, len(drawn))
    apart += (drawn - pairs.present) * mean**2
    spread = stage.carried[pairs.stratum] * (1 - share) * drawn / np.maximum(drawn - 1, 1) * apart
    if lonely == "average":
        spread = _with_average(spread, alone, pairs.family)
    return summed(pairs.domain, spread, domains)


def _with_average(spread: Floats, alone: Bools, family: Ints) -> Floats:
    known = np.bincount(family, ~alone)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.bincount(family) / known
        return np.asarray(np.where(alone, 0.0, spread) * ratio[family], dtype=np.float64)
