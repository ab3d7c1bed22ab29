"""The variance that follows from the values of a statistic under each replicate."""

from dataclasses import dataclass

import numpy as np

from mainstay.statistics.survey.columns import Floats

from .scales import Scales


@dataclass(frozen=True, slots=True)
class Spread:
    """How replicates tell a variance: around the sample's value (`mse`) or around their own mean."""

    scales: Scales
    mse: bool

    def deviations(self, replicated: Floats, full: Floats) -> Floats:
        """Return what each replicate (R × k) deviates; NaN where it has no value, or the sample has none.

        The mean of the replicates is that of those with a value and an rscale above 0, as in R's `svrVar`.
        """
        known = np.isfinite(replicated) & np.isfinite(full)
        centre = full
        if not self.mse:
            counted = known & (self.scales.rscales > 0)[:, None]
            sums = np.where(counted, replicated, 0.0).sum(axis=0)
            with np.errstate(divide="ignore", invalid="ignore"):
                centre = sums / counted.sum(axis=0)
        with np.errstate(invalid="ignore"):
            return np.where(known, replicated - centre, np.nan)

    def variance(self, deviations: Floats) -> Floats:
        """Return the variance of each statistic; NaN where no replicate has a value."""
        known = np.isfinite(deviations)
        squares = np.where(known, deviations, 0.0) ** 2
        found = self.scales.scale * (self.scales.rscales @ squares)
        return np.where(known.any(axis=0), found, np.nan)

    def covariance(self, deviations: Floats) -> Floats:
        """Return the covariance (k × k) of the statistics.

        A replicate without a value counts for a pair as not deviating, so that the diagonal holds the variances
        and no combination has a negative one. Statistics without any value have NaN.
        """
        known = np.isfinite(deviations)
        weighted = (
            np.where(known, deviations, 0.0) * np.sqrt(self.scales.scale * self.scales.rscales)[:, None]
        )
        found = weighted.T @ weighted
        nothing = ~known.any(axis=0)
        found[nothing, :] = np.nan
        found[:, nothing] = np.nan
        return np.asarray(found, dtype=np.float64)
