"""The covariance of several linearised statistics, from the sums of their scores by sampled unit."""

from collections.abc import Sequence

import numpy as np

from .columns import Bools, Floats, Ints
from .stages import CERTAIN, Stage

#: Units in a block whose sums are held centred at one time.
BLOCK = 20_000


def unit_sums(unit: Ints, units: int, scores: Floats | Bools) -> Floats:
    """Return the sums of `scores` (rows × k) over the rows of each of `units` units (units × k)."""
    from scipy.sparse import csr_array

    rows = np.arange(len(unit), dtype=np.int64)
    owner = csr_array((np.ones(len(unit)), (unit, rows)), shape=(units, len(unit)))
    return np.asarray(owner @ scores, dtype=np.float64)


def covariance_of(
    stages: Sequence[Stage], sums: Floats, *, lonely: str, present: Bools | None = None
) -> Floats:
    """Return the design covariance (k × k) of k statistics.

    `sums` holds for each unit of the deepest stage the sum of its rows' scores (units × k), weights included.
    `present` (units × k) says which of these units have rows in the part of the table that each statistic
    describes (all, if None): under the rule ``average`` only strata with such units count, as in R `survey`; two
    parts with different strata meet at the geometric mean of their factors. V = Σ over stages and strata of
    carried · (1-f) · n/(n-1) · Σ (z - z̄)(z - z̄)'; Särndal, Swensson, Wretman (1992), 4.3 and 4.5.
    """
    whole = np.zeros((sums.shape[1], sums.shape[1]))
    here = np.ones((len(sums), 1)) if present is None else present.astype(np.float64)
    for stage in reversed(stages):
        whole += _stage(stage, sums, lonely=lonely, present=here)
        parent = stage.parent_of_stratum[stage.stratum_of_unit]
        above = int(parent.max(initial=0)) + 1
        sums, here = unit_sums(parent, above, sums), unit_sums(parent, above, here)
    return whole


def _stage(stage: Stage, sums: Floats, *, lonely: str, present: Floats) -> Floats:
    order = np.argsort(stage.stratum_of_unit, kind="stable")
    stratum = stage.stratum_of_unit[order]
    starts = np.flatnonzero(np.diff(stratum, prepend=-1))
    factor = np.sqrt(_factors(stage, present, lonely=lonely))
    whole = np.zeros((sums.shape[1], sums.shape[1]))
    for first, last in _blocks(starts, len(stratum)):
        own = sums[order[first:last]]
        begin = starts[(starts >= first) & (starts < last)] - first
        mean = np.add.reduceat(own, begin, axis=0) / stage.drawn[stratum[begin + first], None]
        if lonely == "adjust":
            mean[stage.drawn[stratum[begin + first]] == 1] = 0.0
        sizes = np.diff(np.append(begin, last - first))
        own = (own - np.repeat(mean, sizes, axis=0)) * factor[stratum[first:last]]
        whole += own.T @ own
    return whole


def _factors(stage: Stage, present: Floats, *, lonely: str) -> Floats:
    """Return by stratum (and statistic) carried · (1-f) · n/(n-1), times what the rule ``average`` adds."""
    left = 1 - stage.fraction
    factor = (stage.carried * left * stage.drawn / np.maximum(stage.drawn - 1, 1))[:, None]
    if lonely != "average":
        return factor
    alone = ((stage.drawn == 1) & (left >= CERTAIN))[:, None]
    counted = unit_sums(stage.stratum_of_unit, len(stage.drawn), present) > 0
    family, families = stage.parent_of_stratum, int(stage.parent_of_stratum.max(initial=0)) + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = unit_sums(family, families, counted) / unit_sums(family, families, counted & ~alone)
    ratio = np.where(np.isnan(ratio), 1.0, np.where(np.isinf(ratio), np.nan, ratio))
    return np.where(alone, 0.0, factor) * ratio[family]


def _blocks(starts: Ints, units: int) -> list[tuple[int, int]]:
    """Return (first, last) of runs of whole strata of about `BLOCK` units."""
    ends = np.append(starts[1:], units)
    blocks: list[tuple[int, int]] = []
    first = 0
    for end in ends.tolist():
        if end - first >= BLOCK or end == units:
            blocks.append((first, end))
            first = end
    return blocks


def rank_of(variance: Floats) -> int:
    """Return how many statistics a covariance tells apart, whatever their units; 0 where some have no error."""
    if not np.isfinite(variance).all():
        return 0
    size = np.sqrt(np.diag(variance))
    scale = np.where(size > 0, 1 / np.where(size > 0, size, 1), 0.0)
    return int(np.linalg.matrix_rank(variance * np.outer(scale, scale), tol=1e-10))
