"""Trimmed weights: extremes cut off, and what was cut spread over the others."""

import math
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats

from .report import WeightReport, checked_weights, weight_report

ROUNDING = 1e-9
"""How far (relative) rounding may leave a weight beyond a limit."""

ROUNDS = 1000
"""How often a strict trimming may cut again."""


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The new weights, how many were cut, in how many rounds, and what changed (`trimmed` is None in a replicate)."""

    weights: Floats
    trimmed: int | None
    rounds: int
    report: WeightReport


def trim(
    weights: Floats, *, lower: float = -math.inf, upper: float = math.inf, strict: bool = False
) -> Trimmed:
    """Return weights cut off at `lower` and `upper`, with the same sum.

    What was cut is spread in equal parts over the weights that were inside, as R's `trimWeights` does. That may
    push some of them outside; `strict` repeats until none is. Refused where that ends nowhere, or where a weight would
    become negative. Rows of weight 0 stay out of it. Potter, *Proceedings of the ASA Survey Research Methods Section*
    (1990), 225-230.

    >>> trim([1.0, 2.0, 9.0], upper=5).weights.tolist()
    [3.0, 4.0, 5.0]
    """
    before = checked_weights(weights, len(weights))
    own = before[before != 0]
    _refuse_impossible(own, lower, upper)
    cut, rounds = np.zeros(len(own), dtype=bool), 0
    while rounds < (ROUNDS if strict else 1):
        outside = (own < lower) | (own > upper)
        if not outside.any():
            break
        if outside.all():
            raise _impossible(lower, upper)
        held = np.clip(own, lower, upper)
        held[~outside] += (own - held).sum() / (~outside).sum()
        own, cut, rounds = held, cut | outside, rounds + 1
    unkept = strict and ((own < lower - ROUNDING * abs(lower)) | (own > upper * (1 + ROUNDING))).any()
    if unkept or (own < 0).any():
        raise _impossible(lower, upper)
    after = before.copy()
    after[before != 0] = own
    return Trimmed(after, int(cut.sum()), rounds, weight_report(before, after))


class Trimming:
    """A trimming that is decided by the first weights: others (replicates) change by the same factors.

    Limits are those of the sample's weights. Replicates double and treble weights by design; cut at the same limits
    they would lose the variance that they are there to show.
    """

    def __init__(self, *, lower: float, upper: float, strict: bool) -> None:
        self.lower, self.upper, self.strict = lower, upper, strict
        self._factor: Floats | None = None

    def of(self, weights: Floats) -> Trimmed:
        """Return the trimmed weights, or those of a replicate times the factors of the sample's."""
        if self._factor is None:
            found = trim(weights, lower=self.lower, upper=self.upper, strict=self.strict)
            one = np.ones(len(weights))
            self._factor = np.divide(found.weights, weights, out=one, where=np.asarray(weights) != 0)
            return found
        after = weights * self._factor
        return Trimmed(after, None, 0, weight_report(weights, after))


def _refuse_impossible(weights: Floats, lower: float, upper: float) -> None:
    mean = weights.mean() if len(weights) else math.nan
    if not (lower < upper and lower <= mean <= upper):
        raise _impossible(lower, upper)


def _impossible(lower: float, upper: float) -> BadInput:
    return BadInput(
        "calibration.trim",
        _(
            "No weights between {lower} and {upper} have the sum of these. The mean weight must lie between "
            "the two limits; give limits farther apart."
        ),
        lower=lower,
        upper=upper,
    )
