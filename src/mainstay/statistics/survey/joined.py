"""Sub-totals for cells that know one crossing only: the cells of each part of the crossing, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from .columns import Bools, Columns, Floats, Ints
from .domains import Domains, cross
from .measures import Measure

if TYPE_CHECKING:
    from .grouped import Cells

Grouped = Callable[[Sequence[str], Bools | None], tuple["Cells", Domains]]


def joined_cells(
    columns: Columns, by: Sequence[str], valid: Bools | None, grouped: Grouped
) -> tuple["JoinedCells", Domains]:
    """Return the cells of the crossing of `by` and of each part of it, and the domains of all in that order.

    Rows where any of `by` is missing count nowhere; a value that only such rows have keeps a domain without rows.
    """
    whole = cross(columns, by, margins=True)
    inside = None if whole.complete else whole.code >= 0
    kept = valid if inside is None else inside if valid is None else inside & valid
    parts = [part for size in range(len(by), -1, -1) for part in combinations(by, size)]
    found = [grouped(part, kept) for part in parts]
    whole = _labelled(whole, by, [domains for _cells, domains in found])
    return JoinedCells([cells for cells, _domains in found]), whole.counted(valid)


def _labelled(whole: Domains, by: Sequence[str], parts: Sequence[Domains]) -> Domains:
    """Return `whole` with the domains of `parts`, one part for each level of sub-totals, in their order."""
    labels = [{name: label.get(name) for name in by} for part in parts for label in part.labels]
    if len(labels) == len(whole.labels):
        return whole
    place = {tuple(label.values()): number for number, label in enumerate(labels)}
    moved = np.array([place[tuple(label.values())] for label in whole.labels], dtype=np.int64)
    missing = np.zeros(len(labels), dtype=np.int64)
    return replace(whole, labels=list(labels), missing=missing, nested=moved[whole.nested])


class JoinedCells:
    """Cells of several crossings of the same rows; arrays are by domain, crossing after crossing."""

    def __init__(self, parts: Sequence["Cells"]) -> None:
        self.parts = parts
        self.domains = sum(part.domains for part in parts)
        self.n, self.rows_in, self.strata, self.psus, self.df = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("n", "rows_in", "strata", "psus", "df")
        )

    @property
    def kish(self) -> Floats:
        """Kish's effective size (Σw)² / Σw²."""
        return np.concatenate([part.kish for part in self.parts])

    def numeric(self, name: str, values: Floats, *, total: bool) -> Measure:
        """Return the mean or total of `values` (one for each row of the table)."""
        return _side_by_side([part.numeric(name, values, total=total) for part in self.parts])

    def measures(self, columns: Columns, names: Sequence[str], *, total: bool) -> list[Measure]:
        """Return the means or totals of numbers, and of the levels of text, in the order of `names`."""
        found = [part.measures(columns, names, total=total) for part in self.parts]
        return list(map(_side_by_side, zip(*found, strict=True)))

    def shares_of(self, columns: Columns, names: Sequence[str]) -> list[Measure]:
        """Return the shares of the levels of all `names`."""
        found = [part.shares_of(columns, names) for part in self.parts]
        return list(map(_side_by_side, zip(*found, strict=True)))

    def ratio(self, name: str, above: Floats, below: Floats) -> Measure:
        """Return Σw·above / Σw·below."""
        return _side_by_side([part.ratio(name, above, below) for part in self.parts])

    def spread(self, name: str, values: Floats) -> Measure:
        """Return the variance of `values` in the population."""
        return _side_by_side([part.spread(name, values) for part in self.parts])

    def below(self, name: str, values: Floats, limits: Floats) -> Measure:
        """Return the share of rows with a value at or below the limit of their domain."""
        ends = np.cumsum([part.domains for part in self.parts])[:-1]
        own = zip(self.parts, np.split(limits, ends), strict=True)
        return _side_by_side([part.below(name, values, limit) for part, limit in own])

    def influence(self, measures: Sequence[Measure], domains: Ints) -> tuple[Floats, Bools | None]:
        """Return what each replicate adds to all `measures` in some `domains`: they hold it side by side."""
        return self.parts[0].influence(measures, domains)


def _side_by_side(parts: Sequence[Measure]) -> Measure:
    """Return one measure of several crossings; `held` is replicates × domains."""
    held = np.hstack([np.asarray(part.held) for part in parts])
    estimate, variance, srs = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("estimate", "variance", "srs")
    )
    wr = [part.srs_wr for part in parts if part.srs_wr is not None]
    joined = np.concatenate(wr) if len(wr) == len(parts) else None
    return replace(parts[0], estimate=estimate, variance=variance, srs=srs, held=held, srs_wr=joined)
