"""PROMETHEE II: options compared in pairs, with how much of a difference counts as a preference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _

#: The six preference functions and the thresholds that each needs.
SHAPES = {
    "usual": (), "u": ("indifference",), "v": ("strict",), "level": ("indifference", "strict"),
    "linear": ("indifference", "strict"), "gauss": ("inflection",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preference:
    """How a difference d > 0 in one criterion becomes a preference of 0 to 1; thresholds in the criterion's unit.

    usual 1; u: 0 up to `indifference`, then 1; v: d ÷ `strict`, at most 1; level: 0, ½ beyond `indifference`, 1 beyond
    `strict`; linear: 0 up to `indifference`, rising to 1 at `strict`; gauss: 1 − exp(−d² ÷ 2·`inflection`²).
    """

    shape: str = "usual"
    indifference: float = 0.0
    strict: float = 0.0
    inflection: float = 0.0

    def __post_init__(self) -> None:
        needs = SHAPES.get(self.shape)
        if needs is None:
            raise BadInput(
                "promethee.shape",
                _("There is no preference function {shape}. Use one of {shapes}."),
                shape=self.shape,
                shapes=", ".join(SHAPES),
            )
        if ("strict" in needs and self.strict <= 0) or ("inflection" in needs and self.inflection <= 0):
            raise BadInput(
                "promethee.threshold",
                _("The preference function {shape} needs a threshold above 0: {needs}."),
                shape=self.shape,
                needs=", ".join(needs),
            )
        if self.indifference < 0 or ("strict" in needs and self.strict < self.indifference):
            raise BadInput(
                "promethee.order",
                _(
                    "Of a preference function, 0 ≤ indifference ≤ strict must hold; {indifference} and {strict} do not."
                ),
                indifference=self.indifference,
                strict=self.strict,
            )

    def of(self, difference: Any) -> Any:
        """Return the preference for each difference; 0 where it is not above 0."""
        d = np.maximum(difference, 0.0)
        if self.shape == "usual":
            return (d > 0).astype(float)
        if self.shape == "u":
            return (d > self.indifference).astype(float)
        if self.shape == "v":
            return np.minimum(d / self.strict, 1.0)
        if self.shape == "level":
            return np.where(d > self.strict, 1.0, np.where(d > self.indifference, 0.5, 0.0))
        if self.shape == "gauss":
            return 1 - np.exp(-(d**2) / (2 * self.inflection**2))
        width = self.strict - self.indifference
        if width == 0:
            return (d > self.strict).astype(float)
        return np.clip((d - self.indifference) / width, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Flows:
    """Leaving, entering and net flow of each option; net = leaving − entering, from −1 to 1, and sums to 0."""

    leaving: Any
    entering: Any
    net: Any


def promethee(values: Any, weights: Any, best_high: Any, preferences: Sequence[Preference]) -> Flows:
    """Return the flows of each option for `values` (…, options, criteria).

    π(a, b) = Σ_j w_j · P_j(x_aj − x_bj); leaving φ⁺(a) = mean of π(a, b) over the others, entering φ⁻(a) = mean of
    π(b, a), net φ = φ⁺ − φ⁻: PROMETHEE II ranks by it. With one option alone all flows are 0.

    Brans and Vincke 1985, Management Science 31(6); Brans, Vincke and Mareschal 1986, European Journal of Operational
    Research 24(2).

    >>> promethee([[1], [2], [4]], [1], [1], [Preference()]).net.tolist()
    [-1.0, 0.0, 1.0]
    """
    x = np.asarray(values, float) * np.asarray(best_high, float)
    w = np.asarray(weights, float) / np.sum(weights)
    options = x.shape[-2]
    over = np.zeros((*x.shape[:-2], options, options))
    for j, preference in enumerate(preferences):
        column = x[..., j]
        over += w[j] * preference.of(column[..., :, None] - column[..., None, :])
    others = max(options - 1, 1)
    leaving, entering = over.sum(axis=-1) / others, over.sum(axis=-2) / others
    return Flows(leaving, entering, leaving - entering)
