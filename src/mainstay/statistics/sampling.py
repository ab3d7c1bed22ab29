"""How many to ask before the field, and whom: sample sizes and drawn samples with a stored seed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _


@dataclass(frozen=True, slots=True)
class SampleSize:
    """`completed` interviews are needed; `selected` units must be drawn to get them."""

    completed: int
    selected: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Who was drawn, and what it takes to draw the same again."""

    method: str
    seed: int
    frame: int
    chosen: tuple[Any, ...]
    positions: tuple[int, ...]

    @property
    def probability(self) -> float:
        """The chance that each unit of the frame had."""
        return len(self.positions) / self.frame

    @property
    def weight(self) -> float:
        """How many units of the frame each drawn one stands for."""
        return self.frame / len(self.positions)


def sample_size_for_proportion(
    *,
    margin: float,
    share: float = 0.5,
    confidence: float = 0.95,
    deff: float = 1.0,
    population: int | None = None,
    response: float = 1.0,
) -> SampleSize:
    """Return the interviews for a share known to ± `margin` (as a share: 0.05 for 5 points).

    n0 = deff · z² p(1-p) / margin²; n = n0 / (1 + (n0-1)/N); selected = n / response. Cochran,
    *Sampling Techniques* (1977), 4.2. With `share` unknown 0.5 is the safe choice.

    >>> sample_size_for_proportion(margin=0.05)
    SampleSize(completed=385, selected=385)
    >>> sample_size_for_proportion(margin=0.05, deff=1.5, population=8_000, response=0.9)
    SampleSize(completed=538, selected=598)
    """
    _between(margin, 0, 1, "margin")
    _between(share, 0, 1, "share")
    first = deff * _z(confidence) ** 2 * share * (1 - share) / margin**2
    needed = first if population is None else first / (1 + (first - 1) / population)
    return _size(needed, response, deff)


def sample_size_for_mean(
    *,
    margin: float,
    deviation: float,
    confidence: float = 0.95,
    deff: float = 1.0,
    population: int | None = None,
    response: float = 1.0,
) -> SampleSize:
    """Return the interviews for a mean known to ± `margin`, in the unit of the standard `deviation`.

    n0 = deff · z² s² / margin²; n = n0 / (1 + n0/N); selected = n / response. Cochran (1977), 4.6.

    >>> sample_size_for_mean(margin=10, deviation=80, population=1_000)
    SampleSize(completed=198, selected=198)
    """
    _between(margin, 0, math.inf, "margin")
    _between(deviation, 0, math.inf, "deviation")
    first = deff * (_z(confidence) * deviation / margin) ** 2
    needed = first if population is None else first / (1 + first / population)
    return _size(needed, response, deff)


def random_draw(units: Sequence[Any], size: int, *, seed: int) -> Draw:
    """Return `size` units drawn at random without replacement, in the order of the frame.

    >>> random_draw("abcdefgh", 3, seed=1).chosen == random_draw("abcdefgh", 3, seed=1).chosen
    True
    """
    _fits(size, len(units))
    order = np.random.default_rng(seed).permutation(len(units))[:size]
    return _drawn("random", units, sorted(order.tolist()), seed)


def systematic_draw(units: Sequence[Any], size: int, *, seed: int) -> Draw:
    """Return every (N/size)-th unit from a random start, so that each has the chance size/N.

    The interval need not be whole (Kish, *Survey Sampling*, 1965, 4.1). Order the frame by place first:
    the sample then spreads over it like a stratified one.

    >>> systematic_draw(range(10), 5, seed=4).positions
    (1, 3, 5, 7, 9)
    """
    _fits(size, len(units))
    step = len(units) / size
    start = np.random.default_rng(seed).random() * step
    places = [min(int(start + k * step), len(units) - 1) for k in range(size)]
    return _drawn("systematic", units, places, seed)


def _drawn(method: str, units: Sequence[Any], places: list[int], seed: int) -> Draw:
    return Draw(method, seed, len(units), tuple(units[place] for place in places), tuple(places))


def _size(needed: float, response: float, deff: float) -> SampleSize:
    _between(response, 0, 1 + 1e-12, "response")
    _between(deff, 0, math.inf, "deff")
    completed = math.ceil(needed - 1e-9)
    return SampleSize(completed, math.ceil(completed / response - 1e-9))


def _z(confidence: float) -> float:
    _between(confidence, 0, 1, "confidence")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _between(value: float, low: float, high: float, name: str) -> None:
    if not low < value < high:
        raise BadInput(
            "sampling.range",
            _("{name} is {value}; it must lie between {low} and {high}."),
            name=name,
            value=value,
            low=low,
            high=high,
        )


def _fits(size: int, frame: int) -> None:
    if not 0 < size <= frame:
        raise BadInput(
            "sampling.size",
            _("{size} units cannot be drawn from a frame of {frame}. Ask for 1 to {frame}."),
            size=size,
            frame=frame,
        )
