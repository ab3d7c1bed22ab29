"""Degrees of freedom of replicate weights: the rank of the matrix of weights (rows × R) less 1, as in R's `degf`."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mainstay.statistics.survey.columns import Floats, Ints

from .weights import Slices, slices

INDEPENDENT = 1e-10
"""A column whose square keeps less than this share beside the columns before it depends on them: R's `qr`
compares lengths with 1e-5."""

SHARES = (1.25, 8.0)
"""Rows, for each replicate, of the samples that are tried before all rows are taken."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Units of which each replicate leaves out one, or one half, of a group (a stratum, a pair), so the rank is known.

    `group` is -1 for units that every replicate keeps as they are. A unit's factors are 1 + b, where the b of a
    group add up to 0 and depend on one another in no other way. The rank of some units' factors is
    their number, less one for every complete group but the first; units of group -1 are together one such group.
    """

    group: Ints
    size: Ints

    def rank(self, present: Ints) -> int:
        """Return the rank of the factors of the units `present`, each named once."""
        own = self.group[present]
        held = np.bincount(own[own >= 0], minlength=len(self.size))
        constant = int((own < 0).any())
        complete = int((held == self.size).sum()) + constant
        return int(held.sum()) + constant - max(0, complete - 1)


def ranks_by_domain(
    factors: Sequence[Floats] | Floats, size: Floats, unit: Ints, domain: Ints, domains: int
) -> Ints:
    """Return by domain the rank of ``factors[:][unit] · size`` over its cells.

    The rank of some rows is a lower bound, and the rank of the whole an upper one. Where they meet for a small
    sample of a domain's rows the rest need not be looked at.
    """
    alive = np.flatnonzero(size != 0)
    order = alive[np.argsort(domain[alive], kind="stable")]
    ends = np.searchsorted(domain[order], np.arange(domains + 1))
    rows = Rows(factors, size, unit)
    most = rows.rank(np.sort(order), len(factors))
    found = np.zeros(domains, dtype=np.int64)
    for place in range(domains):
        own = order[ends[place] : ends[place + 1]]
        found[place] = most if domains == 1 else rows.rank(own, most)
    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows ``factors[:][unit] · size`` of a matrix that is nowhere held."""

    factors: Sequence[Floats] | Floats
    size: Floats
    unit: Ints

    def rank(self, rows: Ints, most: int) -> int:
        """Return the rank of some rows, known to be `most` at most."""
        for share in SHARES:
            count = int(share * len(self.factors)) + 10
            if count >= len(rows):
                break
            picked = rows[np.linspace(0, len(rows) - 1, count).astype(np.int64)]
            if rank_of(self._products(picked)) >= most:
                return most
        return rank_of(self._products(rows))

    def _products(self, rows: Ints) -> Floats:
        found = np.zeros((len(self.factors), len(self.factors)))
        part: Slices
        for part in slices(self.factors, self.unit[rows], np.zeros(len(rows), dtype=np.int64)):
            own = part.factors * self.size[rows[part.rows]]
            found += own @ own.T
        return found


def rank_of(products: Floats) -> int:
    """Return the rank of a matrix W from its products W'W, with the tolerance of R's `degf`.

    >>> rank_of(np.array([[2.0, 1.0], [1.0, 0.5]])), rank_of(np.eye(2))
    (1, 2)
    """
    from scipy.linalg.lapack import dpstrf

    size = np.sqrt(np.diag(products))
    alive = size > 0
    if not alive.any():
        return 0
    scaled = products[np.ix_(alive, alive)] / np.outer(size[alive], size[alive])
    return int(dpstrf(scaled, tol=INDEPENDENT, lower=1)[2])
