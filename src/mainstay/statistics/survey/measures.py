"""Point estimates by domain, with the linearised score of each cell of a Taylor design.

Mean and ratio: R = Σwy / Σwx, score w(y - Rx) / Σwx (for a mean x = 1). Total: score wy. Variance of the
population: s² = n/(n-1) · Σw(y - ȳ)² / Σw, as a mean of squares about a known ȳ. Särndal, Swensson, Wretman (1992),
ch. 5; Lumley (2010), ch. 2.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import Columns, Floats, Ints, all_zero_or_one

if TYPE_CHECKING:
    from .cells import TaylorCells

ROUNDING = 1e-14
"""A spread below this share of the mean square is that of a constant."""
LARGE = 100.0
"""Values are centred before they are squared where the square of their mean is more than this many variances."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One variable (or level) in all domains: estimates, variances, and variances under SRS.

    `srs` and `srs_wr` are the variances of the same statistic from a simple random sample of n, drawn without and with
    replacement. `held` is what the cells that made it need for covariances: the scores of each cell (or how to make
    them anew), or what each replicate deviates.
    """

    variable: str
    level: Any
    estimate: Floats
    variance: Floats
    srs: Floats
    held: Floats | Callable[[], Floats]
    srs_wr: Floats | None = None

    def behind(self) -> Floats:
        """Return what is `held`, made anew where that is how it is kept."""
        return self.held() if callable(self.held) else self.held


def shares(cells: "TaylorCells", columns: Columns, name: str, *, total: bool) -> Iterator[Measure]:
    """Yield for each level of `name` its share, or the number of units that have it."""
    levels = columns.levels(name)
    by_level = cells.level_rows(levels.codes, len(levels.values))
    for value, rows in zip(levels.values, by_level, strict=True):

        def sums(rows: Ints = rows) -> Floats:
            return cells.weights_at(rows)

        yield _measure(cells, (name, value), sums, sums(), total=total)


def numeric(
    cells: "TaylorCells", name: str, values: Floats, *, total: bool, indicator: bool = False
) -> Measure:
    """Return the mean or total of `values` in each domain; `indicator` says that all are known to be 0 or 1.

    Values with a mean that is large against their spread are centred at it first, so that it costs no digits of
    the error.
    """
    own = cells.own(values)
    sums = cells.sums_of(own)
    if indicator or all_zero_or_one(own):
        return _measure(cells, (name, None), lambda: cells.sums(values), sums, total=total)
    squares = cells.row_squares(own)
    shift = _shift(cells, cells.totals(sums), squares)
    if not shift:
        return _measure(cells, (name, None), lambda: cells.sums(values), sums, squares=squares, total=total)
    moved = own - shift
    centred, apart = cells.sums_of(moved), cells.row_squares(moved)
    if total:
        spread = _spread(cells, cells.totals(centred), apart)
        return _measure(cells, (name, None), lambda: cells.sums(values), sums, spread=spread, total=True)
    return _measure(
        cells, (name, None), lambda: cells.sums(values - shift), centred, squares=apart, shift=shift
    )


def ratio(cells: "TaylorCells", name: str, above: Floats, below: Floats) -> Measure:
    """Return Σw·above / Σw·below in each domain."""
    over, under = cells.sums(above), cells.sums(below)
    top, bottom = cells.own(above), cells.own(below)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = cells.totals(under)
        value = cells.totals(over) / whole
        known = np.isfinite(value)
        held, scale = np.where(known, value, 0.0), np.where(known, 1 / whole, 0.0)
        scores = (over - cells.across(held) * under) * cells.across(scale)
        squares = cells.totals(
            cells.gathered_by(lambda domain: ((top - held[domain] * bottom) * scale[domain]) ** 2)
        )
        srs = _spread(cells, cells.totals(scores), squares) / cells.n * cells.weight**2
    variance = _known(cells.variance(scores), value)
    return Measure(name, None, value, variance, _undrawn(cells, srs), scores, srs)


def spread(cells: "TaylorCells", name: str, values: Floats) -> Measure:
    """Return the variance of `values` in the population of each domain, with n - 1 for n as R's `svyvar`."""
    own = cells.own(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = cells.totals(cells.sums(values)) / cells.weight
        more = cells.n / (cells.n - 1)
        squares = cells.gathered_by(lambda domain: (own - middle[domain]) ** 2)
        fourth = cells.totals(cells.gathered_by(lambda domain: (own - middle[domain]) ** 4))
        made = _measure(cells, (name, None), lambda: squares, squares, squares=fourth)
        more = np.where(np.isfinite(more), more, np.nan)
    factor = cells.across(np.nan_to_num(more))
    scores = made.behind() * factor
    srs = None if made.srs_wr is None else made.srs_wr * more**2
    estimate, variance = made.estimate * more, made.variance * more**2
    return Measure(name, None, estimate, variance, made.srs * more**2, scores, srs)


def below(cells: "TaylorCells", name: str, values: Floats, limits: Floats) -> Measure:
    """Return the share of each domain with a value at or below the limit of that domain."""
    own = cells.own(values)
    sums = cells.gathered_by(lambda domain: (own <= limits[domain]).astype(np.float64))
    return _measure(cells, (name, None), lambda: sums, sums)


def _measure(
    cells: "TaylorCells",
    named: tuple[str, Any],
    sums: Callable[[], Floats],
    own: Floats,
    *,
    squares: Floats | None = None,
    spread: Floats | None = None,
    total: bool = False,
    shift: float = 0.0,
) -> Measure:
    """Return the mean or total whose sums by cell are `own` (made anew by `sums`), less `shift` in each value.

    `squares` are the weighted sums of squares by domain (None: every value is its own square); `spread` is s² where it
    is not that of these sums.
    """
    whole = cells.totals(own)
    if spread is None:
        spread = _spread(cells, whole, whole if squares is None else squares)
    with np.errstate(divide="ignore", invalid="ignore"):
        srs = spread / cells.n
        if total:
            srs = srs * cells.weight**2
            return Measure(*named, whole, cells.variance(own), _undrawn(cells, srs), sums, srs)
        mean = whole / cells.weight
        known = np.isfinite(mean)
        held, scale = np.where(known, mean, 0.0), np.where(known, 1 / cells.weight, 0.0)
        variance = cells.mean_variance(own, held) * scale**2

    def scores() -> Floats:
        return (sums() - cells.across(held) * cells.size) * cells.across(scale)

    return Measure(*named, mean + shift, _known(variance, mean), _undrawn(cells, srs), scores, srs)


def _spread(cells: "TaylorCells", whole: Floats, squares: Floats) -> Floats:
    """Return s² by domain from the weighted sums of values and of their squares; 0 where only rounding is left."""
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, square = whole / cells.weight, squares / cells.weight
        apart = square - mean**2
        return np.where(apart > ROUNDING * square, apart, 0.0) * cells.n / (cells.n - 1)


def _undrawn(cells: "TaylorCells", srs: Floats) -> Floats:
    """Return the variance without replacement, (1 - n/N) of that with it; NaN where n is more than N = Σw."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(cells.weight >= cells.n, srs * (1 - cells.n / cells.weight), np.nan)


def _shift(cells: "TaylorCells", whole: Floats, squares: Floats) -> float:
    """Return the overall mean where it is large against the spread, else 0."""
    weight = cells.weight.sum()
    mean = float(whole.sum() / weight) if weight else 0.0
    apart = float(squares.sum() / weight) - mean**2 if weight else 0.0
    return mean if mean**2 > LARGE * apart else 0.0


def _known(variance: Floats, estimate: Floats) -> Floats:
    return np.where(np.isfinite(estimate), variance, np.nan)
