"""What the rows of one call rest on, unit by unit, so that they have a covariance with those of another call."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .columns import Bools, Floats, Ints
from .domains import Domains
from .measures import Measure

if TYPE_CHECKING:
    from .grouped import Cells
    from .sample import Sample

NEGLIGIBLE = 1e-12
"""A share whose standard error is below this does not vary: what is left is rounding."""


class Influence:
    """The covariance of the rows of one call, when called with the places of some, and what it is made of.

    `kept` numbers the rows by measure and then domain. `errors` (one for each row) are given where a row is no measure
    itself but moves with one: a quantile, with the share below it.
    """

    def __init__(
        self,
        sample: "Sample",
        cells: "Cells",
        domains: Domains,
        found: Sequence[Measure],
        kept: Ints,
        errors: Floats | None = None,
    ) -> None:
        self.sample, self.cells, self.domains = sample, cells, domains
        self.found, self.kept, self.errors = found, kept, errors

    def __call__(self, places: Ints) -> Floats:
        """Return the covariance (k × k) of the rows at k `places`."""
        if not len(places):
            return np.zeros((0, 0))
        matrix = self.sample.joint(*self.columns(places))
        return matrix if self.errors is None else with_errors(matrix, slice(None), self.errors[places])

    def columns(self, places: Ints) -> tuple[Floats, Bools | None]:
        """Return the influence of each sampled unit (or replicate) on the measures of the rows at `places`: units × k.

        Also says (units × k) which units have rows in the domain of each, where the sample asks for that.
        """
        measure, domain = np.divmod(self.kept[places], self.cells.domains)
        measures, first = np.unique(measure, return_inverse=True)
        chosen, second = np.unique(domain, return_inverse=True)
        rows = first * len(chosen) + second
        sums, present = self.cells.influence([self.found[k] for k in measures.tolist()], chosen)
        if np.array_equal(rows, np.arange(sums.shape[1])):
            return sums, present
        return sums[:, rows], None if present is None else present[:, rows]

    def within(self, places: Sequence[int]) -> Bools:
        """Return the rows of the table that count in any of the rows at `places`."""
        return self.domains.within(self.kept[list(places)] % self.cells.domains)


def with_errors(matrix: Floats, own: Ints | slice, errors: Floats) -> Floats:
    """Return the covariance `matrix` with the statistics at `own` replaced by others that move with them, of these `errors`.

    They keep the correlations. Where what they move with does not vary, there is none to keep: their covariances are
    NaN, unless they do not vary themselves.
    """
    scale = np.ones(len(matrix))
    moved = np.arange(len(matrix))[own]
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.sqrt(np.diag(matrix))[moved]
        scale[moved] = np.where(errors == 0, 0.0, np.where(below > NEGLIGIBLE, errors / below, np.nan))
        found = np.asarray(matrix * np.outer(scale, scale))
    found[moved, moved] = errors**2
    return found
