"""How the cells of a call lie in the stages of a sample: what the variance needs, prepared once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .columns import Bools, Floats, Ints, run_sums, summed
from .stages import CERTAIN, Stage

CANCELS = 1e-4
"""A variance that is less than this share of the squares it is the difference of has lost too many digits."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The (unit, domain) pairs of one stage, and the (stratum, domain) groups that they belong to.

    `first_cell` and `first_pair` say where each pair begins among the cells, and each group among the pairs; `pairs`
    are those of each group. By group: its domain; `centre`, what the sum over its pairs is multiplied by to give the
    mean of all units drawn; `drawn`, these units; `factor`, what the sum of squares about that mean is multiplied by:
    carried · (1-f) · n/(n-1).
    """

    first_cell: Ints
    first_pair: Ints
    pairs: Ints
    domain: Ints
    centre: Floats
    drawn: Floats
    factor: Floats

    def by_pair(self, cells: Floats) -> Floats:
        """Return the sums over the cells of each pair."""
        return cells if len(self.first_cell) == len(cells) else run_sums(cells, self.first_cell)

    def variance(self, scores: Floats, domains: int) -> Floats:
        """Return what the layer adds in each domain to the variance of the sum of `scores` (one per cell)."""
        own = self.by_pair(scores)
        mean = run_sums(own, self.first_pair) * self.centre
        apart = np.repeat(mean, self.pairs)
        np.subtract(own, apart, out=apart)
        np.square(apart, out=apart)
        absent = self.drawn - self.pairs
        return summed(
            self.domain, self.factor * (run_sums(apart, self.first_pair) + absent * mean**2), domains
        )


SHORT = 10_000
"""Products of at most so many pairs are added one after the other, which for more of them would cost digits."""


class Multiplied:
    """The variance of the sum of y - R · size in each domain, squares multiplied out: one layer, any y and R.

    With z = y - R · size by pair, E their sum over a group, m their mean and n the units drawn, Σ(z - m)² over the
    units drawn is Σy² - 2RΣy·size + R²Σsize² - 2mE + nm². Sums over pairs are made by domain where they can, which
    passes the pairs half as often as the differences one by one. `size` is the sum of weights of each cell.
    """

    def __init__(self, layer: Layer, size: Floats, domains: int) -> None:
        self.layer, self.domains = layer, domains
        own = layer.by_pair(size)
        self._factor = np.repeat(layer.factor, layer.pairs)
        self._size = own * self._factor
        first_group = np.searchsorted(layer.domain, np.arange(domains))
        self._first = np.append(layer.first_pair, len(own))[first_group]
        self._of_group = run_sums(own, layer.first_pair)
        self._product = np.empty(len(own))
        even = domains * SHORT >= len(own) and bool((np.diff(self._first) * domains == len(own)).all())
        self._shape = (domains, -1) if even and len(own) else None
        self._squares = self._added(self._size, own)

    def __call__(self, scores: Floats, mean: Floats) -> tuple[Floats, Floats]:
        """Return by domain the variance, and the squares that it is a difference of; R is the domain's `mean`."""
        layer, own = self.layer, self.layer.by_pair(scores)
        both = mean * self._added(own, self._size)
        squares = self._added(own, np.multiply(own, self._factor, out=self._product))
        last = mean**2 * self._squares
        apart = run_sums(own, layer.first_pair) - mean[layer.domain] * self._of_group
        middle = apart * layer.centre
        less = layer.factor * middle * (layer.drawn * middle - 2 * apart)
        variance = squares - 2 * both + last + summed(layer.domain, less, self.domains)
        return variance, squares + 2 * np.abs(both) + last

    def _added(self, one: Floats, other: Floats) -> Floats:
        """Return the sums of products by domain; without making the products where all domains have as many pairs."""
        if self._shape is None:
            return run_sums(one * other, self._first)
        found = np.einsum("ij,ij->i", one.reshape(self._shape), other.reshape(self._shape))
        return np.asarray(found, dtype=np.float64)


def layers_of(stages: Sequence[Stage], *, unit: Ints, domain: Ints, lonely: str) -> list[Layer]:
    """Return the layers of `stages`, first stage first, for cells of a (deepest) `unit` and a `domain`."""
    found: list[Layer] = []
    first_cell = np.arange(len(unit))
    for stage in reversed(stages):
        of_pair = stage.stratum_of_unit[unit]
        first_pair = _starts(domain, of_pair)
        found.append(_layer(stage, first_cell, first_pair, unit=unit, domain=domain, lonely=lonely))
        if stage is not stages[0]:
            parent = stage.parent_of_stratum[of_pair]
            kept = _starts(domain, parent)
            first_cell, unit, domain = first_cell[kept], parent[kept], domain[kept]
    return found[::-1]


def repeated(layer: Layer, cells: int, domains: int) -> Layer:
    """Return the layer of all `domains`, each of which has the `cells` of the one domain of `layer`."""
    again = np.arange(domains)[:, None]
    return Layer(
        (again * cells + layer.first_cell).ravel(),
        (again * len(layer.first_cell) + layer.first_pair).ravel(),
        np.tile(layer.pairs, domains),
        np.repeat(np.arange(domains), len(layer.first_pair)),
        np.tile(layer.centre, domains),
        np.tile(layer.drawn, domains),
        np.tile(layer.factor, domains),
    )


def _layer(
    stage: Stage, first_cell: Ints, first_pair: Ints, *, unit: Ints, domain: Ints, lonely: str
) -> Layer:
    present = np.diff(np.append(first_pair, len(unit)))
    stratum, where = stage.stratum_of_unit[unit[first_pair]], domain[first_pair]
    drawn, left = stage.drawn[stratum], 1 - stage.fraction[stratum]
    alone = (drawn == 1) & (left >= CERTAIN)
    factor = stage.carried[stratum] * left * drawn / np.maximum(drawn - 1, 1)
    if lonely == "average":
        factor = _with_average(factor, alone, domain=where, parent=stage.parent_of_stratum[stratum])
    centre = np.where(alone, 0.0, 1 / drawn) if lonely == "adjust" else 1 / drawn
    return Layer(first_cell, first_pair, present, where, centre, drawn, factor)


def _with_average(factor: Floats, alone: Bools, *, domain: Ints, parent: Ints) -> Floats:
    """Return the factors with nothing for lonely strata, and the others raised to stand for them."""
    first = _starts(domain, parent)
    size = np.diff(np.append(first, len(factor)))
    family = np.repeat(np.arange(len(first)), size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = size / np.bincount(family, ~alone)
        return np.asarray(np.where(alone, 0.0, factor) * ratio[family], dtype=np.float64)


def _starts(first: Ints, second: Ints) -> Ints:
    """Return where a run of equal (first, second) begins."""
    changes = np.ones(len(first), dtype=bool)
    changes[1:] = first[1:] != first[:-1]
    changes[1:] |= second[1:] != second[:-1]
    return np.flatnonzero(changes)
