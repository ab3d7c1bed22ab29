"""What a calibration does to errors: only what the auxiliary variables do not explain still varies.

The variance after calibration is that of the residuals of the scores (Deville and Särndal 1992; Lumley
2010, ch. 7). Post-stratification and calibration take weighted regression residuals. After raking R's
`survey` sweeps out plain means over each margin ten times in turn; so do we, to give the same errors.
"""

from dataclasses import dataclass

import numpy as np

from mainstay.statistics.survey.columns import Floats

from .auxiliary import Auxiliary

SWEEPS = 10
"""How often the margins of a raking are swept out."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Scores z lose a · X M X'(b · z): `spread` is a, `pull` is b (one per row), `inverse` is M."""

    auxiliary: Auxiliary
    spread: Floats
    pull: Floats
    inverse: Floats

    def slopes(self, scores: Floats) -> Floats:
        """Return the coefficients M X'(b · z) of the scores (one per row)."""
        return np.asarray(self.inverse @ self.auxiliary.sums(self.pull * scores), dtype=np.float64)

    def residuals(self, scores: Floats) -> Floats:
        """Return the scores without what the auxiliary variables explain."""
        return scores - self.spread * self.auxiliary.times(self.slopes(scores))


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One adjustment of the weights, as variances need it: its projections, applied in turn."""

    projections: tuple[Projection, ...]
    sweeps: int = 1

    def residuals(self, scores: Floats) -> Floats:
        """Return the residuals of weighted scores (one per row, 0 outside the domain)."""
        for _sweep in range(self.sweeps):
            for projection in self.projections:
                scores = projection.residuals(scores)
        return scores


def regression(
    auxiliary: Auxiliary, before: Floats, after: Floats, *, metric: Floats | None = None
) -> Adjustment:
    """Return the adjustment by regression on the auxiliary variables, weighted with the weights before.

    The scores are divided by g = after / before, regressed, and multiplied by g again. `metric` is X'dX where it is
    known already.
    """
    inverse = pseudo_inverse(auxiliary.product(before) if metric is None else metric)
    return Adjustment((Projection(auxiliary, after, _ratio(before, after), inverse),))


def sweeping(margins: list[Auxiliary], after: Floats) -> Adjustment:
    """Return the adjustment by raking: unweighted means over each margin are swept out in turn."""
    one = (after != 0).astype(np.float64)
    pull = _ratio(one, after)
    parts = [Projection(own, after, pull, pseudo_inverse(own.product(one))) for own in margins]
    return Adjustment(tuple(parts), SWEEPS)


def pseudo_inverse(matrix: Floats) -> Floats:
    """Return the generalised inverse of a symmetric matrix, scaled first so that units do not matter."""
    size = np.sqrt(np.abs(np.diag(matrix)))
    scale = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    inner = np.linalg.pinv(matrix * np.outer(scale, scale), rcond=1e-13, hermitian=True)
    return np.asarray(inner * np.outer(scale, scale), dtype=np.float64)


def _ratio(over: Floats, under: Floats) -> Floats:
    return np.divide(over, under, out=np.zeros_like(over), where=under != 0)
