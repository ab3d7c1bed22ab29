"""Options scored by criteria, with what is not known kept as a range, and the places that totals give."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

#: Totals are compared to this many decimals: what differs by less is a tie.
DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Measure:
    """One criterion of a ranking: weight, which end is best, and the scale on which a score that is missing may lie."""

    code: str
    weight: float
    least: float
    most: float
    low_is_best: bool = False


@dataclass(frozen=True)
class ScoreTable:
    """Options × criteria as ranges: `low` equals `high` where a score is known, the whole scale where it is missing.

    `missing` marks the cells without any score; `low` and `high` have one row for each option, one column for each
    criterion, in the units of the criteria.
    """

    names: tuple[str, ...]
    measures: tuple[Measure, ...]
    low: Any
    high: Any
    missing: Any

    @property
    def weights(self) -> Any:
        """The weights, made to sum to 1."""
        given = np.array([measure.weight for measure in self.measures], float)
        return given / given.sum()

    @property
    def best_high(self) -> Any:
        """+1 for each criterion where more is better, −1 where less is."""
        return np.array([-1.0 if measure.low_is_best else 1.0 for measure in self.measures])

    @cached_property
    def exact(self) -> bool:
        """Whether every score is known to the number."""
        return bool((self.low == self.high).all())

    @property
    def worst(self) -> Any:
        """The worse end of each range: what counts where one number must stand, as in the queue of requests."""
        return np.where(self.best_high > 0, self.low, self.high)

    @property
    def best(self) -> Any:
        """The better end of each range."""
        return np.where(self.best_high > 0, self.high, self.low)

    def on_scale(self, values: Any) -> Any:
        """Return `values` (…, options, criteria) from 0 (worst end of the scale) to 1 (best end).

        A criterion whose scale has one point says nothing and is 0 for all.
        """
        least = np.array([measure.least for measure in self.measures])
        width = np.array([measure.most for measure in self.measures]) - least
        share = np.divide(values - least, width, out=np.zeros_like(values, float), where=width > 0)
        return np.where((self.best_high < 0) & (width > 0), 1 - share, share)

    def drawn(self, draw: np.random.Generator, count: int) -> Any:
        """Return `count` tables drawn evenly from the ranges, (count, options, criteria)."""
        spread = self.high - self.low
        return self.low + draw.random((count, *spread.shape)) * spread


def score_table(
    names: Sequence[str],
    measures: Sequence[Measure],
    cells: Sequence[Sequence[tuple[float, float] | None]],
) -> ScoreTable:
    """Return the table of `cells` (a row for each option): a range for each score, None where it is missing.

    >>> table = score_table(["A", "B"], [Measure("N", 1, 0, 5)], [[(3, 3)], [None]])
    >>> table.low.tolist(), table.high.tolist(), table.exact
    ([[3.0], [0.0]], [[3.0], [5.0]], False)
    """
    ends = [
        [
            (measure.least, measure.most) if cell is None else cell
            for measure, cell in zip(measures, row, strict=True)
        ]
        for row in cells
    ]
    shape = (len(names), len(measures))
    both = np.array(ends, float).reshape(*shape, 2)
    missing = np.array([[cell is None for cell in row] for row in cells], bool).reshape(shape)
    return ScoreTable(tuple(names), tuple(measures), both[..., 0], both[..., 1], missing)


def places(totals: Any) -> tuple[Any, Any]:
    """Return for each row of `totals` (draws × options, more is better) the first place and how many share it.

    Of three options with 5, 3 and 3 the first has place 1, the others share the places from 2 on.

    >>> places(np.array([[5.0, 3.0, 3.0]]))
    (array([[1, 2, 2]]), array([[1, 2, 2]]))
    """
    rounded = np.round(np.atleast_2d(np.asarray(totals, float)), DECIMALS)
    rows, options = rounded.shape
    order = np.argsort(-rounded, axis=1, kind="stable")
    ranked = np.take_along_axis(rounded, order, axis=1)
    at = np.arange(options)
    begins = np.ones((rows, options), bool)
    begins[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    start = np.maximum.accumulate(np.where(begins, at, 0), axis=1)
    ends = np.ones((rows, options), bool)
    ends[:, :-1] = begins[:, 1:]
    end = np.minimum.accumulate(np.where(ends, at, options)[:, ::-1], axis=1)[:, ::-1]
    first, shared = np.empty_like(order), np.empty_like(order)
    np.put_along_axis(first, order, start + 1, axis=1)
    np.put_along_axis(shared, order, end - start + 1, axis=1)
    return first, shared
