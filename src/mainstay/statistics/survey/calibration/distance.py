"""How the calibrated weight follows from the design weight: w = d · F(x'λ).

Deville and Särndal, *JASA* 87 (1992), 376-382: the four usual distances. F(0) = F'(0) = 1 in each.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats

DISTANCES = ("linear", "raking", "logit", "truncated")


@dataclass(frozen=True, slots=True)
class Distance:
    """The ratio g of the weights as a function of u = x'λ, its derivative, and the bounds that g keeps."""

    name: str
    ratio: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    lower: float = -math.inf
    upper: float = math.inf

    @property
    def bounded(self) -> bool:
        """Say whether some ratio is out of reach."""
        return math.isfinite(self.lower) or math.isfinite(self.upper)


def distance_named(name: str, bounds: tuple[float, float] | None = None) -> Distance:
    """Return a distance: linear (GREG; weights may turn negative), raking, logit, truncated.

    linear: g = 1 + u. raking: g = exp(u). logit: g between L and U by a logistic curve. truncated: 1 + u cut
    off at L and U. `bounds` = (L, U) with L < 1 < U belong to the last two; with bounds, ``linear`` is
    truncated, as in R.
    """
    if name == "linear" and bounds is not None:
        name = "truncated"
    if name not in DISTANCES:
        raise BadInput(
            "calibration.distance",
            _("There is no distance {distance}. Choose one of {distances}."),
            distance=name,
            distances=", ".join(DISTANCES),
        )
    if name == "linear":
        return Distance(name, lambda u: 1 + u, np.ones_like)
    if name == "raking" and bounds is None:
        return Distance(name, _exponent, _exponent)
    lower, upper = _checked(name, bounds)
    return _logit(lower, upper) if name == "logit" else _truncated(lower, upper)


def _exponent(u: Floats) -> Floats:
    with np.errstate(over="ignore"):
        return np.exp(u)


def _truncated(lower: float, upper: float) -> Distance:
    return Distance(
        "truncated",
        lambda u: np.clip(1 + u, lower, upper),
        lambda u: ((1 + u > lower) & (1 + u < upper)).astype(np.float64),
        lower,
        upper,
    )


def _logit(lower: float, upper: float) -> Distance:
    pace = (upper - lower) / ((1 - lower) * (upper - 1))
    half = math.log((1 - lower) / (upper - 1))

    def share(u: Floats) -> Floats:
        """Return how far g is on its way from L to U: logistic, without overflow."""
        return np.asarray(0.5 * (1 + np.tanh(0.5 * (pace * u + half))), dtype=np.float64)

    return Distance(
        "logit",
        lambda u: lower + (upper - lower) * share(u),
        lambda u: (upper - lower) * pace * share(u) * (1 - share(u)),
        lower,
        upper,
    )


def _checked(name: str, bounds: tuple[float, float] | None) -> tuple[float, float]:
    lower, upper = bounds if bounds is not None else (math.nan, math.nan)
    usable = lower < 1 < upper and (name != "logit" or math.isfinite(upper - lower))
    if not usable or name == "raking":
        raise BadInput(
            "calibration.bounds",
            _(
                "The bounds {bounds} do not serve the distance {distance}. Give logit or truncated a lower "
                "bound under 1 and an upper bound over 1, such as (0.5, 2); raking and linear take none."
            ),
            bounds=bounds,
            distance=name,
        )
    return float(lower), float(upper)
