"""What the rows of one call rest on, unit by unit, so that they have a covariance with those of another call."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .calibrated import CalibratedCells
from .cells import TaylorCells
from .columns import Bools, Floats, Ints
from .domains import Domains
from .measures import Measure

if TYPE_CHECKING:
    from .grouped import Cells
    from .sample import Sample


class Influence:
    """The covariance of the rows of one call, when called with the places of some, and what it is made of.

    `kept` numbers the rows by measure and then domain; `scale` (one for each row) is what a row is times the measure
    whose influence it has: a quantile, times the share below it.
    """

    def __init__(
        self,
        sample: "Sample",
        cells: "Cells",
        domains: Domains,
        found: Sequence[Measure],
        kept: Ints,
        scale: Floats | None = None,
    ) -> None:
        self.sample, self.cells, self.domains = sample, cells, domains
        self.found, self.kept, self.scale = found, kept, scale

    def __call__(self, places: Ints) -> Floats:
        """Return the covariance (k × k) of the rows at k `places`."""
        if not len(places):
            return np.zeros((0, 0))
        measures, chosen, rows = self._chosen(places)
        matrix = self.cells.covariance(measures, chosen)[np.ix_(rows, rows)]
        if self.scale is None:
            return np.asarray(matrix)
        own = self.scale[places]
        return np.asarray(matrix * np.outer(own, own))

    def columns(self, places: Ints) -> tuple[Floats, Bools | None]:
        """Return the influence of each sampled unit (or replicate) on the rows at `places`: units × k.

        Also says (units × k) which units have rows in the domain of each, where the sample asks for that.
        """
        measures, chosen, rows = self._chosen(places)
        sums, present = _columns(self.cells, measures, chosen)
        sums = sums[:, rows] if self.scale is None else sums[:, rows] * self.scale[places]
        return sums, None if present is None else present[:, rows]

    def within(self, places: Sequence[int]) -> Bools:
        """Return the rows of the table that count in any of the rows at `places`."""
        return self.domains.within(self.kept[list(places)] % self.cells.domains)

    def _chosen(self, places: Ints) -> tuple[list[Measure], Ints, Ints]:
        """Return the measures and domains that the rows at `places` need, and where these rows are among them."""
        measure, domain = np.divmod(self.kept[places], self.cells.domains)
        measures, first = np.unique(measure, return_inverse=True)
        chosen, second = np.unique(domain, return_inverse=True)
        return [self.found[k] for k in measures.tolist()], chosen, first * len(chosen) + second


def _columns(cells: "Cells", measures: Sequence[Measure], domains: Ints) -> tuple[Floats, Bools | None]:
    if isinstance(cells, CalibratedCells):
        return cells.unit_sums(measures, domains), None
    if not isinstance(cells, TaylorCells):
        return np.hstack([_held(measure)[:, domains] for measure in measures]), None
    sums = np.zeros((cells.stages[-1].units, len(measures) * len(domains)))
    present = np.zeros(sums.shape, dtype=bool)
    number = np.full(cells.domains, -1)
    number[domains] = np.arange(len(domains))
    own = np.flatnonzero(number[cells.domain] >= 0)
    unit, domain = cells.unit[own], number[cells.domain[own]]
    for place, measure in enumerate(measures):
        column = place * len(domains) + domain
        sums[unit, column] = _held(measure)[own]
        present[unit, column] = True
    return sums, present


def _held(measure: Measure) -> Floats:
    return measure.held() if callable(measure.held) else measure.held
