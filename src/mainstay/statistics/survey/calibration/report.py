"""What an adjustment did to the weights, and which totals it missed."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput, Problem, Reason
from mainstay.common.texts import noop as _
from mainstay.statistics.survey.columns import Floats

QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
AT_BOUND = 1e-6
"""A ratio this near (relative) to a bound counts as being at it."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A total that was not reached."""

    name: str
    wanted: float
    reached: float

    @property
    def relative(self) -> float:
        """How far off, relative to 1 + the total's size."""
        return abs(self.reached - self.wanted) / (1 + abs(self.wanted))


@dataclass(frozen=True, slots=True)
class Known:
    """The totals that a calibration was asked for: `reached` gives them under any weights.

    `forced` says that the nearest weights were to be taken where the totals cannot be reached.
    """

    names: tuple[str, ...]
    wanted: Floats
    reached: Callable[[Floats], Floats]
    tolerance: float
    forced: bool

    def missed(self, weights: Floats) -> tuple[Miss, ...]:
        """Return the totals that `weights` do not reach, the worst first."""
        reached = self.reached(weights)
        off = ~(np.abs(reached - self.wanted) <= self.tolerance * (1 + np.abs(self.wanted)))
        found = [
            Miss(self.names[k], float(self.wanted[k]), float(reached[k]))
            for k in np.flatnonzero(off).tolist()
        ]
        return tuple(sorted(found, key=lambda miss: -miss.relative))


@dataclass(frozen=True, slots=True)
class WeightReport:
    """The ratios g = new / old weight over the rows that had a weight.

    `quantiles` pairs a share with the ratio that it lies under; `at_lower` and `at_upper` are shares of rows;
    `negative` counts new weights below 0, and `deff_*` are Kish's n Σw² / (Σw)²: what unequal weights cost.
    """

    rows: int
    sum_before: float
    sum_after: float
    smallest: float
    largest: float
    quantiles: tuple[tuple[float, float], ...]
    at_lower: float
    at_upper: float
    negative: int
    deff_before: float
    deff_after: float

    def to_dict(self) -> dict[str, Any]:
        """Return the report as a flat dict, quantiles as g_p50 and so on."""
        named = {f"g_p{round(100 * share):02d}": value for share, value in self.quantiles}
        return {
            "rows": self.rows, "sum_before": self.sum_before, "sum_after": self.sum_after,
            "g_min": self.smallest, **named, "g_max": self.largest, "at_lower": self.at_lower,
            "at_upper": self.at_upper, "negative": self.negative, "deff_before": self.deff_before,
            "deff_after": self.deff_after,
        }  # fmt: skip


def weight_report(
    before: Floats, after: Floats, *, lower: float = -math.inf, upper: float = math.inf
) -> WeightReport:
    """Return what changed between two vectors of weights; `lower` and `upper` are the bounds of the ratio."""
    own = before != 0
    g = after[own] / before[own]
    low = g <= lower + AT_BOUND * abs(lower) if math.isfinite(lower) else np.zeros(len(g), dtype=bool)
    high = g >= upper - AT_BOUND * abs(upper) if math.isfinite(upper) else np.zeros(len(g), dtype=bool)
    found = np.quantile(g, QUANTILES) if len(g) else np.full(len(QUANTILES), np.nan)
    return WeightReport(
        rows=int(own.sum()),
        sum_before=float(before.sum()),
        sum_after=float(after.sum()),
        smallest=float(g.min(initial=math.inf)),
        largest=float(g.max(initial=-math.inf)),
        quantiles=tuple(zip(QUANTILES, found.tolist(), strict=True)),
        at_lower=float(low.mean()) if len(g) else 0.0,
        at_upper=float(high.mean()) if len(g) else 0.0,
        negative=int((after < 0).sum()),
        deff_before=kish_effect(before),
        deff_after=kish_effect(after),
    )


def kish_effect(weights: Floats) -> float:
    """Return n Σw² / (Σw)² over the weights that are not 0: Kish, *Survey Sampling* (1965), 11.7.

    >>> kish_effect(np.array([1.0, 1.0, 4.0, 0.0]))
    1.5
    """
    own = weights[weights != 0]
    return float(len(own) * (own**2).sum() / own.sum() ** 2) if len(own) else math.nan


def checked_weights(weights: Any, rows: int) -> Floats:
    """Return the weights as floats; refuse another length, and missing or negative ones, naming the rows."""
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (rows,):
        raise BadInput(
            "calibration.weights",
            _("There are {count} weights for {rows} rows. Give one weight for each row."),
            count=given.size,
            rows=rows,
        )
    wrong = np.flatnonzero(~(given >= 0) | np.isinf(given))
    if len(wrong):
        fault = Reason("calibration.weight", _("is missing or negative"))
        raise BadInput(
            "calibration.weight",
            _("{count} weights are missing or negative. Weights start from 0 (not in the sample) upwards."),
            problems=[Problem(fault, row=int(row) + 1, field="weight") for row in wrong[:20]],
            count=len(wrong),
        )
    return given


def not_reached(missed: Sequence[Miss], steps: int, name: str) -> BadInput:
    """Return the refusal that names each missed total and by how much."""
    problems = [
        Problem(
            Reason(
                "calibration.missed",
                _("reaches {reached} of {wanted} (off by {percent} %)"),
                {
                    "reached": f"{miss.reached:,.7g}",
                    "wanted": f"{miss.wanted:,.7g}",
                    "percent": f"{100 * miss.relative:.3g}",
                },
            ),
            field=miss.name,
        )
        for miss in missed
    ]
    return BadInput(
        "calibration.not_converged",
        _(
            "The {distance} calibration missed {count} totals after {steps} steps. Join small levels, widen "
            "the bounds, or check that the totals describe the same population."
        ),
        problems=problems,
        distance=name,
        count=len(missed),
        steps=steps,
    )
